//! Every diagnostic of the tool, shown by a small broken site in `tests/invalid/<code>/`.
//!
//! A folder holds what replaces or joins the files of `_base`, the report in `expected.txt` (one line a diagnostic:
//! severity, code, place), and where needed `args.txt` (words for the command line) and `delete.txt` (files of `_base`
//! that go). `BLESS=1 cargo test --test expected invalid::` writes the reports; read them before you commit them.

// Faults such as names that differ by case, links and NFD names need a file system that can hold them.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests make sites on the disk")]

#[path = "invalid/_made.rs"]
mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

/// Later than any clock of a machine that runs this, so that `now-in-the-past` stays silent.
const NOW: &str = "2099-06-01T00:00:00Z";

/// Codes that only a build gives.
const BUILD_ONLY: [&str; 5] =
    ["share-narrowed", "share-emptied", "share-gone", "foreign-file", "secret-made"];

/// Codes about what a person closed by hand, which the state folder tells: `tests/closing/brake.rs` shows each.
const BY_HAND: [&str; 5] =
    ["closed-unread", "close-found-nothing", "share-closed-by-hand", "closing-not-kept", "links-closed"];

/// Codes about what an earlier build published.
const BUILT_BEFORE: [&str; 3] = ["share-narrowed", "share-emptied", "share-gone"];

/// Files of a case that are not part of its site.
const ABOUT: [&str; 3] = ["expected.txt", "args.txt", "delete.txt"];

#[test]
fn every_code_has_a_folder_and_every_folder_a_code() {
    let codes = extrait::diag::codes::CODES.iter().map(|code| code.name);
    let codes: BTreeSet<_> = codes.filter(|code| !BY_HAND.contains(code)).map(str::to_owned).collect();
    assert_eq!(folders(), codes);
}

#[test]
fn every_folder_reports_what_it_expects() {
    let failed: Vec<_> = folders().into_iter().filter_map(|code| case(&code).err()).collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n\n"));
}

#[test]
fn a_report_for_people_points_at_the_place() {
    let site = site_of("bad-colour");
    let run = |variables: &[(&str, &str)]| {
        let mut command = command(&site, "check", &["--format", "human"], Some(made::SECRET));
        let output = command.envs(variables.iter().copied()).output().expect("the binary starts");
        (String::from_utf8(output.stderr).expect("a report is UTF-8"), output.status.code())
    };
    let (plain, exit) = run(&[]);
    assert_eq!(exit, Some(1));
    for part in ["error[bad-colour]", "--> site.yaml:7:17", "theme: {accent: navy}", "^^^^", "help: "] {
        assert!(plain.contains(part), "`{part}` is not in\n{plain}");
    }
    let forced = [("CLICOLOR_FORCE", "1")];
    assert!(run(&forced).0.contains('\u{1b}'), "a report in colours has escape codes");
    assert!(!run(&[forced[0], ("NO_COLOR", "1")]).0.contains('\u{1b}'), "NO_COLOR was not heard");
}

#[test]
fn a_report_for_github_is_made_of_annotations() {
    let site = site_of("bad-colour");
    let folder = site.path().to_string_lossy().into_owned();
    let name = site.path().file_name().expect("a folder has a name").to_string_lossy().into_owned();
    let above = site.path().parent().expect("a folder lies somewhere");
    // Annotations name files from where the command runs, as GitHub reads them.
    let check = |from: &Path, given: &str, prefix: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
        command.env_clear().env("EXTRAIT_SECRET", made::SECRET).current_dir(from);
        let words = ["check", "--format", "github", "--now", NOW, "--site", given];
        let output = command.args(words).output().expect("the binary starts");
        let report = String::from_utf8(output.stderr).expect("a report is UTF-8");
        let expected = format!("::error title=bad-colour,file={prefix}site.yaml,line=7,col=17::");
        assert!(report.starts_with(&expected), "{given}: {report}");
        assert_eq!(report.lines().count(), 1, "line breaks are escaped:\n{report}");
    };
    check(site.path(), ".", "");
    check(site.path(), "./", "");
    check(above, &name, &format!("{name}/"));
    check(above, &format!("./{name}/"), &format!("{name}/"));
    check(above, &folder, &format!("{folder}/"));
}

