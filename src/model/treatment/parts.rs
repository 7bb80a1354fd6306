//! Named values that fields of a treatment hold: parties, purposes, transfers and the like.

use crate::model::field::{Duty, Group, Need, Shape, part};
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;
use crate::model::treatment::vocabularies::{
    ARTICLE_9_2, DATA_CATEGORY, DATA_SOURCE, DATA_SUBJECTS, DPIA_CRITERIA, FATE, LEGAL_BASIS, MEASURES,
    RECIPIENT_TYPE, RIGHT_EXERCISE, SAFEGUARD, SPECIAL_CATEGORY,
};

use Need::Optional;

pub(super) const ANYONE: Need = Need::Mandatory(Duty::Anyone);

pub(super) static PURPOSE: Group = Group {
    labels: "purposes",
    fields: &[
        part("label", "30(1)(b)", Shape::Text, ANYONE, Profiles::ALL),
        part("legal_basis", "6(1)", Shape::Term(&LEGAL_BASIS), Optional, Profiles::PUBLIC)
            .bears(FieldRole::LegalBasis),
        part("legal_basis_detail", "6(3), 6(1)(f)", Shape::Text, Optional, Profiles::PUBLIC)
            .bears(FieldRole::LegalBasisDetail),
    ],
    shorthand: "label",
};

pub(super) static DATA_SUBJECT: Group = Group {
    labels: "data_subjects",
    fields: &[
        part("category", "30(1)(c)", Shape::TermOrText(&DATA_SUBJECTS), ANYONE, Profiles::ALL),
        part("minors", "", Shape::Flag, Optional, Profiles::FULL),
        part("vulnerable", "", Shape::Flag, Optional, Profiles::FULL),
        part("volume", "", Shape::Text, Optional, Profiles::FULL),
    ],
    shorthand: "category",
};

pub(super) static DATA: Group = Group {
    labels: "data",
    fields: &[
        part("category", "30(1)(c)", Shape::TermOrText(&DATA_CATEGORY), ANYONE, Profiles::ALL),
        part("detail", "30(1)(c)", Shape::Text, Optional, Profiles::ALL),
        part("source", "14(2)(f)", Shape::Term(&DATA_SOURCE), Optional, Profiles::PUBLIC),
    ],
    shorthand: "category",
};

pub(super) static SPECIAL: Group = Group {
    labels: "special",
    fields: &[
        part("category", "9(1), 10", Shape::Term(&SPECIAL_CATEGORY), ANYONE, Profiles::ALL)
            .bears(FieldRole::Category),
        part("exception", "9(2)", Shape::Term(&ARTICLE_9_2), Optional, Profiles::PUBLIC)
            .bears(FieldRole::Exception),
    ],
    shorthand: "category",
};

pub(super) static RECIPIENT: Group = Group {
    labels: "recipients",
    fields: &[
        part("name", "30(1)(d)", Shape::Text, ANYONE, Profiles::ALL),
        part("type", "30(1)(d)", Shape::Term(&RECIPIENT_TYPE), Optional, Profiles::ALL)
            .bears(FieldRole::RecipientType),
        part("contract", "28(3)", Shape::Url, Optional, Profiles::FULL).bears(FieldRole::Contract),
    ],
    shorthand: "name",
};

pub(super) static TRANSFER: Group = Group {
    labels: "transfers",
    fields: &[
        part("country", "30(1)(e), 44", Shape::Country, Optional, Profiles::ALL).bears(FieldRole::Country),
        part("recipient", "30(1)(e)", Shape::Text, Optional, Profiles::ALL),
        part("safeguard", "45, 46, 47, 49", Shape::Term(&SAFEGUARD), Optional, Profiles::ALL)
            .bears(FieldRole::Safeguard),
        part("document", "30(1)(e)", Shape::Url, Optional, Profiles::ALL),
    ],
    shorthand: "country",
};

pub(super) static RETENTION: Group = Group {
    labels: "retention",
    fields: &[
        part("data", "30(1)(f)", Shape::TermOrText(&DATA_CATEGORY), Optional, Profiles::ALL),
        part("active", "30(1)(f), 5(1)(e)", Shape::Period, Optional, Profiles::ALL),
        part("archive", "30(1)(f)", Shape::Period, Optional, Profiles::ALL),
        part("fate", "30(1)(f)", Shape::Term(&FATE), Optional, Profiles::ALL),
        part("legal_ref", "5(1)(e)", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "active",
};

pub(super) static MEASURE: Group = Group {
    labels: "security",
    fields: &[
        part("type", "30(1)(g), 32", Shape::TermOrText(&MEASURES), ANYONE, Profiles::ALL),
        part("detail", "30(1)(g)", Shape::Text, Optional, Profiles::INTERNAL),
    ],
    shorthand: "type",
};

pub(super) static RIGHTS: Group = Group {
    labels: "rights",
    fields: &[
        part("information", "13, 14", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("access", "15", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("rectification", "16", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("erasure", "17", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("restriction", "18", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("portability", "20", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("objection", "21", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("human_review", "22", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
    ],
    shorthand: "",
};

pub(super) static RIGHT: Group = Group {
    labels: "right",
    fields: &[
        part("how", "", Shape::Term(&RIGHT_EXERCISE), ANYONE, Profiles::PUBLIC),
        part("text", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "how",
};

pub(super) static DPIA: Group = Group {
    labels: "dpia",
    fields: &[
        part("required", "35", Shape::Flag, Optional, Profiles::FULL),
        part("criteria", "35", Shape::List(&Shape::Term(&DPIA_CRITERIA)), Optional, Profiles::FULL)
            .bears(FieldRole::Criteria),
        part("date", "35", Shape::Date, Optional, Profiles::FULL).bears(FieldRole::AssessedOn),
        part("exemption", "35(5), 35(10)", Shape::Text, Optional, Profiles::FULL).bears(FieldRole::Exemption),
        part("text", "35(7)", Shape::Markdown, Optional, Profiles::INTERNAL),
    ],
    shorthand: "",
};
