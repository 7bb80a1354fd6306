//! `extrait share show`: all that is known of a share.

use serde_json::{Value, json};

use crate::cli::args::{AnswerFormat, CommonShareArgs, ShowShareArgs};
use crate::cli::report::{instant, plural};
use crate::cli::share::change_report::{expires, revealed, reveals};
use crate::cli::share::refusal;
use crate::cli::{Exit, Failure, report, site};
use crate::link::Link;
use crate::mask::{Revealed, escaped};
use crate::model::profile::Profile;
use crate::model::share::Inclusion;
use crate::workspace::{ShareDetails, link_url};

/// Shows the share.
pub(super) fn run(args: &ShowShareArgs) -> Result<Exit, Failure> {
    let common: &CommonShareArgs = &args.common;
    let details = match site::workspace(&common.site, common.base_url.as_deref())?.share(&args.id) {
        Ok(details) => details,
        Err(error) => return refusal::tell(error, common),
    };
    let reveals = reveals(common);
    let revealed = revealed(reveals, [&details.links]);
    let facts = ShareFacts { details: &details, reveals };
    match common.format {
        AnswerFormat::Human => facts.human(&revealed),
        AnswerFormat::Json => report::print_json_revealing(&facts.json(), &revealed),
    }
    Ok(Exit::Fine)
}

struct ShareFacts<'a> {
    details: &'a ShareDetails,
    reveals: bool,
}

impl ShareFacts<'_> {
    fn human(&self, revealed: &Revealed) {
        let ShareDetails { share, links, .. } = self.details;
        let line = |key: &str, value: &str| {
            report::print_revealing(&format!("{key:<10} {}", escaped(value)), revealed);
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
        let end = expires(links).unwrap_or_else(|| "never".to_owned());
        line("expires", &format!("{end} ({})", self.state(share.revoked)));
        if share.by_hand {
            line("closed", &format!("by hand; `extrait share restore {}` opens it again", share.id));
        }
        if let Some(latest) = &self.details.latest {
            line("policy", &format!("an end at {} at the latest", instant(latest)));
        }
        line("include", &self.include().join(", "));
        line(
            "holds",
            &format!("{}, {}", plural(self.details.items, "item"), plural(self.details.drafts, "draft")),
        );
        if self.details.internal.values > 0 {
            line("internal", &self.details.internal.to_string());
        }
        line("profile", &profile(&share.profile));
        line("lang", &share.lang);
        line("audience", share.audience.key());
        line("embed", if share.embed { "by any site" } else { "by none" });
        for link in &links.all {
            let who = match (&link.id.recipient, &link.label) {
                (Some(id), Some(label)) => format!("{id} ({label}), "),
                (Some(id), None) => format!("{id}, "),
                (None, _) => String::new(),
            };
            let state = self.state(link.revoked);
            let url = self.shown(link);
            line("link", &format!("{who}generation {}, {state}: {url}", link.id.generation));
        }
        for event in &self.details.history {
            let who = event.recipient.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
            let why = event.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            line("history", &format!("{} {}{who}{why}", instant(&event.at), event.kind.word()));
        }
    }

    fn json(&self) -> Value {
        let ShareDetails { share, links, .. } = self.details;
        let each = links.all.iter().map(|link| {
            json!({
                "recipient": link.id.recipient.as_ref().map(ToString::to_string),
                "label": link.label,
                "generation": link.id.generation,
                "state": self.state(link.revoked),
                "url": self.shown(link),
            })
        });
        let history = self.details.history.iter().map(|event| {
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
            "expires": expires(links),
            "latest": self.details.latest.as_ref().map(instant),
            "state": self.state(share.revoked),
            "closed_by_hand": share.by_hand,
            "include": self.include(),
            "items": self.details.items,
            "drafts": self.details.drafts,
            "internal_notes": self.details.internal.values,
            "profile": profile(&share.profile),
            "lang": share.lang,
            "audience": share.audience.key(),
            "embed": share.embed,
            "revealed": self.reveals,
            "links": each.collect::<Vec<_>>(),
            "history": history.collect::<Vec<_>>(),
        })
    }

    fn shown(&self, link: &Link) -> String {
        link_url(&self.details.base_url, &link.folder, self.reveals)
    }

    fn state(&self, revoked: bool) -> &'static str {
        self.details.standing(revoked).word()
    }

    fn include(&self) -> Vec<String> {
        let line = |line: &Inclusion| match line {
            Inclusion::Register(register) => register.to_string(),
            Inclusion::Item(item) => format!("{}/{}", item.register, item.item),
        };
        self.details.share.include.iter().map(|inclusion| line(&inclusion.value)).collect()
    }
}

fn profile(profile: &Profile) -> String {
    match profile {
        Profile::Named(named) => named.key().to_owned(),
        Profile::Fields(fields) => fields.join(", "),
    }
}
