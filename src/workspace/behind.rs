//! The ledger against the shares' files.

use std::collections::BTreeMap;
use std::path::Path;

use crate::address;
use crate::diag::codes::{LEDGER_BEHIND, LEDGER_BROKEN};
use crate::diag::{Diagnostic, Place, Problems};
use crate::keys::LinkKey;
use crate::ledger::{DeclaredLink, FILE, MissingEvent, missing, read, token_hash};
use crate::model::id::Id;
use crate::model::recipient::{LinkSpec, Recipient};
use crate::model::share::Share;
use crate::validate::Project;
use crate::workspace::opened::OpenedSite;

/// Warns where the site has a ledger that cannot be trusted, or that does not say how the links stand. Without a key, tokens
/// are not compared.
pub(super) fn warn(root: &Path, opened: &mut OpenedSite, key: Option<&LinkKey>) {
    let broken = |message: String| {
        Diagnostic::new(&LEDGER_BROKEN, Place::File(FILE.to_owned()), message)
            .help("`extrait ledger verify` names every line; put them back as the history of the repository has them")
    };
    let ledger = match read(root) {
        Ok(None) => return,
        Ok(Some(ledger)) => ledger,
        Err(error) => return opened.prepared.problems.push(broken(error.to_string())),
    };
    if let Some(fault) = ledger.verify(&[]).first() {
        opened.prepared.problems.push(broken(fault.message.clone()));
    }
    if let Some(project) = opened.prepared.project.as_ref().filter(|_| ledger.unreadable().is_empty()) {
        let lacks = missing(&ledger, &standings(project, key), opened.now);
        let told = behind(project, &lacks);
        opened.prepared.problems.append(told);
    }
}

/// One complaint a share.
pub(super) fn behind(project: &Project, lacks: &[MissingEvent]) -> Problems {
    let mut shares: BTreeMap<&Id, Vec<&MissingEvent>> = BTreeMap::new();
    for lack in lacks {
        shares.entry(&lack.link.id.share).or_default().push(lack);
    }
    let mut problems = Problems::default();
    problems.extend(shares.into_iter().map(|(id, lacks)| {
        let share = project.shares().iter().find(|share| share.id == *id);
        let place = share.map_or_else(|| Place::File(FILE.to_owned()), |share| Place::Text(share.span));
        let whose = |lack: &&MissingEvent| {
            let recipient = lack.link.id.recipient.as_ref();
            recipient.map_or_else(String::new, |recipient| format!(" for `{recipient}`"))
        };
        let words: Vec<_> = lacks.iter().map(|lack| format!("{}{}", lack.kind.word(), whose(lack))).collect();
        let message = format!("the ledger does not say of `{id}`: {}", words.join(", "));
        Diagnostic::new(&LEDGER_BEHIND, place, message).help("`extrait ledger sync` appends what is missing")
    }));
    problems
}

/// Every link of the site, as its files have it.
pub(super) fn standings(project: &Project, key: Option<&LinkKey>) -> Vec<DeclaredLink> {
    let site = &project.site().id;
    project.shares().iter().flat_map(|share| of_share(share, site, key)).collect()
}

fn of_share(share: &Share, site: &Id, key: Option<&LinkKey>) -> Vec<DeclaredLink> {
    let tokens = key.map(|key| {
        let links = address::links(share, site, key).into_iter();
        links.map(|link| token_hash(link.folder.name())).collect::<Vec<_>>()
    });
    let standing = |(position, holder): (usize, LinkSpec<'_>)| DeclaredLink {
        id: holder.id(&share.id, share.expiry()),
        token: tokens.as_ref().map(|tokens| tokens[position]),
        revoked: holder.revoked,
        reason: why(share, holder.recipient),
    };
    share.holders().into_iter().enumerate().map(standing).collect()
}

/// Why a link is withdrawn: its own reason, else that of its share.
fn why(share: &Share, recipient: Option<&Recipient>) -> Option<String> {
    let own = recipient.filter(|recipient| recipient.revoked).and_then(|recipient| recipient.reason.clone());
    own.or_else(|| share.reason.clone())
}
