//! Pages that close themselves, for hosts without a clock: at its instant the browser takes the content away and says why.
//! A courtesy to readers, not a lock: the bytes are served until the next build. A host with a clock needs none of it, and
//! its pages hold no script.

use serde::Serialize;

use crate::hash::Hash;

/// The same on every page: the end stands in an attribute, and no page depends on the time of the build.
const SCRIPT: &str = include_str!("closing.js");

/// What a page needs that closes itself.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ClosingScript {
    /// The Unix second.
    second: i64,
    script: &'static str,
}

impl ClosingScript {
    /// For a share that ends at this second.
    pub(super) fn at(second: i64) -> Self {
        Self { second, script: SCRIPT }
    }
}

/// The content security policy of pages: of those with a picture and without, of those with the script and without.
#[derive(Debug)]
pub(super) struct Policies {
    plain: String,
    pictures: String,
}

impl Policies {
    /// The policies of a share's pages; they allow the script, by its hash, where there is one.
    pub(super) fn of(closing: Option<&ClosingScript>) -> Self {
        let digest = Hash::of(SCRIPT.as_bytes()).base64();
        let script = closing.map(|_| format!("; script-src 'sha256-{digest}'")).unwrap_or_default();
        Self { plain: format!("{POLICY}{script}"), pictures: format!("{POLICY_WITH_PICTURES}{script}") }
    }

    /// The policy of one page.
    pub(super) fn for_page(&self, pictures: bool) -> &str {
        if pictures { &self.pictures } else { &self.plain }
    }
}

/// Nothing is loaded but the stylesheet.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'";

/// On the page of a record with a picture, that too. A browser that may load pictures asks for an icon: `data:` lets the
/// page answer that itself.
pub(super) const POLICY_WITH_PICTURES: &str =
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
