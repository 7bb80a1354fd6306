//! Netlify: constant headers, and no clock.

use crate::host::description::{
    Enforces, ErrorPages, Expiry, HeaderSupport, Host, HostFile, IndexFiles, Listing, ReadFrom, UnknownPaths,
};
use crate::host::rules::{RuleContext, SHARE_HEADERS, lines};

#[derive(Debug)]
pub(super) struct Netlify;

impl Host for Netlify {
    fn name(&self) -> &'static str {
        "netlify"
    }

    fn title(&self) -> &'static str {
        "Netlify, files only"
    }

    fn enforces(&self) -> Enforces {
        Enforces {
            expiry: Expiry::AtNextBuild,
            headers: HeaderSupport::Static,
            index_files: IndexFiles::Always,
            unknown_paths: UnknownPaths::NotFound,
            error_pages: ErrorPages::NotFoundWithPage,
        }
    }

    fn files(&self, context: &RuleContext) -> Vec<HostFile> {
        vec![headers_file(context)]
    }

    fn listing(&self) -> Listing {
        Listing::Needed
    }

    fn steps(&self) -> &'static [&'static str] {
        &[
            "name `netlify` in the `hosts` of site.yaml: build writes output/_headers",
            "publish the folder output/, and nothing that rewrites its paths",
            "build on a schedule (`extrait init --ci`): a share ends with the next build and upload",
        ]
    }

    fn servers(&self) -> &'static [&'static str] {
        &["netlify"]
    }
}

/// The file `_headers`, which Cloudflare Pages reads too.
pub(super) fn headers_file(context: &RuleContext) -> HostFile {
    let text = context.fill(
        include_str!("rules/static-headers.txt"),
        &[("share_headers", lines(&SHARE_HEADERS, |name, value| format!("  {name}: {value}")))],
    );
    HostFile { path: "_headers", text, read: ReadFrom::Output }
}
