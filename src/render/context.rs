//! What templates are given: one structure a page, nothing that the page does not show.

pub(crate) mod site;

use serde::Serialize;
use tera::Value;

use crate::export::Exporter;
use crate::hash::Hash;
use crate::host;
use crate::locale::Locale;
use crate::model::profile::{Named, Profile};
use crate::model::register::RegisterKind;
use crate::model::site::{Contact, Site};
use crate::render::Stamp;
use crate::render::closing::{Closing, Policies};
use crate::render::labels::Labels;
use crate::render::layout::Layout;
use crate::render::view::{Line, SectionView, mark, reference};
use crate::select::{SharedItem, SharedRegister, Snapshot};

/// What every page of a share has.
pub(crate) struct Frame<'a> {
    /// What is disclosed.
    snapshot: &'a Snapshot<'a>,
    /// The reader's language.
    language: &'a Language,
    /// From the page to the stylesheet.
    style: String,
    /// What pages say of the site, and of the share: made once.
    site: Value,
    share: Value,
    closing: Option<Closing>,
    policies: Policies,
    /// What all of it follows from, beside the theme.
    mark: Hash,
}

/// One language, with what pages take from it.
#[derive(Debug)]
pub(crate) struct Language {
    /// Its words and its ways to write dates and numbers.
    pub(crate) locale: Locale,
    labels: Labels,
    /// The words of the interface, as templates take them.
    interface: Value,
}

impl Language {
    pub(crate) fn new(locale: Locale) -> Self {
        Self { labels: Labels::of(&locale), interface: Value::from_serializable(&locale.interface), locale }
    }
}

#[derive(Serialize)]
struct Common<'a> {
    lang: &'a str,
    pictures: bool,
    t: &'a Value,
    csp: &'a str,
    style: &'a str,
    site: &'a Value,
    /// Where the page closes itself.
    closing: Option<&'a Closing>,
}

#[derive(Serialize)]
struct SiteView<'a> {
    title: &'a str,
    organisation: &'a str,
    contact: ContactView<'a>,
}

#[derive(Serialize)]
struct ContactView<'a> {
    name: &'a str,
    email: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct ShareView<'a> {
    title: &'a str,
    note: &'a str,
    profile_label: &'a str,
    home: String,
    expires: ExpiresView,
}

#[derive(Serialize)]
struct ExpiresView {
    text: String,
    instant: String,
}

#[derive(Serialize)]
struct StampView {
    date_text: String,
    date: String,
    hash: String,
}

#[derive(Serialize)]
struct EntryView<'a> {
    href: String,
    lang: &'a str,
    #[serde(flatten)]
    line: &'a Line,
}

#[derive(Serialize)]
struct Page<'a, T: Serialize> {
    #[serde(flatten)]
    common: Common<'a>,
    share: &'a Value,
    stamp: StampView,
    #[serde(flatten)]
    own: T,
}

#[derive(Serialize)]
struct ItemOwn<'a> {
    register: RegisterLink<'a>,
    item: ItemView<'a>,
    summary: String,
    sections: Vec<SectionView>,
}

#[derive(Serialize)]
struct RegisterLink<'a> {
    title: &'a str,
    href: &'static str,
}

#[derive(Serialize)]
struct ItemView<'a> {
    title: &'a str,
    lang: &'a str,
    reference: String,
    mark: &'static str,
    mark_label: String,
}

#[derive(Serialize)]
struct RegisterOwn<'a> {
    register: RegisterView<'a>,
    /// The lines of its items, as HTML.
    entries: &'a str,
}

#[derive(Serialize)]
struct RegisterView<'a> {
    title: &'a str,
    kind_label: &'a str,
    items_label: &'a str,
    items_none: &'a str,
    parties: String,
}

#[derive(Serialize)]
struct ShareOwn<'a> {
    registers: Vec<RegisterOnFront<'a>>,
    sums: &'static str,
    exports: Vec<ExportView<'a>>,
}

