//! Caddy 2.

use crate::host::description::{Enforces, Host, HostFile, Listing, ReadFrom};
use crate::host::media_type::{TYPES, with_charset};
use crate::host::rules::{ERROR_HEADERS, Header, RuleContext, SHARE_HEADERS, lines};

#[derive(Debug)]
pub(super) struct Caddy;

impl Host for Caddy {
    fn name(&self) -> &'static str {
        "caddy"
    }

    fn title(&self) -> &'static str {
        "Caddy, 2.6 or later"
    }

    fn enforces(&self) -> Enforces {
        Enforces::ALL
    }

    fn files(&self, context: &RuleContext) -> Vec<HostFile> {
        let headers =
            |headers: &[Header], indent| lines(headers, |name, value| format!("{indent}{name} \"{value}\""));
        let text = context.fill(
            include_str!("rules/caddy.caddyfile"),
            &[
                ("share_headers", headers(&SHARE_HEADERS, "\t\t\t")),
                ("error_headers", headers(&ERROR_HEADERS, "\t\t")),
                ("types", types()),
            ],
        );
        vec![HostFile { path: "extrait.caddyfile", text, read: ReadFrom::Configuration }]
    }

    fn listing(&self) -> Listing {
        Listing::Spared
    }

    fn steps(&self) -> &'static [&'static str] {
        &[
            "in the site's block of the Caddyfile, after its `root`: import /etc/caddy/extrait.caddyfile",
            "the block needs no `file_server` of its own, and no other `handle_errors`",
            "caddy reload, once: no share ever asks for it again",
        ]
    }

    fn servers(&self) -> &'static [&'static str] {
        &["caddy"]
    }
}

/// Caddy takes media types from the system: these go before.
fn types() -> String {
    let typed = TYPES.iter().map(|(end, media_type)| {
        let value = with_charset(media_type);
        format!("\t\t\t\t@{end} path *.{end}\n\t\t\t\theader @{end} Content-Type \"{value}\"\n")
    });
    let sums =
        "\t\t\t\t@sums path */SHA256SUMS\n\t\t\t\theader @sums Content-Type \"text/plain; charset=utf-8\"";
    typed.collect::<String>() + sums
}
