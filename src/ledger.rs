//! The ledger: what happened to every link, one line an event, in `shares.ledger.jsonl` beside `site.yaml`.
//!
//! It is committed with the site and holds no secret: of a token there is the SHA-256. Every line names, by their
//! SHA-256, the lines that were last when it was written (`prev`). So a line that was changed, dropped or moved shows, and
//! two branches that both appended can be merged by keeping the lines of both (`merge=union`). What the chain cannot show by
//! itself is that its end was cut off: for that, somebody keeps a head elsewhere.
//!
//! The commands about shares append; a build only compares, and nothing of this ever enters the output.

mod behind;
mod chain;
mod disk;
mod fault;
mod faults;
mod line;
mod verify;

use chrono::{DateTime, FixedOffset, Utc};

use crate::hash::Hash;
use crate::link::has_ended;
use crate::model::id::Id;

pub use behind::{DeclaredLink, MissingEvent, missing};
pub use chain::{Ledger, LedgerLine};
pub use disk::{AppendError, Appended, Healed, ReadError, append, exists, read};
pub use fault::Fault;
pub use faults::Faults;

/// Where the ledger lies, from the site's folder.
pub const FILE: &str = "shares.ledger.jsonl";

/// The line of `.gitattributes` by which git keeps the lines of both sides of a merge.
pub const ATTRIBUTES: &str = "shares.ledger.jsonl merge=union";

/// The longest reason, in bytes.
pub const MAX_REASON: usize = 2_000;

/// What happened to a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// It came to be.
    Created,
    /// Its end moved, and with it its token.
    Extended,
    /// Its generation was raised, and with it its token changed.
    Rotated,
    /// It was withdrawn.
    Revoked,
    /// It was given back after it had been withdrawn.
    Restored,
}

impl EventKind {
    /// The words of the file.
    pub const ALL: [(&'static str, Self); 5] = [
        ("created", Self::Created),
        ("extended", Self::Extended),
        ("rotated", Self::Rotated),
        ("revoked", Self::Revoked),
        ("restored", Self::Restored),
    ];

    /// The word that the file says.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// What happened to one link, and how it stood afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// When, to the second.
    pub at: DateTime<FixedOffset>,
    /// The share of the link.
    pub share: Id,
    /// Whose link it is; `None` for the one link of a share without recipients.
    pub recipient: Option<Id>,
    /// The generation of its token, from 1.
    pub generation: u32,
    /// When it ends, in Unix seconds; `None` for never.
    pub expires: Option<i64>,
    /// The SHA-256 of the 40 hexadecimal digits of its token; see [`token_hash`].
    pub token: Hash,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
}

impl Event {
    /// Whether the link was open after it, and has not ended by now.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.kind != EventKind::Revoked && !has_ended(self.expires, now.timestamp())
    }
}

/// The SHA-256 of the token in the name of a link's folder, `<expiry>-<token>`.
#[must_use]
pub fn token_hash(folder: &str) -> Hash {
    let token = folder.rsplit('-').next().unwrap_or_default();
    Hash::of(token.as_bytes())
}
