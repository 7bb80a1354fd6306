//! What a file is, told by its path.

/// The part that a file plays in a site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// `site.yaml`, or `.yml` as everywhere
    Site,
    /// `content/groups.yaml`
    Groups,
    /// `content/applications.yaml`
    Applications,
    /// `content/registers/<register>/register.yaml`
    Register {
        /// The folder's name.
        register: String,
    },
    /// `content/registers/<register>/<item>.yaml` or `.md`
    Item {
        /// The folder's name.
        register: String,
        /// The stem of the file's name.
        item: String,
        /// How the record is written.
        form: RecordForm,
    },
    /// `content/shares/<share>.yaml`
    Share {
        /// The stem of the file's name.
        share: String,
    },
    /// `content/registers/<register>/files/<name>`: bytes, not text.
    Attachment,
    /// Nothing that is read.
    Unused,
}

/// How a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordForm {
    /// All YAML.
    Yaml,
    /// YAML front matter, then Markdown.
    Markdown,
}

impl Role {
    /// The role of the file at `path`, which is relative to the site and has `/` between its parts.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [file] if yaml(file) == Some("site") => Self::Site,
            ["content", file] => match yaml(file) {
                Some("groups") => Self::Groups,
                Some("applications") => Self::Applications,
                _ => Self::Unused,
            },
            ["content", "registers", register, file] => match (yaml(file), file.strip_suffix(".md")) {
                (Some("register"), _) => Self::Register { register: (*register).to_owned() },
                (Some(item), _) => Self::item(register, item, RecordForm::Yaml),
                (_, Some(item)) => Self::item(register, item, RecordForm::Markdown),
                _ => Self::Unused,
            },
            ["content", "registers", _, "files", _] => Self::Attachment,
            ["content", "shares", file] => match yaml(file) {
                Some(share) => Self::Share { share: share.to_owned() },
                _ => Self::Unused,
            },
            _ => Self::Unused,
        }
    }

    fn item(register: &str, item: &str, form: RecordForm) -> Self {
        Self::Item { register: register.to_owned(), item: item.to_owned(), form }
    }
}

/// The stem of a YAML file's name, however its end is spelt.
fn yaml(file: &str) -> Option<&str> {
    file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".yml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles() {
        let item = |form| Role::Item { register: "hr".into(), item: "paie".into(), form };
        assert_eq!(Role::of("content/registers/hr/paie.yaml"), item(RecordForm::Yaml));
        assert_eq!(Role::of("content/registers/hr/paie.md"), item(RecordForm::Markdown));
        assert_eq!(Role::of("content/registers/hr/register.yaml"), Role::Register { register: "hr".into() });
        assert_eq!(Role::of("content/shares/a.yaml"), Role::Share { share: "a".into() });
        for (path, role) in [
            ("site.yml", Role::Site),
            ("content/groups.yml", Role::Groups),
            ("content/applications.yml", Role::Applications),
            ("content/registers/hr/register.yml", Role::Register { register: "hr".into() }),
            ("content/registers/hr/paie.yml", item(RecordForm::Yaml)),
            ("content/shares/a.yml", Role::Share { share: "a".into() }),
        ] {
            assert_eq!(Role::of(path), role, "{path}");
            assert_eq!(Role::of(&path.replace(".yml", ".yaml")), role, "{path}");
        }
        for unused in [
            "content/registers/hr/paie.yaml.bak",
            "content/registers/hr/paie.YAML",
            "content/groups.md",
            "content/shares/a/b.yaml",
            "content/x.yaml",
            "content/shares/README",
        ] {
            assert_eq!(Role::of(unused), Role::Unused, "{unused}");
        }
    }
}
