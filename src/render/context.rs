//! What templates are given: one structure a page, nothing that the page does not show.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::export::Exporter;
use crate::locale::Locale;
use crate::model::profile::{Named, Profile};
use crate::model::register::RegisterKind;
use crate::model::site::{Contact, Site};
use crate::render::layout::Layout;
use crate::render::view::{Line, Row, SectionView, mark, reference};
use crate::render::{POLICY, POLICY_WITH_PICTURES, Stamp};
use crate::select::{SharedItem, SharedRegister, Snapshot};

/// Up to this many items stand on the front page; a longer list stands on the registers' pages alone.
const ON_FRONT: usize = 100;

/// What every page of a share has.
pub(crate) struct Frame<'a> {
    /// Who publishes.
    pub(crate) site: &'a Site,
    /// What is disclosed.
    pub(crate) snapshot: &'a Snapshot<'a>,
    /// The reader's language.
    pub(crate) locale: &'a Locale,
    /// From the page to the share's folder.
    pub(crate) up: &'static str,
    /// From the page to the stylesheet.
    pub(crate) style: String,
}

#[derive(Serialize)]
struct Common<'a> {
    lang: &'a str,
    pictures: bool,
    t: &'a BTreeMap<String, String>,
    csp: String,
    style: &'a str,
    site: SiteView<'a>,
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
    share: ShareView<'a>,
    stamp: StampView,
    #[serde(flatten)]
    own: T,
}

#[derive(Serialize)]
struct ItemOwn<'a> {
    register: RegisterLink<'a>,
    item: ItemView<'a>,
    summary: Vec<Row>,
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
    items: Vec<EntryView<'a>>,
}

#[derive(Serialize)]
struct RegisterView<'a> {
    title: &'a str,
    kind_label: &'a str,
    items_label: &'a str,
    items_none: &'a str,
    parties: Vec<Row>,
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
    items: Vec<EntryView<'a>>,
}

#[derive(Serialize)]
struct ExportView<'a> {
    href: &'static str,
    label: &'a str,
}

/// What all pages of a share are given.
pub(crate) fn frame<'a>(frame: &'a Frame<'a>) -> impl Serialize + 'a {
    let stamp = StampView { date_text: String::new(), date: String::new(), hash: String::new() };
    frame.page(stamp, (), false)
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
        locale: frame.locale,
        register: register.id(),
        kind: Some(item.kind()),
        title: item.title(),
        lang,
    };
    let (mark, mark_label) = mark(frame.locale, item.status());
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
    lines: impl Iterator<Item = &'a Line>,
) -> impl Serialize + 'a {
    let title = register.title(frame.snapshot.lang());
    let lang = frame.foreign(register);
    let layout = Layout { locale: frame.locale, register: register.id(), kind: None, title, lang };
    let parties = register.parties().iter();
    let parties = parties.map(|entry| layout.row(entry, &format!("register.{}", entry.field.key))).collect();
    let stamp = StampView { date_text: String::new(), date: String::new(), hash: String::new() };
    frame.page(
        stamp,
        RegisterOwn {
            register: RegisterView {
                title: register.title(frame.snapshot.lang()),
                kind_label: frame.kind(register),
                items_label: frame.locale.say(register.kind().words("items")),
                items_none: frame.locale.say(register.kind().words("items_none")),
                parties,
            },
            items: lines.map(|line| EntryView { href: line.file().to_owned(), lang, line }).collect(),
        },
        false,
    )
}

/// The context of a share's front page; `lines` has one list a register.
pub(crate) fn share<'a>(
    frame: &'a Frame<'a>,
    lines: &'a [Vec<&'a Line>],
    stamp: &Stamp,
    exporters: &[&'static dyn Exporter],
) -> impl Serialize + 'a {
    let listed = frame.snapshot.count() <= ON_FRONT;
    let registers = frame.snapshot.registers().iter().zip(lines).map(|(register, lines)| RegisterOnFront {
        title: register.title(frame.snapshot.lang()),
        kind_label: frame.kind(register),
        href: format!("{}/index.html", register.id()),
        count: register.count(),
        count_text: match register.count() {
            0 => frame.locale.say(register.kind().words("items_none")).to_owned(),
            1 => frame.locale.fill(register.kind().words("items_one"), "n", "1"),
            count => frame.locale.fill(register.kind().words("items_many"), "n", &count.to_string()),
        },
        items: if listed { entries(register, frame.foreign(register), lines) } else { Vec::new() },
    });
    let exports =
        exporters.iter().map(|exporter| ExportView { href: exporter.path(), label: exporter.path() });
    let own = ShareOwn { registers: registers.collect(), sums: "SHA256SUMS", exports: exports.collect() };
    frame.page(frame.stamp(stamp), own, false)
}

