//! Persons, organisations and links: groups that records of every kind hold.

use crate::model::field::{Duty, Group, Need, Shape, part};
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;

use Need::Optional;

/// A natural or legal person: controller, processor, representative, data protection officer.
pub static PARTY: Group = Group {
    labels: "party",
    fields: &[
        part("name", "", Shape::Text, Need::Mandatory(Duty::Anyone), Profiles::ALL),
        part("address", "", Shape::Text, Optional, Profiles::ALL).bears(FieldRole::Address),
        part("email", "", Shape::Text, Optional, Profiles::ALL).bears(FieldRole::Email),
        part("phone", "", Shape::Text, Optional, Profiles::ALL).bears(FieldRole::Phone),
        part("url", "", Shape::Url, Optional, Profiles::ALL).bears(FieldRole::Url),
    ],
    shorthand: "name",
};

/// Several of them.
pub const PARTIES: Shape = Shape::List(&Shape::Group(&PARTY));

/// A file under a title.
pub static ATTACHMENT: Group = Group {
    labels: "attachments",
    fields: &[
        part("title", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("file", "", Shape::File, Need::Mandatory(Duty::Anyone), Profiles::PUBLIC),
    ],
    shorthand: "file",
};

/// A picture and the words for those who do not see it.
pub static PREVIEW: Group = Group {
    labels: "preview",
    fields: &[
        part("alt", "", Shape::Text, Need::Mandatory(Duty::Anyone), Profiles::PUBLIC).bears(FieldRole::Alt),
        part("file", "", Shape::File, Need::Mandatory(Duty::Anyone), Profiles::PUBLIC)
            .bears(FieldRole::Picture),
    ],
    shorthand: "",
};

/// A link under a title.
pub static LINK: Group = Group {
    labels: "documents",
    fields: &[
        part("title", "", Shape::Text, Optional, Profiles::PUBLIC).bears(FieldRole::Title),
        part("url", "", Shape::Url, Optional, Profiles::PUBLIC).bears(FieldRole::Url),
    ],
    shorthand: "url",
};