#[test]
fn mangled_and_unknown_secrets_stop_a_build() {
    let mangled = made::SECRET.replacen("v9", "v8", 1);
    let check = |secret: &str, expected: &str| {
        let site = site_of("_base");
        let run = run(&site, "build", &[], Some(secret));
        assert_eq!((run.lines.as_slice(), run.exit), ([expected.to_owned()].as_slice(), 1), "{secret}");
        assert_eq!(files(&site.path().join("output")), BTreeMap::new(), "{secret}");
    };
    for secret in ["hunter2", "extrait1_AAAA_00000000", mangled.as_str(), made::WEAK, " "] {
        check(secret, "error secret-invalid -");
    }
    let site = site_of("_base");
    let known = fs::read_to_string(site.path().join("site.yaml")).expect("site.yaml is text");
    fs::write(site.path().join("site.yaml"), format!("{known}key_id: 0123abcd\n")).expect("a site to change");
    assert_eq!(run(&site, "build", &[], None).lines, ["error secret-missing -"]);
    assert!(!site.path().join(".extrait/secret").exists(), "a site that had a secret gets no other");
}

#[test]
fn closed_shares_go_although_the_content_is_broken() {
    let broken = "title: Payroll\nstatus: publish\n";
    let check = |now: &str, revoke: bool, gone: &[&str]| {
        let (site, links) = built_once();
        fs::write(site.path().join("content/registers/hr/payroll.yaml"), broken).expect("a site to break");
        if revoke {
            withdraw(&site);
        }
        let before = files(&site.path().join("output/s"));
        let run = run(&site, "build", &["--now", now], Some(made::SECRET));
        assert_eq!(run.exit, 1, "{:?}", run.lines);
        assert_eq!(files(&site.path().join("output/s")), without(before, &links, gone), "{now}");
    };
    check(NOW, true, &["withdrawn"]);
    check("2099-06-30T23:59:59Z", false, &[]);
    check("2099-07-01T00:00:00Z", false, &["ending"]);
    check("2100-01-01T00:00:00Z", true, &["ending", "withdrawn"]);
}

#[test]
fn pruning_needs_neither_a_site_file_nor_a_secret_nor_the_manifest_of_both() {
    let check = |secret: Option<&str>, site_file: &str, manifest: bool| {
        let (site, links) = built_once();
        withdraw(&site);
        fs::write(site.path().join("site.yaml"), site_file).expect("a site to break");
        fs::write(site.path().join("content/groups.yaml"), "groups: [").expect("a site to break");
        if !manifest {
            fs::remove_file(site.path().join(".extrait/manifest.json")).expect("a build leaves a manifest");
        }
        let before = files(&site.path().join("output/s"));
        let run = run(&site, "build", &["--prune", "--now", "2099-08-01T00:00:00Z"], secret);
        assert_eq!(run.exit, 0, "{:?}", run.lines);
        let expected = without(before, &links, &["ending", "withdrawn"]);
        assert_eq!(files(&site.path().join("output/s")), expected, "{site_file}");
    };
    let whole = fs::read_to_string(cases().join("_base/site.yaml")).expect("the base has a site.yaml");
    check(Some(made::SECRET), "id: [", true);
    check(None, "id: [", true);
    check(Some("hunter2"), "", true);
    check(Some(made::SECRET), &whole, false);
}

/// What one run of the binary said.
struct Run {
    lines: Vec<String>,
    helpless: Vec<String>,
    exit: i32,
    raw: String,
}

