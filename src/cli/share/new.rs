//! `extrait share new`: the file of a new share.

use chrono::{DateTime, FixedOffset};

use crate::cli::args::{Expires, NewShare};
use crate::cli::report::instant;
use crate::cli::share::change_report::ChangeReport;
use crate::cli::share::desk::{Care, ShareEditor, check_title};
use crate::cli::share::holds;
use crate::cli::{Exit, Failure};
use crate::diag::suggest;
use crate::edit::scalar;
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::model::item::Status;
use crate::parse;
use crate::validate::Project;

/// Writes the share.
pub(super) fn run(args: &NewShare) -> Result<Exit, Failure> {
    if !args.group.is_empty() {
        return Err(Failure::usage(
            "a share for groups has to be sealed, which is not possible yet: a plain page would be open to everyone",
        ));
    }
    check_title(&args.title)?;
    let desk = ShareEditor::open(&args.common, WhenMissing::Make)?;
    let Some(project) = &desk.opened.prepared.project else {
        desk.complain();
        return Ok(Exit::Author);
    };
    holds::check(project.registers(), (&args.register, &args.item), &args.common)?;
    let id = name(args, &desk)?;
    if let Some((name, count)) = repeated(&args.recipient).or(repeated(&args.application)) {
        return Err(Failure::usage(format!("`{name}` is given {count} times: one link each")));
    }
    let languages = &project.site().languages;
    if let Some(lang) = args.lang.as_deref().filter(|lang| !languages.iter().any(|known| known == lang)) {
        let help = suggest(lang, languages.iter().map(String::as_str));
        return Err(Failure::usage(format!("the site does not list the language `{lang}`: {help}")));
    }
    let expires = args.expires.clone().unwrap_or_else(|| default(args, project));
    check_times(args.opens, &expires, desk.now)?;
    let profile = args.profile.as_deref().unwrap_or(&project.site().defaults.profile);
    let text = file(args, desk.now, &expires.text, profile);
    let done = match &args.opens {
        Some(opens) => format!("a new share; the first build from {} on publishes it", instant(opens)),
        None => "a new share; the next build publishes it".to_owned(),
    };
    desk.keep(&id, (None, &text), None, Care::Sound, &ChangeReport { done, reason: None })
}

/// The name that is given, or that of the title; it must be free.
fn name(args: &NewShare, desk: &ShareEditor<'_>) -> Result<Id, Failure> {
    let id = match &args.id {
        Some(id) => Id::new(id).map_err(|_| {
            Failure::usage(format!(
                "`{id}` is no id: 1 to 80 lower-case letters a-z, digits and hyphens, and no name that extrait writes itself"
            ))
        })?,
        None => parse::slug(&args.title).map_err(|_| {
            Failure::usage(format!("no name follows from the title `{}`: give one with --id", args.title))
        })?,
    };
    if desk.opened.inputs.closed.contains(&id) {
        return Err(Failure::usage(format!(
            "a share `{id}` was closed by hand and would stay closed: give this one another name with --id, or `extrait share restore {id}` first"
        )));
    }
    if desk.opened.prepared.shares.iter().any(|share| share.id == id) {
        return Err(Failure::usage(format!(
            "there is a share `{id}` already: give this one another name with --id"
        )));
    }
    Ok(id)
}

fn repeated(names: &[String]) -> Option<(&str, usize)> {
    let count = |name: &String| names.iter().filter(|other| *other == name).count();
    names.iter().map(|name| (name.as_str(), count(name))).find(|(_, count)| *count > 1)
}

/// The lifetime that the site gives new shares, and its policy allows them.
fn default(args: &NewShare, project: &Project) -> Expires {
    let is_draft = |named: &String| {
        let (register, item) = named.split_once('/')?;
        let register = project.registers().iter().find(|known| known.id.as_str() == register)?;
        let mut items = register.items.iter();
        Some(items.find(|known| known.id.as_str() == item)?.status == Status::Draft)
    };
    let shows_draft = args.item.iter().any(|named| is_draft(named) == Some(true));
    let lifetime = project.site().default_lifetime(shows_draft);
    Expires { text: lifetime.to_string(), lifetime }
}

/// Refuses a share that nobody could ever read.
fn check_times(
    opens: Option<DateTime<FixedOffset>>,
    expires: &Expires,
    now: DateTime<FixedOffset>,
) -> Result<(), Failure> {
    if let Some(opens) = opens.filter(|opens| *opens <= now) {
        let opens = instant(&opens);
        return Err(Failure::usage(format!("{opens} has passed: without --opens a share opens at once")));
    }
    let Some(end) = expires.end(opens.unwrap_or(now)) else { return Ok(()) };
    match opens {
        Some(opens) if end <= opens => Err(Failure::usage(format!(
            "it would end at {}, and open at {}: nobody could read it",
            instant(&end),
            instant(&opens)
        ))),
        None if end <= now => {
            Err(Failure::usage(format!("{} has passed: a share ends later than now", instant(&end))))
        }
        _ => Ok(()),
    }
}

/// The text of the file: what a person would write, with a word where one is needed.
fn file(args: &NewShare, now: DateTime<FixedOffset>, expires: &str, profile: &str) -> String {
    let mut lines = vec![format!("title: {}", scalar(&args.title))];
    lines.extend(args.note.as_ref().map(|note| format!("note: {}", scalar(note))));
    lines.push(format!("created: {}", instant(&now)));
    lines.extend(args.opens.as_ref().map(|opens| format!("opens: {}", instant(opens))));
    let start = if args.opens.is_some() { "opens" } else { "created" };
    lines.push(format!(
        "# Counted from `{start}`. `extrait share extend` moves it, and changes the link with it."
    ));
    lines.push(format!("expires: {expires}"));
    lines.push(
        "# A register stands for its published items; an item stands for itself, a draft bears a mark."
            .to_owned(),
    );
    lines.push("include:".to_owned());
    lines.extend(args.register.iter().chain(&args.item).map(|held| format!("  - {held}")));
    lines.push(if profile.contains(',') {
        let fields = profile.split(',').map(str::trim).filter(|field| !field.is_empty());
        format!("profile: [{}]", fields.collect::<Vec<_>>().join(", "))
    } else {
        format!("profile: {}", scalar(profile))
    });
    lines.extend(args.lang.as_ref().map(|lang| format!("lang: {lang}")));
    if !args.application.is_empty() {
        let audience =
            ["# Each application has a link of its own.", "audience: applications", "applications:"];
        lines.extend(audience.map(str::to_owned));
    }
    if !args.recipient.is_empty() {
        lines.extend(["# One link each, and no other.", "recipients:"].map(str::to_owned));
    }
    lines.extend(args.application.iter().chain(&args.recipient).map(|id| format!("  - {}", scalar(id))));
    lines.join("\n") + "\n"
}
