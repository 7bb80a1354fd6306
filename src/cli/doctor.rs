//! `extrait doctor`: asks the live host, and tells what it enforces and what not.

use std::thread::sleep;
use std::time::Duration;

use serde_json::json;

use crate::cli::args::AnswerFormat;
use crate::cli::args::SiteArgs;
use crate::cli::args::doctor::DoctorArgs;
use crate::cli::{Exit, Failure, remote, report, site};
use crate::doctor::{HostFinding, Observations, PROBES, ProbeOutcome, ProbeTarget, Verdict, judge, outcome};
use crate::hash::hex;
use crate::keys::nobodys_token;
use crate::remote::{Client, Method, Patience};
use crate::workspace::Clock;

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(10),
    silence: Duration::from_secs(10),
    total: Duration::from_secs(10),
};

/// As much of a page as is looked at, in bytes.
const LOOKED_AT: u64 = 64 * 1024;

/// A host that has left so many questions unanswered is not asked more.
const MOST_UNANSWERED: usize = 2;

/// Examines a host.
pub(super) fn run(args: &DoctorArgs) -> Result<Exit, Failure> {
    let Some(target) = target(args)? else { return Ok(Exit::Author) };
    let client = remote::client("doctor", PATIENCE, args.ca.as_deref())?;
    let seen = ask(&client, target)?;
    let findings = judge(&seen);
    let outcome = outcome(&findings);
    match args.format {
        AnswerFormat::Human => tell(&seen, &findings, outcome),
        AnswerFormat::Json => {
            let report = json!({
                "url": seen.target.shown(),
                "requests": seen.asked(),
                "enforced": outcome == ProbeOutcome::Enforced,
                "reached": outcome != ProbeOutcome::NotReached,
                "ok": count(&findings, Verdict::Ok),
                "warnings": count(&findings, Verdict::Warn),
                "failures": count(&findings, Verdict::Fail),
                "findings": findings,
            });
            report::print_json(&report);
        }
    }
    Ok(match outcome {
        ProbeOutcome::Enforced => Exit::Fine,
        ProbeOutcome::NotEnforced => Exit::NotEnforced,
        ProbeOutcome::NotReached => Exit::Machine,
    })
}

/// The address given, or that of the site; `None` where the site's files stand in the way, which has been told.
fn target(args: &DoctorArgs) -> Result<Option<ProbeTarget>, Failure> {
    let parse = |url: &str| ProbeTarget::parse(url).map_err(|error| remote::unaskable(url, error));
    if let Some(url) = &args.url {
        return parse(url).map(Some);
    }
    let (folder, state_dir) = (args.folder.clone(), args.state_dir.clone());
    let site = site::workspace(&SiteArgs { folder, state_dir, now: None, locked: false }, None)?;
    let address = match site.address() {
        Ok(address) => address,
        Err(error) => return site::refused(error).map(|_| None),
    };
    let mut target = parse(&address.base_url)?;
    target.hosts = address.hosts;
    Ok(Some(target))
}

/// Asks one question after the other.
fn ask(client: &Client, target: ProbeTarget) -> Result<Observations, Failure> {
    let token = hex(&nobodys_token().map_err(Failure::internal)?);
    let clock = Clock::machine();
    let mut seen = Observations::new(target);
    for probe in PROBES {
        let now = clock.machine_now();
        let Some(request) = probe.request(&seen, now, &token) else { continue };
        sleep((request.at - now).to_std().unwrap_or_default());
        let answer = client.ask(Method::Get, &request.url, request.headers);
        seen.note(probe, request.at, answer.and_then(|answer| answer.start(LOOKED_AT)));
        // Of a host that does not answer the first question there is nothing more to know.
        if seen.unanswered() == MOST_UNANSWERED || seen.unanswered() == seen.asked() {
            break;
        }
    }
    Ok(seen)
}

fn tell(seen: &Observations, findings: &[HostFinding], outcome: ProbeOutcome) {
    report::println(&format!("{}, {}", seen.target.shown(), report::plural(seen.asked(), "question")));
    report::println("");
    let mut told = Vec::new();
    for finding in findings {
        let verdict = match finding.verdict {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Fail => "FAIL",
        };
        report::println(&format!("{verdict:<5} {:<14} {}", finding.code, finding.seen));
        // One remedy mends several faults: it is told with the first.
        if let Some(fix) = finding.fix.as_ref().filter(|fix| !told.contains(fix)) {
            told.push(fix);
            report::println(&format!("{:21}→ {fix}", ""));
        }
    }
    report::println("");
    let all = match outcome {
        ProbeOutcome::Enforced => "this host closes shares on time",
        ProbeOutcome::NotEnforced => "this host does not enforce all that it should",
        ProbeOutcome::NotReached => "this host could not be examined",
    };
    let warnings = report::plural(count(findings, Verdict::Warn), "warning");
    let failures = report::plural(count(findings, Verdict::Fail), "failure");
    report::println(&format!("{all}: {} ok, {warnings}, {failures}", count(findings, Verdict::Ok)));
}

fn count(findings: &[HostFinding], verdict: Verdict) -> usize {
    findings.iter().filter(|finding| finding.verdict == verdict).count()
}
