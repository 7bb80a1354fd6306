//! What every command that works on a site does first: read the clock and the environment, load, check, find the secret.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, Local, SubsecRound as _, Utc};
use zeroize::Zeroizing;

use crate::cache::{Cache, CacheAccess};
use crate::cli::args::SiteArgs;
use crate::cli::{Failure, report};
use crate::diag::codes::{CLOCK_BACKWARDS, CLOSED_UNREAD, NOW_IN_THE_PAST};
use crate::diag::{Diagnostic, Place, Problems, Severity};
use crate::keys::SiteSecret;
use crate::load::secret::{self, FromEnvironment, NamedKeys, WhenMissing};
use crate::load::state::{StateError, StateFolder};
use crate::load::{Inputs, load};
use crate::model::id::Id;
use crate::pipeline::{Leaks, Prepared, Stage, prepare};
use crate::publish::{ByHand, is_output};
use crate::source::Spanned;
use crate::validate::Circumstances;
use crate::watch::is_shared;

/// A site that was loaded and checked.
pub(super) struct OpenedSite {
    pub(super) inputs: Inputs,
    pub(super) cache: Cache,
    pub(super) state: StateFolder,
    pub(super) prepared: Prepared,
    pub(super) now: DateTime<Utc>,
    /// What tells the site's links and its secret when they are met, where the secret is known.
    leaks: Option<Leaks>,
    /// From where the command runs to the site, as annotations need it: empty, or ending in `/`.
    pub(super) prefix: String,
}

/// How a command opens a site.
pub(super) struct OpenOptions<'a> {
    /// Whether references that leave their share are told.
    pub(super) strict: bool,
    /// What stands in the place of `base_url` in site.yaml.
    pub(super) base_url: Option<&'a str>,
    /// Whether the command keeps what it finds out.
    pub(super) access: CacheAccess,
    /// Shares that the command closes by hand.
    pub(super) close: &'a [Id],
    /// Called when a stage begins.
    pub(super) stage: &'a (dyn Fn(Stage) + Sync),
}

impl Default for OpenOptions<'_> {
    fn default() -> Self {
        Self { strict: false, base_url: None, access: CacheAccess::Read, close: &[], stage: &|_| () }
    }
}

/// Loads and checks the site.
pub(super) fn open(site: &SiteArgs, opening: &OpenOptions<'_>) -> Result<OpenedSite, Failure> {
    let OpenOptions { strict, base_url, access, close, stage } = *opening;
    let base_url = base_url.map(parse_base_url).transpose()?;
    stage(Stage::Load);
    let state = state(site)?;
    let cache = cache(&site.folder, &state, access);
    let mut inputs = load(&site.folder, state.folder(), &cache).map_err(|error| {
        Failure::usage(format!("the site `{}` cannot be opened: {error}", site.folder.display()))
    })?;
    take_closed(&mut inputs, &state);
    inputs.closed.extend(close.iter().cloned());
    let mut about_now = Problems::default();
    let now = now(site, &mut about_now);
    let circumstances = Circumstances { now, clock: now.max(clock()), strict };
    let mut prepared = prepare(&inputs, &cache, circumstances, base_url.as_deref(), stage);
    prepared.problems.append(about_now);
    let folder = site.folder.to_string_lossy().replace('\\', "/");
    let folder = folder.trim_start_matches("./").trim_end_matches('/');
    let prefix = if ["", "."].contains(&folder) { String::new() } else { format!("{folder}/") };
    Ok(OpenedSite { inputs, cache, state, prepared, now, leaks: None, prefix })
}

/// Where a site keeps its state.
pub(super) fn state(site: &SiteArgs) -> Result<StateFolder, Failure> {
    let named = site.state_dir.clone().or_else(|| set("EXTRAIT_STATE_DIR").map(PathBuf::from));
    StateFolder::of(&site.folder, named.as_deref(), is_output).map_err(no_state)
}

/// A folder that cannot hold the state was named on the command line, or the machine refused.
pub(super) fn no_state(error: StateError) -> Failure {
    match error {
        StateError::Refused { .. } => Failure::usage(error.to_string()),
        StateError::Machine { ref source, .. } if source.kind() == io::ErrorKind::ReadOnlyFilesystem => {
            Failure::internal(format!("{error}; --state-dir DIR names another folder for the state"))
        }
        StateError::Machine { .. } => Failure::machine(error),
    }
}

