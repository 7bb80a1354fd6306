//! Finding the site secret: the environment, a file, or the site's own `.extrait/secret`.

#![expect(clippy::disallowed_methods, reason = "the environment names this file")]

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::diag::codes::{PUBLIC_KEY_MISMATCH, SECRET_INVALID, SECRET_MADE, SECRET_MISMATCH, SECRET_MISSING};
use crate::diag::{Diagnostic, Place, Problems};
use crate::keys::SiteSecret;
use crate::ledger;
use crate::load::open::{OpenError, SiteFolder};
use crate::sign::SigningKey;
use crate::source::Spanned;

/// Where the secret lies in a site that was given none from outside.
pub const FILE: &str = ".extrait/secret";

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
pub struct Named<'a> {
    /// `key_id`.
    pub key_id: Option<&'a Spanned<String>>,
    /// `public_key`.
    pub public_key: Option<&'a Spanned<String>>,
}

impl Named<'_> {
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

/// Finds the secret of the site at `root`, or makes one. `None` where a complaint says why not.
pub fn find(
    root: &Path,
    environment: &FromEnvironment,
    named: Named<'_>,
    missing: WhenMissing,
    problems: &mut Problems,
) -> io::Result<Option<SiteSecret>> {
    let Some((origin, text)) = written(root, environment)? else {
        return match missing {
            WhenMissing::Make if !named.is_said() && !has_published(root) => make(root, problems).map(Some),
            _ => {
                problems.push(absent(named.is_said() || has_published(root)));
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
fn has_published(root: &Path) -> bool {
    root.join(".extrait/manifest.json").exists() || ledger::exists(root)
}

fn written(root: &Path, environment: &FromEnvironment) -> io::Result<Option<(String, Zeroizing<String>)>> {
    if let Some(secret) = &environment.secret {
        return Ok(Some(("EXTRAIT_SECRET".to_owned(), secret.clone())));
    }
    if let Some(path) = &environment.file {
        let text = std::fs::read_to_string(path).map_err(|error| {
            io::Error::new(error.kind(), format!("EXTRAIT_SECRET_FILE names {}: {error}", path.display()))
        })?;
        return Ok(Some(("EXTRAIT_SECRET_FILE".to_owned(), Zeroizing::new(text))));
    }
    match SiteFolder::open(root)?.read(FILE, 4096).map(|(bytes, _)| bytes) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Ok(Some((FILE.to_owned(), Zeroizing::new(text))))
        }
        Err(OpenError::Missing) => Ok(None),
        Err(OpenError::Other(error)) => Err(io::Error::new(error.kind(), format!("{FILE}: {error}"))),
        Err(OpenError::Outside | OpenError::Own | OpenError::TooLarge(_) | OpenError::Unsteady) => {
            Err(io::Error::other(format!("{FILE} is no secret")))
        }
    }
}

fn absent(had_one: bool) -> Diagnostic {
    let message = if had_one { "the site's secret is missing" } else { "there is no site secret" };
    Diagnostic::new(&SECRET_MISSING, Place::Elsewhere, message).help(format!(
        "set EXTRAIT_SECRET or EXTRAIT_SECRET_FILE, or put the secret into {FILE}; a first `extrait build` without --locked makes one"
    ))
}

fn matches(secret: &SiteSecret, origin: &str, named: Named<'_>, problems: &mut Problems) -> bool {
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

fn make(root: &Path, problems: &mut Problems) -> io::Result<SiteSecret> {
    let secret = SiteSecret::generate().map_err(io::Error::other)?;
    state_folder(root)?;
    let mut file = private(&root.join(FILE))?;
    file.write_all(secret.to_text().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    problems.push(
        Diagnostic::new(&SECRET_MADE, Place::Elsewhere, format!("a new site secret was written to {}", shown(root)))
            .help("keep a copy in a safe place, out of git: without it every link changes. `extrait key show` tells more"),
    );
    Ok(secret)
}

/// Where the secret lies, as a person would type it.
fn shown(root: &Path) -> String {
    let path = root.join(FILE);
    path.strip_prefix(".").unwrap_or(&path).display().to_string()
}

/// The folder of the site's own state, ignored by git whatever the site's `.gitignore` says.
pub fn state_folder(root: &Path) -> io::Result<PathBuf> {
    let folder = root.join(".extrait");
    std::fs::create_dir_all(&folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        private(&ignore)?.write_all(b"*\n")?;
    }
    Ok(folder)
}

/// A new file that only its owner can read.
fn private(path: &Path) -> io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