#[derive(Serialize)]
struct RegisterOnFront<'a> {
    title: &'a str,
    kind_label: &'a str,
    href: String,
    count: usize,
    count_text: String,
    /// The lines of its items, as HTML, where they stand on the front page.
    entries: String,
}

#[derive(Serialize)]
struct ExportView<'a> {
    href: &'static str,
    label: &'a str,
}

/// The context of an item's page.
pub(crate) fn item<'a>(
    frame: &'a Frame<'a>,
    register: &'a SharedRegister<'_>,
    item: &'a SharedItem,
    stamp: &Stamp,
) -> impl Serialize + 'a {
    let lang = frame.foreign(register);
    let layout = Layout {
        locale: frame.locale(),
        labels: &frame.language.labels,
        register: register.id(),
        kind: Some(item.kind()),
        title: item.title(),
        lang,
    };
    let (mark, mark_label) = mark(frame.locale(), item.status());
    frame.page(
        frame.stamp(stamp),
        ItemOwn {
            register: RegisterLink { title: register.title(frame.snapshot.lang()), href: "index.html" },
            item: ItemView { title: item.title(), lang, reference: reference(item), mark, mark_label },
            summary: layout.summary(item),
            sections: layout.sections(item),
        },
        item.value("preview").is_some(),
    )
}

/// The context of a register's page. It bears no stamp: one edit changes the item's page and the front page, and this
/// one only where it shows what was edited.
pub(crate) fn register<'a>(
    frame: &'a Frame<'a>,
    register: &'a SharedRegister<'_>,
    entries: &'a str,
) -> impl Serialize + 'a {
    let title = register.title(frame.snapshot.lang());
    let lang = frame.foreign(register);
    let layout = Layout {
        locale: frame.locale(),
        labels: &frame.language.labels,
        register: register.id(),
        kind: None,
        title,
        lang,
    };
    let parties = layout.parties(register.parties());
    let stamp = StampView { date_text: String::new(), date: String::new(), hash: String::new() };
    frame.page(
        stamp,
        RegisterOwn {
            register: RegisterView {
                title: register.title(frame.snapshot.lang()),
                kind_label: frame.kind(register),
                items_label: frame.locale().say(register.kind().words("items")),
                items_none: frame.locale().say(register.kind().words("items_none")),
                parties,
            },
            entries,
        },
        false,
    )
}

/// The context of a share's front page; `entries` has the lines of each register, as HTML.
pub(crate) fn share<'a>(
    frame: &'a Frame<'a>,
    entries: Vec<String>,
    stamp: &Stamp,
    exporters: &[&'static dyn Exporter],
) -> impl Serialize + 'a {
    let registers =
        frame.snapshot.registers().iter().zip(entries).map(|(register, entries)| RegisterOnFront {
            title: register.title(frame.snapshot.lang()),
            kind_label: frame.kind(register),
            href: format!("{}/index.html", register.id()),
            count: register.count(),
            count_text: match register.count() {
                0 => frame.locale().say(register.kind().words("items_none")).to_owned(),
                1 => frame.locale().fill(register.kind().words("items_one"), "n", "1"),
                count => frame.locale().fill(register.kind().words("items_many"), "n", &count.to_string()),
            },
            entries,
        });
    let exports =
        exporters.iter().map(|exporter| ExportView { href: exporter.path(), label: exporter.path() });
    let own = ShareOwn { registers: registers.collect(), sums: "SHA256SUMS", exports: exports.collect() };
    frame.page(frame.stamp(stamp), own, false)
}

/// The lines of a list of items.
#[derive(Serialize)]
pub(crate) struct Entries<'a> {
    items: Vec<EntryView<'a>>,
}

impl<'a> Entries<'a> {
    /// The lines of items of `register` on a page from which `to` leads to their folder.
    pub(crate) fn of(
        frame: &Frame<'_>,
        register: &SharedRegister<'a>,
        to: &str,
        lines: impl Iterator<Item = &'a Line>,
    ) -> Self {
        let lang = frame.foreign(register);
        let entry = |line: &'a Line| EntryView { href: format!("{to}{}", line.file()), lang, line };
        Self { items: lines.map(entry).collect() }
    }
}

