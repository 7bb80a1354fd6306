//! What the ledger is told of a share that is withdrawn as a whole, whatever can be read of its file.

use chrono::{DateTime, FixedOffset};

use crate::keys::LinkKey;
use crate::ledger::{Event, EventKind, Ledger};
use crate::model::id::Id;
use crate::pipeline::Prepared;
use crate::workspace::shares::links::{ShareLinks, event};

/// The lines after which the ledger says of each link of the share that it is withdrawn.
pub(in crate::workspace) fn events(
    prepared: &Prepared,
    key: Option<&LinkKey>,
    id: &Id,
    ledger: &Ledger,
    (at, reason): (DateTime<FixedOffset>, Option<&str>),
) -> Vec<Event> {
    let share = prepared.shares.iter().find(|share| share.id == *id);
    let links = share.and_then(|share| ShareLinks::of(share, prepared.site_id.as_ref()?, key?));
    let written = links
        .iter()
        .flat_map(|links| links.all.iter().map(|link| event(EventKind::Revoked, link, at, reason)));
    let mut events: Vec<Event> = written.collect();
    // What only the ledger still knows: recipients that were taken off the file, or all where it cannot be read.
    for last in ledger.last_events().into_iter().filter(|last| last.share == *id) {
        if events.iter().all(|event| event.recipient != last.recipient) {
            let (kind, reason) = (EventKind::Revoked, reason.map(str::to_owned));
            events.push(Event { kind, at, reason, ..last.clone() });
        }
    }
    events.retain(|event| {
        let last = ledger.last(id, event.recipient.as_ref());
        last.is_none_or(|last| last.kind != EventKind::Revoked || last.token != event.token)
    });
    events
}
