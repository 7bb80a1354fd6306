//! The documents, run: every command in them, with what it prints.

#[test]
fn documents() {
    trycmd::TestCases::new().env("EXTRAIT_SECRET", "").env("EXTRAIT_SECRET_FILE", "").case("tests/cmd/*.md");
}
