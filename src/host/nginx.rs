//! nginx: exact, with no optional module.

use crate::host::description::{Enforces, Host, HostFile, Listing, ReadFrom};
use crate::host::media_type::TYPES;
use crate::host::rules::{ERROR_HEADERS, Header, RuleContext, SAME_HEADERS, later, lines};

#[derive(Debug)]
pub(super) struct Nginx;

/// Locations for a second slash after each one of the path that leads to `s/`.
fn doubled(prefix: &str) -> String {
    let path = format!("{prefix}/");
    let ends = path.match_indices('/').map(|(at, _)| &path[..=at]);
    ends.map(|path| format!("location ^~ {path}/ {{ return 404; }}")).collect::<Vec<_>>().join("\n")
}

impl Host for Nginx {
    fn name(&self) -> &'static str {
        "nginx"
    }

    fn title(&self) -> &'static str {
        "nginx"
    }

    fn enforces(&self) -> Enforces {
        Enforces::ALL
    }

    fn files(&self, context: &RuleContext) -> Vec<HostFile> {
        let headers = |headers: &[Header]| {
            lines(headers, |name, value| format!("    add_header {name} \"{value}\" always;"))
        };
        let between = format!(r"\.\d++:{}/s/", context.path());
        // A folder or a page, by the end of its name; anything else, also the link without its slash.
        let ending = r"(?:/.*+(?:(?<=(?<extrait_slash>/))|(?<=(?<extrait_html>(?i:\.html)))|)|\z)".to_owned();
        let http = context
            .fill(include_str!("rules/nginx-http.conf"), &[("later", later(&between)), ("ending", ending)]);
        let server = context.fill(
            include_str!("rules/nginx-server.conf"),
            &[
                ("share_headers", headers(&SAME_HEADERS)),
                ("doubled", doubled(context.prefix())),
                ("error_headers", headers(&ERROR_HEADERS)),
                ("types", lines(TYPES, |end, media_type| format!("        {media_type} {end};"))),
            ],
        );
        let file = |path, text| HostFile { path, text, read: ReadFrom::Configuration };
        vec![file("http.conf", http), file("server.conf", server)]
    }

    fn listing(&self) -> Listing {
        Listing::Spared
    }

    fn steps(&self) -> &'static [&'static str] {
        &[
            "at the top: pcre_jit on; the expressions of the rules then cost a fraction",
            "in the block `http`: include /etc/nginx/extrait/http.conf;",
            "in the block `server`, with its `root`: include /etc/nginx/extrait/server.conf;",
            "below the `root`, a link anywhere but in s/ is closed; a location of your own that is judged before these rules \
             (`^~`, `=`, or an expression above the include) serves what its `root` or `alias` holds: let none hold the output",
            "headers that you add to every page, as Strict-Transport-Security, also into \
             /etc/nginx/extrait/headers/NAME.conf: nginx inherits none below s/",
            "nginx -t && nginx -s reload, once: no share ever asks for it again",
        ]
    }

    fn servers(&self) -> &'static [&'static str] {
        &["nginx", "openresty"]
    }
}
