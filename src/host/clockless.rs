//! Hosts that serve files and compare nothing with a clock: a share that has ended stays until the next build.

use crate::host::description::{
    Enforces, ErrorPages, Expiry, HeaderSupport, Host, HostFile, IndexFiles, Listing, UnknownPaths,
};
use crate::host::rules::RuleContext;

const PAGES: Enforces = Enforces {
    expiry: Expiry::AtNextBuild,
    headers: HeaderSupport::Meta,
    index_files: IndexFiles::Always,
    unknown_paths: UnknownPaths::NotFound,
    error_pages: ErrorPages::NotFoundWithPage,
};

const AS_SET: Enforces = Enforces {
    expiry: Expiry::AtNextBuild,
    headers: HeaderSupport::Meta,
    index_files: IndexFiles::BySetting,
    unknown_paths: UnknownPaths::BySetting,
    error_pages: ErrorPages::BySetting,
};

macro_rules! clockless {
    ($type:ident $name:literal $title:literal $enforces:ident servers [$($server:literal),*] [$($step:literal),* $(,)?]) => {
        #[derive(Debug)]
        pub(super) struct $type;

        impl Host for $type {
            fn name(&self) -> &'static str {
                $name
            }

            fn title(&self) -> &'static str {
                $title
            }

            fn enforces(&self) -> Enforces {
                $enforces
            }

            fn files(&self, _: &RuleContext) -> Vec<HostFile> {
                Vec::new()
            }

            fn listing(&self) -> Listing {
                Listing::Needed
            }

            fn steps(&self) -> &'static [&'static str] {
                &[$($step),*]
            }

            fn servers(&self) -> &'static [&'static str] {
                &[$($server),*]
            }
        }
    };
}

clockless! {
    GithubPages "github-pages" "GitHub Pages" PAGES servers ["github.com"] [
        "extrait init --ci github: the workflow builds every hour and publishes; a share ends with the next run",
        "GitHub Pages lets caches keep a page for ten minutes: an ended share may be seen that much longer",
    ]
}

clockless! {
    GitlabPages "gitlab-pages" "GitLab Pages" PAGES servers [] [
        "extrait init --ci gitlab: the pipeline builds and publishes; schedule it, a share ends with the next run",
        "`pages: {publish: output, expire_in: 1 day}` in .gitlab-ci.yml takes the whole site away when no pipeline \
         renewed it for that long: nothing stays open for longer because builds stopped",
    ]
}

clockless! {
    ObjectStore "object-store" "an object store that serves files (S3 and its like)" AS_SET servers [] [
        "index document: index.html; error document: 404.html, with status 404",
        "nobody but you may list the bucket: a list of objects is a list of links",
        "upload with deletion (`aws s3 sync --delete`) after every scheduled build: a share ends with the upload",
        "keep no old versions of objects that can be read, and set Cache-Control: private, no-cache below s/",
        "better: let a proxy with a clock (nginx, Caddy) stand before it",
    ]
}

clockless! {
    Plain "plain" "any web server, with no configuration of its own" AS_SET servers [] [
        "publish output/; lists of folders must be off, and 404.html the answer for what is not found",
        "build on a schedule (`extrait init --ci`): a share ends with the next build and upload",
        "better: `extrait host list` names servers that end shares on time, with rules to copy",
    ]
}
