//! The clock and the environment as values: what a site is worked on under, beside its files.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Local, SubsecRound as _, Utc};
use zeroize::Zeroizing;

use crate::diag::codes::{CLOCK_BACKWARDS, NOW_IN_THE_PAST};
use crate::diag::{Diagnostic, Place, Problems};
use crate::load::secret::FromEnvironment;
use crate::workspace::instant;

/// What surrounds a site: variables of the environment, and what whoever calls says once for all calls. The default is an
/// empty environment.
#[derive(Clone, Default)]
pub struct Environment {
    /// Where the site's state lies, in the place of `.extrait` in its folder (`EXTRAIT_STATE_DIR`).
    pub state_dir: Option<PathBuf>,
    /// The site secret in its text form (`EXTRAIT_SECRET`); it comes before every file.
    pub secret: Option<Zeroizing<String>>,
    /// The file that holds the site secret (`EXTRAIT_SECRET_FILE`); it comes before the state folder's own.
    pub secret_file: Option<PathBuf>,
    /// What stands in the place of `base_url` in site.yaml.
    pub base_url: Option<String>,
    /// For CI: a missing secret or a supposed instant in the past is an error, and no secret is made.
    pub locked: bool,
}

impl Environment {
    /// What the variables of this process say. An empty one counts as unset, as CI systems set it for forks.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            state_dir: set("EXTRAIT_STATE_DIR").map(PathBuf::from),
            secret: set("EXTRAIT_SECRET").map(|value| Zeroizing::new(value.to_string_lossy().into_owned())),
            secret_file: set("EXTRAIT_SECRET_FILE").map(PathBuf::from),
            ..Self::default()
        }
    }

    /// What is said of the secret.
    pub(super) fn of_secret(&self) -> FromEnvironment {
        FromEnvironment { secret: self.secret.clone(), file: self.secret_file.clone() }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the door through which the environment comes in")]
fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Where GitHub Actions shows what a step has to say, as the variables of this process name it.
#[must_use]
pub fn step_summary() -> Option<PathBuf> {
    set("GITHUB_STEP_SUMMARY").map(PathBuf::from)
}

/// Where instants come from: a clock, and the instant that counts as now if that is another one.
#[derive(Clone)]
pub struct Clock {
    read: Arc<dyn Fn() -> DateTime<FixedOffset> + Send + Sync>,
    supposed: Option<DateTime<FixedOffset>>,
}

impl Clock {
    /// The machine's clock, in its own offset.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the door through which time comes in")]
    pub fn machine() -> Self {
        Self::of(|| Utc::now().with_timezone(&Local).fixed_offset())
    }

    /// A clock that `read` reads.
    #[must_use]
    pub fn of(read: impl Fn() -> DateTime<FixedOffset> + Send + Sync + 'static) -> Self {
        Self { read: Arc::new(read), supposed: None }
    }

    /// A clock that always tells `instant`.
    #[must_use]
    pub fn fixed(instant: DateTime<FixedOffset>) -> Self {
        Self::of(move || instant)
    }

    /// The same clock, with `now` as the instant of every call, if it is given.
    #[must_use]
    pub fn supposing(self, now: Option<DateTime<FixedOffset>>) -> Self {
        Self { supposed: now, ..self }
    }

    /// What the clock itself tells, whatever is supposed.
    #[must_use]
    pub fn machine_now(&self) -> DateTime<Utc> {
        (self.read)().to_utc()
    }

    /// Whether another instant than the clock's counts as now: it stands still.
    pub(super) fn is_supposed(&self) -> bool {
        self.supposed.is_some()
    }

    /// The instant of a call, and what there is to say of it. An old clock must not keep a closed share open.
    pub(super) fn decide(&self, locked: bool) -> (DateTime<Utc>, Problems) {
        let (machine, mut problems) = (self.machine_now(), Problems::default());
        let Some(given) = self.supposed.map(|now| now.to_utc()) else { return (machine, problems) };
        if given < machine {
            let code = if locked { &CLOCK_BACKWARDS } else { &NOW_IN_THE_PAST };
            let message = format!("--now {} lies before the machine's clock", instant(&given));
            problems.push(
                Diagnostic::new(code, Place::Elsewhere, message)
                    .help("a share that has ended since then is shown as open"),
            );
        }
        // A refused clock decides nothing: what has ended by the machine's clock is closed all the same.
        (if given < machine && locked { machine } else { given }, problems)
    }

    /// The instant `now` of a call as a person here writes it: in the offset that was given, or that of the clock, to the
    /// second.
    pub(super) fn local(&self, now: DateTime<Utc>) -> DateTime<FixedOffset> {
        let local = match self.supposed {
            Some(given) if given == now => given,
            _ => now.with_timezone((self.read)().offset()),
        };
        local.trunc_subsecs(0)
    }
}
