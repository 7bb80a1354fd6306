//! Snapshots → pages. Accepts nothing but what [`select`](crate::select) discloses.

mod closing;
mod context;
mod html;
mod labels;
mod layout;
mod names;
mod scalar;
mod stamp;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tera::{Context, Tera};

use crate::diag::codes::THEME_TEMPLATE;
use crate::diag::{Diagnostic, Place, Problems};
use crate::hash::Hash;
use crate::link::CANARY;
use crate::locale::Locale;
use crate::model::site::Site;
use crate::select::{SharedItem, Snapshot};
use crate::theme::ThemeFiles;
use context::site::SiteFrame;
use context::{Frame, Language};
pub use names::{ASSETS, INDEX, SITE_PAGES};
use names::{CHECK_PAGE, NOT_FOUND};
pub use stamp::Stamp;

/// A file of a share or of the site, not yet publishable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Path in its share's folder, or in the site's.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A theme, compiled, with what every page of a site has in common.
pub struct Theme {
    templates: Tera,
    name: String,
    languages: BTreeMap<String, Language>,
    style: Rendered,
    closed_style: String,
    /// What all of it follows from.
    fingerprint: Hash,
}

/// Up to this many items stand on the front page; a longer list stands on the registers' pages alone.
const ON_FRONT: usize = 100;

/// Room for a page of usual size, in bytes.
const TYPICAL: usize = 16 * 1024;

impl Theme {
    /// Compiles the theme of `site`; complains about everything in it that cannot be used.
    pub fn new(files: &ThemeFiles, site: &Site) -> Result<Self, Problems> {
        let name = site.theme.name.value.clone();
        let mut problems = Problems::default();
        let mut templates = Tera::new();
        templates.autoescape_on(vec![".html", ".txt", ".json", ".xml", ".css"]);
        if let Err(error) = templates.add_raw_templates(files.templates()) {
            problems.push(complaint(&name, &error));
        }
        let mut languages = BTreeMap::new();
        for language in &site.languages {
            let path = format!("locales/{language}.json");
            match Locale::from_json(files.get(&path).unwrap_or_default()) {
                Ok(locale) => drop(languages.insert(language.clone(), Language::new(locale))),
                Err(error) => {
                    let place = Place::File(format!("themes/{name}/{path}"));
                    let help = "copy the file of the default theme and change its words";
                    problems.push(Diagnostic::new(&THEME_TEMPLATE, place, error.to_string()).help(help));
                }
            }
        }
        if problems.has_errors() {
            return Err(problems);
        }
        let accent = format!(":root{{--accent:{}}}\n", site.theme.accent);
        let style = format!("{accent}{}", files.get("assets/style.css").unwrap_or_default()).into_bytes();
        let style =
            Rendered { path: format!("{ASSETS}/style.{}.css", Hash::of(&style).short()), bytes: style };
        let closed_style = format!("{accent}{}", files.get("assets/closed.css").unwrap_or_default());
        let fingerprint = files.fingerprint(&accent);
        Ok(Self { templates, name, languages, style, closed_style, fingerprint })
    }

    /// The files that pages load, named by their content.
    #[must_use]
    pub fn assets(&self) -> Vec<Rendered> {
        vec![self.style.clone()]
    }

    /// The pages of the site that belong to no share: the answer for ended and unknown links, two neutral indexes, how to
    /// check a share that was signed under `public_key`, and the page of the canary.
    pub fn site_pages(&self, site: &Site, public_key: &str) -> Result<Vec<Rendered>, Problems> {
        let digest = Hash::of(self.closed_style.as_bytes()).base64();
        let policy =
            format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'");
        let frame = SiteFrame::new(site, &self.languages, (&self.closed_style, &policy), public_key);
        let page = |template: &str, path: &str| self.page(template, path.to_owned(), &frame.page());
        Ok(vec![
            page("closed.html", NOT_FOUND)?,
            page("check.html", CHECK_PAGE)?,
            page("root.html", INDEX)?,
            page("root.html", &format!("s/{INDEX}"))?,
            page("canary.html", &format!("s/{CANARY}/{INDEX}"))?,
        ])
    }

    /// What renders the pages of one share.
    #[must_use]
    pub fn share<'a>(&'a self, site: &'a Site, snapshot: &'a Snapshot<'a>) -> ShareRenderer<'a> {
        let language = &self.languages[snapshot.lang()];
        let frame = |up| Frame::new(site, snapshot, language, (up, &self.style.path));
        ShareRenderer { theme: self, snapshot, front: frame(""), inner: frame("../") }
    }

    fn page(&self, template: &str, path: String, context: &impl Serialize) -> Result<Rendered, Problems> {
        let mut bytes = Vec::with_capacity(TYPICAL);
        let rendered = Context::from_serialize(context)
            .and_then(|context| self.templates.render_to(template, &context, &mut bytes));
        match rendered {
            Ok(()) => Ok(Rendered { path, bytes }),
            Err(error) => {
                let mut problems = Problems::default();
                problems.push(complaint(&self.name, &error));
                Err(problems)
            }
        }
    }
}

