//! `extrait share show`: all that is known of a share.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::cli::args::{AnswerFormat, ShowShare};
use crate::cli::report::{instant, plural};
use crate::cli::share::change_report::{expires, revealed, shown};
use crate::cli::share::desk::ShareEditor;
use crate::cli::share::links::ShareLinks;
use crate::cli::{Exit, Failure, report};
use crate::ledger::{self, Event};
use crate::load::secret::WhenMissing;
use crate::mask::escaped;
use crate::model::id::Id;
use crate::model::item::Status;
use crate::model::profile::Profile;
use crate::model::selection::selected_registers;
use crate::model::share::{Inclusion, InternalNotes, Share};

/// Shows the share.
pub(super) fn run(args: &ShowShare) -> Result<Exit, Failure> {
    let desk = ShareEditor::open(&args.common, WhenMissing::Complain)?;
    let parsed = desk.share(&args.id)?;
    let project = &desk.opened.prepared.project;
    let share =
        project.as_ref().and_then(|project| project.shares().iter().find(|share| share.id == parsed.id));
    let (Some(project), Some(share), Some(links)) = (project, share, desk.links(&parsed)) else {
        desk.complain();
        return Ok(Exit::Author);
    };
    let held = selected_registers(project.registers(), &share.include);
    let items: Vec<_> = held.iter().flat_map(|holding| &holding.items).collect();
    let drafts = items.iter().filter(|item| item.status == Status::Draft).count();
    let history = history(&args.common.site.folder, &share.id)?;
    let soon = project.site().ending_within;
    let internal = share.internal_notes(&held);
    let policy = project.site().policy.as_ref();
    let latest = policy.and_then(|policy| policy.limit(drafts > 0).latest(share.made()));
    let facts =
        ShareFacts { share, links: &links, items: items.len(), drafts, internal, latest, soon, history };
    match args.common.format {
        AnswerFormat::Human => facts.human(&desk),
        AnswerFormat::Json => {
            report::print_json_revealing(&facts.json(&desk), &revealed(&desk, [Some(&links)]));
        }
    }
    Ok(Exit::Fine)
}

/// What the ledger says of the share; nothing where there is no ledger.
fn history(root: &std::path::Path, id: &Id) -> Result<Vec<Event>, Failure> {
    let ledger = ledger::read(root).map_err(Failure::machine)?;
    let lines = ledger.iter().flat_map(|ledger| ledger.lines().to_vec());
    Ok(lines.map(|line| line.event).filter(|event| event.share == *id).collect())
}

struct ShareFacts<'a> {
    share: &'a Share,
    links: &'a ShareLinks,
    items: usize,
    drafts: usize,
    internal: InternalNotes,
    /// The latest end that the policy of the site allows.
    latest: Option<DateTime<FixedOffset>>,
    /// Seconds before its end from which a share is ending.
    soon: i64,
    history: Vec<Event>,
}

impl ShareFacts<'_> {
    fn human(&self, desk: &ShareEditor<'_>) {
        let share = self.share;
        let revealed = revealed(desk, [Some(self.links)]);
        let line = |key: &str, value: &str| {
            report::print_revealing(&format!("{key:<10} {}", escaped(value)), &revealed);
        };
        line("share", share.id.as_str());
        line("title", share.title.get(&share.lang));
        if let Some(note) = &share.note {
            line("note", note.get(&share.lang).trim());
        }
        line("created", &instant(&share.created));
        let later = [("opens", &share.opens), ("extended", &share.extended)];
        for (key, at) in later.into_iter().filter_map(|(key, at)| Some((key, at.as_ref()?))) {
            line(key, &instant(&at.value));
        }
        let end = expires(Some(self.links)).unwrap_or_else(|| "never".to_owned());
        line("expires", &format!("{end} ({})", self.state(desk, share.revoked)));
        if share.by_hand {
            line("closed", &format!("by hand; `extrait share restore {}` opens it again", share.id));
        }
        if let Some(latest) = &self.latest {
            line("policy", &format!("an end at {} at the latest", instant(latest)));
        }
        line("include", &self.include().join(", "));
        line("holds", &format!("{}, {}", plural(self.items, "item"), plural(self.drafts, "draft")));
        if self.internal.values > 0 {
            line("internal", &self.internal.to_string());
        }
        line("profile", &profile(&share.profile));
        line("lang", &share.lang);
        line("audience", share.audience.key());
        line("embed", if share.embed { "by any site" } else { "by none" });
        for link in &self.links.all {
            let who = match (&link.id.recipient, &link.label) {
                (Some(id), Some(label)) => format!("{id} ({label}), "),
                (Some(id), None) => format!("{id}, "),
                (None, _) => String::new(),
            };
            let state = self.state(desk, link.revoked);
            let url = shown(desk, &link.folder);
            line("link", &format!("{who}generation {}, {state}: {url}", link.id.generation));
        }
        for event in &self.history {
            let who = event.recipient.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
            let why = event.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            line("history", &format!("{} {}{who}{why}", instant(&event.at), event.kind.word()));
        }
    }

    fn json(&self, desk: &ShareEditor<'_>) -> Value {
        let share = self.share;
        let links = self.links.all.iter().map(|link| {
            json!({
                "recipient": link.id.recipient.as_ref().map(ToString::to_string),
                "label": link.label,
                "generation": link.id.generation,
                "state": self.state(desk, link.revoked),
                "url": shown(desk, &link.folder),
            })
        });
        let history = self.history.iter().map(|event| {
            json!({
                "event": event.kind.word(),
                "at": instant(&event.at),
                "recipient": event.recipient.as_ref().map(ToString::to_string),
                "generation": event.generation,
                "reason": event.reason,
            })
        });
        json!({
            "share": share.id.as_str(),
            "title": share.title.get(&share.lang),
            "note": share.note.as_ref().map(|note| note.get(&share.lang)),
            "created": instant(&share.created),
            "opens": share.opens.map(|opens| instant(&opens.value)),
            "extended": share.extended.map(|extended| instant(&extended.value)),
            "expires": expires(Some(self.links)),
            "latest": self.latest.as_ref().map(instant),
            "state": self.state(desk, share.revoked),
            "closed_by_hand": share.by_hand,
            "include": self.include(),
            "items": self.items,
            "drafts": self.drafts,
            "internal_notes": self.internal.values,
            "profile": profile(&share.profile),
            "lang": share.lang,
            "audience": share.audience.key(),
            "embed": share.embed,
            "revealed": desk.reveals(),
            "links": links.collect::<Vec<_>>(),
            "history": history.collect::<Vec<_>>(),
        })
    }

    fn state(&self, desk: &ShareEditor<'_>, revoked: bool) -> &'static str {
        self.share.link_state(revoked, desk.opened.now, self.soon).word()
    }

    fn include(&self) -> Vec<String> {
        let line = |line: &Inclusion| match line {
            Inclusion::Register(register) => register.to_string(),
            Inclusion::Item(item) => format!("{}/{}", item.register, item.item),
        };
        self.share.include.iter().map(|inclusion| line(&inclusion.value)).collect()
    }
}

fn profile(profile: &Profile) -> String {
    match profile {
        Profile::Named(named) => named.key().to_owned(),
        Profile::Fields(fields) => fields.join(", "),
    }
}
