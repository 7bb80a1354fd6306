//! Rust source taken apart into code, literals and comments, so that a rule about code reads neither prose nor texts.
//!
//! Source: The Rust Reference, "Comments" and "Tokens". Block comments nest; a raw string ends at the quote that as many `#`
//! follow as stand before it; `'a` is a lifetime unless a quote closes it.

/// What a piece of source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Code,
    /// The inside of a string, byte string, C string or character, without its quotes.
    Literal,
    Comment,
}

/// The pieces of a source, in order. Quotes and prefixes of literals are code.
pub(crate) fn pieces(text: &str) -> Vec<(Kind, &str)> {
    let mut found = Vec::new();
    let (mut at, mut start) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let Some((kind, before, inside)) = piece(rest, &text[..at]) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        found.push((Kind::Code, &text[start..at + before]));
        found.push((kind, &text[at + before..at + before + inside]));
        start = at + before + inside;
        // The closing quote opens nothing.
        at = start + usize::from(kind == Kind::Literal);
    }
    found.push((Kind::Code, text.get(start..).unwrap_or_default()));
    found.retain(|(_, piece)| !piece.is_empty());
    found
}

/// The code alone: comments are spaces and line ends, literals are empty.
pub(crate) fn code(text: &str) -> String {
    let mut code = String::new();
    for (kind, piece) in pieces(text) {
        match kind {
            Kind::Code => code.push_str(piece),
            Kind::Literal | Kind::Comment => {
                code.extend(piece.chars().filter(|c| *c == '\n'));
                code.push_str(if kind == Kind::Comment { " " } else { "" });
            }
        }
    }
    code
}

/// What starts here, if it is no plain code: its kind, the length of what opens it, the length of its inside.
fn piece(rest: &str, before: &str) -> Option<(Kind, usize, usize)> {
    if rest.starts_with("//") {
        return Some((Kind::Comment, 0, rest.find('\n').unwrap_or(rest.len())));
    }
    if rest.starts_with("/*") {
        return Some((Kind::Comment, 0, block(rest)));
    }
    if let Some(inside) = rest.strip_prefix('"') {
        return Some(match raw(before) {
            Some(hashes) => {
                let end = format!("\"{}", "#".repeat(hashes));
                (Kind::Literal, 1, inside.find(&end).unwrap_or(inside.len()))
            }
            None => (Kind::Literal, 1, escaped(inside, '"')?),
        });
    }
    let inside = rest.strip_prefix('\'')?;
    let is_char = inside.starts_with('\\') || inside.chars().nth(1) == Some('\'');
    is_char.then(|| escaped(inside, '\'').map(|end| (Kind::Literal, 1, end)))?
}

/// The length of a block comment, those inside it included.
fn block(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                break;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// How many `#` follow the `r` of a raw string that ends just before its quote; `None` where the string is not raw.
fn raw(before: &str) -> Option<usize> {
    let prefix = before.trim_end_matches('#');
    let hashes = before.len() - prefix.len();
    let letters = prefix.len() - prefix.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').len();
    matches!(&prefix[prefix.len() - letters..], "r" | "br" | "cr").then_some(hashes)
}

/// The length of what stands before the quote that closes a literal with escapes.
fn escaped(inside: &str, quote: char) -> Option<usize> {
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            _ if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

#[test]
fn comments_and_literals_are_told_from_code() {
    let check = |text: &str, expected: &str| assert_eq!(code(text), expected, "{text}");
    check("a // b\nc", "a  \nc");
    check("a /* b */ c", "a   c");
    check("a /* b /* c */ d\n */ e", "a \n  e");
    // What a cut at the first `//` hid.
    check("f(\"https://x\", crate::y())", "f(\"\", crate::y())");
    check("f(r\"\\\", crate::y()) // \"", "f(r\"\", crate::y())  ");
    check("f(r#\"a \"// b\"#, crate::y())", "f(r#\"\"#, crate::y())");
    check("f(br##\"\"# //\"##) + 1", "f(br##\"\"##) + 1");
    check("f(b\"//\") + g(c\"/*\") + 1", "f(b\"\") + g(c\"\") + 1");
    check("f(\"\\\"//\", 'a')", "f(\"\", '')");
    check("f(\"a\n//b\", x)", "f(\"\n\", x)");
    check("x == '\"' || y == '\\'' || z", "x == '' || y == '' || z");
    check("'/' + '/' // c", "'' + ''  ");
    check("b'\"' + '\\u{2f}' + '\u{e9}'", "b'' + '' + ''");
    check(
        "fn f<'a>(x: &'a str) -> &'static str { \"'\" } // '",
        "fn f<'a>(x: &'a str) -> &'static str { \"\" }  ",
    );
    check("let r#type = 'l: loop { break 'l };", "let r#type = 'l: loop { break 'l };");
    check("let or = \"//\";", "let or = \"\";");
    check("/// a \"quote\nfn f() {}", " \nfn f() {}");
    check("a /* never closed", "a  ");
}

#[test]
fn pieces_are_the_whole_source() {
    for text in ["", "a", "\"", "'", "r#\"", "é // é\n\"é\" /* é */ 'é' é", "\"\\", "/*/**/"] {
        assert_eq!(pieces(text).iter().map(|(_, piece)| *piece).collect::<String>(), text);
    }
}
