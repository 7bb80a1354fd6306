//! What every page of a share has around what is its own.

use serde::Serialize;
use tera::Value;

use crate::hash::Hash;
use crate::host;
use crate::locale::Locale;
use crate::model::profile::{NamedProfile, Profile};
use crate::model::register::RegisterKind;
use crate::model::site::{Contact, Site};
use crate::render::closing::{ClosingScript, Policies};
use crate::render::labels::Labels;
use crate::render::names::{CHECK_PAGE, INDEX};
use crate::render::stamp::Stamp;
use crate::select::{SharedRegister, Snapshot};

/// What every page of a share has.
pub(crate) struct Frame<'a> {
    /// What is disclosed.
    pub(super) snapshot: &'a Snapshot<'a>,
    /// The reader's language.
    pub(super) language: &'a Language,
    /// From the page to the stylesheet.
    style: String,
    /// What pages say of the site, and of the share: made once.
    site: Value,
    share: Value,
    closing: Option<ClosingScript>,
    policies: Policies,
    /// What all of it follows from, beside the theme.
    fingerprint: Hash,
}

/// One language, with what pages take from it.
#[derive(Debug)]
pub(crate) struct Language {
    /// Its words and its ways to write dates and numbers.
    pub(crate) locale: Locale,
    pub(super) labels: Labels,
    /// The words of the interface, as templates take them.
    pub(super) interface: Value,
}

impl Language {
    pub(crate) fn new(locale: Locale) -> Self {
        Self { labels: Labels::of(&locale), interface: Value::from_serializable(&locale.interface), locale }
    }
}

#[derive(Serialize)]
pub(super) struct Common<'a> {
    pub(super) lang: &'a str,
    pub(super) pictures: bool,
    pub(super) t: &'a Value,
    pub(super) csp: &'a str,
    pub(super) style: &'a str,
    pub(super) site: &'a Value,
    /// Where the page closes itself.
    pub(super) closing: Option<&'a ClosingScript>,
}

#[derive(Serialize)]
pub(super) struct SiteView<'a> {
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
    /// How to check it: a page of the site.
    check: String,
    expires: ExpiresView,
}

#[derive(Serialize)]
struct ExpiresView {
    text: String,
    instant: String,
}

#[derive(Serialize)]
pub(super) struct StampView {
    pub(super) date_text: String,
    pub(super) date: String,
    pub(super) hash: String,
}

#[derive(Serialize)]
pub(super) struct Page<'a, T: Serialize> {
    #[serde(flatten)]
    common: Common<'a>,
    share: &'a Value,
    stamp: StampView,
    #[serde(flatten)]
    own: T,
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
                Profile::Named(NamedProfile::Full) => "profile_full",
                Profile::Named(NamedProfile::Article30) => "profile_article30",
                Profile::Named(NamedProfile::Public) => "profile_public",
                Profile::Fields(_) => "profile_fields",
            }),
            home: format!("{up}{INDEX}"),
            check: format!("{up}../../{CHECK_PAGE}"),
            expires: expires(locale, snapshot),
        };
        let site_hosts = &site.hosts;
        let (style, site) = (format!("{up}../../{style}"), site_view(site, snapshot.lang()));
        let is_clockless = host::is_clockless(site_hosts.iter().map(|host| host.value.as_str()));
        let closing =
            snapshot.expires().filter(|_| is_clockless).map(|end| ClosingScript::at(end.timestamp()));
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
            fingerprint: Hash::of(&frame),
        }
    }

    /// What it follows from, beside the theme: equal fingerprints, equal frames.
    pub(crate) fn fingerprint(&self) -> &Hash {
        &self.fingerprint
    }

    pub(crate) fn locale(&self) -> &'a Locale {
        &self.language.locale
    }

    pub(super) fn page<T: Serialize>(&'a self, stamp: StampView, own: T, pictures: bool) -> Page<'a, T> {
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
    pub(super) fn foreign<'r>(&self, register: &SharedRegister<'r>) -> &'r str {
        register.language().filter(|language| *language != self.snapshot.lang()).unwrap_or_default()
    }

    pub(super) fn stamp(&self, stamp: &Stamp) -> StampView {
        let date_text = stamp
            .date
            .map_or_else(|| self.locale().say("undated").to_owned(), |date| self.locale().day(date));
        let date = stamp.date.map(|date| date.to_string()).unwrap_or_default();
        StampView { date_text, date, hash: stamp.hash.hex() }
    }

    pub(super) fn kind(&self, register: &SharedRegister<'_>) -> &'a str {
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
pub(super) fn site_view<'a>(site: &'a Site, lang: &str) -> SiteView<'a> {
    let Contact { name, email, url } = &site.contact;
    let contact = ContactView { name, email, url };
    SiteView { title: site.title.get(lang), organisation: site.organisation.get(lang), contact }
}
