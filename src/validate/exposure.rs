//! What a share must not show to those whom it reaches: texts that say so themselves, and places inside an organisation.
//!
//! What a record holds of it is found once and kept with the record, by field; whether a share shows the field is asked
//! in `validate::rules`. Titles and notes of shares, and registers, are looked at here, share by share.

use std::collections::BTreeSet;

use crate::diag::codes::{DO_NOT_PUBLISH, PATH_EXPOSED};
use crate::diag::rules::rule;
use crate::diag::{Code, Diagnostic, Problems};
use crate::model::finding::Finding;
use crate::model::item::Item;
use crate::model::register::Register;
use crate::model::share::{Inclusion, Share};
use crate::model::site::Site;
use crate::model::treatment::REGISTER_FIELDS;
use crate::source::Span;
use crate::validate::marks::mark;
use crate::validate::places::{PrivateLocation, internal};
use crate::validate::reach::{shown, sorts};
use crate::validate::texts::{self, Prose, TextPiece};
use crate::validate::words::{self, WordForm};

/// Looks at the title of a record, which every share shows.
pub(crate) fn title(item: &Item, findings: &mut Vec<Finding>) {
    for (code, words) in prose(Prose::of(&item.title)) {
        findings.push(Finding::new(code, item.span, format!("has a title that {words}")));
    }
}

/// Looks at what stands in the field at a dotted path: the first hit of each rule in each field.
pub(crate) fn see(path: &str, span: Span, piece: TextPiece<'_>, findings: &mut Vec<Finding>) {
    for (code, words) in hits(piece) {
        if !findings.iter().any(|known| known.code == code && *known.field == *path) {
            let words = format!("has `{path}`, which {words}");
            findings.push(Finding::new(code, span, words).of_field(path));
        }
    }
}

/// A rule, and what it has to say.
type Hit = (&'static Code, String);

fn hits(piece: TextPiece<'_>) -> Vec<Hit> {
    match piece {
        TextPiece::Path(Prose { text, .. }) => {
            vec![(&PATH_EXPOSED, format!("is a path: `{}`", one_line(text)))]
        }
        TextPiece::Text(words) => prose(words),
        TextPiece::Html(html, words) => {
            let mut found = prose(words);
            let targets = html.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(targets.filter_map(|target| place(&words::decoded(target))));
            found
        }
        TextPiece::Link(url) => place(url).into_iter().collect(),
        TextPiece::File(name) => marked(Prose::of(name), WordForm::FileName).into_iter().collect(),
    }
}

fn prose(prose: Prose<'_>) -> Vec<Hit> {
    marked(prose, WordForm::Prose).into_iter().chain(place(prose.text)).collect()
}

fn marked(Prose { text, hints }: Prose<'_>, form: WordForm) -> Option<Hit> {
    let found = if hints.mark { mark(text, form)? } else { return None };
    Some((&DO_NOT_PUBLISH, format!("says `{}`", one_line(found))))
}

fn place(text: &str) -> Option<Hit> {
    let words = match internal(text)? {
        PrivateLocation::Inside(place) => format!("gives away `{place}`"),
        PrivateLocation::Password => "gives away the password in a link".to_owned(),
    };
    Some((&PATH_EXPOSED, words))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Looks at what open shares show beside records: their titles and notes in their language, the titles of their registers and
/// who answers for them, and the site's own words.
pub(crate) fn shares(registers: &[Register], open: &[&Share], site: Option<&Site>, problems: &mut Problems) {
    if let Some(site) = site {
        self::site(site, open, problems);
    }
    for share in open {
        let title = share.title.get(&share.lang);
        let note = share.note.as_ref().map(|note| note.get(&share.lang)).unwrap_or_default();
        for (what, text) in [("title", title), ("note", note)] {
            for (code, words) in prose(Prose::of(text)) {
                tell(
                    share,
                    (code, share.span),
                    format!("`{}` has a {what} that {words}", share.id),
                    problems,
                );
            }
        }
    }
    for register in registers {
        self::register(register, open, problems);
    }
}

/// What stands on every page: who publishes, and whom to ask.
fn site(site: &Site, open: &[&Share], problems: &mut Problems) {
    let shown = |share: &Share| {
        let contact = [&site.contact.name, &site.contact.email, &site.contact.url].map(String::as_str);
        [site.title.get(&share.lang), site.organisation.get(&share.lang)].into_iter().chain(contact)
    };
    let texts: BTreeSet<_> = open.iter().flat_map(|share| shown(share)).collect();
    for text in texts {
        for (code, words) in prose(Prose::of(text)) {
            let showing = open.iter().copied().filter(|share| shown(share).any(|other| other == text));
            if let Some(share) = worst(showing, code) {
                let start = Span::new(site.theme.name.span.file, 0..0);
                tell(share, (code, start), format!("the site {words}"), problems);
            }
        }
    }
}

/// One complaint a register and place, by the share that makes most of it.
fn register(register: &Register, open: &[&Share], problems: &mut Problems) {
    let holders = || open.iter().copied().filter(|share| includes(share, register));
    let mut found = Vec::new();
    texts::pieces(&register.parties, &mut |path, span, piece| see(path, span, piece, &mut found));
    for finding in &found {
        let shows = |share: &&Share| shown(&share.profile, REGISTER_FIELDS, &finding.field);
        if let Some(share) = worst(holders().filter(shows), finding.code) {
            let message = format!("the register `{}` {}", register.id, finding.words);
            tell(share, (finding.code, finding.span), message, problems);
        }
    }
    let title = |share: &Share| register.title.get(&share.lang);
    for text in holders().map(title).collect::<BTreeSet<_>>() {
        for (code, words) in prose(Prose::of(text)) {
            if let Some(share) = worst(holders().filter(|share| title(share) == text), code) {
                let message = format!("the register `{}` has a title that {words}", register.id);
                tell(share, (code, register.span), message, problems);
            }
        }
    }
}

fn includes(share: &Share, register: &Register) -> bool {
    share.include.iter().any(|line| match &line.value {
        Inclusion::Register(id) => *id == register.id,
        Inclusion::Item(item) => item.register == register.id,
    })
}

/// The share that makes most of a hit, if one makes anything of it.
fn worst<'a>(shares: impl Iterator<Item = &'a Share>, code: &Code) -> Option<&'a Share> {
    let severities = rule(code)?.severities;
    let weighed = shares.filter_map(|share| Some((severities.of(true, sorts(share))?, share)));
    weighed.min_by_key(|(severity, _)| *severity).map(|(_, share)| share)
}

fn tell(share: &Share, (code, span): (&'static Code, Span), message: String, problems: &mut Problems) {
    let Some(rule) = rule(code) else { return };
    let Some(severity) = rule.severities.of(true, sorts(share)) else { return };
    let mut diagnostic = Diagnostic::new(code, span, message).severity(severity).help(rule.remedy);
    if span.file != share.span.file {
        diagnostic = diagnostic.related(share.span, format!("shown by `{}`", share.id));
    }
    problems.push(diagnostic);
}
