//! What the commands refuse, and what they never say.

use super::{files, folder, refused, share, site};

#[test]
fn wrong_words_change_nothing() {
    let site = site();
    let new = |words: &[&'static str]| [&["new", "--title", "T"], words].concat();
    refused(&site, &["new", "--title", "T"], 2, "--register");
    refused(&site, &new(&["--register", "hrr"]), 2, "did you mean `hr`?");
    refused(&site, &new(&["--item", "hr/drft"]), 2, "did you mean `draft`?");
    refused(&site, &new(&["--item", "hr"]), 2, "REGISTER/ITEM");
    refused(&site, &new(&["--item", "hr/draft"]), 2, "--yes");
    refused(&site, &new(&["--register", "hr", "--expires", "2098-06-01T11:00:00Z"]), 2, "has passed");
    refused(&site, &new(&["--register", "hr", "--expires", "soon"]), 2, "30d");
    refused(&site, &new(&["--register", "hr", "--group", "team"]), 2, "sealed");
    refused(&site, &new(&["--register", "hr", "--id", "hand"]), 2, "--id");
    refused(&site, &new(&["--register", "hr", "--id", "No"]), 2, "is no id");
    refused(&site, &["new", "--title", "Hand", "--register", "hr"], 2, "already");
    for title in ["…", "🎉🎉", "Ελλάδα", "CON"] {
        refused(&site, &["new", "--title", title, "--register", "hr"], 2, "--id");
    }
    refused(&site, &["new", "--title", " ", "--id", "t", "--register", "hr"], 2, "cannot be empty");
    refused(&site, &["new", "--title", "a\nb", "--register", "hr"], 2, "one line");
    refused(&site, &["edit", "hand", "--title", " "], 2, "cannot be empty");
    refused(&site, &["edit", "hand", "--title", "a\nb"], 2, "one line");
    refused(&site, &new(&["--register", "hr", "--profile", "everything"]), 2, "unknown-term");
    refused(&site, &new(&["--register", "hr", "--lang", "de"]), 2, "one of: en, fr");
    refused(&site, &new(&["--register", "hr", "--application", "nobody"]), 2, "unknown-application");
    refused(&site, &new(&["--register", "hr", "--recipient", "x", "--recipient", "x"]), 2, "one link each");
    refused(&site, &new(&["--register", "hr", "--recipient", "No Id"]), 2, "id-invalid");
    for command in ["show", "rotate", "revoke", "restore"] {
        refused(&site, &[command, "hnd"], 2, "did you mean `hand`?");
    }
    refused(&site, &["rotate", "hand", "--recipient", "aa"], 2, "did you mean `a`?");
    refused(&site, &["revoke", "hand", "--reason", " "], 2, "a reason is one line");
    refused(&site, &["revoke", "hand", "--reason", "a\nb"], 2, "a reason is one line");
    refused(&site, &["restore", "hand"], 2, "is not withdrawn");
    refused(&site, &["restore", "hand", "--recipient", "a"], 2, "is not withdrawn");
    refused(&site, &["extend", "hand"], 2, "--expires");
    refused(&site, &["extend", "hand", "--expires", "2d"], 2, "has passed");
    refused(&site, &["extend", "hand", "--by", "never"], 2, "--expires");
    refused(&site, &["extend", "hand", "--expires", "2099-01-01T00:00:00Z"], 2, "already");
    refused(&site, &["edit", "hand"], 2, "nothing is to be changed");
    refused(&site, &["edit", "hand", "--add-item", "hr/draft"], 2, "--yes");
    refused(&site, &["edit", "hand", "--remove-item", "hr/zqa"], 2, "does not include");
    refused(&site, &["edit", "hand", "--remove-register", "hr"], 2, "would hold nothing");
    refused(&site, &["edit", "hand", "--lang", "de"], 1, "unknown-language");
    refused(&site, &["edit", "hand", "--remove-recipient", "a", "--remove-recipient", "b"], 2, "everybody");
    refused(&site, &["edit", "hand", "--add-recipient", "a"], 2, "already");
    share(&site, &["revoke", "hand"]);
    refused(&site, &["rotate", "hand"], 2, "share restore");
    refused(&site, &["extend", "hand", "--by", "2d"], 2, "share restore");
    refused(&site, &["restore", "hand", "--recipient", "a"], 2, "without --recipient");
    let before = files(&site);
    assert!(site.run(&["share", "revoke", "hand"]).status.success(), "what is withdrawn stays so");
    assert_eq!(files(&site), before);
}

#[test]
fn links_are_masked_unless_they_are_asked_for() {
    let site = site();
    for words in [
        &["new", "--title", "T", "--register", "hr"][..],
        &["show", "hand"],
        &["extend", "hand", "--by", "1d"],
        &["rotate", "other"],
        &["revoke", "hand", "--recipient", "a"],
        &["restore", "hand", "--recipient", "a"],
    ] {
        for format in ["human", "json"] {
            let output = site.run(&[&["share"], words, &["--format", format]].concat());
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said).into_owned();
            for link in site.links() {
                let folder = folder(&link["url"]);
                assert!(!said.contains(folder.split_once('-').unwrap().1), "{words:?}\n{said}");
            }
        }
    }
}
