//! The file of a new share.

use chrono::{DateTime, FixedOffset};

use crate::edit::scalar;
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::model::item::Status;
use crate::parse;
use crate::validate::Project;
use crate::workspace::Workspace;
use crate::workspace::instant;
use crate::workspace::shares::editor::{Care, ShareEditor, check_title};
use crate::workspace::shares::{NewShare, ShareChange, ShareDeed, ShareError, WrittenLifetime, holds};

/// Writes the share.
pub(super) fn run(site: &Workspace, wish: &NewShare) -> Result<ShareChange, ShareError> {
    if !wish.groups.is_empty() {
        return Err(ShareError::ForGroups);
    }
    check_title(&wish.title)?;
    let mut editor = ShareEditor::without_secret(site)?;
    let asked = match &editor.opened.prepared.project {
        Some(project) => holds::check(project.registers(), (&wish.registers, &wish.items), wish.confirmed),
        None => Ok(()),
    };
    // Before anybody has said yes no secret is made: who makes it is told.
    asked?;
    editor.take_secret(WhenMissing::Make)?;
    let Some(project) = &editor.opened.prepared.project else { return Err(editor.refused()) };
    let id = name(wish, &editor)?;
    if let Some((name, count)) = repeated(&wish.recipients).or(repeated(&wish.applications)) {
        return Err(ShareError::Repeated { name: name.to_owned(), count });
    }
    let languages = &project.site().languages;
    if let Some(lang) = wish.lang.as_ref().filter(|lang| !languages.contains(lang)) {
        return Err(ShareError::NoLanguage { lang: lang.clone(), known: languages.clone() });
    }
    let expires = wish.expires.clone().unwrap_or_else(|| default(wish, project));
    check_times(wish.opens, &expires, editor.now)?;
    let profile = wish.profile.as_deref().unwrap_or(&project.site().defaults.profile);
    let text = file(wish, editor.now, &expires.text, profile);
    editor.keep(&id, (None, &text), None, Care::Sound, ShareDeed::Created { opens: wish.opens })
}

/// The name that is given, or that of the title; it must be free.
fn name(wish: &NewShare, editor: &ShareEditor<'_>) -> Result<Id, ShareError> {
    let id = match &wish.id {
        Some(id) => Id::new(id).map_err(|_| ShareError::IdForm(id.clone()))?,
        None => parse::slug(&wish.title).map_err(|_| ShareError::IdMissing(wish.title.clone()))?,
    };
    if editor.opened.inputs.closed.contains(&id) {
        return Err(ShareError::IdClosedByHand(id));
    }
    if editor.opened.prepared.shares.iter().any(|share| share.id == id) {
        return Err(ShareError::IdTaken(id));
    }
    Ok(id)
}

fn repeated(names: &[String]) -> Option<(&str, usize)> {
    let count = |name: &String| names.iter().filter(|other| *other == name).count();
    names.iter().map(|name| (name.as_str(), count(name))).find(|(_, count)| *count > 1)
}

/// The lifetime that the site gives new shares, and its policy allows them.
fn default(wish: &NewShare, project: &Project) -> WrittenLifetime {
    let is_draft = |named: &String| {
        let (register, item) = named.split_once('/')?;
        let register = project.registers().iter().find(|known| known.id.as_str() == register)?;
        let mut items = register.items.iter();
        Some(items.find(|known| known.id.as_str() == item)?.status == Status::Draft)
    };
    let shows_draft = wish.items.iter().any(|named| is_draft(named) == Some(true));
    let lifetime = project.site().default_lifetime(shows_draft);
    WrittenLifetime { text: lifetime.to_string(), lifetime }
}

/// Refuses a share that nobody could ever read.
fn check_times(
    opens: Option<DateTime<FixedOffset>>,
    expires: &WrittenLifetime,
    now: DateTime<FixedOffset>,
) -> Result<(), ShareError> {
    if let Some(opens) = opens.filter(|opens| *opens <= now) {
        return Err(ShareError::OpensPast(opens));
    }
    let Some(end) = expires.end(opens.unwrap_or(now)) else { return Ok(()) };
    match opens {
        Some(opens) if end <= opens => Err(ShareError::NeverOpen { end, opens }),
        None if end <= now => Err(ShareError::EndPast(end)),
        _ => Ok(()),
    }
}

/// The text of the file: what a person would write, with a word where one is needed.
fn file(wish: &NewShare, now: DateTime<FixedOffset>, expires: &str, profile: &str) -> String {
    let mut lines = vec![format!("title: {}", scalar(&wish.title))];
    lines.extend(wish.note.as_ref().map(|note| format!("note: {}", scalar(note))));
    lines.push(format!("created: {}", instant(&now)));
    lines.extend(wish.opens.as_ref().map(|opens| format!("opens: {}", instant(opens))));
    let start = if wish.opens.is_some() { "opens" } else { "created" };
    lines.push(format!(
        "# Counted from `{start}`. `extrait share extend` moves it, and changes the link with it."
    ));
    lines.push(format!("expires: {expires}"));
    lines.push(
        "# A register stands for its published items; an item stands for itself, a draft bears a mark."
            .to_owned(),
    );
    lines.push("include:".to_owned());
    lines.extend(wish.registers.iter().chain(&wish.items).map(|held| format!("  - {held}")));
    lines.push(if profile.contains(',') {
        let fields = profile.split(',').map(str::trim).filter(|field| !field.is_empty());
        format!("profile: [{}]", fields.collect::<Vec<_>>().join(", "))
    } else {
        format!("profile: {}", scalar(profile))
    });
    lines.extend(wish.lang.as_ref().map(|lang| format!("lang: {lang}")));
    if !wish.applications.is_empty() {
        let audience =
            ["# Each application has a link of its own.", "audience: applications", "applications:"];
        lines.extend(audience.map(str::to_owned));
    }
    if !wish.recipients.is_empty() {
        lines.extend(["# One link each, and no other.", "recipients:"].map(str::to_owned));
    }
    lines.extend(wish.applications.iter().chain(&wish.recipients).map(|id| format!("  - {}", scalar(id))));
    lines.join("\n") + "\n"
}
