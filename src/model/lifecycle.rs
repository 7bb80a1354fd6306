//! The rows that every kind ends with: what supports a record, and the record's own life.

/// A kind's own rows, then those of its life; before them the provisions that ask for documents and for
/// reviews. Whoever calls it has `row`, `Section`, `Shape`, `Profiles` and `Need::Optional` in scope.
macro_rules! rows_with_life {
    ($documents:literal, $reviews:literal; $($row:expr),* $(,)?) => {
        &[
            $($row,)*
            row("documents", $documents, Shape::List(&Shape::Group(&$crate::model::party::LINK)), Optional, Profiles::PUBLIC, Section::Support),
            row("attachments", "", Shape::List(&Shape::Group(&$crate::model::party::ATTACHMENT)), Optional, Profiles::PUBLIC, Section::Support),
            row("relations", "", Shape::List(&Shape::Reference), Optional, Profiles::PUBLIC, Section::Support),
            row("tags", "", Shape::List(&Shape::Text), Optional, Profiles::FULL, Section::Support),
            row("owner", "", Shape::Text, Optional, Profiles::FULL, Section::Lifecycle),
            row("created", "", Shape::Date, Optional, Profiles::PUBLIC, Section::Lifecycle).bears($crate::model::role::FieldRole::Created).of_days($crate::model::days::Days::Past),
            row("updated", "", Shape::Date, Optional, Profiles::PUBLIC, Section::Lifecycle).bears($crate::model::role::FieldRole::Updated).of_days($crate::model::days::Days::Past),
            row("reviewed", $reviews, Shape::Date, Optional, Profiles::PUBLIC, Section::Lifecycle).bears($crate::model::role::FieldRole::Reviewed).of_days($crate::model::days::Days::Past),
            row("review_due", $reviews, Shape::Date, Optional, Profiles::FULL, Section::Lifecycle).bears($crate::model::role::FieldRole::ReviewDue),
            row("version_note", "", Shape::Text, Optional, Profiles::FULL, Section::Lifecycle),
            row("notes", "", Shape::Markdown, Optional, Profiles::INTERNAL, Section::Lifecycle),
        ]
    };
}

pub(crate) use rows_with_life;
