//! What the pages of the site are given that belong to no share.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use crate::model::site::Site;
use crate::render::context::Language;
use crate::render::context::frame::{Common, site_view};

#[derive(Serialize)]
struct SitePage<'a> {
    #[serde(flatten)]
    common: Common<'a>,
    languages: Vec<LanguageView<'a>>,
    inline_style: &'a str,
    public_key: &'a str,
}

#[derive(Serialize)]
struct LanguageView<'a> {
    lang: &'a str,
    t: &'a Value,
    title: &'a str,
}

/// What such a page needs, beside its template: it speaks all languages of the site, and its stylesheet stands in it, as
/// it is served from any path.
pub(crate) struct SiteFrame<'a> {
    site: &'a Site,
    languages: &'a BTreeMap<String, Language>,
    style: &'a str,
    policy: &'a str,
    public_key: &'a str,
    view: Value,
}

impl<'a> SiteFrame<'a> {
    /// The frame of a site whose pages stand under the content security policy `policy`.
    pub(crate) fn new(
        site: &'a Site,
        languages: &'a BTreeMap<String, Language>,
        (style, policy): (&'a str, &'a str),
        public_key: &'a str,
    ) -> Self {
        let view = Value::from_serializable(&site_view(site, first(site)));
        Self { site, languages, style, policy, public_key, view }
    }

    /// The context of a page.
    pub(crate) fn page(&'a self) -> impl Serialize + 'a {
        let spoken = self.site.languages.iter();
        let spoken = spoken.filter_map(|lang| Some((lang, self.languages.get(lang)?)));
        let view = |(lang, language): (&'a String, &'a Language)| LanguageView {
            lang,
            t: &language.interface,
            title: self.site.title.get(lang),
        };
        let lang = first(self.site);
        SitePage {
            common: Common {
                lang,
                t: &self.languages[lang].interface,
                pictures: false,
                csp: self.policy,
                style: "",
                site: &self.view,
                closing: None,
            },
            languages: spoken.map(view).collect(),
            inline_style: self.style,
            public_key: self.public_key,
        }
    }
}

fn first(site: &Site) -> &str {
    site.languages.first().map_or("", String::as_str)
}
