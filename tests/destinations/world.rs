//! A site that was read and checked, and its build by the library.

use chrono::{DateTime, Utc};
use extrait::cache::Cache;
use extrait::keys::SiteSecret;
use extrait::load::{Inputs, load};
use extrait::pipeline::{self, BuildError, Built, Options, Prepared, SamplePages, Signer, prepare};
use extrait::publish::Destination;
use extrait::sign::SigningKey;
use extrait::validate::Circumstances;

use crate::support::{NOW, SECRET, Site};

/// The site, read and checked. Its records are read again when their pages are written.
pub(crate) struct Ready {
    inputs: Inputs,
    prepared: Prepared,
}

impl Ready {
    pub(crate) fn of(site: &Site) -> Self {
        let cache = Cache::none();
        let inputs = load(site.root.path(), &site.path(".extrait"), &cache).unwrap();
        let prepared = prepare(
            &inputs,
            &cache,
            Circumstances { now: now(), clock: now(), strict: false },
            None,
            SamplePages::Render,
            &|_| (),
        );
        assert!(!prepared.problems.has_errors(), "{:?}", prepared.problems);
        Self { inputs, prepared }
    }
}

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

/// Builds into `destination` without a cache.
pub(crate) fn build(
    ready: &Ready,
    destination: &dyn Destination,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Built, BuildError> {
    let secret = SiteSecret::parse(SECRET).unwrap();
    let signer = Signer { key: SigningKey::new(&secret.signing_seed()), serial: None };
    let cache = Cache::none();
    let scratch = std::env::temp_dir();
    let options = Options {
        signer: &signer,
        now: now(),
        allow_empty: false,
        inputs: &ready.inputs,
        cache: &cache,
        scratch: &scratch,
        stage: &|_| (),
        progress,
    };
    let (project, theme) = (ready.prepared.project.as_ref().unwrap(), ready.prepared.theme.as_ref().unwrap());
    pipeline::build(project, theme, &secret.link_key(), destination, &options)
}
