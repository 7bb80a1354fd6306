//! A site that was read and checked, while a call works on it: with its secret, and as it would be after a change.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::cache::{Cache, CacheAccess};
use crate::diag::codes::CLOSED_UNREAD;
use crate::diag::{Diagnostic, Place, Problems, Severity};
use crate::keys::SiteSecret;
use crate::load::Inputs;
use crate::load::secret::{self, NamedKeys, WhenMissing};
use crate::load::state::{StateError, StateFolder};
use crate::pipeline::{Leaks, Prepared, SamplePages, prepare};
use crate::publish::ByHand;
use crate::source::Spanned;
use crate::validate::Circumstances;
use crate::watch::is_shared;
use crate::workspace::{Clock, Environment};

/// Why a site cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder that was named for the state cannot hold it.
    #[error("the state folder `{}` {why}", path.display())]
    StateRefused {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it, and the remedy.
        why: String,
    },
    /// The machine refused something about the state: its folder, or the secret.
    #[error("{}: {source}", path.display())]
    StateMachine {
        /// The file or folder.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
    /// The site's folder cannot be opened.
    #[error("the site `{}` cannot be opened: {source}", root.display())]
    Unopened {
        /// The folder.
        root: PathBuf,
        /// What happened.
        source: io::Error,
    },
    /// What is to stand in the place of `base_url` is no address of a site.
    #[error("`{0}` is no address of a site: write it as https://example.org/")]
    BaseUrl(String),
}

impl From<StateError> for OpenError {
    fn from(error: StateError) -> Self {
        match error {
            StateError::Refused { path, why } => Self::StateRefused { path, why },
            StateError::Machine { path, source } => Self::StateMachine { path, source },
        }
    }
}

impl OpenError {
    /// Whether what was asked for makes no sense, in the place of the machine having refused it.
    #[must_use]
    pub fn is_misasked(&self) -> bool {
        !matches!(self, Self::StateMachine { .. })
    }
}

/// A site that was loaded and checked.
pub(super) struct OpenedSite {
    pub(super) inputs: Inputs,
    pub(super) cache: Cache,
    pub(super) state: StateFolder,
    pub(super) prepared: Prepared,
    pub(super) now: DateTime<Utc>,
    pub(super) environment: Environment,
    pub(super) clock: Clock,
    /// What tells the site's links and its secret when they are met, where the secret is known.
    pub(super) leaks: Option<Leaks>,
    /// From where the command runs to the site, as annotations need it: empty, or ending in `/`.
    pub(super) prefix: String,
}

/// The site's folder as annotations name it.
pub(super) fn prefix(root: &Path) -> String {
    let folder = root.to_string_lossy().replace('\\', "/");
    let folder = folder.trim_start_matches("./").trim_end_matches('/');
    if ["", "."].contains(&folder) { String::new() } else { format!("{folder}/") }
}

/// Takes in which shares a person closed. What cannot be read may close any: nothing is published before it can.
pub(super) fn take_closed(inputs: &mut Inputs, state: &StateFolder) {
    let mut unread = Vec::new();
    for folder in state.folders() {
        let mut read = ByHand::read(&folder);
        inputs.closed.append(&mut read.shares);
        unread.append(&mut read.unread);
    }
    inputs.problems.extend(unread.into_iter().map(|what| {
        let message = format!("it cannot be told which shares were closed by hand: {what}");
        Diagnostic::new(&CLOSED_UNREAD, Place::Elsewhere, message).help(
            "give the file the name `closed-` and the id of its share, or the folder back to who builds; if that is not possible, \
             name each share that is to stay closed by `extrait build --prune --close SHARE`, then remove it",
        )
    }));
}

/// The cache of a site.
pub(super) fn cache(site: &Path, state: &StateFolder, access: CacheAccess) -> Cache {
    let cache = Cache::open(state.folder(), access, &program());
    if is_shared(site) { cache.without_file_stamps() } else { cache }
}

/// What tells this program from every other that could have written a cache: its sources, and, since libraries may have been
/// chosen anew for the same sources, the file that it runs from.
fn program() -> String {
    let sources = concat!("extrait ", env!("CARGO_PKG_VERSION"), " ", env!("EXTRAIT_SOURCES"));
    let path = std::env::current_exe().unwrap_or_default();
    let file = path.metadata().ok().map(|file| (file.len(), file.modified().ok()));
    format!("{sources} {} {file:?}", path.display())
}

