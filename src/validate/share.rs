//! Checks on shares: what they hold, whom they reach, how long they live.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::codes::{
    DUPLICATE_GROUP, REFERENCE_OUTSIDE, SHARE_DRAFT_UNLIMITED, SHARE_EMPTY, SHARE_INTERNAL,
    SHARE_NEEDS_SEALING, SHARE_PRIVATE_ITEM, SHARE_REPEATS, SHARE_TOO_WIDE, SHARE_UNKNOWN_ITEM,
    SHARE_UNKNOWN_REGISTER, SHARE_UNLIMITED, SHARE_UNREACHABLE, UNKNOWN_APPLICATION, UNKNOWN_LANGUAGE,
};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::model::format::FormatChoice;
use crate::model::id::Id;
use crate::model::item::{Access, Item, Status};
use crate::model::policy::Policy;
use crate::model::recipient::Recipient;
use crate::model::register::Register;
use crate::model::selection::{self, SelectedRegister, selected_registers};
use crate::model::share::{Audience, Inclusion, Share};
use crate::model::site::{Localized, Site};
use crate::model::value::ItemRef;
use crate::parse::{AudienceText, ParsedShare};
use crate::source::Spanned;
use crate::validate::circumstances::Circumstances;
use crate::validate::group::check_group;
use crate::validate::{formats, lifetime, policy, workspace};

/// What a share is checked against.
pub(crate) struct ShareContext<'a> {
    pub site: Option<&'a Site>,
    pub registers: &'a [Register],
    /// The groups that are listed; `None` where the list could not be read to its end.
    pub groups: Option<&'a BTreeSet<Id>>,
    pub applications: &'a BTreeMap<Id, Localized>,
    /// Whether the list of applications was read to its end.
    pub all_applications: bool,
    pub unread: &'a BTreeSet<String>,
    pub circumstances: Circumstances,
}

