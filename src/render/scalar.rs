//! Values without parts, in the reader's words.

use crate::locale::Locale;
use crate::locator;
use crate::model::attachment::Attachment;
use crate::model::bbox::Bbox;
use crate::model::value::{Period, Scalar};
use crate::render::html::Html;
use crate::render::view::term_label;

/// Writes a value as a page about `title` shows it, and says what it is; `lang` is the language of the author's words
/// where it is not the page's.
pub(crate) fn write(
    html: &mut Html,
    locale: &Locale,
    scalar: &Scalar,
    title: &str,
    lang: &str,
) -> &'static str {
    let text = match scalar {
        Scalar::Text(text) => return words(html, text, lang),
        Scalar::Number(text) | Scalar::Crs(text) => text.clone(),
        Scalar::Term(vocabulary, term) => {
            let label = term_label(locale, vocabulary, term.key);
            match term.article {
                "" => label,
                article => format!("{label} ({})", locale.fill("article", "article", article)),
            }
        }
        Scalar::Date(date) => {
            html.raw("<time").attribute("datetime", &date.to_string());
            html.raw(">").words(&locale.day(*date)).raw("</time>");
            return "date";
        }
        Scalar::Instant(instant) => {
            html.raw("<time").attribute("datetime", &instant.to_rfc3339());
            html.raw(">").words(&locale.instant(*instant)).raw("</time>");
            return "instant";
        }
        Scalar::Flag(flag) => locale.say(if *flag { "yes" } else { "no" }).to_owned(),
        Scalar::Url(url) => return outside(html, locale, url, url),
        Scalar::Country(code) => locale.countries.get(code).unwrap_or(code).clone(),
        Scalar::Period(kept) => period(locale, kept),
        Scalar::Size(bytes) => locale.size(*bytes),
        Scalar::Sha256(hash) => {
            html.raw("<code class=\"hash\">").words(hash).raw("</code>");
            return "code";
        }
        Scalar::File(attachment) => return file(html, locale, attachment),
        Scalar::Bbox(bbox) => return map(html, locale, bbox, title),
    };
    html.words(&text);
    "text"
}

/// The author's words.
pub(crate) fn words(html: &mut Html, words: &str, lang: &str) -> &'static str {
    if lang.is_empty() {
        html.words(words);
    } else {
        html.raw("<span").attribute("lang", lang).raw(">").words(words).raw("</span>");
    }
    "words"
}

/// A link that leaves the share; one to a mailbox or a telephone leads to no site.
pub(crate) fn outside(html: &mut Html, locale: &Locale, words: &str, href: &str) -> &'static str {
    html.raw("<a").attribute("href", href);
    if href.starts_with("http") {
        let bare = if words == href { " class=\"bare\"" } else { "" };
        html.raw(" rel=\"noreferrer\"").raw(bare).raw(">").words(words);
        html.raw("<span class=\"unseen\"> (").words(locale.say("external")).raw(")</span></a>");
    } else {
        html.raw(">").words(words).raw("</a>");
    }
    "link"
}

fn file(html: &mut Html, locale: &Locale, file: &Attachment) -> &'static str {
    html.raw("<a").attribute("href", &format!("../{}", file.path())).raw(" download>").words(&file.name);
    html.raw("</a> <span class=\"size\">").words(&locale.size(file.size)).raw("</span><br>\n");
    html.raw("<span class=\"unseen\">SHA-256 </span><code class=\"hash\">").words(&file.hash.hex());
    html.raw("</code>");
    "file"
}

fn period(locale: &Locale, period: &Period) -> String {
    let duration = period.duration.map(|duration| locale.duration(duration.amounts));
    let parts = duration.into_iter().chain(period.criterion.clone());
    parts.collect::<Vec<_>>().join(", ")
}

fn map(html: &mut Html, locale: &Locale, bbox: &Bbox, title: &str) -> &'static str {
    let sides = [("west", bbox.west), ("south", bbox.south), ("east", bbox.east), ("north", bbox.north)];
    let words = sides.iter().fold(locale.say("bbox_text").to_owned(), |words, (side, degrees)| {
        words.replace(&format!("{{{side}}}"), &locale.number(*degrees))
    });
    let svg = locator::svg(bbox, &locale.fill("map_title", "title", title), "locator");
    html.raw("<figure class=\"locator\">").raw(&svg);
    html.raw("<figcaption>").words(&words).raw("</figcaption></figure>");
    "map"
}
