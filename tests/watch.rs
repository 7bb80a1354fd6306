//! `build --watch`: after whatever an author does, the output is that of a cold build; it costs nothing while nothing
//! happens, and needs nothing that the system might refuse.

#![cfg(target_os = "linux")]
#![allow(
    unreachable_pub,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and edits files"
)]

#[path = "watch/author.rs"]
mod author;
mod support;
#[path = "watch/swapped.rs"]
mod swapped;
#[path = "watch/watching.rs"]
mod watching;

use std::fs::{self, File};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use author::Author;
use chrono::{SecondsFormat, TimeDelta, Utc};
use support::{Lacks, Site, published, skipped};
use watching::{Watching, settles, wait_until};

/// Twice the longest burst that `build --watch` waits out. That nothing is built has no event to wait for: where a test says so,
/// it looks again after this.
const A_MOMENT: Duration = Duration::from_millis(400);

/// Rounds of all sorts of edits, one by one, then bursts of five; after every other one the author pauses and looks at
/// the result.
fn edits(seed: u64, rounds: usize, bursts: usize, words: &[&str]) {
    let site = Site::bare();
    let mut author = Author::begins(&site, seed);
    let mut watching = Watching::start(&site, words);
    settles(&site, &watching, "at first");
    for _ in 0..rounds {
        author.one_of_each(&|when| settles(&site, &watching, when));
    }
    for burst in 0..bursts {
        author.bursts(5);
        if burst % 2 == 1 {
            author.mends_everything();
            settles(&site, &watching, &format!("after burst {burst}"));
        }
    }
    author.mends_everything();
    settles(&site, &watching, "at the end");
    sleep(A_MOMENT);
    settles(&site, &watching, "and a moment later");
    assert!(!watching.has_ended());
    let builds = watching.builds();
    let broken = builds.iter().filter(|line| line.starts_with("not built")).count();
    println!("{} edits in bursts: {} builds, {broken} of them with errors", bursts * 5, builds.len());
}

#[test]
fn after_300_edits_in_bursts_the_output_is_that_of_a_cold_build() {
    edits(0x5eed_0001, 3, 60, &[]);
}

#[test]
fn looking_from_time_to_time_gives_the_same() {
    edits(0x5eed_0002, 2, 12, &["--poll=50"]);
}

/// A site that never changes by itself.
fn still() -> (Site, Watching) {
    let site = Site::bare();
    Author::begins(&site, 1);
    let watching = Watching::start(&site, &[]);
    settles(&site, &watching, "at first");
    watching.waits_for_builds(1);
    (site, watching)
}

#[test]
fn latency_is_told() {
    let (site, watching) = still();
    let find = |needle: &str| {
        let output = site.output();
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(needle);
        let page = output.iter().find(|(path, bytes)| path.ends_with("second.html") && holds(bytes));
        site.path(&format!("output/{}", page.unwrap().0))
    };
    let item = site.path("content/registers/two/second.yaml");
    let edit = |number: usize| {
        let text = published(&format!("Second purpose-{number}-"));
        fs::write(&item, text).unwrap();
    };
    edit(0);
    watching.waits_for_builds(2);
    let page = find("purpose-0-");
    let mut taken = Vec::new();
    for number in 1..=30 {
        let told = watching.builds().len();
        let started = Instant::now();
        edit(number);
        let needle = format!("purpose-{number}-");
        let written = || fs::read_to_string(&page).is_ok_and(|text| text.contains(&needle));
        assert!(wait_until(written), "edit {number} is not in {}\n{}", page.display(), watching.state());
        taken.push(started.elapsed());
        // The build of an edit has not always ended when its page is there.
        watching.waits_for_builds(told + 1);
    }
    taken.sort();
    println!("from edit to page, unoptimised: median {:?}, p95 {:?}", taken[15], taken[28]);
}

#[test]
fn idle_costs_nothing_and_reading_is_no_change() {
    let (site, watching) = still();
    if watching.is_polling() {
        return skipped(Lacks::System, "the temporary folder lies where events do not come");
    }
    sleep(A_MOMENT);
    let (before, builds) = (watching.ticks(), watching.builds().len());
    // The kernel charges by ticks of 10 ms: what idling costs shows in many of them only.
    sleep(Duration::from_secs(2));
    let worked = watching.ticks() - before;
    // Of two hundred. Whoever looks again and again needs dozens; a busy machine charges a few for nothing.
    assert!(worked <= 10, "{worked} ticks of work in two seconds of nothing");
    for file in [".second.yaml.swp", "second.yaml~", "#second.yaml#"] {
        site.write(&format!("content/registers/two/{file}"), "x");
    }
    site.write("output/foreign.txt", "x");
    site.write(".extrait/foreign.txt", "x");
    site.write("README", "x");
    fs::read(site.path("content/registers/two/second.yaml")).unwrap();
    sleep(A_MOMENT);
    assert_eq!(watching.builds().len(), builds, "built for what is not read: {:?}", watching.builds());
}

