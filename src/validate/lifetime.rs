//! When a share was made, opens and ends: whether that can be, and what there is to tell of it.

use chrono::{DateTime, Datelike as _, FixedOffset, SecondsFormat, TimeDelta, Utc};

use crate::diag::codes::{
    SHARE_CREATED_AHEAD, SHARE_DATES_ORDER, SHARE_ENDED, SHARE_ENDING, SHARE_EXPIRES_BEFORE_CREATED,
    SHARE_EXPIRY_RANGE, SHARE_SCHEDULED,
};
use crate::diag::{Diagnostic, Problems, Severity};
use crate::model::days::YEARS;
use crate::model::share::{LINK_SECONDS, Share};
use crate::source::Spanned;
use crate::validate::circumstances::Circumstances;

/// How far ahead of the command an instant that has passed may be written: clocks differ, and so do notions of today.
const AHEAD: TimeDelta = TimeDelta::hours(24);

/// Complains about instants of the share, and says whether they can be meant; `ending_within` is in seconds, and known
/// where the site could be read.
pub(super) fn check(
    share: &Share,
    ending_within: Option<i64>,
    circumstances: Circumstances,
    problems: &mut Problems,
) -> bool {
    let Circumstances { now, clock, .. } = circumstances;
    let before = problems.count(Severity::Error);
    // Of an instant that is wrong itself, nothing follows for the others.
    let is_meant = is_meant(share);
    if is_meant {
        if share.is_closed(now) || !is_ahead(share, clock, problems) {
            order(share, problems);
        }
        range(share, problems);
    }
    let is_sound = problems.count(Severity::Error) == before;
    if is_sound || !share.is_scheduled(now) {
        tell(share, ending_within, now, problems);
    }
    is_meant && is_sound
}

/// Whether the instants lie in years that can be meant: where one does not, that was told when it was read.
fn is_meant(share: &Share) -> bool {
    let others = [share.opens, share.extended].into_iter().flatten().map(|instant| instant.value);
    others.chain([share.created]).all(|instant| YEARS.contains(&instant.year()))
}

/// What has happened cannot lie ahead: a share would be live today, and its lifetime count from years to come.
fn is_ahead(share: &Share, now: DateTime<Utc>, problems: &mut Problems) -> bool {
    let before = problems.count(Severity::Error);
    let latest = now.checked_add_signed(AHEAD).unwrap_or(now);
    let of_today = written(&now.with_timezone(share.created.offset()));
    if share.created > latest {
        let created = written(&share.created);
        let message = format!("`{}` is said to be made at {created}, more than 24 hours ahead", share.id);
        let help = match share.opens {
            Some(_) => format!(
                "write the instant at which it was made, as `created: {of_today}`; `opens` says when it opens"
            ),
            None => format!(
                "write the instant at which it was made, as `created: {of_today}`; if it is to open later, add `opens: {created}`"
            ),
        };
        problems.push(Diagnostic::new(&SHARE_CREATED_AHEAD, share.created_span, message).help(help));
    }
    if let Some(extended) = share.extended.filter(|extended| extended.value > latest) {
        let at = written(&extended.value);
        let message = format!("`{}` is said to be extended at {at}, more than 24 hours ahead", share.id);
        problems.push(Diagnostic::new(&SHARE_CREATED_AHEAD, extended.span, message).help(format!(
            "write the instant at which it was extended, as `extended: {of_today}`, or remove the key"
        )));
    }
    problems.count(Severity::Error) > before
}

/// Creation comes first, the end last.
fn order(share: &Share, problems: &mut Problems) {
    let created = written(&share.created);
    let early = |instant: Spanned<DateTime<FixedOffset>>, what: &str, help: &str| {
        let message =
            format!("`{}` {what} at {}, before it is made, at {created}", share.id, written(&instant.value));
        Diagnostic::new(&SHARE_DATES_ORDER, instant.span, message).help(help)
    };
    if let Some(extended) = share.extended.filter(|extended| extended.value < share.created) {
        let help = "remove `extended`, or write the instant at which `extrait share extend` was run";
        problems.push(early(extended, "is extended", help));
    }
    if let Some(end) = share.expires.filter(|end| *end <= share.created) {
        let message = format!("`{}` ends at {end}, which is not after its creation", share.id);
        problems.push(
            Diagnostic::new(&SHARE_EXPIRES_BEFORE_CREATED, share.expires_span, message)
                .help("write an end after `created`, as 30d"),
        );
    }
    let Some(opens) = share.opens else { return };
    if opens.value < share.created {
        let help = "remove `opens`, and it opens with the next build; or write a later instant";
        problems.push(early(opens, "opens", help));
    } else if let Some(end) = share.expires.filter(|end| *end <= opens.value && *end > share.created) {
        let message = format!(
            "`{}` opens at {} and ends at {}: nobody could read it",
            share.id,
            written(&opens.value),
            written(&end)
        );
        problems.push(
            Diagnostic::new(&SHARE_DATES_ORDER, opens.span, message)
                .related(share.expires_span, "its end")
                .help(
                    "open it before its end, or write a later `expires`, as 30d, which counts from `opens`",
                ),
        );
    }
}

/// The end stands in a link.
fn range(share: &Share, problems: &mut Problems) {
    let Some(end) = share.expires.filter(|end| !LINK_SECONDS.contains(&end.timestamp())) else { return };
    let message = format!("`{}` ends at {end}, which a link cannot carry", share.id);
    problems.push(
        Diagnostic::new(&SHARE_EXPIRY_RANGE, share.expires_span, message)
            .help("write an end between 2001-09-09 and 2100-12-31, or never"),
    );
}

/// What is no fault, and is worth knowing: that it opens later, ends soon, has ended.
fn tell(share: &Share, ending_within: Option<i64>, now: DateTime<Utc>, problems: &mut Problems) {
    let left = |end: DateTime<FixedOffset>| end.signed_duration_since(now).num_seconds();
    let is_soon = |end| ending_within.is_some_and(|within| left(end) <= within);
    let mut tell = |code, span, message: String, help: &str| {
        problems.push(Diagnostic::new(code, span, message).help(help));
    };
    let span = share.expires_span;
    match share.expires {
        _ if share.revoked => {}
        Some(end) if share.has_ended(now) => {
            let message = format!("`{}` ended at {end}: its page is removed", share.id);
            tell(
                &SHARE_ENDED,
                span,
                message,
                "remove the file, or set a later `expires`, which changes the link",
            );
        }
        _ if share.is_closed(now) => {}
        _ if share.is_scheduled(now) => {
            let opens = share.opens.map_or(span, |opens| opens.span);
            let message = format!(
                "`{}` opens at {}: until then nothing of it is published",
                share.id,
                written(&share.start())
            );
            tell(
                &SHARE_SCHEDULED,
                opens,
                message,
                "the first build from then on publishes it: build on a schedule, or by hand",
            );
        }
        Some(end) if is_soon(end) => {
            let message = format!("`{}` ends at {end}", share.id);
            tell(
                &SHARE_ENDING,
                span,
                message,
                "tell its readers, or set a later `expires`, which changes the link",
            );
        }
        _ => {}
    }
}

/// An instant as authors write it, to the second.
pub(super) fn written(instant: &DateTime<FixedOffset>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}
