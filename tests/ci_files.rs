//! The workflows that `init --ci` writes, and the summary that a build gives them: they do what they say, and hold
//! nothing that others must not read.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and reads files"
)]

use std::fs;
use std::process::Output;

use crate::support::Site;
use serde_json::{Value as Json, json};

const GITHUB: &str = ".github/workflows/extrait.yml";
const GITLAB: &str = ".gitlab-ci.yml";

fn init(site: &Site, platform: &str) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_extrait"));
    command.args(["init", "--ci", platform]).current_dir(site.root.path()).output().unwrap()
}

/// The workflow of an existing site: its text, and what a parser makes of it.
fn workflow(platform: &str, path: &str) -> (String, Json) {
    let site = Site::bare();
    let output = init(&site, platform);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(site.path(path)).unwrap();
    let parsed = serde_yaml::from_str(&text).unwrap();
    (text, parsed)
}

/// The steps of a job.
fn steps(job: &Json) -> Vec<&Json> {
    job["steps"].as_array().unwrap().iter().collect()
}

#[test]
fn github_builds_on_push_on_a_schedule_and_by_hand() {
    let (_, workflow) = workflow("github", GITHUB);
    let on = workflow["on"].as_object().unwrap();
    assert_eq!(on.keys().collect::<Vec<_>>(), ["push", "schedule", "workflow_dispatch"]);
    let cron = on["schedule"][0]["cron"].as_str().unwrap();
    let minute: u32 = cron.strip_suffix(" * * * *").unwrap().parse().unwrap();
    assert!(!minute.is_multiple_of(5), "at {minute} past the hour everybody builds");
    let condition = workflow["jobs"]["build"]["if"].as_str().unwrap();
    assert!(condition.contains("default_branch"), "other branches are published");
}

#[test]
fn github_publishes_only_what_was_built_without_errors() {
    let (_, workflow) = workflow("github", GITHUB);
    let (build, publish) = (&workflow["jobs"]["build"], &workflow["jobs"]["publish"]);
    assert_eq!(publish["needs"], "build");
    assert_eq!(publish.get("if"), None, "a condition would replace that of success");
    let steps = steps(build);
    let index = |wanted: &str| {
        let is = |step: &&Json| {
            let told = [&step["run"], &step["uses"]].map(|word| word.as_str().unwrap_or_default());
            told.iter().any(|word| word.contains(wanted))
        };
        steps.iter().position(is).unwrap_or_else(|| panic!("no step {wanted}"))
    };
    let built = index("extrait build --locked --serial \"$(git rev-list --count HEAD)\" --format github");
    assert!(built < index("actions/upload-pages-artifact@"));
    assert!(index("actions/checkout@") < built);
    let all = &steps[index("actions/checkout@")]["with"]["fetch-depth"];
    assert_eq!(*all, 0, "commits that are not fetched are not counted");
    for step in &steps[built..] {
        assert_eq!(step.get("if"), None, "a step after the build runs although it has failed");
        assert_eq!(step.get("continue-on-error"), None);
    }
    assert_eq!(steps[index("actions/upload-pages-artifact@")]["with"]["path"], "output");
    let keeps: Vec<_> = steps.iter().filter_map(|step| step["with"]["path"].as_str()).collect();
    assert_eq!(keeps, ["~/.cargo/bin/extrait", ".extrait/cache", "output"], "what is kept between runs");
}

#[test]
fn github_gives_each_job_what_it_needs_and_the_secret_to_one_step() {
    let (text, workflow) = workflow("github", GITHUB);
    assert_eq!(workflow["permissions"], json!({}));
    let jobs = &workflow["jobs"];
    assert_eq!(jobs["build"]["permissions"], json!({"contents": "read", "pages": "read"}));
    assert_eq!(jobs["publish"]["permissions"], json!({"pages": "write", "id-token": "write"}));
    assert_eq!(text.matches("secrets.").count(), 1);
    let step = steps(&jobs["build"]).into_iter().find(|step| step.get("env").is_some()).unwrap();
    assert_eq!(step["env"], json!({"EXTRAIT_SECRET": "${{ secrets.EXTRAIT_SECRET }}"}));
    assert!(step["run"].as_str().unwrap().starts_with("extrait build"));
    for job in ["build", "publish"] {
        for step in steps(&jobs[job]) {
            // Whatever stands in ${{ }} of a script is run by the shell.
            assert!(!step["run"].as_str().unwrap_or_default().contains("${{"));
            let uses = step["uses"].as_str().unwrap_or("actions/none@v1");
            assert!(uses.starts_with("actions/") && uses.contains("@v"), "{uses}");
        }
    }
    assert_eq!(workflow["concurrency"]["cancel-in-progress"], false);
}

#[test]
fn gitlab_publishes_the_default_branch_on_push_on_a_schedule_and_by_hand() {
    let (_, workflow) = workflow("gitlab", GITLAB);
    let job = &workflow["pages"];
    assert_eq!(job["pages"]["publish"], "output");
    assert_eq!(job["artifacts"]["paths"], json!(["output"]));
    assert_eq!(job["interruptible"], true);
    let rules: Vec<_> =
        job["rules"].as_array().unwrap().iter().map(|rule| rule["if"].as_str().unwrap()).collect();
    assert_eq!(rules.len(), 3);
    for (rule, source) in rules.iter().zip(["schedule", "push", "web"]) {
        assert!(rule.contains("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH") && rule.contains(source), "{rule}");
    }
    let kept: Vec<_> =
        job["cache"].as_array().unwrap().iter().map(|cache| cache["paths"][0].clone()).collect();
    assert_eq!(kept, [".tools/", ".extrait/cache/"], "what is kept between runs");
    let script = job["script"].as_array().unwrap();
    assert!(script.iter().any(|line| {
        line.as_str().unwrap().ends_with("extrait build --locked --serial \"$(git rev-list --count HEAD)\"")
    }));
    assert_eq!(job["variables"]["GIT_DEPTH"], 0, "commits that are not fetched are not counted");
    assert_eq!(job.get("allow_failure"), None);
}

