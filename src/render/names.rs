//! The names of the files that pages and their styles are written into.

/// The page of a folder.
pub const INDEX: &str = "index.html";

/// The answer for links that have ended and paths that never were.
pub(super) const NOT_FOUND: &str = "404.html";

/// Tells how to check a share; every page of every share leads there.
pub(super) const CHECK_PAGE: &str = "check.html";

/// The folder of stylesheets.
pub const ASSETS: &str = "assets";

/// The pages at the top of a site.
pub const SITE_PAGES: [&str; 3] = [INDEX, NOT_FOUND, CHECK_PAGE];
