//! What a code means, in full: for `check --explain`, and for the page `docs/checks.md`.

use std::fmt::Write as _;

use crate::diag::codes::CODES;
use crate::diag::rules::{CHAPTERS, Rule, Severities, may_be_silenced, rule};
use crate::diag::{Code, Severity, suggest};

/// What the code `name` means. An error is a suggestion.
pub fn explain(name: &str) -> Result<String, String> {
    let code = CODES.iter().find(|code| code.name == name);
    let code = code.ok_or_else(|| suggest(name, CODES.iter().map(|code| code.name)))?;
    let mut text = format!("{}: {}\n\n", code.name, code.meaning);
    let mut line = |title: &str, words: &str| {
        let _ = writeln!(text, "{title:<13}{words}");
    };
    if let Some(rule) = rule(code) {
        line("follows from", rule.source.cite);
        line("", rule.source.url);
        line("looks at", rule.looks_at);
        line("severity", &severities(rule));
        for (at, example) in rule.example.lines().enumerate() {
            line(if at == 0 { "hits" } else { "" }, example);
        }
        line("remedy", rule.remedy);
    } else {
        line("severity", code.severity.word());
    }
    line("silenced by", if may_be_silenced(code) { ALLOW } else { "nothing" });
    Ok(text)
}

const ALLOW: &str = "`allow: [{code: …, reason: …}]`";

/// How much a hit matters where, in words.
fn severities(rule: &Rule) -> String {
    let Severities { published, draft, held } = &rule.severities;
    if !rule.severities.is_weighed() {
        return rule.code.severity.word().to_owned();
    }
    let mut parts = Vec::new();
    if let Some(severity) = published {
        parts.push(format!("{} for a published record", severity.word()));
    }
    parts.extend(held.iter().map(|(holder, severity)| format!("{} in {}", severity.word(), holder.words())));
    let worst = published.iter().chain(held.iter().map(|(_, severity)| severity)).min();
    if worst.is_some_and(|worst| worst < draft) {
        parts.push(format!("at most {} for a draft", draft.word()));
    }
    parts.join("; ")
}

/// The page of all rules and codes, Markdown.
#[must_use]
pub fn page() -> String {
    let mut page = PREFACE.to_owned();
    for (title, rules) in CHAPTERS {
        let _ = writeln!(page, "\n## {title}");
        for rule in *rules {
            section(&mut page, rule);
        }
    }
    page.push_str("\n## Everything else\n\nFaults that stand in the way of a build, and remarks.\n");
    page.push_str("\n| code | severity | meaning |\n| --- | --- | --- |\n");
    for code in CODES.iter().filter(|code| rule(code).is_none()) {
        let Code { name, severity, meaning } = code;
        let kept =
            if *severity == Severity::Warning && !may_be_silenced(code) { ", never silenced" } else { "" };
        let _ = writeln!(page, "| `{name}` | {}{kept} | {meaning} |", severity.word());
    }
    page
}

fn section(page: &mut String, rule: &Rule) {
    let Rule { code, source, looks_at, example, remedy, .. } = rule;
    let _ = write!(
        page,
        "\n### {}\n\n{}\n\n- Follows from: [{}]({})\n- Looks at: {looks_at}\n- Severity: {}\n- Remedy: {remedy}\n\n\
         ```yaml\n{example}\n```\n",
        code.name,
        code.meaning,
        source.cite,
        source.url,
        severities(rule),
    );
}

/// What holds for all rules.
const PREFACE: &str = "\
# Checks

`extrait check` and `extrait build` look at every published record, and at every other record that an open share holds. This
page is made from the table that they use; `extrait check --explain CODE` prints one entry.

- A published record is checked in its own right, shared or not. A draft or an archived record is checked while an open share
  holds it, and what it does not say yet is at most a warning. Nothing is said of a draft that nobody shares.
- Where a share makes a complaint worse, by its profile or its audience, the report names the share. There is one complaint a
  record and rule, not one a share. A share that would not show the text in question does not count.
- An author who knows better says so, with a reason, in the record, in `register.yaml` for all its records, or in the share
  for what the share itself causes:

  ```yaml
  allow:
    - {code: processor-contract-missing, reason: The framework contract is not public}
  ```

  The complaint is then a note that gives the reason. Errors of the table at the end cannot be silenced. An `allow` that
  silences nothing is a warning. No `allow` ever reaches the output.
- `--format json` writes one object a complaint to standard error, one a line: `severity` (`error`, `warning`, `note`), `code`,
  `message`, `file`, `line`, `column` (all three null where there is no place), `help`, and `allowed` with the reason where an author
  lets it be; and to standard output one object with the numbers of `errors`, `warnings`, `notes` and `allowed`.
- The rules read what is written. They do not tell whether it is lawful.
";