fn entries<'a>(register: &SharedRegister<'_>, lang: &'a str, lines: &[&'a Line]) -> Vec<EntryView<'a>> {
    let href = |line: &Line| format!("{}/{}", register.id(), line.file());
    lines.iter().map(|line| EntryView { href: href(line), lang, line }).collect()
}

impl<'a> Frame<'a> {
    fn page<T: Serialize>(&'a self, stamp: StampView, own: T, pictures: bool) -> Page<'a, T> {
        let lang = self.snapshot.lang();
        let share = ShareView {
            title: self.snapshot.title(),
            note: self.snapshot.note().unwrap_or_default(),
            profile_label: self.locale.say(match self.snapshot.profile() {
                Profile::Named(Named::Full) => "profile_full",
                Profile::Named(Named::Article30) => "profile_article30",
                Profile::Named(Named::Public) => "profile_public",
                Profile::Fields(_) => "profile_fields",
            }),
            home: format!("{}index.html", self.up),
            expires: self.expires(),
        };
        let common = Common {
            lang,
            t: &self.locale.interface,
            csp: if pictures { POLICY_WITH_PICTURES } else { POLICY }.to_owned(),
            pictures,
            style: &self.style,
            site: site_view(self.site, lang),
        };
        Page { common, share, stamp, own }
    }

    fn expires(&self) -> ExpiresView {
        match self.snapshot.expires() {
            Some(end) => ExpiresView {
                text: self.locale.fill("expires_at", "instant", &self.locale.instant(end)),
                instant: end.to_rfc3339(),
            },
            None => ExpiresView { text: self.locale.say("expires_never").to_owned(), instant: String::new() },
        }
    }

    /// The language of a register's records, where it is not the page's (WCAG 2.2, 3.1.2).
    fn foreign<'r>(&self, register: &SharedRegister<'r>) -> &'r str {
        register.language().filter(|language| *language != self.snapshot.lang()).unwrap_or_default()
    }

    fn stamp(&self, stamp: &Stamp) -> StampView {
        let date_text =
            stamp.date.map_or_else(|| self.locale.say("undated").to_owned(), |date| self.locale.day(date));
        let date = stamp.date.map(|date| date.to_string()).unwrap_or_default();
        StampView { date_text, date, hash: stamp.hash.hex() }
    }

    fn kind(&self, register: &SharedRegister<'_>) -> &'a str {
        self.locale.say(match register.kind() {
            RegisterKind::Controller => "kind_controller",
            RegisterKind::Processor => "kind_processor",
            RegisterKind::Catalogue => "kind_catalogue",
            RegisterKind::Workspace => "kind_workspace",
        })
    }
}

fn site_view<'a>(site: &'a Site, lang: &str) -> SiteView<'a> {
    let Contact { name, email, url } = &site.contact;
    let contact = ContactView { name, email, url };
    SiteView { title: site.title.get(lang), organisation: site.organisation.get(lang), contact }
}

#[derive(Serialize)]
struct SitePage<'a> {
    #[serde(flatten)]
    common: Common<'a>,
    languages: Vec<LanguageView<'a>>,
    inline_style: &'a str,
}

#[derive(Serialize)]
struct LanguageView<'a> {
    lang: &'a str,
    t: &'a BTreeMap<String, String>,
    title: &'a str,
}

/// The context of the pages that belong to no share; `style` stands in the page, which is served from any path.
pub(crate) fn site<'a>(
    site: &'a Site,
    locales: &'a BTreeMap<String, Locale>,
    style: &'a str,
    digest: &str,
) -> impl Serialize + 'a {
    let spoken = site.languages.iter().filter_map(|language| Some((language, locales.get(language)?)));
    let view = |(lang, locale): (&'a String, &'a Locale)| LanguageView {
        lang,
        t: &locale.interface,
        title: site.title.get(lang),
    };
    let lang = site.languages.first().map_or("", String::as_str);
    SitePage {
        common: Common {
            lang,
            t: &locales[lang].interface,
            pictures: false,
            csp: format!(
                "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
            ),
            style: "",
            site: site_view(site, lang),
        },
        languages: spoken.map(view).collect(),
        inline_style: style,
    }
}
