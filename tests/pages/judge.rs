//! What holds for every page of a site, whatever it shows: it is whole, says its language and its title, bears classes
//! that the stylesheet knows, and leads nowhere that is not there. And what holds for a share: its pages lead to one
//! another and to all of its files, and what a link says is what stands at its end.

use std::collections::{BTreeMap, BTreeSet};

use extrait::locale::Locale;
use extrait::model::kind::Kind;
use serde_json::Value as Json;

use super::html::{Element, parse};
use super::record::{Record, label, words};
use crate::support::Tree;

/// The pages of a site, and all of its files.
pub(crate) struct Pages<'a> {
    files: &'a Tree,
    pages: BTreeMap<&'a str, Element>,
}

impl<'a> Pages<'a> {
    /// Reads every page, and looks at each by itself.
    pub(crate) fn of(files: &'a Tree) -> Self {
        let html = files.iter().filter(|(path, _)| is_of(path, "html"));
        let pages = html.map(|(path, bytes)| {
            let page =
                parse(std::str::from_utf8(bytes).unwrap()).unwrap_or_else(|wrong| panic!("{path}: {wrong}"));
            (path.as_str(), page)
        });
        let pages = Self { files, pages: pages.collect() };
        for (path, page) in &pages.pages {
            head(path, page);
            pages.leads_somewhere(path, page);
        }
        pages
    }

