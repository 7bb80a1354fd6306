//! What a command about a share tells: the end, the links, which of them changed.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::cli::args::{AnswerFormat, CommonShareArgs, ReportFormat};
use crate::cli::report::{instant, plural};
use crate::cli::{Exit, Failure, ledger, report};
use crate::link::Link;
use crate::mask::Revealed;
use crate::workspace::{LedgerOutcome, ShareChange, ShareDeed, ShareLinks, link_url};

/// Whether links are shown in full.
pub(super) fn reveals(common: &CommonShareArgs) -> bool {
    common.reveal || (common.format == AnswerFormat::Human && report::is_shown())
}

/// Tells what was done and how the links stand.
pub(super) fn tell(common: &CommonShareArgs, change: &ShareChange) -> Result<Exit, Failure> {
    if let (ShareDeed::RevokedBefore(one), AnswerFormat::Human) = (&change.deed, common.format) {
        let what = match one {
            Some(one) => format!("the link of `{one}` in `{}`", change.share),
            None => format!("`{}`", change.share),
        };
        report::println(&format!("{what} was withdrawn before; nothing is changed"));
        return Ok(Exit::Fine);
    }
    let is_deleted = matches!(change.deed, ShareDeed::Deleted { .. });
    report::problems(&change.report, common.format.into());
    tell_ledger(&change.ledger, is_deleted, common.format.into());
    let told = ChangeReport { change, reveals: reveals(common) };
    match (&change.deed, common.format) {
        (ShareDeed::Deleted { paths, closed }, AnswerFormat::Json) => {
            let told = json!({"share": change.share.as_str(), "removed": paths, "closed": closed});
            report::println(&told.to_string());
        }
        (ShareDeed::Deleted { paths, closed }, AnswerFormat::Human) => {
            let links = plural(*closed, "published link");
            report::println(&format!("{}: deleted; {links} closed", paths.join(", ")));
        }
        (ShareDeed::Forgotten, AnswerFormat::Json) => {
            report::print_json(&json!({"share": change.share.as_str(), "closed_by_hand": false}));
        }
        (ShareDeed::Forgotten, AnswerFormat::Human) => {
            let share = &change.share;
            report::println(&format!("{share}: it is no longer closed by hand; no file defines it"));
        }
        (_, AnswerFormat::Json) => report::print_json_revealing(&told.json(), &told.revealed()),
        (deed, AnswerFormat::Human) => told.human(&done(deed)),
    }
    match &change.ledger {
        LedgerOutcome::Failed(error) => Err(Failure::internal(format!(
            "the share's file is written, the ledger is not: {error}; then `extrait ledger sync`"
        ))),
        _ => Ok(Exit::Fine),
    }
}

/// Tells what became of the ledger, but for a failure.
pub(super) fn tell_ledger(ledger: &LedgerOutcome, is_deleted: bool, format: ReportFormat) {
    match ledger {
        LedgerOutcome::LinksUnknown if is_deleted => {
            report::error("warning: the ledger does not know of this, for the links are not known\n");
        }
        LedgerOutcome::LinksUnknown => report::error(
            "warning: the ledger does not know of this, for the links are not known: `extrait ledger sync` mends it\n",
        ),
        LedgerOutcome::Told(note) => ledger::appended(note, format),
        LedgerOutcome::Nothing | LedgerOutcome::Failed(_) => {}
    }
}

/// What was done, as a sentence.
fn done(deed: &ShareDeed) -> String {
    let named =
        |end: &Option<DateTime<FixedOffset>>| end.as_ref().map_or_else(|| "never".to_owned(), instant);
    match deed {
        ShareDeed::Created { opens: Some(opens) } => {
            format!("a new share; the first build from {} on publishes it", instant(opens))
        }
        ShareDeed::Created { opens: None } => "a new share; the next build publishes it".to_owned(),
        ShareDeed::Edited => "changed".to_owned(),
        ShareDeed::Extended { from, to } => {
            format!("it ends {} and no longer {}, which changes its links", named(to), named(from))
        }
        ShareDeed::Rotated(Some(one)) => format!("the link of {one} changes, all others stay"),
        ShareDeed::Rotated(None) => "its links change".to_owned(),
        ShareDeed::Revoked(Some(one)) => format!("the link of {one} is withdrawn, all others stay"),
        ShareDeed::Revoked(None) => "it is withdrawn".to_owned(),
        ShareDeed::Restored { recipient: Some(one), same_link: false } => {
            format!("{one} is given a new link")
        }
        ShareDeed::Restored { recipient: Some(one), same_link: true } => {
            format!("{one} is given the same link back")
        }
        ShareDeed::Restored { recipient: None, same_link: false } => {
            "it is given back under new links".to_owned()
        }
        ShareDeed::Restored { recipient: None, same_link: true } => {
            "it is given back under the same links".to_owned()
        }
        ShareDeed::Reopened => "it is no longer closed by hand; the next build opens it".to_owned(),
        // Each of these has words of its own.
        ShareDeed::RevokedBefore(_) | ShareDeed::Forgotten | ShareDeed::Deleted { .. } => String::new(),
    }
}