/// The address of a site in its one form.
pub(super) fn base_url(text: &str) -> Result<String, OpenError> {
    crate::parse::base_url(text).ok_or_else(|| OpenError::BaseUrl(text.to_owned()))
}

impl OpenedSite {
    /// Checks the site again, as it would be with `text` in the file `path`.
    pub(super) fn suppose(&mut self, path: &str, text: &str) {
        self.inputs.suppose(path, text);
        self.check_again();
    }

    /// Checks the site again after a change of what was read.
    pub(super) fn check_again(&mut self) {
        let elsewhere = self.prepared.problems.iter().filter(|problem| problem.place == Place::Elsewhere);
        let elsewhere: Vec<_> = elsewhere.cloned().collect();
        let circumstances =
            Circumstances { now: self.now, clock: self.now.max(self.clock.machine_now()), strict: false };
        let base_url = self.environment.base_url.as_deref().and_then(crate::parse::base_url);
        let (inputs, cache, samples) = (&self.inputs, &self.cache, SamplePages::Skip);
        self.prepared = prepare(inputs, cache, circumstances, base_url.as_deref(), samples, &|_| ());
        self.prepared.problems.extend(elsewhere);
        self.look_for_leaks();
    }

    /// Whether a complaint is about the file `path`, or about no file.
    pub(super) fn is_about(&self, problem: &Diagnostic, path: &str) -> bool {
        match &problem.place {
            Place::Text(span) => self.inputs.sources.get(span.file).path == path,
            Place::File(file) => file == path,
            Place::Elsewhere => true,
        }
    }

    /// Keeps of all complaints the errors, and what is said of the file `path`.
    pub(super) fn only_about(&mut self, path: &str) {
        let kept = self.prepared.problems.iter();
        let kept: Vec<_> =
            kept.filter(|one| one.severity == Severity::Error || self.is_about(one, path)).cloned().collect();
        self.prepared.problems = Problems::default();
        self.prepared.problems.extend(kept);
    }

    /// The site secret, from wherever it comes.
    pub(super) fn secret(&mut self, missing: WhenMissing) -> Result<Option<SiteSecret>, OpenError> {
        let (key_id, public_key): (Option<Spanned<String>>, Option<Spanned<String>>) =
            (self.prepared.key_id.clone(), self.prepared.public_key.clone());
        let named = NamedKeys { key_id: key_id.as_ref(), public_key: public_key.as_ref() };
        let missing = if self.environment.locked { WhenMissing::Complain } else { missing };
        // A site with errors is only pruned: a missing secret is then no news.
        let mut unheard = Problems::default();
        let broken = self.prepared.problems.has_errors();
        let problems = if broken { &mut unheard } else { &mut self.prepared.problems };
        let found = secret::find(&self.state, &self.environment.of_secret(), named, missing, problems)?;
        if let Some(secret) = &found {
            self.expose(secret);
        }
        Ok(found)
    }

    /// Complains, once, of texts and attachments that hold the secret or a live link.
    pub(super) fn expose(&mut self, secret: &SiteSecret) {
        if self.leaks.is_none() {
            self.leaks = Some(Leaks::of(secret));
            self.look_for_leaks();
        }
    }

    fn look_for_leaks(&mut self) {
        if let Some(leaks) = &self.leaks {
            leaks.look(&self.inputs, &mut self.prepared, self.now);
        }
    }

    /// The site secret at hand, be it the one that the site names or not.
    pub(super) fn any_secret(&self) -> Option<SiteSecret> {
        let mut unheard = Problems::default();
        let complain = WhenMissing::Complain;
        secret::find(&self.state, &self.environment.of_secret(), NamedKeys::default(), complain, &mut unheard)
            .ok()
            .flatten()
    }

    /// The site secret for a command that goes on without one, and says nothing about it.
    pub(super) fn quiet_secret(&self) -> Option<SiteSecret> {
        let Prepared { key_id, public_key, .. } = &self.prepared;
        let named = NamedKeys { key_id: key_id.as_ref(), public_key: public_key.as_ref() };
        let mut unheard = Problems::default();
        secret::find(&self.state, &self.environment.of_secret(), named, WhenMissing::Complain, &mut unheard)
            .ok()
            .flatten()
    }
}
