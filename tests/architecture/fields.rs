//! Code asks for a field by its role, and never by its key.

#[test]
fn code_asks_for_a_field_by_its_role() {
    // The tables name their own rows. Everywhere else a key is what an author writes: read, written, told, never compared.
    let is_table = |path: &str| ["model/field.rs", "model/kind.rs"].contains(&path);
    for source in crate::sources().iter().filter(|source| !is_table(&source.path)) {
        for (at, key) in source.code.match_indices("field.key") {
            let before =
                source.code[..at].trim_end_matches(|c: char| c.is_alphanumeric() || "_.&*".contains(c));
            let after = source.code[at + key.len()..].trim_start();
            let compared =
                ["==", "!="].iter().any(|sign| after.starts_with(sign) || before.trim_end().ends_with(sign))
                    || ["contains(", "match ", "match ("].iter().any(|question| before.ends_with(question));
            assert!(!compared, "{} compares the key of a field: ask for its role", source.path);
        }
    }
}
