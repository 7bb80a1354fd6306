//! Links and the secret in texts: what the program knows itself is looked for in all that it reads.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::address::specified;
use crate::diag::codes::{LINK_EXPOSED, SECRET_EXPOSED};
use crate::diag::{Diagnostic, Place, Problems};
use crate::keys::{LinkKey, SiteSecret};
use crate::leak::{self, Suspect};
use crate::link::{Link, has_ended};
use crate::load::Inputs;
use crate::model::id::Id;
use crate::model::recipient::LinkSpec;
use crate::parse::ParsedShare;
use crate::pipeline::Prepared;
use crate::source::{FileId, Span};

/// What tells the site's links and its secret when they are met.
pub struct Leaks {
    key: LinkKey,
    secret: Option<Suspect>,
}

/// What was met.
enum LeakMet {
    Secret,
    Link(Id, Option<Id>),
}

impl Leaks {
    /// Those of the site with this secret.
    #[must_use]
    pub fn of(secret: &SiteSecret) -> Self {
        Self { key: secret.link_key(), secret: Suspect::secret(&secret.to_text()) }
    }

    /// Complains of every text and attachment that holds the secret or a link that is open at `now` or opens later. No
    /// complaint of any sort repeats what was met.
    pub fn look(&self, inputs: &Inputs, prepared: &mut Prepared, now: DateTime<Utc>) {
        let known = self.known(prepared, now);
        let wanted: BTreeSet<_> = known.keys().copied().collect();
        let mut search = LeakSearch { inputs, known: &known, wanted: &wanted, met: Vec::new() };
        let mut problems = search.texts(prepared);
        problems.append(search.files());
        let met = search.met;
        prepared.problems.append(problems);
        inputs.hold(&prepared.problems);
        for problem in prepared.problems.iter_mut() {
            withhold(problem, inputs, &wanted, &met);
        }
    }

    /// The secret, and the links that are open, or will be.
    fn known(&self, prepared: &Prepared, now: DateTime<Utc>) -> BTreeMap<Suspect, LeakMet> {
        let mut known: BTreeMap<_, _> =
            self.secret.map(|secret| (secret, LeakMet::Secret)).into_iter().collect();
        let Some(site) = &prepared.site_id else { return known };
        for share in &prepared.shares {
            known.extend(self.links(share, site, now));
        }
        known
    }

    fn links(&self, share: &ParsedShare, site: &Id, now: DateTime<Utc>) -> Vec<(Suspect, LeakMet)> {
        let Some(end) = share.end() else { return Vec::new() };
        let expiry = end.map(|end| end.timestamp());
        if has_ended(expiry, now.timestamp()) {
            return Vec::new();
        }
        let recipients = share.link_holders();
        let holders = LinkSpec::all(&recipients, share.generation.unwrap_or(1), share.revoked);
        let links = specified(&holders, (&share.id, expiry), site, &self.key).into_iter();
        let met = |link: Link| {
            let token = link.folder.name().split_once('-').map_or("", |(_, token)| token);
            (Suspect::token(token), LeakMet::Link(link.id.share, link.id.recipient))
        };
        links.filter(|link| !link.revoked).map(met).collect()
    }
}

struct LeakSearch<'a> {
    inputs: &'a Inputs,
    known: &'a BTreeMap<Suspect, LeakMet>,
    wanted: &'a BTreeSet<Suspect>,
    /// The texts in which something was met, and where.
    met: Vec<(FileId, Range<usize>)>,
}

impl LeakSearch<'_> {
    fn texts(&mut self, prepared: &Prepared) -> Problems {
        let mut problems = Problems::default();
        let sources = &self.inputs.sources;
        for (id, source) in sources.iter() {
            // A record was looked through when it was read; of one that could not be read there is nothing kept.
            if prepared.suspects.get(&id).is_some_and(|suspects| !suspects.may_hold(self.wanted)) {
                continue;
            }
            let read = if sources.is_held(id) { None } else { self.inputs.text(id).ok() };
            let text = read.as_ref().map_or(source.text(), |(text, _)| text.as_str());
            for (suspect, place) in leak::find(text.as_bytes(), self.wanted) {
                problems.extend(self.complaint(suspect, Span::new(id, place.clone())));
                self.met.push((id, place));
            }
        }
        problems
    }

    fn files(&self) -> Problems {
        let mut problems = Problems::default();
        for (path, text) in &self.inputs.themes {
            for (suspect, _) in once(leak::find(text.as_bytes(), self.wanted)) {
                problems.extend(self.complaint(suspect, Place::File(format!("themes/{path}"))));
            }
        }
        for (path, found) in
            self.inputs.files.iter().filter(|(_, found)| found.suspects.may_hold(self.wanted))
        {
            for suspect in self.inputs.suspects(path, &found.suspects, self.wanted) {
                problems.extend(self.complaint(suspect, Place::File(path.clone())));
            }
        }
        problems
    }

    fn complaint(&self, suspect: Suspect, place: impl Into<Place>) -> Option<Diagnostic> {
        Some(match self.known.get(&suspect)? {
            LeakMet::Secret => Diagnostic::new(&SECRET_EXPOSED, place, "the site's own secret stands here").help(
                "remove it. Whoever has read it can compute every link of the site and sign in its name: put a new secret in its place, which changes every link",
            ),
            LeakMet::Link(share, recipient) => {
                let (of, words) = match recipient {
                    Some(id) => (format!(" of `{id}`"), format!(" --recipient {id}")),
                    None => (String::new(), String::new()),
                };
                let message = format!("a live link of the share `{share}` stands here: the link{of}, or its token");
                Diagnostic::new(&LINK_EXPOSED, place, message).help(format!(
                    "remove it. Whoever has read it can open the share: if others may have, `extrait share rotate {share}{words}` replaces the link"
                ))
            }
        })
    }
}

/// Each suspect once: the file is named, and no place in it.
fn once(found: Vec<(Suspect, Range<usize>)>) -> BTreeMap<Suspect, Range<usize>> {
    found.into_iter().collect()
}

/// Takes what was met out of the words of a complaint, and keeps its lines from being shown.
fn withhold(
    problem: &mut Diagnostic,
    inputs: &Inputs,
    wanted: &BTreeSet<Suspect>,
    met: &[(FileId, Range<usize>)],
) {
    let spans = match problem.place {
        Place::Text(span) => Some(span),
        Place::File(_) | Place::Elsewhere => None,
    };
    let spans = spans.into_iter().chain(problem.related.iter().map(|(span, _)| *span));
    let shows = spans.into_iter().any(|span| {
        let at = span.range().start;
        met.iter().any(|(file, place)| *file == span.file && lines(inputs, *file, place).contains(&at))
    });
    if shows {
        problem.withhold_lines();
    }
    problem.message = leak::masked(&problem.message, wanted);
    problem.help = problem.help.as_ref().map(|help| leak::masked(help, wanted));
    problem.allowed = problem.allowed.as_ref().map(|reason| leak::masked(reason, wanted));
    for (_, words) in &mut problem.related {
        *words = leak::masked(words, wanted);
    }
}

/// The lines that a place touches.
fn lines(inputs: &Inputs, file: FileId, place: &Range<usize>) -> Range<usize> {
    let text = inputs.sources.get(file).text().as_bytes();
    let start = memchr::memrchr(b'\n', text.get(..place.start).unwrap_or_default()).map_or(0, |end| end + 1);
    let rest = text.get(place.end..).unwrap_or_default();
    start..memchr::memchr(b'\n', rest).map_or(text.len(), |end| place.end + end) + 1
}
