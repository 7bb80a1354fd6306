//! Shares, changed by values: what a change tells, and why one is refused.

use extrait::link::LinkState;
use extrait::model::lifetime::Lifetime;
use extrait::workspace::{
    EditShare, LedgerOutcome, NewEnd, NewShare, ShareCommand, ShareDeed, ShareError, SiteError,
    WrittenLifetime,
};

use super::{built, open, small};
use crate::support::tree;

fn new() -> NewShare {
    NewShare {
        title: "For the auditor".to_owned(),
        registers: vec!["hr".to_owned()],
        items: vec!["hr/draft".to_owned()],
        recipients: vec!["x".to_owned()],
        ..NewShare::default()
    }
}

#[test]
fn a_draft_is_shared_when_somebody_has_said_yes() {
    let site = small();
    let workspace = open(&site);
    let Err(ShareError::DraftsUnconfirmed { drafts }) = workspace.apply(&ShareCommand::New(new())) else {
        panic!("a draft was shared")
    };
    assert_eq!(drafts, ["hr/draft"]);
    assert!(!site.path("content/shares/for-the-auditor.yaml").exists());
    assert!(!site.path("shares.ledger.jsonl").exists());

    let change = workspace.apply(&ShareCommand::New(NewShare { confirmed: true, ..new() })).unwrap();
    assert_eq!(change.share.as_str(), "for-the-auditor");
    assert_eq!(change.path, "content/shares/for-the-auditor.yaml");
    assert_eq!(change.deed, ShareDeed::Created { opens: None });
    assert!(change.old.is_none());
    let links = change.links.unwrap();
    assert_eq!(links.all.len(), 1);
    assert_eq!(links.all[0].id.recipient.as_ref().unwrap().as_str(), "x");
    assert_eq!((links.all[0].id.generation, links.all[0].revoked), (1, false));
    assert_eq!(change.internal.unwrap().items, 2);
    let LedgerOutcome::Told(note) = change.ledger else { panic!("the ledger was not told") };
    assert!(note.to_be_merged, "the ledger is new");

    let report = built(&workspace);
    assert_eq!(report.links, 3);
    let folder = site.folder("for-the-auditor", Some("x"));
    assert_eq!(folder, links.all[0].folder.name(), "the build publishes the link that was told");
}

#[test]
fn a_change_tells_old_and_new_links() {
    let site = small();
    let workspace = open(&site);
    let by = Lifetime::For(86_400);
    let change =
        workspace.apply(&ShareCommand::Extend { id: "hand".to_owned(), end: NewEnd::Later(by) }).unwrap();
    let ShareDeed::Extended { from: Some(from), to: Some(to) } = change.deed else { panic!("{change:?}") };
    assert_eq!((to - from).num_days(), 1);
    let (old, links) = (change.old.unwrap(), change.links.unwrap());
    assert_eq!((old.expires, links.expires), (Some(from), Some(to)));
    assert!(old.all.iter().zip(&links.all).all(|(old, new)| old.folder != new.folder));

    let revoke = ShareCommand::Revoke {
        id: "hand".to_owned(),
        recipient: Some("a".to_owned()),
        reason: Some("left".to_owned()),
    };
    let change = workspace.apply(&revoke).unwrap();
    let id = |name: &str| extrait::model::id::Id::new(name).unwrap();
    assert_eq!(change.deed, ShareDeed::Revoked(Some(id("a"))));
    let links = change.links.unwrap();
    assert_eq!(links.all.iter().map(|link| link.revoked).collect::<Vec<_>>(), [true, false]);
    let again = workspace.apply(&revoke).unwrap();
    assert_eq!(again.deed, ShareDeed::RevokedBefore(Some(id("a"))));
    assert!(matches!(again.ledger, LedgerOutcome::Nothing));

    let details = workspace.share("hand").unwrap();
    assert_eq!(details.standing(true), LinkState::Revoked);
    let kinds: Vec<_> = details.history.iter().map(|event| event.kind.word()).collect();
    assert_eq!(kinds, ["extended", "extended", "revoked"]);
    assert_eq!(details.history[2].reason.as_deref(), Some("left"));
}

#[test]
fn a_share_is_deleted_with_its_links() {
    let site = small();
    let workspace = open(&site);
    built(&workspace);
    let delete =
        |confirmed| ShareCommand::Delete { id: "hand".to_owned(), reason: None, output: None, confirmed };
    let asked = workspace.apply(&delete(false));
    assert!(matches!(asked, Err(ShareError::DeletionUnconfirmed(id)) if id.as_str() == "hand"));
    assert!(site.path("content/shares/hand.yaml").exists());
    let change = workspace.apply(&delete(true)).unwrap();
    let paths = vec!["content/shares/hand.yaml".to_owned()];
    assert_eq!(change.deed, ShareDeed::Deleted { paths, closed: 2 });
    assert!(!site.path("content/shares/hand.yaml").exists());
    assert!(matches!(change.ledger, LedgerOutcome::Told(_)));
}

macro_rules! is {
    ($error:expr, $variant:pat) => {
        let error = $error;
        assert!(matches!(error, $variant), "{error:?}");
    };
}

/// Before the instant of the tests.
const PASSED: &str = "2098-01-01T00:00:00Z";

