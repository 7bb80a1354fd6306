//! Which forms of a share there are for programs, when a share offers one, and how authors choose: `formats:` in
//! `site.yaml` or in a share is the whole list; `default` in it stands for the forms that are offered without one.

use crate::model::register_kind::RegisterKind;

/// What is known of a form without making it. The table of those that make them is `export::FORMATS`.
#[derive(Debug)]
pub struct FormatFacts {
    /// What authors call it.
    pub name: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// The word of the locale files that says on pages what it is for.
    pub label: &'static str,
    /// Its media type (IANA).
    pub media_type: &'static str,
    /// Whether it is one file a share, or one a register, in the register's folder.
    pub of: FormatScope,
    /// The kinds of register that it is made for.
    pub kinds: &'static [RegisterKind],
    /// The most items of a share for which it is among the default forms.
    pub most_by_default: usize,
    /// Who reads it, in a few words.
    pub reader: &'static str,
}

/// What a form has one file for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatScope {
    /// The share.
    Share,
    /// Each register of the share.
    Register,
}

impl PartialEq for FormatFacts {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

const EVERY_KIND: &[RegisterKind] =
    &[RegisterKind::Controller, RegisterKind::Processor, RegisterKind::Catalogue, RegisterKind::Workspace];

/// Registers of treatments: the two of GDPR Article 30.
const TREATMENTS: &[RegisterKind] = &[RegisterKind::Controller, RegisterKind::Processor];

/// The most items for which a form is made by default that is made anew as a whole: beyond it one changed item costs too much.
const MOST_PACKED: usize = 2_000;

/// `extract.json`.
pub static JSON: FormatFacts = FormatFacts {
    name: "json",
    file: "extract.json",
    label: "form_json",
    media_type: "application/json",
    of: FormatScope::Share,
    kinds: EVERY_KIND,
    most_by_default: usize::MAX,
    reader: "any program",
};

/// `register.csv`.
pub static CSV: FormatFacts = FormatFacts {
    name: "csv",
    file: "register.csv",
    label: "form_csv",
    media_type: "text/csv",
    of: FormatScope::Register,
    kinds: TREATMENTS,
    most_by_default: usize::MAX,
    reader: "scripts, tools for registers",
};

/// `register.xlsx`.
pub static XLSX: FormatFacts = FormatFacts {
    name: "xlsx",
    file: "register.xlsx",
    label: "form_xlsx",
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    of: FormatScope::Register,
    kinds: TREATMENTS,
    most_by_default: MOST_PACKED,
    reader: "people, in a spreadsheet",
};

/// Every form, in the order in which pages offer them.
pub static FORMAT_FACTS: &[&FormatFacts] = &[&JSON, &CSV, &XLSX];

/// A line of `formats:`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FormatChoice {
    /// The forms that are offered where nothing is said.
    Default,
    /// This form.
    Named(&'static FormatFacts),
}

impl FormatFacts {
    /// Whether a share of so many items that chose `choices` offers the form for a register of this kind that holds
    /// `count` of them.
    #[must_use]
    pub fn is_offered(
        &self,
        choices: &[FormatChoice],
        items: usize,
        kind: RegisterKind,
        count: usize,
    ) -> bool {
        count > 0 && self.kinds.contains(&kind) && self.is_chosen(choices, items)
    }

    /// Whether a share of so many items that chose `choices` is to have the form.
    #[must_use]
    pub fn is_chosen(&self, choices: &[FormatChoice], items: usize) -> bool {
        choices.iter().any(|choice| match choice {
            FormatChoice::Default => items <= self.most_by_default,
            FormatChoice::Named(named) => *named == self,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_files_are_unique() {
        for (index, one) in FORMAT_FACTS.iter().enumerate() {
            assert!(
                FORMAT_FACTS[..index].iter().all(|other| other.name != one.name && other.file != one.file)
            );
            assert!(one.file.contains('.'), "the name of an item's folder has no dot: {}", one.file);
        }
    }

    #[test]
    fn a_list_is_the_whole_list() {
        let check = |choices: &[FormatChoice], expected: &[&str]| {
            let chosen =
                FORMAT_FACTS.iter().filter(|facts| facts.is_offered(choices, 1, RegisterKind::Controller, 1));
            let chosen: Vec<_> = chosen.map(|facts| facts.name).collect();
            assert_eq!(chosen, expected, "{choices:?}");
        };
        check(&[FormatChoice::Named(&CSV)], &["csv"]);
        check(&[], &[]);
        check(&[FormatChoice::Default], &FORMAT_FACTS.iter().map(|facts| facts.name).collect::<Vec<_>>());
        assert!(!CSV.is_offered(&[FormatChoice::Named(&CSV)], 1, RegisterKind::Catalogue, 1));
        assert!(!CSV.is_offered(&[FormatChoice::Named(&CSV)], 1, RegisterKind::Controller, 0));
    }
}