#[test]
fn the_last_good_output_is_kept() {
    let (site, watching) = still();
    let good = site.output();
    site.write("content/registers/two/second.yaml", "title: [\n");
    watching.waits_for_builds(2);
    assert!(watching.builds()[1].starts_with("not built"), "{:?}", watching.builds());
    watching.complains("yaml-syntax");
    assert_eq!(site.output(), good);
    site.write("content/registers/two/second.yaml", &published("Mended"));
    settles(&site, &watching, "when it is mended");
}

/// A submodule that is being checked out, a folder that a file manager moves: no link is closed, and work goes on.
#[test]
fn a_folder_that_is_moved_away_closes_no_link() {
    for words in [&[][..], &["--poll=50"]] {
        let site = Site::bare();
        Author::begins(&site, 1);
        let mut watching = Watching::start(&site, words);
        settles(&site, &watching, "at first");
        for folder in ["content", "content/shares"] {
            let (good, builds) = (site.output(), watching.builds().len());
            fs::rename(site.path(folder), site.path("aside")).unwrap();
            // The build of an earlier save may still be told.
            let refuses = || watching.builds().iter().skip(builds).any(|line| line.starts_with("not built"));
            assert!(wait_until(refuses), "{folder}\n{}", watching.state());
            watching.complains("no-shares");
            assert_eq!(site.output(), good, "{folder}");
            fs::rename(site.path("aside"), site.path(folder)).unwrap();
            settles(&site, &watching, "when it is back");
            site.write("content/registers/two/second.yaml", &published(&format!("After {folder}")));
            settles(&site, &watching, "when something changes afterwards");
        }
        assert!(!watching.has_ended());
    }
}

#[test]
fn ten_thousand_items_need_few_watches() {
    let site = Site::bare();
    for register in 0..20 {
        let folder = format!("content/registers/r{register}");
        site.write(
            &format!("{folder}/register.yaml"),
            "kind: processor\ntitle: R\nprocessor: {name: P, email: p@example.org}\n",
        );
        for item in 0..500 {
            site.write(&format!("{folder}/i{item}.yaml"), &published("T"));
        }
    }
    let watching = Watching::start(&site, &[]);
    if watching.is_polling() {
        return skipped(Lacks::System, "the temporary folder lies where events do not come");
    }
    let watches = watching.watches();
    assert!((22..=60).contains(&watches), "{watches} watches for 23 folders");
}

#[test]
fn a_share_that_ends_is_closed() {
    a_share_ends(false);
}

#[test]
fn a_share_that_ends_is_closed_even_when_the_site_is_broken() {
    a_share_ends(true);
}

fn a_share_ends(broken: bool) {
    let site = Site::bare();
    Author::begins(&site, 1);
    let (now, end) = (Utc::now(), Utc::now() + TimeDelta::seconds(6));
    let instant = |instant: chrono::DateTime<Utc>| instant.to_rfc3339_opts(SecondsFormat::Secs, true);
    let share = format!(
        "title: Short\ncreated: {}\nexpires: {}\nprofile: full\ninclude: [one]\n",
        instant(now),
        instant(end)
    );
    site.write("content/shares/short.yaml", &share);
    let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
    command.env_clear().env("EXTRAIT_SECRET", support::SECRET).args(["build", "--watch", "--site"]);
    let watching = Watching::spawn(command.arg(site.root.path()));
    let open = || {
        let names = fs::read_dir(site.path("output/s")).into_iter().flatten();
        let names = names.map(|name| name.unwrap().file_name().into_string().unwrap());
        let names = names.filter(|name| name != extrait::link::CANARY);
        names.filter(|name| name.starts_with(|first: char| first.is_ascii_digit())).count()
    };
    watching.waits_for_builds(1);
    assert_eq!(open(), 2, "{}", watching.state());
    if broken {
        site.write("site.yaml", "title: [\n");
        watching.waits_for_builds(2);
        assert_eq!(open(), 2, "not before its time");
    }
    assert!(wait_until(|| open() == 1), "{}", watching.state());
    assert!(Utc::now().timestamp() >= end.timestamp());
}