fn written(text: &str) -> WrittenLifetime {
    WrittenLifetime { text: text.to_owned(), lifetime: text.parse().unwrap() }
}

#[test]
fn each_refusal_of_a_new_share_says_by_its_variant_what_was_wrong() {
    let site = small();
    let workspace = open(&site);
    let make = |change: &dyn Fn(&mut NewShare)| {
        let mut wish = NewShare { confirmed: true, ..new() };
        change(&mut wish);
        workspace.apply(&ShareCommand::New(wish)).unwrap_err()
    };
    is!(make(&|wish| wish.groups = vec!["team".to_owned()]), ShareError::ForGroups);
    is!(make(&|wish| wish.title = " ".to_owned()), ShareError::TitleEmpty);
    is!(make(&|wish| wish.title = "a\nb".to_owned()), ShareError::TitleForm);
    is!(make(&|wish| wish.title = "—".to_owned()), ShareError::IdMissing(_));
    is!(make(&|wish| wish.registers = vec!["nh".to_owned()]), ShareError::NoRegister { .. });
    is!(make(&|wish| wish.items = vec!["hr".to_owned()]), ShareError::ItemForm(_));
    is!(make(&|wish| wish.items = vec!["hr/zqb".to_owned()]), ShareError::NoItem { .. });
    is!(make(&|wish| wish.id = Some("No id".to_owned())), ShareError::IdForm(_));
    is!(make(&|wish| wish.id = Some("hand".to_owned())), ShareError::IdTaken(_));
    is!(make(&|wish| wish.recipients = vec!["x".to_owned(); 2]), ShareError::Repeated { count: 2, .. });
    is!(make(&|wish| wish.lang = Some("de".to_owned())), ShareError::NoLanguage { .. });
    is!(make(&|wish| wish.opens = Some(PASSED.parse().unwrap())), ShareError::OpensPast(_));
    let opens = |wish: &mut NewShare| {
        wish.opens = Some("2098-09-01T00:00:00Z".parse().unwrap());
        wish.expires = Some(written("2098-08-01T00:00:00Z"));
    };
    is!(make(&opens), ShareError::NeverOpen { .. });
    is!(make(&|wish| wish.expires = Some(written(PASSED))), ShareError::EndPast(_));
    let unknown = |wish: &mut NewShare| wish.profile = Some("no-such-field,".to_owned());
    is!(make(&unknown), ShareError::Unsound { is_new: true, .. });
    assert_eq!(tree(&site.path("content/shares")).len(), 1, "nothing was written");
    assert!(!site.path("shares.ledger.jsonl").exists());
}

#[test]
fn each_refusal_of_a_change_says_by_its_variant_what_was_wrong() {
    let site = small();
    let workspace = open(&site);
    let before = tree(&site.path("content/shares"));
    let refused = |command: ShareCommand| workspace.apply(&command).unwrap_err();
    let edit = |change: &dyn Fn(&mut EditShare)| {
        let mut wish = EditShare { id: "hand".to_owned(), ..EditShare::default() };
        change(&mut wish);
        refused(ShareCommand::Edit(wish))
    };
    is!(edit(&|_| ()), ShareError::NothingToChange);
    is!(edit(&|wish| wish.id = "hant".to_owned()), ShareError::NoShare { .. });
    is!(edit(&|wish| wish.add_registers = vec!["hr".to_owned()]), ShareError::Included { .. });
    is!(edit(&|wish| wish.remove_items = vec!["hr/zqa".to_owned()]), ShareError::NotIncluded { .. });
    is!(edit(&|wish| wish.remove_registers = vec!["hr".to_owned()]), ShareError::NothingLeft(_));
    is!(edit(&|wish| wish.add_recipients = vec!["a".to_owned()]), ShareError::HasRecipient { .. });
    is!(edit(&|wish| wish.remove_recipients = vec!["c".to_owned()]), ShareError::NoRecipient { .. });
    let both = || vec!["a".to_owned(), "b".to_owned()];
    is!(edit(&|wish| wish.remove_recipients = both()), ShareError::NoRecipientLeft(_));
    is!(edit(&|wish| wish.lang = Some("de".to_owned())), ShareError::Unsound { is_new: false, .. });
    let extend = |end| refused(ShareCommand::Extend { id: "hand".to_owned(), end });
    is!(extend(NewEnd::At(written(PASSED))), ShareError::NewEndPast { since: "creation", .. });
    is!(extend(NewEnd::At(written("2099-01-01T00:00:00Z"))), ShareError::SameEnd(_));
    is!(extend(NewEnd::Later("never".parse().unwrap())), ShareError::NoDuration);
    let (id, recipient) = ("hand".to_owned(), None);
    let restore = ShareCommand::Restore { id: id.clone(), recipient, same_link: false };
    is!(refused(restore), ShareError::NotWithdrawn { .. });
    let reason = Some("a\nb".to_owned());
    is!(refused(ShareCommand::Revoke { id, recipient: None, reason }), ShareError::Reason);
    assert_eq!(tree(&site.path("content/shares")), before, "nothing was written");

    site.write("site.yaml", "id: test\n");
    let broken = workspace.share("hand");
    is!(broken.unwrap_err(), ShareError::Site(SiteError::Files(_)));
}
