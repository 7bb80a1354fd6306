//! Finding the site secret: the environment, a file, or the site's own `.extrait/secret`.

#![expect(clippy::disallowed_methods, reason = "the environment names this file")]

use std::io::{self, Write as _};
use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::diag::codes::{PUBLIC_KEY_MISMATCH, SECRET_INVALID, SECRET_MADE, SECRET_MISMATCH, SECRET_MISSING};
use crate::diag::{Diagnostic, Place, Problems};
use crate::keys::SiteSecret;
use crate::ledger;
use crate::load::open::{FileRefusal, SiteFolder};
use crate::load::state::{SECRET, StateError, StateFolder, at, private};
use crate::sign::SigningKey;
use crate::source::Spanned;

/// What the environment says of the secret.
#[derive(Default)]
pub struct FromEnvironment {
    /// `EXTRAIT_SECRET`.
    pub secret: Option<Zeroizing<String>>,
    /// `EXTRAIT_SECRET_FILE`.
    pub file: Option<PathBuf>,
}

/// What `site.yaml` says of the secret that the site was published with: it had one, then, and another one is wrong.
#[derive(Debug, Clone, Copy, Default)]
pub struct NamedKeys<'a> {
    /// `key_id`.
    pub key_id: Option<&'a Spanned<String>>,
    /// `public_key`.
    pub public_key: Option<&'a Spanned<String>>,
}

impl NamedKeys<'_> {
    fn is_said(&self) -> bool {
        self.key_id.is_some() || self.public_key.is_some()
    }
}

/// What to do for a site without a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenMissing {
    /// Make one, if the site has never had one.
    Make,
    /// Complain.
    Complain,
}

/// Finds the secret of the site whose state is `state`, or makes one. `None` where a complaint says why not.
pub fn find(
    state: &StateFolder,
    environment: &FromEnvironment,
    named: NamedKeys<'_>,
    missing: WhenMissing,
    problems: &mut Problems,
) -> Result<Option<SiteSecret>, StateError> {
    let Some((origin, text)) = written(state, environment)? else {
        let had_one = named.is_said() || has_published(state);
        return match missing {
            WhenMissing::Make if !had_one => make(state, problems).map(Some),
            _ => {
                problems.push(absent(state, had_one));
                Ok(None)
            }
        };
    };
    match SiteSecret::parse(&text) {
        Err(error) => {
            problems.push(
                Diagnostic::new(
                    &SECRET_INVALID,
                    Place::Elsewhere,
                    format!("the secret in {origin} is unusable: {error}"),
                )
                .help("put the original back; without it every link changes"),
            );
            Ok(None)
        }
        Ok(secret) => Ok(matches(&secret, &origin, named, problems).then_some(secret)),
    }
}

/// Whether the site was built before, here or elsewhere: then it had a secret, and another one would change every link.
fn has_published(state: &StateFolder) -> bool {
    state.has_published() || ledger::exists(state.site())
}

fn written(
    state: &StateFolder,
    environment: &FromEnvironment,
) -> Result<Option<(String, Zeroizing<String>)>, StateError> {
    if let Some(secret) = &environment.secret {
        return Ok(Some(("EXTRAIT_SECRET".to_owned(), secret.clone())));
    }
    if let Some(path) = &environment.file {
        let text = std::fs::read_to_string(path).map_err(|error| {
            at(path)(io::Error::new(error.kind(), format!("{error} (EXTRAIT_SECRET_FILE names it)")))
        })?;
        return Ok(Some(("EXTRAIT_SECRET_FILE".to_owned(), Zeroizing::new(text))));
    }
    for (folder, name) in state.secrets() {
        let path = folder.join(name);
        let folder = match SiteFolder::open(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened.map_err(at(folder))?,
        };
        match folder.read(name, 4096).map(|(bytes, _)| bytes) {
            Ok(bytes) => {
                let origin = if name == SECRET { SECRET.to_owned() } else { path.display().to_string() };
                return Ok(Some((origin, Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))));
            }
            Err(FileRefusal::Missing) => {}
            Err(FileRefusal::Other(error)) => return Err(at(&path)(error)),
            Err(
                FileRefusal::Outside | FileRefusal::Own | FileRefusal::TooLarge(_) | FileRefusal::Unsteady,
            ) => {
                return Err(at(&path)(io::Error::other("it is no secret")));
            }
        }
    }
    Ok(None)
}

fn absent(state: &StateFolder, had_one: bool) -> Diagnostic {
    let message = if had_one { "the site's secret is missing" } else { "there is no site secret" };
    Diagnostic::new(&SECRET_MISSING, Place::Elsewhere, message).help(format!(
        "set EXTRAIT_SECRET or EXTRAIT_SECRET_FILE, or put the secret into {}; a first `extrait build` without --locked makes one",
        shown(state)
    ))
}

fn matches(secret: &SiteSecret, origin: &str, named: NamedKeys<'_>, problems: &mut Problems) -> bool {
    let (key_id, public_key) = (secret.key_id(), SigningKey::new(&secret.signing_seed()).public().to_text());
    let other_id = named.key_id.filter(|named| named.value != key_id);
    if let Some(other) = other_id {
        let message = format!("the secret in {origin} has the key id {key_id}, not {}", other.value);
        problems
            .push(Diagnostic::new(&SECRET_MISMATCH, other.span, message).help(
                "use the secret that the site was published with: with another one every link changes",
            ));
    }
    let other_key = named.public_key.filter(|named| named.value != public_key);
    if let Some(other) = other_key {
        let message = format!("the secret in {origin} signs as {public_key}, not as {}", other.value);
        problems.push(Diagnostic::new(&PUBLIC_KEY_MISMATCH, other.span, message).help(
            "use the secret that the site was published with: readers hold that key, and would refuse what another one signs",
        ));
    }
    other_id.is_none() && other_key.is_none()
}

fn make(state: &StateFolder, problems: &mut Problems) -> Result<SiteSecret, StateError> {
    let path = state.secret();
    let secret = SiteSecret::generate().map_err(|error| at(&path)(io::Error::other(error)))?;
    state.make()?;
    let written = private(&path).and_then(|mut file| {
        file.write_all(secret.to_text().as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()
    });
    written.map_err(at(&path))?;
    problems.push(
        Diagnostic::new(&SECRET_MADE, Place::Elsewhere, format!("a new site secret was written to {}", shown(state)))
            .help("keep a copy in a safe place, out of git: without it every link changes. `extrait key show` tells more"),
    );
    Ok(secret)
}

/// Where the secret lies, as a person would type it.
fn shown(state: &StateFolder) -> String {
    let path = state.secret();
    path.strip_prefix(".").unwrap_or(&path).display().to_string()
}
