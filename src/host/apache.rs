//! Apache: in the configuration of a virtual host, or in the site's own folder.

use crate::host::description::{Enforces, Host, HostFile, Listing, ReadFrom};
use crate::host::media_type::TYPES;
use crate::host::rules::{ERROR_HEADERS, Header, RuleContext, SHARE_HEADERS, later, lines};

#[derive(Debug)]
pub(super) struct VirtualHost;

impl Host for VirtualHost {
    fn name(&self) -> &'static str {
        "apache"
    }

    fn title(&self) -> &'static str {
        "Apache 2.4, in a virtual host"
    }

    fn enforces(&self) -> Enforces {
        Enforces::ALL
    }

    fn files(&self, context: &RuleContext) -> Vec<HostFile> {
        let headers = |headers: &[Header]| {
            lines(headers, |name, value| format!("    Header always set {name} \"{value}\""))
        };
        let text = context.fill(
            include_str!("rules/apache-vhost.conf"),
            &[
                ("later", later(&format!(":{}/s/", context.path()))),
                ("share_headers", headers(&SHARE_HEADERS)),
                ("error_headers", headers(&ERROR_HEADERS)),
                ("types", types()),
            ],
        );
        vec![HostFile { path: "extrait.conf", text, read: ReadFrom::Configuration }]
    }

    fn listing(&self) -> Listing {
        Listing::Spared
    }

    fn steps(&self) -> &'static [&'static str] {
        &[
            "a2enmod headers rewrite",
            "in the block `VirtualHost`, with its `DocumentRoot`: Include /etc/apache2/extrait/extrait.conf",
            "for its folder: AllowOverride None, and no `apache-htaccess` beside these rules; mod_reqtimeout on, as it is: \
             Apache judges a request by the second in which it began, and answers one that began before the end after it",
            "apachectl configtest && apachectl graceful, once: no share ever asks for it again",
        ]
    }

    fn servers(&self) -> &'static [&'static str] {
        &["apache"]
    }
}

#[derive(Debug)]
pub(super) struct Htaccess;

impl Host for Htaccess {
    fn name(&self) -> &'static str {
        "apache-htaccess"
    }

    fn title(&self) -> &'static str {
        "Apache 2.4, where only the site's own folder can be written (shared hosting)"
    }

    fn enforces(&self) -> Enforces {
        Enforces::ALL
    }

    fn files(&self, context: &RuleContext) -> Vec<HostFile> {
        let below = format!(
            "\"expr=%{{REQUEST_URI}} =~ m#^{}/s(?:/|$)# && ! %{{REQUEST_URI}} =~ m#/[^/]{{256}}#\"",
            context.path()
        );
        let text = context.fill(
            include_str!("rules/apache.htaccess"),
            &[
                ("later", later(":")),
                ("served", later(&format!(":{}/s/", context.path()))),
                (
                    "share_headers",
                    lines(&SHARE_HEADERS, |name, value| {
                        format!("Header always set {name} \"{value}\" {below}")
                    }),
                ),
                (
                    "error_headers",
                    lines(&ERROR_HEADERS, |name, value| format!("    Header always set {name} \"{value}\"")),
                ),
                ("types", types()),
            ],
        );
        vec![HostFile { path: ".htaccess", text, read: ReadFrom::Output }]
    }

    /// Its rules lead each request over a name that is not there. With `MultiViews`, which shared hosting often has, Apache
    /// looks for others like it, and answers 403 where it may not list the folder.
    fn listing(&self) -> Listing {
        Listing::Needed
    }

    fn steps(&self) -> &'static [&'static str] {
        &[
            "name `apache-htaccess` in the `hosts` of site.yaml: build writes output/.htaccess",
            "upload output/ with this file: many programs leave out names that start with a dot",
            "the host must allow it: AllowOverride FileInfo (or All), the modules headers and rewrite",
            "mod_reqtimeout on, as it is: Apache judges a request by the second in which it began, and answers one that \
             began before the end after it",
            "MultiViews off, as it is where nobody switched it on: with it names of files in ended shares can be guessed",
        ]
    }
}

fn types() -> String {
    lines(TYPES, |end, media_type| format!("AddType {media_type} .{end}"))
}