impl ShareContext<'_> {
    /// The share, if enough of it could be read.
    pub(crate) fn share(&self, parsed: ParsedShare, problems: &mut Problems) -> Option<Share> {
        let mut unheard = Problems::default();
        let recipients = self.recipients(&parsed, &mut unheard);
        let lang = self.language(parsed.lang.as_ref(), problems);
        let (opens, expires) = (parsed.opening(), parsed.end()?);
        let (audience, listed) = (parsed.audience, parsed.formats);
        let share = Share {
            opens,
            expires,
            extended: parsed.extended,
            created_span: parsed.created.as_ref()?.span,
            expires_span: parsed.expires?.span,
            id: parsed.id,
            title: parsed.title?,
            note: parsed.note,
            created: parsed.created?.value,
            include: parsed.include?,
            audience: Audience::AnyoneWithLink,
            profile: parsed.profile?,
            lang: lang?,
            recipients,
            generation: parsed.generation?,
            revoked: parsed.revoked,
            by_hand: parsed.by_hand,
            embed: parsed.embed,
            formats: self.formats(listed.as_deref()),
            allowed: parsed.allowed,
            revoked_at: parsed.revoked_at,
            reason: parsed.reason,
            span: parsed.span,
        };
        let now = self.circumstances.now;
        let ending_within = self.site.map(|site| site.ending_within);
        let is_meant = lifetime::check(&share, ending_within, self.circumstances, problems);
        if share.is_closed(now) && !share.revoked && !share.has_ended(now) {
            let message =
                format!("nobody has a link to `{}`: each is revoked, and the share is not", share.id);
            problems.push(Diagnostic::new(&SHARE_UNREACHABLE, share.span, message).help(format!(
                "`extrait share revoke {0}`, or `extrait share restore {0} --recipient …`",
                share.id
            )));
        }
        if share.is_closed(now) {
            return Some(share);
        }
        problems.append(unheard);
        let policy = self.site.and_then(|site| site.policy.as_ref()).filter(|_| is_meant);
        let held = self.contents(&share, policy, problems);
        let audience = self.audience(&share, audience, &held, problems);
        let share = Share { audience, ..share };
        internal(&share, &held, problems);
        formats::idle(listed.as_deref().unwrap_or_default(), &held, problems);
        Some(share)
    }

    /// Who has a link of their own: the recipients, or the applications that the share is for.
    fn recipients(&self, parsed: &ParsedShare, problems: &mut Problems) -> Vec<Recipient> {
        let Some(AudienceText::Applications(applications)) =
            parsed.audience.as_ref().map(|audience| &audience.value)
        else {
            return unique(&parsed.recipients, problems);
        };
        let unknown =
            |application: &&Spanned<Recipient>| !self.applications.contains_key(&application.value.id);
        for application in applications.iter().filter(unknown).filter(|_| self.all_applications) {
            let id = &application.value.id;
            let message = format!("no application `{id}`");
            problems.push(
                Diagnostic::new(&UNKNOWN_APPLICATION, application.span, message)
                    .help(suggest(id.as_str(), self.applications.keys().map(Id::as_str))),
            );
        }
        let label =
            |id: &Id| self.applications.get(id).map(|title| title.get(self.first_language()).to_owned());
        let holder = |Spanned { value, span }: &Spanned<Recipient>| {
            Spanned::new(Recipient { label: label(&value.id), ..value.clone() }, *span)
        };
        let listed = applications.iter().map(holder);
        unique(&listed.collect::<Vec<_>>(), problems)
    }

    /// The forms that the share offers: its own list, the site's, or the default ones.
    fn formats(&self, own: Option<&[Spanned<FormatChoice>]>) -> Vec<FormatChoice> {
        let own = own.map(|lines| lines.iter().map(|line| line.value).collect());
        let listed = own.or_else(|| self.site.and_then(|site| site.formats.clone()));
        listed.unwrap_or_else(|| vec![FormatChoice::Default])
    }

    fn first_language(&self) -> &str {
        self.site.and_then(|site| site.languages.first()).map_or("", String::as_str)
    }

    /// The share's language, or the site's first.
    fn language(&self, lang: Option<&Spanned<String>>, problems: &mut Problems) -> Option<String> {
        let languages = &self.site?.languages;
        let Some(lang) = lang else { return languages.first().cloned() };
        if !languages.contains(&lang.value) {
            let message = format!("the site does not list the language `{}`", lang.value);
            problems.push(Diagnostic::new(&UNKNOWN_LANGUAGE, lang.span, message).help(format!(
                "add it to `languages` in site.yaml, or use one of: {}",
                languages.join(", ")
            )));
        }
        Some(lang.value.clone())
    }

    /// What the share holds; complains about what it cannot hold.
    fn contents(
        &self,
        share: &Share,
        policy: Option<&Policy>,
        problems: &mut Problems,
    ) -> Vec<SelectedRegister<'_>> {
        let mut seen = BTreeSet::new();
        for line in &share.include {
            if !seen.insert(&line.value) {
                let message = format!("`{}` includes this twice", share.id);
                problems.push(Diagnostic::new(&SHARE_REPEATS, line.span, message).help("remove one of them"));
            }
            match &line.value {
                Inclusion::Register(id) => drop(self.register(share, line, id, problems)),
                Inclusion::Item(item) => self.named(share, line, item, problems),
            }
        }
        let held = selected_registers(self.registers, &share.include);
        self.exposure(share, &held, policy, problems);
        held
    }

    fn register(
        &self,
        share: &Share,
        line: &Spanned<Inclusion>,
        id: &Id,
        problems: &mut Problems,
    ) -> Option<&Register> {
        let register = selection::register(self.registers, id);
        if register.is_none() && !self.unread.contains(id.as_str()) {
            let message = format!("the share `{}` includes no existing register: `{id}`", share.id);
            problems.push(
                Diagnostic::new(&SHARE_UNKNOWN_REGISTER, line.span, message)
                    .help(suggest(id.as_str(), self.registers.iter().map(|register| register.id.as_str()))),
            );
        }
        register
    }

    fn named(&self, share: &Share, line: &Spanned<Inclusion>, named: &ItemRef, problems: &mut Problems) {
        let Some(register) = self.register(share, line, &named.register, problems) else { return };
        match register.item(&named.item) {
            None if self.unread.contains(&format!("{}/{}", named.register, named.item)) => {}
            None => {
                let message = format!("no item `{}` in the register `{}`", named.item, named.register);
                problems.push(
                    Diagnostic::new(&SHARE_UNKNOWN_ITEM, line.span, message).help(suggest(
                        named.item.as_str(),
                        register.items.iter().map(|item| item.id.as_str()),
                    )),
                );
            }
            Some(item) if item.access == Access::Private => {
                let message = format!("the share `{}` names `{}`, which is private", share.id, item.id);
                problems.push(
                    Diagnostic::new(&SHARE_PRIVATE_ITEM, line.span, message)
                        .related(item.span, "the private item")
                        .help("remove it from the share, or lift `access: private` from the item"),
                );
            }
            Some(_) => {}
        }
    }

    /// Warnings about what the share shows, and to how many, and for how long.
    fn exposure(
        &self,
        share: &Share,
        held: &[SelectedRegister<'_>],
        policy: Option<&Policy>,
        problems: &mut Problems,
    ) {
        let items =
            || held.iter().flat_map(|holding| holding.items.iter().map(|item| (holding.register, *item)));
        let named = |line: &Spanned<Inclusion>| match &line.value {
            Inclusion::Register(id) => id.clone(),
            Inclusion::Item(item) => item.register.clone(),
        };
        // What could not be read is not missing.
        let lacks = |register: Id| {
            let within = format!("{register}/");
            self.unread.iter().any(|name| *name == register.as_str() || name.starts_with(&within))
        };
        if items().next().is_none() && !share.include.iter().map(named).any(lacks) {
            let message = format!("`{}` holds no item", share.id);
            problems.push(
                Diagnostic::new(&SHARE_EMPTY, share.span, message).help("that is allowed; its page says so"),
            );
        }
        let drafts: Vec<_> = items().filter(|(_, item)| item.status == Status::Draft).collect();
        let kept = policy.map(|policy| policy::Kept {
            share,
            draft: drafts.first().map(|(_, draft)| *draft),
            policy,
            now: self.circumstances.now,
        });
        let exceeds = kept.is_some_and(|kept| kept.check(problems));
        match (share.expires, drafts.first()) {
            _ if exceeds => {}
            (None, Some((_, draft))) => problems.push(
                Diagnostic::new(
                    &SHARE_DRAFT_UNLIMITED,
                    share.expires_span,
                    format!("`{}` shows the draft `{}` without end", share.id, draft.id),
                )
                .help("set an end, as `expires: 30d`"),
            ),
            (None, None) => problems.push(
                Diagnostic::new(
                    &SHARE_UNLIMITED,
                    share.expires_span,
                    format!("`{}` is open without end", share.id),
                )
                .help("set an end, as `expires: 120d`, unless it is meant"),
            ),
            (Some(_), _) => {}
        }
        for (_, item) in items() {
            workspace::lasting(share, item, problems);
        }
        if self.circumstances.strict {
            let inside: BTreeSet<_> = items().map(|(register, item)| (&register.id, &item.id)).collect();
            for (_, item) in items() {
                leaving(share, item, &inside, problems);
            }
        }
    }

    /// The audience of the share: what is written, or what all its items allow.
    fn audience(
        &self,
        share: &Share,
        written: Option<Spanned<AudienceText>>,
        held: &[SelectedRegister<'_>],
        problems: &mut Problems,
    ) -> Audience {
        let span = written.as_ref().map_or(share.span, |written| written.span);
        let restricted = || {
            let items = held.iter().flat_map(|holding| holding.items.iter());
            items.filter_map(|item| match &item.access {
                Access::Groups(groups) => Some((*item, groups)),
                Access::Public | Access::Private => None,
            })
        };
        let audience = match written.map(|written| written.value) {
            Some(AudienceText::Link) => Audience::AnyoneWithLink,
            Some(AudienceText::Groups(groups)) => Audience::Groups(groups),
            Some(AudienceText::Applications(applications)) => {
                let ids = applications.into_iter().map(|one| Spanned::new(one.value.id, one.span));
                Audience::Applications(ids.collect())
            }
            Some(AudienceText::Key) => Audience::KeyHolders,
            Some(AudienceText::Unread) => return Audience::AnyoneWithLink,
            None => restricted()
                .next()
                .map_or(Audience::AnyoneWithLink, |(_, groups)| Audience::Groups(groups.clone())),
        };
        if let Audience::Groups(groups) = &audience {
            for group in groups {
                check_group(group, self.groups, problems);
            }
        }
        for (item, allowed) in restricted().filter(|(_, allowed)| is_wider(&audience, allowed)) {
            let names: Vec<_> = allowed.iter().map(|group| group.value.as_str()).collect();
            let message =
                format!("the share `{}` reaches further than the item `{}` allows", share.id, item.id);
            problems.push(
                Diagnostic::new(&SHARE_TOO_WIDE, span, message)
                    .related(item.span, format!("only for: {}", names.join(", ")))
                    .help("narrow the audience of the share, or leave the item out"),
            );
        }
        if matches!(audience, Audience::Groups(_) | Audience::KeyHolders) {
            let message = format!("the share `{}` is for {}", share.id, reached(&audience));
            problems.push(
                Diagnostic::new(&SHARE_NEEDS_SEALING, span, message)
                    .help("sealed shares do not exist yet and a plain page is open to everyone: use `audience: link`, or wait"),
            );
        }
        audience
    }
}

/// Tells what only the profile `full` shows, and that anyone with the link sees it.
fn internal(share: &Share, held: &[SelectedRegister<'_>], problems: &mut Problems) {
    let notes = share.internal_notes(held);
    if notes.values == 0 || share.audience != Audience::AnyoneWithLink {
        return;
    }
    let message = format!("`{}` shows {notes} to anyone with the link", share.id);
    problems.push(Diagnostic::new(&SHARE_INTERNAL, share.span, message).help(
        "where that is not meant, write `profile: article30`, `profile: public` or a list of fields: none of them shows what is internal",
    ));
}

fn reached(audience: &Audience) -> &'static str {
    match audience {
        Audience::AnyoneWithLink => "anyone with the link",
        Audience::Groups(_) => "groups",
        Audience::Applications(_) => "applications",
        Audience::KeyHolders => "holders of a key",
    }
}

/// Whether someone among the audience is outside the groups that an item allows.
fn is_wider(audience: &Audience, allowed: &[Spanned<Id>]) -> bool {
    match audience {
        Audience::Groups(groups) => {
            !groups.iter().all(|group| allowed.iter().any(|other| other.value == group.value))
        }
        Audience::AnyoneWithLink | Audience::Applications(_) | Audience::KeyHolders => true,
    }
}

fn unique(recipients: &[Spanned<Recipient>], problems: &mut Problems) -> Vec<Recipient> {
    let mut seen = BTreeSet::new();
    for recipient in recipients {
        if !seen.insert(&recipient.value.id) {
            let message = format!("the recipient `{}` is listed twice", recipient.value.id);
            problems.push(
                Diagnostic::new(&DUPLICATE_GROUP, recipient.span, message).help("one link each: remove one"),
            );
        }
    }
    recipients.iter().map(|recipient| recipient.value.clone()).collect()
}

/// References that a page leaves out because its share does not hold their items.
fn leaving(share: &Share, item: &Item, inside: &BTreeSet<(&Id, &Id)>, problems: &mut Problems) {
    for (to, _) in &item.facts.references {
        if !inside.contains(&(&to.register, &to.item)) {
            let message = format!(
                "in `{}`, `{}` refers to `{}/{}`, which the share does not hold",
                share.id, item.id, to.register, to.item
            );
            problems.push(
                Diagnostic::new(&REFERENCE_OUTSIDE, share.span, message)
                    .related(item.span, "the item that refers")
                    .help("include the other item, or accept that the page leaves the reference out"),
            );
        }
    }
}
