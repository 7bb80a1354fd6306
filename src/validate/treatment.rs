//! What data protection law asks of a processing activity, as far as its record alone tells.

use crate::diag::Code;
use crate::diag::codes::{
    CRIMINAL_DATA_UNFOUNDED, DPIA_MISSING, LEGAL_BASIS_MISSING, LEGAL_TEXT_MISSING,
    LEGITIMATE_INTEREST_MISSING, PRIVACY_SHIELD, PROCESSOR_CONTRACT_MISSING, SPECIAL_CONDITION_MISSING,
};
use crate::model::finding::Finding;
use crate::model::item::Item;
use crate::model::role::FieldRole;
use crate::model::value::{Entry, Scalar, Value, find, groups, term};
use crate::source::Span;
use crate::validate::texts::plain;

/// From how many of the nine criteria on an assessment is due: WP 248 rev.01, section III.B.
const CRITERIA: usize = 2;

/// Names of the Privacy Shield, as [`plain`] text: in English, in French, in links, and the number of the void decision.
const SHIELD: [&str; 5] = [
    "privacy shield",
    "privacyshield",
    "bouclier de protection des données",
    "bouclier vie privée",
    "2016 1250",
];

/// Everything there is to say of a treatment.
pub(crate) fn search(item: &Item, entries: &[Entry], findings: &mut Vec<Finding>) {
    if item.kind.key != "treatment" {
        return;
    }
    let fields = TreatmentFields(entries);
    purposes(fields, findings);
    special(fields, findings);
    shield(fields, findings);
    assessment(fields, findings);
    let processors = fields
        .groups(FieldRole::Recipients)
        .filter(|group| term(group, FieldRole::RecipientType) == Some("processor"));
    let open: Vec<_> = processors.filter(|group| find(group, FieldRole::Contract).is_none()).collect();
    tell(&open, &PROCESSOR_CONTRACT_MISSING, "names no contract", "processor", findings);
}

fn purposes(fields: TreatmentFields<'_>, findings: &mut Vec<Finding>) {
    let resting = |bases: &[Option<&str>]| {
        let silent = |group: &&[Entry]| {
            find(group, FieldRole::LegalBasis).is_none() || find(group, FieldRole::LegalBasisDetail).is_none()
        };
        let on = |group: &&[Entry]| bases.contains(&term(group, FieldRole::LegalBasis));
        fields.groups(FieldRole::Purposes).filter(silent).filter(on).collect::<Vec<_>>()
    };
    tell(&resting(&[None]), &LEGAL_BASIS_MISSING, "gives no legal basis", "purpose", findings);
    let lawful = resting(&[Some("legal_obligation"), Some("public_task")]);
    tell(&lawful, &LEGAL_TEXT_MISSING, "cites no law", "purpose", findings);
    let interested = resting(&[Some("legitimate_interests")]);
    tell(&interested, &LEGITIMATE_INTEREST_MISSING, "does not name the interest", "purpose", findings);
}

fn special(fields: TreatmentFields<'_>, findings: &mut Vec<Finding>) {
    let (criminal, special): (Vec<_>, Vec<_>) = fields
        .groups(FieldRole::Special)
        .partition(|group| term(group, FieldRole::Category) == Some("criminal"));
    let bare: Vec<_> =
        special.into_iter().filter(|group| find(group, FieldRole::Exception).is_none()).collect();
    tell(
        &bare,
        &SPECIAL_CONDITION_MISSING,
        "names no condition of Article 9(2)",
        "special category",
        findings,
    );
    let cited =
        fields.groups(FieldRole::Purposes).any(|group| find(group, FieldRole::LegalBasisDetail).is_some());
    if let Some(group) = criminal.first().filter(|_| !cited) {
        let words = "processes data on convictions or offences and cites no law that allows it";
        findings.push(Finding::new(&CRIMINAL_DATA_UNFOUNDED, place(group), words));
    }
}

fn shield(fields: TreatmentFields<'_>, findings: &mut Vec<Finding>) {
    let texts = fields.groups(FieldRole::Transfers).flatten().filter_map(|part| match &part.value {
        Value::Scalar(Scalar::Text(text) | Scalar::Url(text)) => Some((text, part.span)),
        _ => None,
    });
    let names = |text: &str| may_name_it(text) && mentions(&plain(text), &SHIELD);
    if let Some((_, span)) = texts.into_iter().find(|(text, _)| names(text)) {
        findings.push(Finding::new(&PRIVACY_SHIELD, span, "relies on the Privacy Shield for a transfer"));
    }
}

/// Whether a text has a word that each of the names has; nearly none has, and is spared the rest.
fn may_name_it(text: &str) -> bool {
    const WORDS: [&str; 3] = ["shield", "bouclier", "2016"];
    let bytes = text.as_bytes();
    let starts = |at: usize, word: &&str| {
        bytes[at..].get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    let first = |byte: u8| matches!(byte, b's' | b'S' | b'b' | b'B' | b'2');
    (0..bytes.len()).any(|at| first(bytes[at]) && WORDS.iter().any(|word| starts(at, word)))
}

fn mentions(text: &str, names: &[&str]) -> bool {
    names.iter().any(|name| text.contains(name))
}

fn assessment(fields: TreatmentFields<'_>, findings: &mut Vec<Finding>) {
    let Some(Entry { value: Value::Group(dpia), span, .. }) = find(fields.0, FieldRole::Dpia) else { return };
    let criteria = match find(dpia, FieldRole::Criteria).map(|entry| &entry.value) {
        Some(Value::List(criteria)) => distinct(criteria),
        _ => 0,
    };
    if criteria >= CRITERIA
        && find(dpia, FieldRole::AssessedOn).is_none()
        && find(dpia, FieldRole::Exemption).is_none()
    {
        let words = format!(
            "meets {criteria} of the nine criteria and has neither an impact assessment nor an exemption"
        );
        findings.push(Finding::new(&DPIA_MISSING, *span, words));
    }
}

/// How many different values there are: a criterion that stands twice is one.
fn distinct(values: &[Value]) -> usize {
    values.iter().enumerate().filter(|(at, value)| !values[..*at].contains(value)).count()
}

/// One finding for all groups that lack something, at the first of them.
fn tell(lacking: &[&[Entry]], code: &'static Code, words: &str, what: &str, findings: &mut Vec<Finding>) {
    let Some(first) = lacking.first() else { return };
    let words = match lacking.len() {
        1 => format!("{words} for a {what}"),
        number => format!("{words} for {number} of its {}", plural(what)),
    };
    findings.push(Finding::new(code, place(first), words));
}

fn plural(what: &str) -> String {
    match what {
        "special category" => "special categories".to_owned(),
        _ => format!("{what}s"),
    }
}

/// The fields of a record.
#[derive(Clone, Copy)]
struct TreatmentFields<'a>(&'a [Entry]);

impl<'a> TreatmentFields<'a> {
    fn groups(self, role: FieldRole) -> impl Iterator<Item = &'a [Entry]> {
        find(self.0, role).into_iter().flat_map(|entry| groups(&entry.value))
    }
}

/// Where a group starts; none is empty.
fn place(group: &[Entry]) -> Span {
    group[0].span
}
