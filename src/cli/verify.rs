//! `extrait verify`.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::cli::args::AnswerFormat;
use crate::cli::args::verify::VerifyArgs;
use crate::cli::{Exit, Failure, remote, report};
use crate::mask;
use crate::sign::PublicKey;
use crate::verify::{
    Budget, LocalFolder, NamedKeyError, Question, Seen, SignedCopy, VerifyReport, WebFolder, named_key,
    verify,
};
use crate::workspace::Clock;

/// Holds a copy against what was signed, and tells everything that is wrong with it.
pub(super) fn run(args: &VerifyArgs) -> Result<Exit, Failure> {
    let key = args.key.as_deref().map(key).transpose()?;
    let state = args.state.as_deref();
    let seen = state.map(Seen::read).transpose().map_err(Failure::machine)?.unwrap_or_default();
    let now = args.now.map_or_else(|| Clock::machine().machine_now(), |now| now.to_utc());
    let place = place(args)?;
    let budget = Budget::new(Duration::from_secs(args.max_time), args.max_total);
    let report = verify(&*place, &Question { key, now, seen: &seen, longest: args.max_size, budget });
    let kept = match state {
        Some(path) if seen.with(&report) != seen => seen.with(&report).write(path),
        _ => Ok(()),
    };
    tell(&report, key.is_some(), args.format);
    kept.map_err(Failure::machine)?;
    Ok(match () {
        () if !report.problems.is_empty() => Exit::Unproven,
        () if report.refused.is_some() => Exit::Machine,
        () => Exit::Fine,
    })
}

/// Where the copy lies.
fn place(args: &VerifyArgs) -> Result<Box<dyn SignedCopy>, Failure> {
    if args.copy.contains("://") {
        let folder = WebFolder::new(&args.copy, remote::authorities(args.ca.as_deref())?);
        return Ok(Box::new(folder.map_err(|error| remote::unaskable(&args.copy, error))?));
    }
    let folder = LocalFolder::open(Path::new(&args.copy));
    Ok(Box::new(folder.map_err(|error| {
        let hint = match error.kind() {
            ErrorKind::NotFound => "; an address begins with https://",
            _ => "",
        };
        Failure::internal(format!("{}: {error}{hint}", mask::foreign(&args.copy)))
    })?))
}

/// The key as it stands on the command line, or in the file that is named there.
fn key(text: &str) -> Result<PublicKey, Failure> {
    named_key(text).map_err(|error| match error {
        NamedKeyError::Unread { name, source } => {
            Failure::usage(format!("--key is no public key, and no file `{name}` holds one: {source}"))
        }
        NamedKeyError::Unusable { .. } => Failure::usage(format!("--key {error}")),
    })
}

fn tell(found: &VerifyReport, is_trusted: bool, format: AnswerFormat) {
    match format {
        AnswerFormat::Json => report::print_json(&as_json(found, is_trusted)),
        AnswerFormat::Human => {
            let problems = found.problems.iter().map(|problem| {
                let path = problem.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
                format!("error[{}]: {path}{}\n", problem.code, problem.message)
            });
            let more = found.more().map(|(code, more)| format!("error[{code}]: and {more} more\n"));
            let remarks = found.remarks.iter().map(|remark| format!("note: {remark}\n"));
            let refused = found.refused.iter().map(|why| format!("error: {why}\n"));
            let text: String = problems.chain(more).chain(remarks).chain(refused).collect();
            report::error(&text);
            report::println(&summary(found));
            if !is_trusted {
                report::println("who published it was not checked: give the publisher's key as --key");
            }
        }
    }
}

fn summary(found: &VerifyReport) -> String {
    let verdict = match (&found.statement, found.is_proven()) {
        (Some(statement), true) => {
            let end = statement.expires.and_then(|second| chrono::DateTime::from_timestamp(second, 0));
            let end = end
                .map_or_else(|| "without end".to_owned(), |end| format!("until {}", report::instant(&end)));
            format!(
                "proven: “{}”, publication {} of the site {}, {end}",
                statement.title, statement.serial, statement.site
            )
        }
        _ => "not proven".to_owned(),
    };
    let (problems, files) = (found.found(), found.files);
    let files = report::plural(files, "file");
    if problems == 0 {
        format!("{verdict}; {files}")
    } else {
        format!("{verdict}: {}; {files} as published", report::plural(problems, "problem"))
    }
}

fn as_json(found: &VerifyReport, is_trusted: bool) -> Json {
    let problems = found
        .problems
        .iter()
        .map(|problem| json!({"code": problem.code, "path": problem.path, "message": problem.message}));
    let signed = found.statement.as_ref().map(|statement| {
        json!({
            "folder": statement.folder.hex(),
            "serial": statement.serial,
            "expires": statement.expires,
            "site": statement.site,
            "title": statement.title,
        })
    });
    json!({
        "proven": found.is_proven(),
        // By a key that was given, and not the one that came with the copy.
        "trusted": found.is_proven() && is_trusted,
        "problems": problems.collect::<Vec<_>>(),
        // Of each sort at most a hundred are listed: how many there are besides, by code.
        "more": found.more().collect::<BTreeMap<_, _>>(),
        "remarks": found.remarks,
        "refused": found.refused,
        "signed": signed,
        "key": found.key.map(|key| key.to_text()),
        "files": found.files,
    })
}
