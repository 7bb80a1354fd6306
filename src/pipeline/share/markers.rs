//! What a share allows, as files that the rules of its host ask for.

use crate::hash::Hash;
use crate::host::{FRAMING, Marker, ORIGINS};
use crate::seal::Artefact;
use crate::select::Snapshot;

/// The markers that the share is published with.
pub(super) fn of(snapshot: &Snapshot<'_>) -> Vec<&'static Marker> {
    let framing = snapshot.may_be_framed().then_some(&FRAMING);
    let origins = snapshot.is_for_applications().then_some(&ORIGINS);
    framing.into_iter().chain(origins).collect()
}

/// What a marker's file follows from: nothing but itself.
pub(super) fn fingerprint(marker: &Marker) -> Hash {
    Hash::of_parts(&[marker.name.as_bytes(), marker.text.as_bytes()])
}

/// Its file.
pub(super) fn file(marker: &Marker) -> Artefact {
    let (path, bytes) = (marker.name.to_owned(), marker.text.as_bytes().to_vec());
    Artefact { path, fingerprint: fingerprint(marker), bytes }
}
