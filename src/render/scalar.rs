//! Values without parts, in the reader's words.

use crate::locale::Locale;
use crate::locator;
use crate::model::bbox::Bbox;
use crate::model::value::{Period, Scalar};
use crate::render::view::{View, term_label};

/// How a value is shown on a page about `title`; `lang` is that of the author's words where it is not the page's.
pub(crate) fn view(locale: &Locale, scalar: &Scalar, title: &str, lang: &str) -> View {
    match scalar {
        Scalar::Text(words) => View::Words { text: words.clone(), lang: lang.to_owned() },
        Scalar::Number(words) | Scalar::Crs(words) => text(words),
        Scalar::Term(vocabulary, term) => {
            let label = term_label(locale, vocabulary, term.key);
            match term.article {
                "" => text(label),
                article => text(format!("{label} ({})", locale.fill("article", "article", article))),
            }
        }
        Scalar::Date(date) => View::Date { text: locale.day(*date), date: date.to_string() },
        Scalar::Instant(instant) => {
            View::Instant { text: locale.instant(*instant), instant: instant.to_rfc3339() }
        }
        Scalar::Flag(flag) => text(locale.say(if *flag { "yes" } else { "no" })),
        Scalar::Url(url) => outside(url, url),
        Scalar::Country(code) => text(locale.countries.get(code).unwrap_or(code)),
        Scalar::Period(kept) => text(period(locale, kept)),
        Scalar::Size(bytes) => text(locale.size(*bytes)),
        Scalar::Sha256(hash) => View::Code { text: hash.clone() },
        Scalar::File(file) => View::File {
            href: format!("../{}", file.path()),
            text: file.name.clone(),
            size: locale.size(file.size),
            sha256: file.hash.hex(),
            picture: file.is_picture(),
        },
        Scalar::Bbox(bbox) => map(locale, bbox, title),
    }
}

/// Plain words.
pub(crate) fn text(words: impl Into<String>) -> View {
    View::Text { text: words.into() }
}

/// A link that leaves the share; one to a mailbox or a telephone leads to no site.
pub(crate) fn outside(words: &str, href: &str) -> View {
    View::Link { text: words.to_owned(), href: href.to_owned(), external: href.starts_with("http") }
}

fn period(locale: &Locale, period: &Period) -> String {
    let duration = period.duration.map(|duration| locale.duration(duration.amounts));
    let parts = duration.into_iter().chain(period.criterion.clone());
    parts.collect::<Vec<_>>().join(", ")
}

fn map(locale: &Locale, bbox: &Bbox, title: &str) -> View {
    let sides = [("west", bbox.west), ("south", bbox.south), ("east", bbox.east), ("north", bbox.north)];
    let words = sides.iter().fold(locale.say("bbox_text").to_owned(), |words, (side, degrees)| {
        words.replace(&format!("{{{side}}}"), &locale.number(*degrees))
    });
    let svg = locator::svg(bbox, &locale.fill("map_title", "title", title), "locator");
    View::Map { svg, text: words }
}
