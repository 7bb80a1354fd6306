//! Which file names what another file defines: the graph of files.
//!
//! A file imports another where its code names something that is defined there, in a `use` or by a path that starts with
//! `crate`, `self`, `super` or a module declared in the file. A name that a file only passes on (`use`) is followed to the file
//! that defines it, so a child that says `crate::parent::Name` of what its parent re-exports imports the file of `Name`.
//! Declaring a module and re-exporting from it (`mod x; pub use x::Name;`) imports nothing. Everything else counts, between
//! parents and children too: a parent that calls its child, which in turn is built on a type of its parent, is a cycle.
//! Modules of tests do not count: they may name whatever they test.

use std::collections::{BTreeMap, BTreeSet};

/// The file of each module, by the names that lead to it.
type Modules<'a> = BTreeMap<Vec<&'a str>, &'a str>;

/// A file by what it says of others.
struct Named<'a> {
    module: Vec<&'a str>,
    /// The paths of its `use`, each with the name that it gives and whether it is re-exported.
    uses: Vec<(Vec<String>, String, bool)>,
    /// The paths in the rest of its code.
    paths: Vec<Vec<String>>,
    children: Vec<String>,
}

/// The files that each file imports, by paths below `src/`. `files` are paths and code without comments and literals.
fn imports<'a>(files: &[(&'a str, &'a str)]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let of_tests = |path: &str| path.split('/').any(|part| part.trim_end_matches(".rs") == "tests");
    let files: Vec<_> = files.iter().filter(|(path, _)| !of_tests(path) && *path != "main.rs").collect();
    let modules: Modules<'a> = files.iter().map(|(path, _)| (module(path), *path)).collect();
    let named: BTreeMap<&str, Named<'a>> =
        files.iter().map(|(path, code)| (*path, Named::of(path, code))).collect();
    let mut imports = BTreeMap::new();
    for (path, file) in &named {
        let passed_on = file.uses.iter().filter(|(_, _, is_passed_on)| !is_passed_on).map(|(path, ..)| path);
        let targets = passed_on.chain(&file.paths).filter_map(|target| {
            let target = file.absolute(target)?;
            definer(&target, &modules, &named, 0)
        });
        let others = targets.filter(|target| target != path && *target != "lib.rs");
        imports.insert(*path, others.collect::<BTreeSet<_>>());
    }
    imports
}

/// The names that lead to the module of a file.
fn module(path: &str) -> Vec<&str> {
    let path = path.trim_end_matches(".rs");
    if path == "lib" { Vec::new() } else { path.split('/').collect() }
}

/// The file that defines what stands at `path`, past all that only pass it on.
fn definer<'a>(
    path: &[String],
    modules: &Modules<'a>,
    named: &BTreeMap<&str, Named<'a>>,
    depth: usize,
) -> Option<&'a str> {
    assert!(depth < 20, "{path:?} is passed on in a circle");
    let known = |length: &usize| {
        modules.contains_key(&path[..*length].iter().map(String::as_str).collect::<Vec<_>>())
    };
    let length = (0..=path.len()).rev().find(known)?;
    let file = modules[&path[..length].iter().map(String::as_str).collect::<Vec<_>>()];
    let Some(name) = path.get(length) else { return Some(file) };
    let passed_on = named[file].uses.iter().find(|(_, given, _)| given == name);
    let further = passed_on.and_then(|(target, ..)| named[file].absolute(target));
    // What comes from another crate is the business of no file here.
    match further {
        Some(target) => definer(&target, modules, named, depth + 1),
        None if passed_on.is_some() => None,
        None => Some(file),
    }
}

impl<'a> Named<'a> {
    fn of(path: &'a str, code: &str) -> Self {
        let code = without_tests(code);
        let (mut uses, mut rest) = (Vec::new(), String::new());
        let mut children = Vec::new();
        for statement in code.split_inclusive(';') {
            // A `use` or `mod` starts a line, with what makes it visible before it.
            let start = statement.rfind("use ").filter(|at| starts_statement(&statement[..*at]));
            if let Some(at) = start {
                let line = statement[..at].rfind('\n').map_or(0, |end| end + 1);
                let is_public = statement[line..at].trim_start().starts_with("pub");
                let tree = statement[at + 4..].trim_end_matches(';');
                uses.extend(expanded(tree).into_iter().map(|(path, name)| (path, name, is_public)));
                rest.push_str(&statement[..line]);
                continue;
            }
            if let Some(name) = declared(statement) {
                children.push(name.to_owned());
            }
            rest.push_str(statement);
        }
        let paths = paths(&rest, &children);
        Self { module: module(path), uses, paths, children }
    }

