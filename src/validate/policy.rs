//! The policy of the site: whether its parts fit each other, and whether a share keeps to it.

use chrono::{DateTime, Datelike as _, FixedOffset, SecondsFormat, TimeDelta, Utc};

use crate::diag::codes::{POLICY_IDLE, SHARE_EXCEEDS_POLICY, SHARE_PRECEDES_POLICY};
use crate::diag::{Diagnostic, Problems};
use crate::model::days::YEARS;
use crate::model::item::Item;
use crate::model::lifetime::Lifetime;
use crate::model::policy::{Limit, Policy, Unlimited};
use crate::model::share::Share;
use crate::model::site::{INITIAL_LIFETIME, Site};
use crate::validate::lifetime::written;

/// Complains about parts of the policy that never take effect.
pub(super) fn check(site: &Site, problems: &mut Problems) {
    let Some(policy) = &site.policy else { return };
    let mut idle = |span, message: String, help: &str| {
        problems.push(Diagnostic::new(&POLICY_IDLE, span, message).help(help));
    };
    let limits = policy.longest.is_some() || policy.drafts.is_some();
    if !limits && policy.unlimited != Some(Unlimited::Refuse) {
        let help = "add `longest: 180d`, `drafts: 30d` or `unlimited: refuse`, or remove `policy`";
        idle(policy.span, "the policy limits nothing".to_owned(), help);
    }
    if let (Some(longest), Some(drafts)) = (policy.longest, policy.drafts)
        && drafts.value > longest.value
    {
        let message = format!(
            "drafts may be shared for {}, and no share for longer than {}",
            Lifetime::For(drafts.value),
            Lifetime::For(longest.value)
        );
        idle(
            drafts.span,
            message,
            "write a shorter `drafts`, or leave it out: `longest` holds for drafts too",
        );
    }
    let Limit { longest, endless } = policy.limit(false);
    let is_allowed = match site.defaults.expires {
        Lifetime::For(seconds) => longest.is_none_or(|longest| seconds <= longest),
        Lifetime::Unlimited => endless,
        Lifetime::Until(_) => true,
    };
    if site.defaults.is_written && !is_allowed {
        let message =
            format!("`defaults` says `expires: {}`, which the policy does not allow", site.defaults.expires);
        let help =
            "write a shorter `expires` in `defaults`; until then new shares get what the policy allows";
        idle(policy.longest.map_or(policy.span, |longest| longest.span), message, help);
    }
}

/// A share that is open or opens later, and what its policy asks.
pub(super) struct Kept<'a> {
    pub(super) share: &'a Share,
    /// One of the drafts that it shows.
    pub(super) draft: Option<&'a Item>,
    pub(super) policy: &'a Policy,
    pub(super) now: DateTime<Utc>,
}

impl Kept<'_> {
    /// Complains where the share lives longer than it may, and says whether it did.
    pub(super) fn check(&self, problems: &mut Problems) -> bool {
        let limit = self.policy.limit(self.draft.is_some());
        let exceeds = match self.share.expires {
            None => !limit.endless,
            Some(end) => limit.latest(self.share.made()).is_some_and(|latest| end > latest),
        };
        if exceeds {
            let is_held = self.policy.holds(self.share.made());
            let code = if is_held { &SHARE_EXCEEDS_POLICY } else { &SHARE_PRECEDES_POLICY };
            let complaint = Diagnostic::new(code, self.share.expires_span, self.message(limit));
            let complaint = complaint.related(self.policy.span, "the policy of the site");
            problems.push(complaint.help(self.remedy(limit)));
        }
        exceeds
    }

    fn message(&self, limit: Limit) -> String {
        let Self { share, draft, .. } = self;
        let how = match share.expires {
            None => "is open without end".to_owned(),
            Some(end) => format!("is open from {} to {}", written(&share.made()), written(&end)),
        };
        let what = draft.map(|draft| format!(" and shows the draft `{}`", draft.id)).unwrap_or_default();
        let allowed = match limit.longest {
            Some(longest) => format!("allows {}", Lifetime::For(longest)),
            None => "allows no link without end".to_owned(),
        };
        let since = self.policy.since.filter(|_| !self.policy.holds(share.made()));
        let since = since.map(|since| format!(" for links made from {since} on")).unwrap_or_default();
        format!("`{}` {how}{what}; the policy {allowed}{since}", share.id)
    }

    fn remedy(&self, limit: Limit) -> String {
        let Self { share, now, .. } = self;
        let from_now = |seconds| {
            let end = now.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(*now);
            in_years(end.fixed_offset())
        };
        let Some(longest) = limit.longest else {
            return format!(
                "write an end, as `expires: {}`, which changes the link",
                from_now(INITIAL_LIFETIME)
            );
        };
        let Some(latest) = limit.latest(share.made()).filter(|latest| *latest > *now) else {
            let (id, end) = (&share.id, from_now(longest));
            let now = now.to_rfc3339_opts(SecondsFormat::Secs, true);
            return format!(
                "`extrait share revoke {id}`; or `extrait share extend {id} --expires {end}`, which writes `expires: {end}` \
                 and `extended: {now}` and changes the link"
            );
        };
        let is_written = YEARS.contains(&latest.year()) && share.made() == share.start();
        let end = if is_written { Lifetime::For(longest).to_string() } else { in_years(latest) };
        format!("write `expires: {end}`, the latest end that is allowed; that changes the link")
    }
}

/// An end as authors write it, or the last one that a share can have.
fn in_years(end: DateTime<FixedOffset>) -> String {
    if YEARS.contains(&end.year()) {
        return written(&end);
    }
    format!("{}-12-31T00:00:00Z", YEARS.end())
}
