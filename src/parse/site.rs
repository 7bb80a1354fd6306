//! `site.yaml`.

mod policy;

use crate::diag::codes::{BAD_COLOUR, BAD_DURATION, BAD_KEY_ID, BAD_PUBLIC_KEY, BAD_URL, UNKNOWN_LANGUAGE};
use crate::diag::{Diagnostic, Problems};
use crate::model::id::Id;
use crate::model::lifetime::Lifetime;
use crate::model::profile::NamedProfile;
use crate::model::site::{
    Contact, Defaults, INITIAL_LIFETIME, ReviewWithin, Site, ThemeChoice, default_lifetime,
};
use crate::parse::fields::{self, Mapping};
use crate::parse::scalar::is_link;
use crate::parse::yaml::{self, Node};
use crate::parse::{countries, format};
use crate::sign::PublicKey;
use crate::source::{FileId, Span, Spanned};

/// Languages that the interface speaks.
pub(crate) const LANGUAGES: [(&str, &str); 2] = [("en", "en"), ("fr", "fr")];

const ACCENT: &str = "#1f4e79";

/// What `site.yaml` says, as far as it could be read: closing a share needs no more than the id.
#[derive(Debug, Default)]
pub struct ParsedSite {
    /// Part of every token.
    pub id: Option<Id>,
    /// The site secret by its `key_id`.
    pub key_id: Option<Spanned<String>>,
    /// The public key that signatures were made under.
    pub public_key: Option<Spanned<String>>,
    /// The site, where all of it could be read.
    pub site: Option<Site>,
}

/// Reads the site.
pub(crate) fn read(file: FileId, text: &str, problems: &mut Problems) -> ParsedSite {
    let Some(node) = yaml::read(file, text, 0..text.len(), problems) else { return ParsedSite::default() };
    let Some(mut mapping) = Mapping::of_file(text, &node, problems) else { return ParsedSite::default() };
    let id = mapping.require("id", problems).and_then(|node| fields::id(node, problems)).map(|id| id.value);
    let key_id = mapping.take("key_id", problems).and_then(|node| key_id(node, problems));
    let public_key = mapping.take("public_key", problems).and_then(|node| public_key(node, problems));
    let site = site(&mut mapping, file, (id.clone(), key_id.clone()), problems);
    mapping.finish(problems);
    ParsedSite { id, key_id, public_key, site }
}

fn site(
    mapping: &mut Mapping<'_>,
    file: FileId,
    (id, key_id): (Option<Id>, Option<Spanned<String>>),
    problems: &mut Problems,
) -> Option<Site> {
    let title = mapping.require("title", problems).and_then(|node| fields::localized(node, problems));
    let organisation = mapping.require("organisation", problems);
    let organisation = organisation.and_then(|node| fields::localized(node, problems));
    let contact = mapping.require("contact", problems).and_then(|node| contact(node, problems));
    let base_url = mapping.require("base_url", problems).and_then(|node| base_url(node, problems));
    let languages = mapping.require("languages", problems).and_then(|node| languages(node, problems));
    let theme = theme(mapping, file, problems);
    let defaults = mapping.take("defaults", problems).map(|node| defaults(node, problems));
    let policy = mapping.take("policy", problems).map(|node| policy::read(node, problems));
    let warnings = mapping.take("warnings", problems).map(|node| warnings(node, problems));
    let countries = countries::read(mapping, problems);
    let formats = format::read(mapping, problems);
    let formats = formats.map(|lines| lines.into_iter().map(|line| line.value).collect());
    let hosts =
        mapping.take("hosts", problems).and_then(|node| fields::sequence(node, problems)).unwrap_or_default();
    let hosts = hosts.iter().filter_map(|node| fields::text(node, problems)).collect();
    Some(Site {
        id: id?,
        title: title?,
        organisation: organisation?,
        contact: contact?,
        base_url: base_url?,
        languages: languages?,
        theme: theme?,
        defaults: defaults.unwrap_or_else(|| Some(initial_defaults()))?,
        policy: policy.map_or(Some(None), |policy| policy.map(Some))?,
        ending_within: warnings.map_or(Some(7 * 86_400), |(ending, _)| ending)?,
        review_within: warnings.map_or_else(|| Some(ReviewWithin::default()), |(_, review)| review)?,
        countries,
        hosts,
        formats,
        key_id,
    })
}

fn initial_defaults() -> Defaults {
    Defaults {
        profile: NamedProfile::Article30.key().to_owned(),
        expires: Lifetime::For(INITIAL_LIFETIME),
        is_written: false,
    }
}

fn contact(node: &Node, problems: &mut Problems) -> Option<Contact> {
    let mut mapping = Mapping::open(node, problems)?;
    let text = |node: Option<&Node>, problems: &mut Problems| {
        node.and_then(|node| fields::text(node, problems)).map(|text| text.value).unwrap_or_default()
    };
    let name = text(mapping.require("name", problems), problems);
    let email = text(mapping.take("email", problems), problems);
    let url = mapping.take("url", problems).and_then(|node| link(node, problems)).unwrap_or_default();
    mapping.finish(problems);
    Some(Contact { name, email, url })
}

fn link(node: &Node, problems: &mut Problems) -> Option<String> {
    let text = fields::text(node, problems)?;
    let shown = is_link(&text.value).then_some(()).ok_or(());
    fields::parsed(&text, shown, &BAD_URL, "a link", problems)?;
    Some(text.value)
}

fn base_url(node: &Node, problems: &mut Problems) -> Option<String> {
    let text = fields::text(node, problems)?;
    let url = parse_base_url(&text.value).ok_or(());
    fields::parsed(&text, url, &BAD_URL, "the address of a site", problems)
}

