//! What every command that asks a host does first: decide whom to trust and how long to wait.

use std::path::Path;

use crate::cli::Failure;
use crate::mask;
use crate::remote::{Authorities, Client, Patience, UrlError};

/// A client that calls itself `extrait-NAME/VERSION` and trusts the authorities in the file `ca`, or those that browsers
/// trust.
pub(super) fn client(name: &str, patience: Patience, ca: Option<&Path>) -> Result<Client, Failure> {
    Ok(Client::new(&format!("extrait-{name}/{}", env!("CARGO_PKG_VERSION")), patience, authorities(ca)?))
}

/// An address that cannot be asked. What is refused because it would end in logs is not printed here.
pub(super) fn unaskable(address: &str, error: UrlError) -> Failure {
    let named = match error {
        UrlError::Credentials => "the address".to_owned(),
        _ => format!("`{}`", mask::foreign(address)),
    };
    Failure::usage(format!("{named} cannot be asked: {error}"))
}

/// Who vouches for hosts: the authorities in the file `ca`, or those that browsers trust.
pub(super) fn authorities(ca: Option<&Path>) -> Result<Authorities, Failure> {
    let Some(path) = ca else { return Ok(Authorities::public()) };
    Authorities::of_file(path).map_err(|error| Failure::usage(format!("--ca {}: {error}", path.display())))
}
