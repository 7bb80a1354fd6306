//! Cloudflare Pages: a worker that stands before the files.

use crate::host::description::{Enforces, HeaderSupport, Host, HostFile, Listing, ReadFrom};
use crate::host::media_type::{TYPES, with_charset};
use crate::host::netlify::headers_file;
use crate::host::rules::{ERROR_HEADERS, Header, RuleContext, SHARE_HEADERS, lines};

#[derive(Debug)]
pub(super) struct CloudflarePages;

impl Host for CloudflarePages {
    fn name(&self) -> &'static str {
        "cloudflare-pages"
    }

    fn title(&self) -> &'static str {
        "Cloudflare Pages"
    }

    fn enforces(&self) -> Enforces {
        Enforces { headers: HeaderSupport::AllAndSunset, ..Enforces::ALL }
    }

    fn files(&self, context: &RuleContext) -> Vec<HostFile> {
        let headers = |headers: &[Header]| lines(headers, |name, value| format!("  '{name}': \"{value}\","));
        let text = context.fill(
            include_str!("rules/cloudflare-worker.js"),
            &[
                ("share_headers", headers(&SHARE_HEADERS)),
                ("error_headers", headers(&ERROR_HEADERS)),
                (
                    "types",
                    lines(TYPES, |end, media_type| format!("  {end}: '{}',", with_charset(media_type))),
                ),
            ],
        );
        let worker = HostFile { path: "_worker.js", text, read: ReadFrom::Output };
        vec![worker, headers_file(context)]
    }

    fn listing(&self) -> Listing {
        Listing::Needed
    }

    fn steps(&self) -> &'static [&'static str] {
        &[
            "name `cloudflare-pages` in the `hosts` of site.yaml: build writes output/_worker.js and output/_headers",
            "in the project's settings, Functions: fail closed, or pages are served without the worker once the \
             plan's requests are used up",
            "wrangler pages deploy output",
        ]
    }

    fn servers(&self) -> &'static [&'static str] {
        &["cloudflare"]
    }
}