/// What a template fault says, at its place in the template.
fn complaint(theme: &str, error: &tera::Error) -> Diagnostic {
    let place = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            Place::File(format!("themes/{theme}/templates/{}", report.filename()))
        }
        _ => Place::File(format!("themes/{theme}/templates")),
    };
    Diagnostic::new(&THEME_TEMPLATE, place, error.to_string())
        .help("mend the template, or remove it to use the default one")
}

/// Renders the pages of one share.
pub struct ShareRenderer<'a> {
    theme: &'a Theme,
    snapshot: &'a Snapshot<'a>,
    /// Of pages in the share's folder, and of pages one folder below.
    front: Frame<'a>,
    inner: Frame<'a>,
}

/// An item's page, and what the pages that list it keep of it.
pub struct ItemPage {
    /// The page.
    pub page: Rendered,
    /// Its line in lists.
    pub entry: ListedItem,
}

/// What lists keep of an item: a line, never its body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListedItem {
    stamp: Stamp,
    line: view::ListLine,
    /// What the line follows from.
    fingerprint: Hash,
}

impl ListedItem {
    /// The newest day of all these items.
    #[must_use]
    pub fn day(listed: &[Vec<Arc<Self>>]) -> Option<NaiveDate> {
        listed.iter().flatten().filter_map(|listed| listed.stamp.date).max()
    }

    /// What pages that list these items follow from.
    #[must_use]
    pub fn fingerprint(listed: &[Arc<Self>]) -> Hash {
        let fingerprints: Vec<&[u8]> =
            listed.iter().map(|listed| listed.fingerprint.bytes().as_slice()).collect();
        Hash::of_parts(&fingerprints)
    }
}

impl<'a> ShareRenderer<'a> {
    /// The words of the share's language.
    #[must_use]
    pub fn locale(&self) -> &'a Locale {
        self.inner.locale()
    }

    /// What every page of the share follows from, beside its own content: equal fingerprints, equal frames.
    #[must_use]
    pub fn fingerprint(&self) -> Hash {
        let fingerprints = [&self.theme.fingerprint, self.front.fingerprint(), self.inner.fingerprint()];
        Hash::of_parts(&fingerprints.map(|fingerprint| fingerprint.bytes().as_slice()))
    }

    /// Renders the page of one item, whose canonical form is `canonical`.
    pub fn item(&self, register: usize, item: &SharedItem, canonical: &str) -> Result<ItemPage, Problems> {
        let stamp = Stamp::of_item(item, canonical);
        let shared = &self.snapshot.registers()[register];
        let context = context::item(&self.inner, shared, item, &stamp);
        let page = self.theme.page("item.html", crate::link::item_path(shared.id(), item.id()), &context)?;
        let line = view::line(self.inner.locale(), item, &stamp);
        let fingerprint = Hash::of(&serde_json::to_vec(&line).expect("a line is made of texts"));
        Ok(ItemPage { page, entry: ListedItem { stamp, line, fingerprint } })
    }

    /// Where the page of a register lies in the share's folder.
    #[must_use]
    pub fn register_path(&self, register: usize) -> String {
        format!("{}/{INDEX}", self.snapshot.registers()[register].id())
    }

    /// Renders the lines of some items of a register, in order, for [`ShareRenderer::register`].
    pub fn entries(&self, register: usize, listed: &[Arc<ListedItem>]) -> Result<String, Problems> {
        self.lines(register, "", listed)
    }

    fn lines(&self, register: usize, to: &str, listed: &[Arc<ListedItem>]) -> Result<String, Problems> {
        let shared = &self.snapshot.registers()[register];
        let lines = listed.iter().map(|listed| &listed.line);
        let entries = context::Entries::of(&self.inner, shared, to, lines);
        let page = self.theme.page("entries.html", String::new(), &entries)?;
        Ok(String::from_utf8(page.bytes).expect("a template writes text"))
    }

    /// Renders the page of a register whose items have the lines `entries`.
    pub fn register(&self, register: usize, entries: &str) -> Result<Rendered, Problems> {
        let context = context::register(&self.inner, register, entries);
        self.theme.page("register.html", self.register_path(register), &context)
    }

    /// Renders the front page of the share; `listed` has one list a register.
    pub fn front(&self, listed: &[Vec<Arc<ListedItem>>]) -> Result<Rendered, Problems> {
        let stamp = Stamp::of_share(self.snapshot, listed.iter().flatten().map(|listed| &listed.stamp));
        let is_short = self.snapshot.count() <= ON_FRONT;
        let entries = listed.iter().enumerate().map(|(register, lines)| {
            let to = format!("{}/", self.snapshot.registers()[register].id());
            if is_short && !lines.is_empty() { self.lines(register, &to, lines) } else { Ok(String::new()) }
        });
        let entries = entries.collect::<Result<_, _>>()?;
        let context = context::share(&self.front, entries, &stamp);
        self.theme.page("share.html", INDEX.to_owned(), &context)
    }
}