/// Checks and builds the site of one case; an error says what is not as expected.
fn case(code: &str) -> Result<(), String> {
    let folder = cases().join(code);
    let site = site_of(code);
    let args = fs::read_to_string(folder.join("args.txt")).unwrap_or_default();
    let args: Vec<&str> = args.split_whitespace().collect();
    if !BUILD_ONLY.contains(&code) {
        let checked = run(&site, "check", &args, made::secret(code));
        expect(code, "check", &checked)?;
    }
    if args.contains(&"--strict") {
        return Ok(());
    }
    let output = site.path().join("output");
    let before = files(&output);
    let built = run(&site, "build", &args, made::secret(code));
    expect(code, "build", &built)?;
    let pages = files(&output);
    match built.exit {
        0 if pages.keys().any(|path| path.ends_with("/SHA256SUMS")) || code == "share-ended" => Ok(()),
        0 => Err(format!("{code}: the build published nothing")),
        // What was published may be closed; nothing is written.
        _ if pages.iter().all(|(path, bytes)| before.get(path) == Some(bytes)) => Ok(()),
        _ => Err(format!("{code}: the build wrote pages although there are errors")),
    }
}

/// Compares a run with the report that the case expects, or writes it down.
fn expect(code: &str, command: &str, run: &Run) -> Result<(), String> {
    let path = cases().join(code).join("expected.txt");
    let found = run.lines.iter().flat_map(|line| [line, "\n"]).collect::<String>();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &found).expect("the report can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let exit = i32::from(expected.lines().any(|line| line.starts_with("error ")));
    if found != expected {
        return Err(format!("{code}, {command}: expected\n{expected}found\n{found}{}", run.raw));
    }
    if !found.lines().any(|line| line.split(' ').nth(1) == Some(code)) {
        return Err(format!("{code}, {command}: the folder does not show its code"));
    }
    if run.exit != exit {
        return Err(format!("{code}, {command}: the exit code is {}, not {exit}", run.exit));
    }
    if run.helpless.is_empty() {
        return Ok(());
    }
    Err(format!("{code}, {command}: no help for\n{}", run.helpless.join("\n")))
}

/// Runs the binary and reads its report.
fn run(site: &TempDir, word: &str, args: &[&str], secret: Option<&str>) -> Run {
    let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
    let output = command(site, word, &args, secret).output().expect("the binary starts");
    let raw = String::from_utf8(output.stderr).expect("a report is UTF-8");
    let report: Vec<Value> = raw
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}")))
        .collect();
    let is_helpless = |one: &&Value| {
        one["severity"] != "note" && one["help"].as_str().is_none_or(|help| help.trim().is_empty())
    };
    let helpless = report.iter().filter(is_helpless).map(ToString::to_string).collect();
    let lines = abridged(&report.iter().map(line).collect::<Vec<_>>());
    Run { lines, helpless, exit: output.status.code().expect("an exit, not a signal"), raw }
}

/// `severity code place`, as it stands in `expected.txt`.
fn line(diagnostic: &Value) -> String {
    let word = |key: &str| diagnostic[key].as_str().unwrap_or("-");
    let place = match (diagnostic["line"].as_u64(), diagnostic["column"].as_u64()) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", word("file")),
        _ => word("file").to_owned(),
    };
    format!("{} {} {place}", word("severity"), word("code"))
}

/// A long run of one complaint about one file as its first line and a count.
fn abridged(lines: &[String]) -> Vec<String> {
    let subject = |line: &String| line.split(':').next().unwrap_or_default().to_owned();
    let runs = lines.chunk_by(|a, b| subject(a) == subject(b));
    let short = |run: &[String]| match run {
        [first, rest @ ..] if rest.len() > 100 => vec![first.clone(), format!("and {} more", rest.len())],
        _ => run.to_vec(),
    };
    runs.flat_map(short).collect()
}

