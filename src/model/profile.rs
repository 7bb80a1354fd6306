//! Profiles: which fields a share discloses.

/// A set of the named profiles; every field is in [`Profiles::FULL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profiles(u8);

impl Profiles {
    /// In the full record only, and never in a list of fields: internal.
    pub const INTERNAL: Self = Self(0);
    /// In the full record, and where a list of fields names it.
    pub const FULL: Self = Self(1);
    /// Also among the particulars of GDPR Article 30.
    pub const ARTICLE_30: Self = Self(1 | 2);
    /// Also in the version for the public.
    pub const PUBLIC: Self = Self(1 | 4);
    /// In every profile.
    pub const ALL: Self = Self(1 | 2 | 4);

    /// Whether `profile` shows a field marked with this set.
    #[must_use]
    pub fn includes(self, profile: NamedProfile) -> bool {
        match profile {
            NamedProfile::Full => true,
            NamedProfile::Article30 => self.0 & 2 != 0,
            NamedProfile::Public => self.0 & 4 != 0,
        }
    }

    /// Whether only [`NamedProfile::Full`] ever shows the field.
    #[must_use]
    pub fn is_internal(self) -> bool {
        self.0 == 0
    }
}

/// A profile known by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedProfile {
    /// Everything, internal fields included.
    Full,
    /// The particulars that GDPR Article 30 lists, and nothing else.
    Article30,
    /// What an organisation tells the public.
    Public,
}

impl NamedProfile {
    /// The words an author may write.
    pub const ALL: [(&'static str, Self); 3] =
        [("full", Self::Full), ("article30", Self::Article30), ("public", Self::Public)];

    /// The word for this profile.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Article30 => "article30",
            Self::Public => "public",
        }
    }
}

/// What a share says about fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Profile {
    /// A profile known by name.
    Named(NamedProfile),
    /// The fields of this list, as `purposes` or `recipients.name`; a field without its parts means all its parts
    /// that are not internal.
    Fields(Vec<String>),
}

impl Profile {
    /// Whether the field at `path` (dotted, from the record's root) with exposure `shown` is disclosed.
    #[must_use]
    pub fn shows(&self, path: &str, shown: Profiles) -> bool {
        match self {
            Self::Named(named) => shown.includes(*named),
            Self::Fields(list) => !shown.is_internal() && list.iter().any(|listed| covers(listed, path)),
        }
    }
}

/// A listed field covers itself, its parts, and the groups on the way down to it.
fn covers(listed: &str, path: &str) -> bool {
    let inside = |outer: &str, inner: &str| {
        inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
    };
    inside(listed, path) || inside(path, listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &[&str], path: &str, shown: Profiles, expected: bool) {
        let profile = Profile::Fields(list.iter().map(ToString::to_string).collect());
        assert_eq!(profile.shows(path, shown), expected, "{list:?} on {path}");
    }

    #[test]
    fn a_list_shows_what_it_names() {
        check(&["purposes"], "purposes.label", Profiles::FULL, true);
        check(&["purposes.label"], "purposes", Profiles::FULL, true);
        check(&["purposes.label"], "purposes.legal_basis", Profiles::FULL, false);
        check(&["purpose"], "purposes", Profiles::FULL, false);
        check(&["security"], "security.detail", Profiles::INTERNAL, false);
    }
}