    /// Every class that a page bears.
    pub(crate) fn classes(&self) -> BTreeSet<String> {
        let elements = self.pages.values().flat_map(Element::all);
        elements.flat_map(|element| element.classes().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    fn leads_somewhere(&self, path: &str, page: &Element) {
        let identities: BTreeSet<_> = page.all().into_iter().filter_map(|one| one.get("id")).collect();
        for element in page.all() {
            let Some(target) = element.get("href").or(element.get("src")) else { continue };
            if let Some(id) = target.strip_prefix('#') {
                assert!(identities.contains(id), "{path}: #{id}");
            } else if target.starts_with("https://") {
                assert_eq!(element.get("rel"), Some("noreferrer"), "{path}: {target}");
            } else if !target.starts_with("mailto:") && target != "data:," {
                let file = resolved(path, target);
                assert!(self.files.contains_key(&file), "{path}: {target} leads nowhere");
                let (share, other) = (share_of(path), share_of(&file));
                assert!(other.is_none() || other == share, "{path}: {target} leads to another share");
                if let (Some(_), Some(end)) = (other, self.pages.get(file.as_str())) {
                    assert_eq!(
                        words(&end.named("h1")),
                        [element.words()],
                        "{path}: {target} is another page"
                    );
                }
            }
        }
    }

    /// One link of a share, in its folder below `s/`: what its pages lead to, and what they say, by its `extract.json`.
    pub(crate) fn share(&self, folder: &str, locales: &BTreeMap<&str, Locale>) {
        let root = format!("s/{folder}/");
        let reached = self.reached(&format!("{root}index.html"));
        let own =
            self.files.keys().filter(|path| path.starts_with(&root) && !path.ends_with("allow-framing.txt"));
        let missed: Vec<_> = own.filter(|path| !reached.contains(path.as_str())).collect();
        assert!(missed.is_empty(), "nothing leads to {missed:?}");
        self.sums(&root);
        let share: Json = serde_json::from_slice(&self.files[&format!("{root}extract.json")]).unwrap();
        let locale = &locales[share["lang"].as_str().unwrap()];
        let mut told = BTreeSet::from([format!("{root}index.html")]);
        for register in share["registers"].as_array().unwrap() {
            let place = format!("{root}{}/", register["id"].as_str().unwrap());
            self.register(&format!("{place}index.html"), register, &share, locale);
            told.insert(format!("{place}index.html"));
            for item in register["items"].as_array().unwrap() {
                let path = format!("{place}{}.html", item["id"].as_str().unwrap());
                about(&path, || {
                    Record { locale, share: &share, register, item }.check(&self.pages[path.as_str()]);
                    self.around(&path, &share, locale);
                });
                told.insert(path);
            }
        }
        let pages = self.pages.keys().filter(|path| path.starts_with(&root)).map(|path| (*path).to_owned());
        assert_eq!(pages.collect::<BTreeSet<_>>(), told, "the pages of a share are those of its records");
        self.front(&format!("{root}index.html"), &share, locale);
    }

    /// The files that links lead to, from a page on, inside its share.
    fn reached(&self, from: &str) -> BTreeSet<String> {
        let (mut found, mut open) = (BTreeSet::from([from.to_owned()]), vec![from.to_owned()]);
        while let Some(path) = open.pop() {
            let Some(page) = self.pages.get(path.as_str()) else { continue };
            for target in page.all().into_iter().filter_map(|one| one.get("href").or(one.get("src"))) {
                let file = resolved(&path, target);
                if self.files.contains_key(&file)
                    && share_of(&file) == share_of(from)
                    && found.insert(file.clone())
                {
                    open.push(file);
                }
            }
        }
        found
    }

    /// The sums name every file of the share but themselves and what signs them.
    fn sums(&self, root: &str) {
        let text = String::from_utf8(self.files[&format!("{root}SHA256SUMS")].clone()).unwrap();
        let named: BTreeSet<_> =
            text.lines().map(|line| resolved(&format!("{root}."), &line[66..])).collect();
        let own = self.files.keys().filter(|path| path.starts_with(root) && !path.contains("/SHA256SUMS"));
        let missed: Vec<_> = own.filter(|path| !named.contains(*path)).collect();
        assert!(missed.is_empty(), "no sum covers {missed:?}");
        assert!(named.iter().all(|path| self.files.contains_key(path)), "{text}");
    }

    fn front(&self, path: &str, share: &Json, locale: &Locale) {
        let page = &self.pages[path];
        assert_eq!(words(&page.named("h1")), [share["title"].as_str().unwrap()], "{path}");
        let note = share["note"].as_str().filter(|note| !note.is_empty());
        assert_eq!(words(&page.classed("note")), Vec::from_iter(note), "{path}");
        let registers = share["registers"].as_array().unwrap();
        let parts = page.classed("register");
        assert_eq!(parts.len(), registers.len(), "{path}: its registers");
        for (part, register) in parts.iter().zip(registers) {
            assert_eq!(words(&part.named("h2")), [register["title"].as_str().unwrap()], "{path}");
            assert!(words(&part.classed("kind"))[0].starts_with(&kind(register, locale)), "{path}");
            let folder = register["id"].as_str().unwrap();
            let home = part.named("h2")[0].named("a")[0].get("href").unwrap();
            assert_eq!(home, format!("{folder}/index.html"), "{path}");
            entries(part, register, &format!("{folder}/"), locale);
        }
        assert_eq!(words(&page.classed("empty")).len(), usize::from(registers.is_empty()), "{path}");
        self.around(path, share, locale);
    }

    fn register(&self, path: &str, register: &Json, share: &Json, locale: &Locale) {
        let page = &self.pages[path];
        assert_eq!(words(&page.named("h1")), [register["title"].as_str().unwrap()], "{path}");
        assert_eq!(words(&page.classed("kicker")), [kind(register, locale)], "{path}");
        let parties = register["parties"].as_object().unwrap();
        let rows: Vec<_> = page.classed("parties").iter().flat_map(|part| part.classed("row")).collect();
        let labels: BTreeSet<_> =
            parties.keys().map(|key| label(locale, None, &format!("register.{key}"))).collect();
        let found = rows.iter().map(|row| words(&row.named("dt")).remove(0));
        let is_known = |said: &str| labels.iter().any(|label| said.starts_with(label.as_str()));
        assert!(
            found.clone().all(|said| is_known(&said)) && rows.len() == parties.len(),
            "{path}: {labels:?}"
        );
        entries(page, register, "", locale);
        self.around(path, share, locale);
    }

    /// What all pages of a share have: the issuer, the scope or the kind, the end, and how to check.
    fn around(&self, path: &str, share: &Json, locale: &Locale) {
        let page = &self.pages[path];
        let stamp = page.classed("stamp").remove(0);
        let ends = match share["expires"].as_str() {
            Some(end) => {
                let instant = chrono::DateTime::parse_from_rfc3339(end).unwrap();
                locale.fill("expires_at", "instant", &locale.instant(instant))
            }
            None => locale.say("expires_never").to_owned(),
        };
        assert!(words(&stamp.named("dd")).contains(&ends), "{path}: {ends}");
        let time = stamp.named("time").into_iter().filter_map(|time| time.get("datetime"));
        assert_eq!(
            time.filter(|time| time.contains('T')).collect::<Vec<_>>(),
            Vec::from_iter(share["expires"].as_str())
        );
        let check = stamp.classed("check")[0].named("a")[0].get("href").unwrap();
        assert_eq!(resolved(path, check), "check.html", "{path}");
        assert_eq!(page.classed("issuer").len(), 1, "{path}");
        assert_eq!(page.named("address").len(), 1, "{path}");
    }
}

/// What every page says of itself.
fn head(path: &str, page: &Element) {
    let said = |name: &str, value: &str| {
        let metas = page.named("meta");
        let meta = metas.iter().find(|meta| meta.get("name").or(meta.get("http-equiv")) == Some(name));
        assert!(meta.is_some_and(|meta| meta.get("content").unwrap().starts_with(value)), "{path}: {name}");
    };
    said("Content-Security-Policy", "default-src 'none'; ");
    said("robots", "noindex, nofollow, noarchive");
    said("referrer", "no-referrer");
    said("viewport", "width=device-width");
    assert!(matches!(page.get("lang"), Some("en" | "fr")), "{path}: the language");
    let (titles, headings) = (page.titles(), words(&page.named("h1")));
    assert!(titles.len() == 1 && !titles[0].is_empty(), "{path}: {titles:?}");
    assert!(headings.len() == 1 && !headings[0].is_empty(), "{path}: {headings:?}");
    let sheets = page.named("link").into_iter().filter(|link| link.get("rel") == Some("stylesheet")).count();
    assert_eq!(sheets + page.named("style").len(), 1, "{path}: the stylesheet");
    // Each heading of a part is what the part is named by.
    for part in page.all() {
        let Some(by) = part.get("aria-labelledby") else { continue };
        let named = part
            .all()
            .into_iter()
            .any(|one| one.get("id") == Some(by) && ["h2", "title"].contains(&one.name.as_str()));
        assert!(named, "{path}: `{by}` names nothing");
    }
}

/// The lines of a register, in its order: each says and leads to its record.
fn entries(part: &Element, register: &Json, before: &str, locale: &Locale) {
    let items = register["items"].as_array().unwrap();
    let lines = part.classed("entry");
    assert_eq!(lines.len(), items.len(), "the lines of {}", register["id"]);
    for (line, item) in lines.iter().zip(items) {
        let links = line.named("a");
        assert_eq!(words(&links), [item["title"].as_str().unwrap()]);
        assert_eq!(links[0].get("href").unwrap(), format!("{before}{}.html", item["id"].as_str().unwrap()));
        let reference = item["fields"]["reference"].as_str().unwrap_or_default();
        assert_eq!(words(&line.classed("entry-reference")), [reference]);
        let status = item["status"].as_str().unwrap();
        let mark = (status != "published").then(|| locale.say(status).to_owned());
        assert_eq!(words(&line.classed("mark")), Vec::from_iter(mark));
        let leading = Kind::named(item["kind"].as_str().unwrap()).unwrap().list_field().unwrap().key;
        let summaries = line.classed("entry-summary").len();
        assert_eq!(summaries, usize::from(!item["fields"][leading].is_null()), "{}", item["id"]);
    }
}

fn kind(register: &Json, locale: &Locale) -> String {
    locale.say(&format!("kind_{}", register["kind"].as_str().unwrap())).to_owned()
}

/// The path from the site's root that a link on a page means.
fn resolved(page: &str, target: &str) -> String {
    let mut parts: Vec<_> = page.split('/').collect();
    parts.pop();
    for part in target.split(['#', '?']).next().unwrap_or_default().split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Whether a file's name ends in this extension.
pub(crate) fn is_of(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
}

/// The folder of the share that holds a file.
fn share_of(path: &str) -> Option<&str> {
    path.strip_prefix("s/").and_then(|rest| rest.split_once('/')).map(|(folder, _)| folder)
}

/// Says which page was looked at where an assertion fails.
fn about(path: &str, check: impl FnOnce()) {
    let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(check));
    checked.unwrap_or_else(|_| panic!("{path}: see above"));
}