fn command(site: &TempDir, word: &str, args: &[&str], secret: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
    command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command.envs(secret.map(|secret| ("EXTRAIT_SECRET", secret)));
    command.arg(word).arg("--site").arg(site.path()).args(args);
    if !args.contains(&"--now") {
        command.args(["--now", NOW]);
    }
    command
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid")
}

/// The names of the cases; `_base` and the like are none.
fn folders() -> BTreeSet<String> {
    let entries = fs::read_dir(cases()).expect("the cases are there");
    let names = entries.map(|entry| entry.expect("a readable folder").file_name());
    names
        .map(|name| name.into_string().expect("a name in UTF-8"))
        .filter(|name| !name.starts_with('_'))
        .collect()
}

/// The base with the overlay of the case `code`, ready to run.
fn site_of(code: &str) -> TempDir {
    let site = tempfile::tempdir().expect("a folder for the site");
    copy(&cases().join("_base"), site.path());
    if BUILT_BEFORE.contains(&code) {
        let built = run(&site, "build", &[], Some(made::SECRET));
        assert_eq!((built.lines.as_slice(), built.exit), (&[][..], 0), "the base has no fault");
    }
    let folder = cases().join(code);
    let deleted = fs::read_to_string(folder.join("delete.txt")).unwrap_or_default();
    for path in deleted.lines() {
        fs::remove_file(site.path().join(path)).expect("delete.txt names a file of the base");
    }
    copy(&folder, site.path());
    made::make(code, site.path()).expect("the fault can be made");
    site
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).min_depth(1).sort_by_file_name() {
        let entry = entry.expect("a readable case");
        let path = entry.path().strip_prefix(from).expect("a path below the folder");
        if ABOUT.iter().any(|about| path == Path::new(about)) {
            continue;
        }
        if entry.file_type().is_dir() {
            fs::create_dir_all(to.join(path)).expect("a new folder");
        } else {
            fs::copy(entry.path(), to.join(path)).expect("a new file");
        }
    }
}

/// The files below a folder; none where there is no folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = |path: &Path| fs::read(path).expect("a readable file");
    let name = |path: &Path| path.strip_prefix(folder).expect("a path below").to_string_lossy().into_owned();
    files.map(|entry| (name(entry.path()), read(entry.path()))).collect()
}

/// A site with three shares, built; and the folders of each share, by the tool's own manifest.
fn built_once() -> (TempDir, BTreeMap<String, Vec<String>>) {
    let site = site_of("_base");
    made::closing_shares(site.path()).expect("more shares");
    let built = run(&site, "build", &[], Some(made::SECRET));
    assert_eq!((built.lines.as_slice(), built.exit), (&[][..], 0));
    let manifest = fs::read(site.path().join(".extrait/manifest.json")).expect("a build leaves a manifest");
    let manifest: Value = serde_json::from_slice(&manifest).expect("the manifest is JSON");
    let links: BTreeMap<String, Vec<String>> =
        serde_json::from_value(manifest["shares"].clone()).expect("folders by share");
    assert_eq!(links.values().map(Vec::len).collect::<Vec<_>>(), [1, 2, 2], "{links:?}");
    (site, links)
}

fn withdraw(site: &TempDir) {
    let path = site.path().join("content/shares/withdrawn.yaml");
    let text = fs::read_to_string(&path).expect("the share is there");
    fs::write(&path, format!("{text}revoked: 2099-05-01T00:00:00Z\n")).expect("a share to revoke");
}

/// The files that stay when the links of the shares `gone` go.
fn without(
    before: BTreeMap<String, Vec<u8>>,
    links: &BTreeMap<String, Vec<String>>,
    gone: &[&str],
) -> BTreeMap<String, Vec<u8>> {
    let is_gone = |path: &str| {
        let mut folders = gone.iter().flat_map(|share| &links[*share]);
        folders.any(|folder| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/')))
    };
    before.into_iter().filter(|(path, _)| !is_gone(path)).collect()
}
