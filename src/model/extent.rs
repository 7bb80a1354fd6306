//! When and for what things hold: groups that catalogues and workspaces share.

use crate::model::days::Days;
use crate::model::field::{Duty, Group, Need, Shape, part};
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;

use Need::Optional;

/// A span of time; either end may be open.
pub static TIME: Group = Group {
    labels: "time",
    fields: &[
        part("begin", "", Shape::Date, Optional, Profiles::PUBLIC).bears(FieldRole::Begin).of_days(Days::Any),
        part("end", "", Shape::Date, Optional, Profiles::PUBLIC).bears(FieldRole::End).of_days(Days::Any),
    ],
    shorthand: "begin",
};

/// A licence by name and text.
pub static LICENCE: Group = Group {
    labels: "licence",
    fields: &[
        part("title", "", Shape::Text, Optional, Profiles::PUBLIC).bears(FieldRole::Title),
        part("url", "", Shape::Url, Optional, Profiles::PUBLIC).bears(FieldRole::Url),
    ],
    shorthand: "title",
};

/// A named value.
pub static PARAMETER: Group = Group {
    labels: "parameters",
    fields: &[
        part("name", "", Shape::Text, Need::Mandatory(Duty::Anyone), Profiles::PUBLIC).bears(FieldRole::Name),
        part("value", "", Shape::Text, Need::Mandatory(Duty::Anyone), Profiles::PUBLIC),
    ],
    shorthand: "",
};