    /// The path from the root of the crate on; `None` where it leads to another crate.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let own = || self.module.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let (first, rest) = path.split_first()?;
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => own(),
            "super" => {
                let mut base = own();
                base.pop();
                for _ in rest.iter().take_while(|name| *name == "super") {
                    base.pop();
                }
                base
            }
            child if self.children.iter().any(|declared| declared == child) => {
                let mut base = own();
                base.push(child.to_owned());
                base
            }
            _ => return None,
        };
        base.extend(rest.iter().filter(|name| !["super", "self", "*"].contains(&name.as_str())).cloned());
        Some(base)
    }
}

/// The code before the module of its tests, which is the last of a file.
fn without_tests(code: &str) -> &str {
    let is_of_tests = |(at, _): &(usize, &str)| {
        let before = code[..*at].lines().next_back().unwrap_or_default();
        code[*at..].starts_with("mod tests {") && before.starts_with("#[cfg(") && before.contains("test")
    };
    code.match_indices("mod tests {").find(is_of_tests).map_or(code, |(at, _)| &code[..at])
}

/// Whether what stands before a `use` in its line is nothing, or says to whom it is visible.
fn starts_statement(before: &str) -> bool {
    let line = before[before.rfind('\n').map_or(0, |end| end + 1)..].trim();
    line.is_empty() || line == "pub" || (line.starts_with("pub(") && line.ends_with(')'))
}

/// The module that `mod name;` declares.
fn declared(statement: &str) -> Option<&str> {
    let at = statement.rfind("mod ").filter(|at| starts_statement(&statement[..*at]))?;
    let name = statement[at + 4..].strip_suffix(';')?;
    name.chars().all(|c| c.is_alphanumeric() || c == '_').then_some(name)
}

/// The paths of a tree of `use`, with the name that each gives.
fn expanded(tree: &str) -> Vec<(Vec<String>, String)> {
    let tree = tree.trim();
    if let Some(at) = tree.find('{') {
        let before: Vec<String> = steps(&tree[..at]);
        let parts = crate::top_level(&tree[at + 1..]);
        let parts = parts.into_iter().filter(|part| !part.is_empty()).flat_map(expanded);
        return parts.map(|(rest, name)| ([before.clone(), rest].concat(), name)).collect();
    }
    let (path, alias) =
        tree.split_once(" as ").map_or((tree, None), |(path, alias)| (path, Some(alias.trim())));
    let mut path = steps(path);
    let is_self = path.len() > 1 && path.last().is_some_and(|last| last == "self");
    if is_self {
        path.pop();
    }
    let name = alias.map_or_else(|| path.last().cloned().unwrap_or_default(), str::to_owned);
    // `a::{self}`: the name is that of the module, and stands before the brace.
    vec![(path, name)]
}

fn steps(path: &str) -> Vec<String> {
    path.split("::").map(str::trim).filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

/// The paths in code that may lead to other files.
fn paths(code: &str, children: &[String]) -> Vec<Vec<String>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for start in ["crate", "self", "super"].into_iter().chain(children.iter().map(String::as_str)) {
        let prefix = format!("{start}::");
        for (at, _) in code.match_indices(&prefix) {
            let before = code[..at].chars().next_back();
            // `pub(in crate::a)` says who may see, and names nothing.
            let is_visibility = code[..at].ends_with("pub(in ");
            if is_visibility || before.is_some_and(|c| is_word(c) || c == ':' || c == '$') {
                continue;
            }
            let rest = &code[at..];
            let end = rest.find(|c: char| !is_word(c) && c != ':').unwrap_or(rest.len());
            found.push(steps(&rest[..end]));
        }
    }
    found
}