impl<'a> Frame<'a> {
    /// The frame of pages from which `up` leads to the share's folder.
    pub(crate) fn new(
        site: &Site,
        snapshot: &'a Snapshot<'a>,
        language: &'a Language,
        (up, style): (&'static str, &str),
    ) -> Self {
        let locale = &language.locale;
        let share = ShareView {
            title: snapshot.title(),
            note: snapshot.note().unwrap_or_default(),
            profile_label: locale.say(match snapshot.profile() {
                Profile::Named(Named::Full) => "profile_full",
                Profile::Named(Named::Article30) => "profile_article30",
                Profile::Named(Named::Public) => "profile_public",
                Profile::Fields(_) => "profile_fields",
            }),
            home: format!("{up}index.html"),
            expires: expires(locale, snapshot),
        };
        let site_hosts = &site.hosts;
        let (style, site) = (format!("{up}../../{style}"), site_view(site, snapshot.lang()));
        let is_clockless = host::is_clockless(site_hosts.iter().map(|host| host.value.as_str()));
        let closing = snapshot.expires().filter(|_| is_clockless).map(|end| Closing::at(end.timestamp()));
        let frame =
            serde_json::to_vec(&(snapshot.lang(), &style, &site, &share, &closing)).unwrap_or_default();
        Self {
            snapshot,
            language,
            style,
            site: Value::from_serializable(&site),
            share: Value::from_serializable(&share),
            policies: Policies::of(closing.as_ref()),
            closing,
            mark: Hash::of(&frame),
        }
    }

    /// What it follows from, beside the theme: equal marks, equal frames.
    pub(crate) fn mark(&self) -> &Hash {
        &self.mark
    }

    pub(crate) fn locale(&self) -> &'a Locale {
        &self.language.locale
    }

    fn page<T: Serialize>(&'a self, stamp: StampView, own: T, pictures: bool) -> Page<'a, T> {
        let common = Common {
            lang: self.snapshot.lang(),
            t: &self.language.interface,
            csp: self.policies.for_page(pictures),
            closing: self.closing.as_ref(),
            pictures,
            style: &self.style,
            site: &self.site,
        };
        Page { common, share: &self.share, stamp, own }
    }

    /// The language of a register's records, where it is not the page's (WCAG 2.2, 3.1.2).
    fn foreign<'r>(&self, register: &SharedRegister<'r>) -> &'r str {
        register.language().filter(|language| *language != self.snapshot.lang()).unwrap_or_default()
    }

    fn stamp(&self, stamp: &Stamp) -> StampView {
        let date_text = stamp
            .date
            .map_or_else(|| self.locale().say("undated").to_owned(), |date| self.locale().day(date));
        let date = stamp.date.map(|date| date.to_string()).unwrap_or_default();
        StampView { date_text, date, hash: stamp.hash.hex() }
    }

    fn kind(&self, register: &SharedRegister<'_>) -> &'a str {
        self.locale().say(match register.kind() {
            RegisterKind::Controller => "kind_controller",
            RegisterKind::Processor => "kind_processor",
            RegisterKind::Catalogue => "kind_catalogue",
            RegisterKind::Workspace => "kind_workspace",
        })
    }
}

fn expires(locale: &Locale, snapshot: &Snapshot<'_>) -> ExpiresView {
    match snapshot.expires() {
        Some(end) => ExpiresView {
            text: locale.fill("expires_at", "instant", &locale.instant(end)),
            instant: end.to_rfc3339(),
        },
        None => ExpiresView { text: locale.say("expires_never").to_owned(), instant: String::new() },
    }
}

/// What pages say of the site.
fn site_view<'a>(site: &'a Site, lang: &str) -> SiteView<'a> {
    let Contact { name, email, url } = &site.contact;
    let contact = ContactView { name, email, url };
    SiteView { title: site.title.get(lang), organisation: site.organisation.get(lang), contact }
}
