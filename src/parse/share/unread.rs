//! A share whose file could not be read: what its text says all the same of being closed.

use std::collections::BTreeMap;

use crate::model::id::Id;
use crate::model::recipient::Recipient;
use crate::parse::lenient::{Said, says_revoked};
use crate::parse::{AudienceText, Opening, ParsedShare};
use crate::source::{Span, Spanned};

impl ParsedShare {
    /// A share of which nothing is known but its name and what `said` closes.
    pub(in crate::parse) fn unread(id: Id, said: &Said, span: Span) -> Self {
        let instant = |key| Some(Spanned::new(said.get(key)?.parse().ok()?, span));
        let share = Self {
            id,
            title: None,
            note: None,
            created: instant("created"),
            opens: match said.get("opens") {
                Some(_) => instant("opens").map_or(Opening::Unread, Opening::From),
                None => Opening::AtOnce,
            },
            extended: None,
            expires: None,
            include: None,
            audience: None,
            profile: None,
            lang: None,
            recipients: known_holders(said, span),
            generation: said.get("generation").and_then(|text| text.parse().ok()),
            revoked: false,
            by_hand: false,
            embed: false,
            formats: None,
            allowed: Vec::new(),
            revoked_at: None,
            reason: None,
            unread: true,
            doubts: Vec::new(),
            span,
        };
        let lifetime = said.get("expires").and_then(|text| text.parse().ok());
        let expires = lifetime.map(|lifetime| Spanned::new(lifetime, span));
        let mut share = Self { expires, ..share }.closed_by(said);
        if !share.revoked && share.end().is_none() {
            share.doubts.push("it cannot be read when the share ends".to_owned());
        }
        share
    }

    /// The same share, with what else a lenient look finds closed.
    pub(super) fn closed_by(mut self, said: &Said) -> Self {
        self.revoked |= says_revoked(&said.top);
        for holder in said.holders.iter().filter(|holder| says_revoked(holder)) {
            let value = |key: &str| holder.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
            let Some(id) = value("id").and_then(|id| Id::new(id).ok()) else {
                let line = holder.iter().find(|entry| entry.key == "revoked").map_or(0, |entry| entry.line);
                self.doubts
                    .push(format!("line {line}: `revoked` stands in a link whose `id` cannot be read"));
                continue;
            };
            let generation = value("generation").and_then(|text| text.parse().ok());
            let holders = match self.audience.as_mut().map(|audience| &mut audience.value) {
                Some(AudienceText::Applications(applications)) => applications,
                _ => &mut self.recipients,
            };
            if let Some(known) = holders.iter_mut().find(|known| known.value.id == id) {
                known.value.revoked = true;
            } else {
                let recipient = Recipient { revoked: true, generation, ..Recipient::named(id) };
                holders.push(Spanned::new(recipient, self.span));
            }
        }
        let doubts = said.doubts.iter();
        self.doubts
            .extend(doubts.map(|line| format!("line {line}: it cannot be told to what a `revoked` belongs")));
        if self.revoked {
            self.doubts.clear();
        }
        self
    }
}

/// The link holders that a file names, each once: what closes the share closes all their links.
fn known_holders(said: &Said, span: Span) -> Vec<Spanned<Recipient>> {
    let ids = said.holders.iter().filter_map(|holder| {
        let value = |key: &str| holder.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        let id = Id::new(value("id")?).ok()?;
        let generation = value("generation").and_then(|text| text.parse().ok());
        Some((id, generation))
    });
    let ids: BTreeMap<_, _> = ids.collect();
    let recipient = |(id, generation)| Recipient { generation, ..Recipient::named(id) };
    ids.into_iter().map(|one| Spanned::new(recipient(one), span)).collect()
}