/// Files that import each other, in one step or in several: the sets of which each file leads to each other.
fn cycles<'a>(imports: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<BTreeSet<&'a str>> {
    let reached = |from: &'a str| {
        let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(file) = open.pop() {
            let next = imports.get(file).into_iter().flatten();
            open.extend(next.filter(|next| reached.insert(**next)));
        }
        reached
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports.keys().map(|file| (*file, reached(file))).collect();
    let mutual = |file: &str| {
        let back = |other: &&&'a str| reached.get(*other).is_some_and(|back| back.contains(file));
        reached[file].iter().filter(back).copied().collect::<BTreeSet<_>>()
    };
    imports.keys().map(|file| mutual(file)).filter(|cycle| cycle.len() > 1).collect()
}

/// Rooms whose files still import each other: they are being moved, and each leaves the list as soon as it has no cycle.
const MUTUAL: &[&str] = &["pipeline", "publish", "workspace"];

#[test]
fn no_two_files_import_each_other() {
    let sources = crate::sources();
    let files: Vec<_> = sources.iter().map(|source| (source.path.as_str(), source.code.as_str())).collect();
    let cycles = cycles(&imports(&files));
    let mut mutual = BTreeSet::new();
    for cycle in &cycles {
        let rooms: BTreeSet<_> =
            cycle.iter().map(|path| path.split('/').next().unwrap().trim_end_matches(".rs")).collect();
        assert!(rooms.iter().all(|room| MUTUAL.contains(room)), "these files import each other: {cycle:?}");
        mutual.extend(rooms);
    }
    assert_eq!(mutual, MUTUAL.iter().copied().collect(), "a room without cycles leaves the list");
}

#[test]
fn names_are_followed_to_the_files_that_define_them() {
    let check = |files: &[(&str, &str)], expected: &[(&str, &[&str])]| {
        let found = imports(files);
        let found: Vec<_> =
            found.iter().map(|(file, others)| (*file, others.iter().copied().collect::<Vec<_>>())).collect();
        let expected: Vec<_> = expected.iter().map(|(file, others)| (*file, others.to_vec())).collect();
        assert_eq!(found, expected);
    };
    // Passing on imports nothing, and is seen through.
    check(
        &[
            ("a.rs", "mod b;\nmod c;\npub use b::{B, Other as Said};\n"),
            ("a/b.rs", "pub struct B;"),
            ("a/c.rs", "use super::{B};\nuse crate::a::Said;\nuse std::fmt;\n"),
        ],
        &[("a.rs", &[]), ("a/b.rs", &[]), ("a/c.rs", &["a/b.rs"])],
    );
    // A parent that calls its child, and a child that is built on its parent.
    check(
        &[("a.rs", "mod b;\npub struct A;\nfn f() { b::f(); }"), ("a/b.rs", "use crate::a::A;\nfn f() {}")],
        &[("a.rs", &["a/b.rs"]), ("a/b.rs", &["a.rs"])],
    );
    // Modules as such, several steps up, within code, and what tests name.
    check(
        &[
            ("a.rs", "pub mod b;\n"),
            ("a/b.rs", "use crate::c::{self, d::{E}};\nfn f() -> super::super::c::C { x::c::d() }\n"),
            ("c.rs", "pub mod d;\n#[cfg(test)]\nmod tests {\n    use crate::a::b::f;\n}\n"),
            ("c/d.rs", "fn f() { crate::a::b::f() }"),
            ("c/tests.rs", "use crate::a::b::f;"),
        ],
        &[("a.rs", &[]), ("a/b.rs", &["c.rs", "c/d.rs"]), ("c.rs", &[]), ("c/d.rs", &["a/b.rs"])],
    );
}

#[test]
fn cycles_are_found_whatever_their_length() {
    let graph = |edges: &[(&'static str, &[&'static str])]| {
        edges
            .iter()
            .map(|(file, others)| (*file, others.iter().copied().collect()))
            .collect::<BTreeMap<_, _>>()
    };
    assert!(cycles(&graph(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])).is_empty());
    let found =
        cycles(&graph(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"]), ("d", &["a", "e"]), ("e", &["d"])]));
    assert_eq!(found, [["a", "b", "c"].into(), ["d", "e"].into()].into());
}
