//! What follows from site.yaml and the secret alone: where the site is found, and what identifies its secret.

use crate::load::secret::WhenMissing;
use crate::sign::{PublicKey, SigningKey};
use crate::workspace::opened::base_url;
use crate::workspace::{OpenError, SiteError, SiteReading, Workspace};

/// What identifies the site secret, without being it.
#[derive(Debug)]
pub struct SecretMarks {
    /// What site.yaml may say as `key_id`.
    pub key_id: String,
    /// What signatures are checked with.
    pub public_key: PublicKey,
}

/// Where a site is found, and what serves it.
#[derive(Debug)]
pub struct SiteAddress {
    /// Ends in `/`.
    pub base_url: String,
    /// The hosts that site.yaml names.
    pub hosts: Vec<String>,
}

impl Workspace {
    /// What identifies the site secret.
    ///
    /// # Errors
    ///
    /// Where the site cannot be opened, or the secret is missing or not the one that site.yaml names.
    pub fn secret_marks(&self) -> Result<SecretMarks, SiteError> {
        let mut opened = self.load(&SiteReading::default())?;
        let Some(secret) = opened.secret(WhenMissing::Complain)? else {
            return Err(SiteError::files(opened));
        };
        let public_key = SigningKey::new(&secret.signing_seed()).public();
        Ok(SecretMarks { key_id: secret.key_id(), public_key })
    }

    /// Where the site is found, and its hosts.
    ///
    /// # Errors
    ///
    /// Where the site cannot be opened, or its files have errors.
    pub fn address(&self) -> Result<SiteAddress, SiteError> {
        let opened = self.load(&SiteReading::default())?;
        let Some(project) = &opened.prepared.project else { return Err(SiteError::files(opened)) };
        let site = project.site();
        let hosts = site.hosts.iter().map(|host| host.value.clone()).collect();
        Ok(SiteAddress { base_url: site.base_url.clone(), hosts })
    }

    /// Where the site is found, whatever else is wrong with its files.
    ///
    /// # Errors
    ///
    /// Where the site cannot be opened, or site.yaml does not tell.
    pub fn base_url(&self) -> Result<String, SiteError> {
        let opened = self.load(&SiteReading::default())?;
        opened.prepared.base_url.clone().ok_or_else(|| SiteError::files(opened))
    }
}

/// The address of a site in its one form.
///
/// # Errors
///
/// Where `text` is none.
pub fn parse_base_url(text: &str) -> Result<String, OpenError> {
    base_url(text)
}