/// Takes in which shares a person closed. What cannot be read may close any: nothing is published before it can.
fn take_closed(inputs: &mut Inputs, state: &StateFolder) {
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
fn cache(site: &Path, state: &StateFolder, access: CacheAccess) -> Cache {
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

pub(super) fn parse_base_url(text: &str) -> Result<String, Failure> {
    let url = crate::parse::base_url(text);
    url.ok_or_else(|| {
        Failure::usage(format!("`{text}` is no address of a site: write it as https://example.org/"))
    })
}

/// The machine's clock.
#[expect(clippy::disallowed_methods, reason = "this is the door through which time comes in")]
pub(super) fn clock() -> DateTime<Utc> {
    Utc::now()
}

/// The instant of the command as a person here writes it: in the offset that was given, or that of the machine, to the second.
pub(super) fn local(site: &SiteArgs, now: DateTime<Utc>) -> DateTime<FixedOffset> {
    let local = match site.now {
        Some(given) if given == now => given,
        _ => now.with_timezone(&Local).fixed_offset(),
    };
    local.trunc_subsecs(0)
}

/// The instant of the command. An old clock must not keep a closed share open.
fn now(site: &SiteArgs, problems: &mut Problems) -> DateTime<Utc> {
    let machine = clock();
    let Some(given) = site.now.map(|now| now.to_utc()) else { return machine };
    if given < machine {
        let code = if site.locked { &CLOCK_BACKWARDS } else { &NOW_IN_THE_PAST };
        let message = format!("--now {} lies before the machine's clock", report::instant(&given));
        problems.push(
            Diagnostic::new(code, Place::Elsewhere, message)
                .help("a share that has ended since then is shown as open"),
        );
    }
    // A refused clock decides nothing: what has ended by the machine's clock is closed all the same.
    if given < machine && site.locked { machine } else { given }
}

impl OpenedSite {
    /// Checks the site again, as it would be with `text` in the file `path`.
    pub(super) fn suppose(&mut self, path: &str, text: &str, base_url: Option<&str>) {
        self.inputs.suppose(path, text);
        self.check_again(base_url);
    }

    /// Checks the site again after a change of what was read.
    pub(super) fn check_again(&mut self, base_url: Option<&str>) {
        let elsewhere = self.prepared.problems.iter().filter(|problem| problem.place == Place::Elsewhere);
        let elsewhere: Vec<_> = elsewhere.cloned().collect();
        let circumstances = Circumstances { now: self.now, clock: self.now.max(clock()), strict: false };
        let base_url = base_url.and_then(crate::parse::base_url);
        self.prepared = prepare(&self.inputs, &self.cache, circumstances, base_url.as_deref(), &|_| ());
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
    pub(super) fn secret(
        &mut self,
        site: &SiteArgs,
        missing: WhenMissing,
    ) -> Result<Option<SiteSecret>, Failure> {
        let (key_id, public_key): (Option<Spanned<String>>, Option<Spanned<String>>) =
            (self.prepared.key_id.clone(), self.prepared.public_key.clone());
        let named = NamedKeys { key_id: key_id.as_ref(), public_key: public_key.as_ref() };
        let missing = if site.locked { WhenMissing::Complain } else { missing };
        // A site with errors is only pruned: a missing secret is then no news.
        let mut unheard = Problems::default();
        let broken = self.prepared.problems.has_errors();
        let problems = if broken { &mut unheard } else { &mut self.prepared.problems };
        let found = secret::find(&self.state, &environment(), named, missing, problems).map_err(no_state)?;
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
        secret::find(&self.state, &environment(), NamedKeys::default(), complain, &mut unheard).ok().flatten()
    }

    /// The site secret for a command that goes on without one, and says nothing about it.
    pub(super) fn quiet_secret(&self) -> Option<SiteSecret> {
        let Prepared { key_id, public_key, .. } = &self.prepared;
        let named = NamedKeys { key_id: key_id.as_ref(), public_key: public_key.as_ref() };
        let mut unheard = Problems::default();
        secret::find(&self.state, &environment(), named, WhenMissing::Complain, &mut unheard).ok().flatten()
    }
}

/// A variable of the environment; an empty one counts as unset, as CI systems set it for forks.
#[expect(clippy::disallowed_methods, reason = "this is the door through which the environment comes in")]
fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Where GitHub Actions shows what a step has to say.
pub(super) fn step_summary() -> Option<PathBuf> {
    set("GITHUB_STEP_SUMMARY").map(PathBuf::from)
}

/// What the environment says of the secret.
fn environment() -> FromEnvironment {
    FromEnvironment {
        secret: set("EXTRAIT_SECRET").map(|value| Zeroizing::new(value.to_string_lossy().into_owned())),
        file: set("EXTRAIT_SECRET_FILE").map(PathBuf::from),
    }
}