#[test]
fn workflows_install_this_version_and_say_what_must_be_known() {
    for (platform, path) in [("github", GITHUB), ("gitlab", GITLAB)] {
        let (text, _) = workflow(platform, path);
        let install = format!("cargo install --locked extrait --version {}", env!("CARGO_PKG_VERSION"));
        assert!(text.contains(&install), "{platform}");
        assert!(!text.contains("{version}") && !text.contains("extrait1_"), "{platform}");
        for words in
            ["missed schedule means", "an error means", "Never commit output/", "holds records in clear"]
        {
            let prose = text.replace("\n#", "").replace("\n    #", "").replace("\n      #", "");
            assert!(prose.contains(words), "{platform} does not say: {words}");
        }
        assert!(text.lines().all(|line| line.len() <= 125), "{platform}");
    }
}

#[test]
fn nothing_is_written_over_or_beside_a_site() {
    let site = Site::bare();
    site.write(GITHUB, "mine");
    let output = init(&site, "github");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains(GITHUB));
    assert_eq!(fs::read_to_string(site.path(GITHUB)).unwrap(), "mine");
    let none = Site::empty();
    none.write("README", "no site");
    let output = init(&none, "gitlab");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("site.yaml"));
    assert!(!none.path(GITLAB).exists());
}

#[test]
fn a_folder_inside_a_repository_is_told_where_the_platform_looks() {
    let around = Site::empty();
    fs::create_dir(around.path(".git")).unwrap();
    let mut site = Site::bare();
    let inside = around.path("registers");
    fs::create_dir(&inside).unwrap();
    fs::copy(site.path("site.yaml"), inside.join("site.yaml")).unwrap();
    site.root = around.root;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_extrait"));
    let output = command.args(["init", "--ci", "github"]).arg(&inside).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("only at the top of the repository"));
}

/// The example, with an end that is near, a recipient, and names that Markdown would take for its own.
fn told() -> Site {
    let site = Site::example();
    site.write(
        "content/shares/soon.yaml",
        "title: Zebrafish\ncreated: 2026-01-05T09:00:00Z\nexpires: 2098-06-03T09:00:00+02:00\nprofile: full\n\
         include: [processing]\nrecipients: [zealous-recipient]\n",
    );
    site
}

fn summarised(site: &Site, format: &str) -> String {
    let path = site.path("summary.md");
    fs::write(&path, "before\n").unwrap();
    let mut command = site.command(&["build", "--format", format]);
    drop(command.env("GITHUB_STEP_SUMMARY", &path).output().unwrap());
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_summary_tells_numbers_and_ends_and_no_link() {
    let site = told();
    let text = summarised(&site, "github");
    assert!(text.starts_with("before\n"), "other steps have written there: {text}");
    for words in ["| Shares | ", "| Pages | ", "| Files written | ", "| Errors | 0 |", "### Ending soon"] {
        assert!(text.contains(words), "no {words}: {text}");
    }
    assert!(text.contains(r"| soon | 2098-06-03T09\:00\:00\+02\:00 |"), "{text}");
    let links = site.links();
    assert!(links.len() > 3);
    for link in &links {
        let url = link["url"].as_str().unwrap();
        let folder = url.trim_end_matches('/').rsplit('/').next().unwrap();
        let token = folder.rsplit('-').next().unwrap();
        assert!(!text.contains(token) && !text.contains(folder) && !text.contains(url));
        // Not even the beginning of one.
        assert!(!text.contains(&token[..8]));
        for name in [&link["recipient"], &link["label"]].into_iter().filter_map(Json::as_str) {
            assert!(!text.contains(name), "{name} is a recipient");
        }
    }
    for content in ["Zebrafish", "zealous", "example.org", "https"] {
        assert!(!text.contains(content), "{content} in {text}");
    }
}

#[test]
fn the_summary_tells_errors_by_code_and_place_only() {
    let site = told();
    site.write("content/shares/soon.yaml", "title: Zebrafish\ncreated: quokka\nexpires: 2d\n");
    site.write("content/registers/processing/a`|<b>x.yaml", "title: T\n");
    let text = summarised(&site, "github");
    assert!(text.contains("**Nothing was built.**"), "{text}");
    assert!(text.contains("| error | bad-instant | "), "{text}");
    assert!(text.contains(r"content/shares/soon\.yaml\:2 |"), "{text}");
    assert!(text.contains(r"a\`\|\<b\>x\.yaml"), "{text}");
    assert!(!text.contains("quokka") && !text.contains("Zebrafish"), "a message quotes the author: {text}");
}

#[test]
fn the_summary_is_for_github_only() {
    let site = told();
    assert_eq!(summarised(&site, "human"), "before\n");
    assert_eq!(summarised(&site, "json"), "before\n");
    let mut command = site.command(&["build", "--format", "github"]);
    let output = command.env("GITHUB_STEP_SUMMARY", site.path("nowhere/summary.md")).output().unwrap();
    assert!(output.status.success(), "the pages are built all the same");
}
