//! Whether the host can be asked, in secret, and is the one that was meant.

use crate::doctor::finding::HostFinding;
use crate::doctor::probe::Probe;
use crate::doctor::seen::Observations;
use crate::mask;
use crate::remote::{RemoteError, Url};

/// The host did not answer the first question.
pub(super) fn unreached(seen: &Observations) -> Option<HostFinding> {
    match &seen.observed(Probe::Canary)?.answer {
        Err(error) => Some(complaint(error)),
        Ok(answer) if BUSY.contains(&answer.head.status) => Some(HostFinding::fail(
            "reach",
            format!("the host answers {}: it cannot say anything now", answer.head.status),
            "ask again when the host is well; if it stays so, look at its log",
        )),
        Ok(_) => None,
    }
}

/// What a host answers that is asked too often, or whose server behind it is not there (RFC 6585, 4; RFC 9110, 15.6.3 to 15.6.5).
const BUSY: [u16; 4] = [429, 502, 503, 504];

fn complaint(error: &RemoteError) -> HostFinding {
    let fix = match error {
        RemoteError::UnknownAuthority => {
            "if the certificate is one of your own authority, name that with --ca FILE; otherwise get one that browsers trust"
        }
        RemoteError::Expired => "renew the certificate",
        RemoteError::NotYetValid => "set both clocks by NTP",
        RemoteError::WrongName => "get a certificate for this name, or ask by the name that it was made for",
        error if error.is_about_trust() => "readers meet the same in their browsers: mend the host's TLS",
        RemoteError::NameNotFound => "compare the address with `base_url` in site.yaml",
        RemoteError::Refused | RemoteError::Unreachable | RemoteError::TimedOut => {
            "see that the server runs and that a firewall lets it be reached from here"
        }
        _ => "ask again; if it stays so, look at the server's log",
    };
    let code = if error.is_about_trust() { "tls" } else { "reach" };
    HostFinding::fail(code, error.to_string(), fix)
}

/// Every question was answered.
pub(super) fn reach(seen: &Observations) -> Option<HostFinding> {
    let first = seen.failures().next()?;
    let mut finding = complaint(first);
    finding.seen = format!("{} of {} questions got no answer: {first}", seen.unanswered(), seen.asked());
    Some(finding)
}

/// The site lies somewhere else: what answers here says nothing of it.
pub(super) fn elsewhere(seen: &Observations) -> Option<HostFinding> {
    let base = &seen.target.base;
    let to = |probe| seen.response(probe).and_then(|response| response.head.location());
    let leaves = |url: &Url| url.origin() != base.origin();
    let canary = to(Probe::Canary).filter(leaves)?;
    let front = to(Probe::Front).filter(leaves);
    let shown = mask::foreign(front.as_ref().unwrap_or(&canary).origin());
    Some(if canary.is_same_host(base) && canary.is_secure() && !base.is_secure() {
        HostFinding::fail(
            "redirect",
            format!(
                "the host sends readers to {shown}; that was not followed, and nothing else was looked at"
            ),
            format!(
                "ask there: `extrait doctor {shown}{}`, and see that `base_url` says https",
                mask::foreign(base.path())
            ),
        )
    } else {
        HostFinding::fail(
            "redirect",
            format!("the site's pages are sent to another host, {shown}: it was not asked"),
            "if that host is yours, ask it and name it in `base_url`; if not, find out who sends your readers there",
        )
    })
}

/// Single pages that are sent to another host.
pub(super) fn redirect(seen: &Observations) -> Option<HostFinding> {
    let base = &seen.target.base;
    let other = seen
        .all()
        .filter(|(probe, _)| *probe != Probe::Plain)
        .filter_map(|(_, response)| response.head.location())
        .find(|to| !to.is_same_host(base))?;
    Some(HostFinding::warn(
        "redirect",
        format!(
            "some pages are sent to another host, {}: that was not followed",
            mask::foreign(other.origin())
        ),
        "links hold the right to read: send no reader of them elsewhere",
    ))
}

/// Whether links and pages travel in secret.
pub(super) fn https(seen: &Observations) -> Option<HostFinding> {
    seen.response(Probe::Canary)?;
    let base = &seen.target.base;
    if !base.is_secure() {
        let fix = "serve the site by https and send plain http there";
        let loopback =
            base.host() == "localhost" || base.host() == "[::1]" || base.host().starts_with("127.");
        return Some(if loopback {
            HostFinding::warn("https", "plain http, on this machine only", fix)
        } else {
            HostFinding::fail("https", "plain http: everybody on the way reads links and pages", fix)
        });
    }
    // By what readers open: a server may add it to all but the pages of shares.
    let opened = [Probe::Named, Probe::Index, Probe::Folder];
    let is_strict = opened
        .iter()
        .filter_map(|probe| seen.headers(*probe))
        .any(|headers| headers.first("strict-transport-security").is_some());
    let remark = if is_strict {
        "https, with Strict-Transport-Security"
    } else {
        "https (Strict-Transport-Security would keep browsers to it)"
    };
    let plain = seen.response(Probe::Plain);
    let upgraded = plain.is_none_or(|plain| match plain.head.location() {
        Some(to) => to.is_secure() && to.is_same_host(base),
        None => plain.head.status >= 400,
    });
    Some(if upgraded {
        HostFinding::ok("https", remark)
    } else {
        HostFinding::warn(
            "https",
            format!("{remark}; but plain http is served too"),
            "send plain http to https",
        )
    })
}