/// An absolute `http` or `https` URL without query or fragment, with one `/` at its end.
#[must_use]
pub fn parse_base_url(text: &str) -> Option<String> {
    let web = text.starts_with("https://") || text.starts_with("http://");
    (web && is_link(text) && !text.contains(['?', '#'])).then(|| format!("{}/", text.trim_end_matches('/')))
}

fn languages(node: &Node, problems: &mut Problems) -> Option<Vec<String>> {
    let nodes = fields::sequence(node, problems)?;
    let mut languages = Vec::new();
    for node in nodes {
        let Some(text) = fields::text(node, problems) else { continue };
        let known = LANGUAGES.iter().any(|(language, _)| *language == text.value);
        if !known || languages.contains(&text.value) {
            let message = format!("`{}` is not translated, or stands twice", text.value);
            problems.push(Diagnostic::new(&UNKNOWN_LANGUAGE, text.span, message).help("one of: en, fr"));
        } else {
            languages.push(text.value);
        }
    }
    if nodes.is_empty() {
        let complaint = Diagnostic::new(&UNKNOWN_LANGUAGE, node.span, "a site has at least one language");
        problems.push(complaint.help("write `languages: [en]`"));
    }
    // A language that could not be read must not look like one that the site does not list.
    (!languages.is_empty() && languages.len() == nodes.len()).then_some(languages)
}

fn theme(mapping: &mut Mapping<'_>, file: FileId, problems: &mut Problems) -> Option<ThemeChoice> {
    let default = Spanned::new("default".to_owned(), Span::new(file, 0..0));
    let Some(node) = mapping.take("theme", problems) else {
        return Some(ThemeChoice { name: default, accent: ACCENT.to_owned() });
    };
    let mut theme = Mapping::open(node, problems)?;
    let name = theme.take("name", problems).map(|node| theme_name(node, problems));
    let accent = theme.take("accent", problems).map(|node| colour(node, problems));
    theme.finish(problems);
    Some(ThemeChoice {
        name: name.unwrap_or(Some(default))?,
        accent: accent.unwrap_or(Some(ACCENT.to_owned()))?,
    })
}

fn theme_name(node: &Node, problems: &mut Problems) -> Option<Spanned<String>> {
    fields::id(node, problems).map(|id| Spanned::new(id.value.as_str().to_owned(), id.span))
}

fn colour(node: &Node, problems: &mut Problems) -> Option<String> {
    let text = fields::text(node, problems)?;
    let digits = text.value.strip_prefix('#').filter(|digits| digits.len() == 6);
    let colour = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    fields::parsed(&text, colour.ok_or(()), &BAD_COLOUR, "a colour", problems)?;
    Some(text.value.to_ascii_lowercase())
}

fn defaults(node: &Node, problems: &mut Problems) -> Option<Defaults> {
    let mut mapping = Mapping::open(node, problems)?;
    let initial = initial_defaults();
    let profile =
        mapping.take("profile", problems).map(|node| fields::word(node, &NamedProfile::ALL, problems));
    let expires = mapping.take("expires", problems).map(|node| {
        let text = fields::text(node, problems)?;
        fields::parsed(&text, default_lifetime(&text.value), &BAD_DURATION, "a lifetime", problems)
    });
    mapping.finish(problems);
    Some(Defaults {
        profile: profile.map_or(Some(initial.profile), |named| Some(named?.key().to_owned()))?,
        is_written: expires.is_some(),
        expires: expires.unwrap_or(Some(initial.expires))?,
    })
}

/// Seconds before an end, and months without a review; `None` where one cannot be read.
fn warnings(node: &Node, problems: &mut Problems) -> (Option<i64>, Option<ReviewWithin>) {
    let Some(mut mapping) = Mapping::open(node, problems) else { return (None, None) };
    let ending = ending_within(&mut mapping, problems);
    let review = mapping.take("review_within", problems).map(|node| {
        let text = fields::text(node, problems)?;
        fields::parsed(
            &text,
            months(&text.value),
            &BAD_DURATION,
            "a number of months, as 12m, or never",
            problems,
        )
    });
    mapping.finish(problems);
    (ending, review.unwrap_or_else(|| Some(ReviewWithin::default())))
}

/// `12m`, or `never`.
fn months(text: &str) -> Result<ReviewWithin, ()> {
    if text == "never" {
        return Ok(ReviewWithin::Never);
    }
    let digits = text.strip_suffix('m').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let months = digits.and_then(|digits| digits.parse().ok()).filter(|months| (1..=1200).contains(months));
    months.map(ReviewWithin::Months).ok_or(())
}

fn ending_within(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<i64> {
    let within = mapping.take("ending_within", problems).map(|node| {
        let text = fields::text(node, problems)?;
        let seconds = match text.value.parse() {
            Ok(Lifetime::For(seconds)) => Ok(seconds),
            _ => Err(()),
        };
        fields::parsed(&text, seconds, &BAD_DURATION, "a number of days or hours", problems)
    });
    within.unwrap_or(Some(7 * 86_400))
}

fn key_id(node: &Node, problems: &mut Problems) -> Option<Spanned<String>> {
    let text = fields::text(node, problems)?;
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let valid = (text.value.len() == 8 && text.value.bytes().all(digit)).then_some(()).ok_or(());
    fields::parsed(&text, valid, &BAD_KEY_ID, "a key id", problems)?;
    Some(text)
}

fn public_key(node: &Node, problems: &mut Problems) -> Option<Spanned<String>> {
    let text = fields::text(node, problems)?;
    fields::parsed(&text, PublicKey::parse(&text.value), &BAD_PUBLIC_KEY, "a public key", problems)?;
    Some(text)
}