#[test]
fn a_share_that_opens_later_is_published_then_without_a_change() {
    let site = Site::bare();
    Author::begins(&site, 1);
    let (now, opens) = (Utc::now(), Utc::now() + TimeDelta::seconds(6));
    let instant = |instant: chrono::DateTime<Utc>| instant.to_rfc3339_opts(SecondsFormat::Secs, true);
    let share = format!(
        "title: Later\ncreated: {}\nopens: {}\nexpires: never\nprofile: full\ninclude: [one]\n",
        instant(now),
        instant(opens)
    );
    site.write("content/shares/later.yaml", &share);
    let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
    command.env_clear().env("EXTRAIT_SECRET", support::SECRET).args(["build", "--watch", "--site"]);
    let watching = Watching::spawn(command.arg(site.root.path()));
    let links = || {
        let names = fs::read_dir(site.path("output/s")).into_iter().flatten();
        let names = names.map(|name| name.unwrap().file_name().into_string().unwrap());
        names.filter(|name| extrait::link::Folder::is_link(name)).count()
    };
    watching.waits_for_builds(1);
    let before = links();
    assert!(Utc::now() < opens, "the machine is too slow for this test");
    assert!(wait_until(|| links() == before + 1), "{}", watching.state());
    assert!(Utc::now().timestamp() >= opens.timestamp());
    watching.waits_for_builds(2);
    sleep(A_MOMENT);
    // Nothing else is due: it rests.
    assert_eq!(watching.builds().len(), 2, "{}", watching.state());
}

#[test]
fn another_build_is_waited_for_and_changes_meanwhile_make_one_further_build() {
    let (site, watching) = still();
    site.build(&[]);
    let lock = File::options().write(true).open(site.path(".extrait/lock")).unwrap();
    lock.lock().unwrap();
    let edit = |number: usize| {
        site.write("content/registers/two/second.yaml", &published(&format!("T{number}")));
    };
    edit(0);
    watching.complains("another build");
    (1..20).for_each(edit);
    sleep(A_MOMENT);
    assert_eq!(watching.builds().len(), 1);
    lock.unlock().unwrap();
    settles(&site, &watching, "when the other build has ended");
    sleep(A_MOMENT);
    let builds = watching.builds().len() - 1;
    assert!((1..=2).contains(&builds), "{:?}", watching.builds());
}

#[test]
fn a_site_that_disappears_ends_it() {
    let (site, mut watching) = still();
    let elsewhere = site.root.path().with_extension("moved");
    fs::rename(site.root.path(), &elsewhere).unwrap();
    let ended = wait_until(|| watching.has_ended());
    fs::rename(elsewhere, site.root.path()).unwrap();
    assert!(ended);
    assert_eq!(watching.child.wait().unwrap().code(), Some(3));
    watching.complains("is gone");
}

#[test]
fn programs_get_one_object_a_build() {
    let (site, _) = still();
    let watching = Watching::start(&site, &["--format", "json"]);
    watching.waits_for_builds(1);
    site.write("content/registers/two/second.yaml", &published("T"));
    watching.waits_for_builds(2);
    for line in watching.builds() {
        let object: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(object["shares"], 1);
    }
    serde_json::from_str::<serde_json::Value>(watching.complaints().lines().next().unwrap()).unwrap();
}

#[test]
fn what_makes_no_sense_is_refused() {
    let site = Site::bare();
    for words in [
        &["build", "--watch", "--prune"][..],
        &["build", "--watch", "--format", "github"],
        &["build", "--poll"],
        &["build", "--watch", "--poll=1"],
    ] {
        assert_eq!(site.run(words).status.code(), Some(2), "{words:?}");
    }
}

/// Runs the watching binary in a name space of its own, after `prepare`, a line for the shell.
fn elsewhere(prepare: &str, folder: &str) -> Option<Watching> {
    let script = format!("{prepare} && exec \"$0\" build --watch --site \"$1\" --now {}", support::NOW);
    let mut command = Command::new("unshare");
    command.args(["-Urm", "sh", "-c", &script, env!("CARGO_BIN_EXE_extrait"), folder]);
    command.env("EXTRAIT_SECRET", support::SECRET);
    let able = Command::new("unshare").args(["-Urm", "sh", "-c", prepare]).status();
    able.is_ok_and(|status| status.success()).then(|| Watching::spawn(&mut command))
}

#[test]
fn where_the_system_refuses_files_are_looked_at() {
    let site = Site::bare();
    Author::begins(&site, 1);
    let folder = site.root.path().to_str().unwrap();
    let limit = "echo 2 > /proc/sys/user/max_inotify_watches";
    let Some(watching) = elsewhere(limit, folder) else {
        return skipped(Lacks::System, "no name space can be made here");
    };
    watching.complains("limit of watched folders");
    settles(&site, &watching, "at first");
    site.write("content/registers/two/second.yaml", &published("T"));
    settles(&site, &watching, "after an edit");
}

#[test]
fn in_a_container_files_are_looked_at() {
    let (lower, above) = (Site::bare(), Site::empty());
    Author::begins(&lower, 1);
    for name in ["upper", "work", "site"] {
        fs::create_dir(above.path(name)).unwrap();
    }
    let (below, above) = (lower.root.path().display(), above.root.path().display());
    let mount = format!(
        "mount -t overlay overlay -o lowerdir={below},upperdir={above}/upper,workdir={above}/work {above}/site"
    );
    let Some(watching) = elsewhere(&mount, &format!("{above}/site")) else {
        return skipped(Lacks::System, "no overlay can be mounted here");
    };
    watching.complains("overlayfs");
    watching.waits_for_builds(1);
}