/// A change, and whether links are shown in full.
struct ChangeReport<'a> {
    change: &'a ShareChange,
    reveals: bool,
}

impl ChangeReport<'_> {
    fn human(&self, done: &str) {
        let ShareChange { path, old, links, .. } = self.change;
        let revealed = self.revealed();
        let println = |line: &str| report::print_revealing(line, &revealed);
        println(&format!("{path}: {done}"));
        let Some(links) = links else { return };
        let (mut changed, mut shown) = (false, false);
        for link in &links.all {
            let before = old.as_ref().and_then(|old| old.of_recipient(link.id.recipient.as_ref()));
            let was_open = before.is_some_and(|before| !before.revoked);
            let moved = before.is_some_and(|before| before.folder != link.folder);
            if let Some(before) = before.filter(|_| was_open && (moved || link.revoked)) {
                (changed, shown) = (true, true);
                println(&self.line("old", before));
            }
            if !link.revoked && (moved || !was_open) {
                shown = true;
                // The very link that was withdrawn, under `--same-link`.
                let word = if before.is_some() && !moved { "again" } else { "new" };
                println(&self.line(word, link));
            }
        }
        let gone = old.iter().flat_map(|old| &old.all);
        for link in gone.filter(|old| !old.revoked && links.of_recipient(old.id.recipient.as_ref()).is_none())
        {
            (changed, shown) = (true, true);
            println(&self.line("old", link));
        }
        if changed {
            println("what is old stops with the next build");
        } else if old.as_ref().is_some_and(|old| old.all == links.all) {
            println(if self.change.is_scheduled {
                "its links stay as they are; they lead nowhere until it opens"
            } else {
                "its links stay as they are; the next build shows the change"
            });
        }
        if shown && !self.reveals {
            println("links are masked here: --reveal shows them");
        }
    }

    fn line(&self, word: &str, link: &Link) -> String {
        let holder = link.id.recipient.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
        format!("  {word}{holder}  {}", self.shown(link))
    }

    /// The URL of a link, in full or masked.
    fn shown(&self, link: &Link) -> String {
        link_url(&self.change.base_url, &link.folder, self.reveals)
    }

    fn revealed(&self) -> Revealed {
        revealed(self.reveals, [&self.change.links, &self.change.old].into_iter().flatten())
    }

    /// The share, its end, its links that live, and each link with the one that it takes the place of.
    fn json(&self) -> Value {
        let ShareChange { share, old, links, opens, internal, .. } = self.change;
        let all = || links.iter().flat_map(|links| &links.all);
        let urls: Vec<_> = all().filter(|link| !link.revoked).map(|link| self.shown(link)).collect();
        let each: Vec<_> = all()
            .map(|link| {
                let before = old.as_ref().and_then(|old| old.of_recipient(link.id.recipient.as_ref()));
                let replaces = before.filter(|before| before.folder != link.folder && !before.revoked);
                json!({
                    "recipient": link.id.recipient.as_ref().map(ToString::to_string),
                    "label": link.label,
                    "generation": link.id.generation,
                    "revoked": link.revoked,
                    "url": self.shown(link),
                    "replaces": replaces.map(|before| self.shown(before)),
                })
            })
            .collect();
        json!({
            "share": share.as_str(),
            "opens": opens.as_ref().map(instant),
            "expires": links.as_ref().and_then(expires),
            "items": internal.map(|internal| internal.items),
            "internal_notes": internal.map(|internal| internal.values),
            "urls": urls,
            "revealed": self.reveals,
            "links": each,
        })
    }
}

/// The links that may be shown in full: those of the share that the command is about, where that is wished.
pub(super) fn revealed<'a>(reveals: bool, links: impl IntoIterator<Item = &'a ShareLinks>) -> Revealed {
    let mut revealed = Revealed::default();
    let all = links.into_iter().flat_map(|links| &links.all).filter(|_| reveals);
    all.for_each(|link| revealed.add(link.folder.name()));
    revealed
}

/// The end, RFC 3339; nothing for never.
pub(super) fn expires(links: &ShareLinks) -> Option<String> {
    links.expires.as_ref().map(instant)
}
