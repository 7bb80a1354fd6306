//! Hostile Markdown becomes harmless words: nothing active, balanced tags, no endless work.

use std::fmt::Write as _;

use extrait::markdown::read;

fn to_html(text: &str) -> String {
    read(text).html
}
use proptest::prelude::*;

use super::{config, in_time, is_forbidden, many, units};

/// The longest Markdown text that is read.
const FULL: usize = 256 * 1024;

/// How much of each unit is tried.
const BIG: usize = 100_000;

/// What parsers stumble over when it is repeated; see [`units`].
const REPEATED: &str = "> >␣ -␣ 1.␣ *␣ # [ ] * _ ** *_ ` `` ~ ~~ < <a </ <!-- <? <![CDATA[ <!A ![ ![a ]( []( [a]( [a](b | |- a| \
    & &# \\ \\⏎ ( <a␣ <a␣href=\" <http: <a@b. a⏎=⏎ *␣*␣*⏎ ⇥ ␣␣␣␣a⏎⏎ -␣a⏎⏎␣␣ >␣-␣ ```⏎ [a]:␣b⏎ [a]:␣< [a][b] [a]:⏎ <x>⏎ \
    <pre>⏎ <!--␣a␣--> --> \u{a0}* a*_b`c[d [[a](b) ![a](b)";

/// Openings and closings that nest.
const NESTED: &str = "[ ](b) ![ ](b) [a]( ) * * **a␣ ␣b** <b> </b> `a b` [![ ](a)](b)";

/// HTML and links of every kind that browsers have run.
const PIECES: &str = "<script>alert(1)</script> <SCRIPT␣SRC=//x.example></SCRIPT> <img␣src=x␣onerror=alert(1)> \
    <svg/onload=alert(1)> <a␣href=javascript:alert(1)>x</a> <iframe␣srcdoc='<script>1</script>'></iframe> \
    <style>*{display:none}</style> <body␣onload=alert(1)> <math><mi//xlink:href=\"data:x,<script>1</script>\"> \
    <!--><script>alert(1)</script>--> <![CDATA[<script>1</script>]]> <?php␣<script>1</script>␣?> <!DOCTYPE␣html> \
    <details␣open␣ontoggle=alert(1)> <p␣title=\"</p><script>1</script>\"> </div></main><script>1</script> \
    <x⏎onclick=1⏎> <textarea><script>1</script> [a](javascript:alert(1)) [a](JAVASCRIPT:alert(1)) \
    [a](java⇥script:x) [a](<java⏎script:x>) [a](\u{1}javascript:x) [a](https:javascript:x) [a](javascript&colon;x) \
    [a](https://x\"onclick=\"1) [a](https://x␣'a\"␣onclick=\"1') <https://x\"onclick=\"1> <javascript:x> \
    [a][b]⏎⏎[b]:␣javascript:x ![a](javascript:x) ![<script>](x) [![a](data:x)](vbscript:x) \
    ```\"onclick=\"1⏎<script>⏎``` ```␣<script>⏎x⏎``` `<script>` #␣<script>␣{onclick=x} |<script>|⏎|:-:|⏎|<b␣onclick=1>| \
    3\"␣onclick=\"x.␣a <a@b.example\"␣onclick=\"x> [a](mailto:a@b?subject=<script>) [a](https://x␣\"&quot;␣onclick=x\")";

/// To be mixed at random.
const MIXED: &str = "a ␣ ⏎ ⏎⏎ #␣ >␣ -␣ 1.␣ ␣␣␣␣ * ** _ ~~ ` ``` < > <b> </b> <!-- --> <script> </script> <p␣onclick=x> [ ] ( ) ]( \
    ](javascript:x) ](secret.html) ](https://example.org) ![ [x] [x]:␣ [x]:␣javascript:y⏎ \"t\" <https://example.org> \
    <javascript:x> &lt;script&gt; &#58; | |-|-|⏎ \\ ---⏎ ===⏎ é 😀";

#[test]
fn endless_repetition_ends() {
    for unit in units(REPEATED) {
        harmless(&unit, unit.repeat(BIG / unit.len()));
    }
    for pair in units(NESTED).chunks(2) {
        let text = pair[0].repeat(BIG / 8) + "a" + &pair[1].repeat(BIG / 8);
        harmless(&pair[0], text);
    }
    harmless("quotes", ">".repeat(50_000) + "a");
    harmless("quotes with spaces", "> ".repeat(50_000) + "a");
    harmless("lists", "- ".repeat(50_000) + "a");
    harmless("runs of backticks", many(1..600, |count| format!("a{}", "`".repeat(count))));
}

#[test]
fn tables_and_references_do_not_multiply() {
    let row = |cells: usize| "|a".repeat(cells) + "|\n";
    harmless("a wide table", row(2_000) + &"|-".repeat(2_000) + "|\n" + &"|b\n".repeat(20_000));
    harmless("a long table", row(2) + "|-|-|\n" + &row(2).repeat(30_000));
    harmless("many references", many(0..10_000, |number| format!("[r{number}]: /u\n[r{number}]\n\n")));
    let long = format!("[a]: https://example.org/{}\n\n", "u".repeat(10_000));
    harmless("one reference, used often", long + &"[a] ".repeat(20_000));
    harmless("the same reference", "[a]: b 'c'\n".repeat(10_000) + "\n[a]\n");
}

#[test]
fn html_of_every_kind_is_shown_as_text() {
    let pieces = units(PIECES);
    for first in &pieces {
        for space in ["", " ", "\n\n"] {
            harmless(first, format!("a {space}{first}{space} b"));
        }
        for second in &pieces {
            assert_safe(first, &to_html(&format!("{first}{second}")));
        }
    }
}

#[test]
fn what_is_not_shown_leaves_no_trace() {
    let cases = [
        "[x]\n\n[x]: https://example.org\n[x]: secret\n",
        "[x]\n\n[x]: a\n[X]: secret\n",
        "[//]: # (a secret remark)\n\n[//]: # (another secret remark)\n\na\n",
        "> [x]: https://example.org\n> [x]:\n> secret\n> a\n\n- b\n\n  [x]: c 'secret'\n",
        "a <!-- secret --> b",
        "<div>\n<!-- secret\nsecret -->\n</div>",
        "<!-- a --><!-- secret",
        "![a](b 'secret')",
        "[a](secret.html 'secret')",
    ];
    for text in cases {
        let html = to_html(text);
        assert!(!html.contains("secret"), "{text:?} becomes {html:?}");
    }
}

#[test]
fn entities_do_not_bring_control_characters_back() {
    for entity in ["&#27;", "&#x202e;", "&#x2066;", "&#x85;", "&#1;", "&#x9b;", "&lrm;", "&rlm;"] {
        for text in [format!("a{entity}b"), format!("[a](https://example.org \"{entity}\")")] {
            let shown = to_html(&text);
            assert!(!shown.contains(is_forbidden), "{text}: {shown:?}");
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_markdown_is_harmless(words in prop::collection::vec(prop::sample::select(units(MIXED)), 0..60)) {
        let text = words.concat();
        assert_safe(&text, &to_html(&text));
    }
}

fn harmless(what: &str, text: String) {
    assert!(text.len() <= FULL, "{what} is longer than any text that is read");
    let html = in_time(what, move || to_html(&text));
    assert_safe(what, &html);
}

/// Tags without attributes that may stand on a page.
const TAGS: &str =
    "p h3 h4 h5 h6 ul ol li hr br blockquote pre code em strong del table thead tbody tr th td a";

/// Attributes that may stand on them.
const ATTRIBUTES: &str = "ol.start code.class th.style td.style a.href a.rel a.title";

/// Fails unless the HTML is balanced and holds nothing but tags and attributes of the lists.
fn assert_safe(what: &str, html: &str) {
    let mut open = Vec::new();
    let mut complaints = String::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split_once('>').map_or(piece, |(tag, _)| tag);
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                writeln!(complaints, "</{name}> closes nothing").expect("memory");
            }
            continue;
        }
        let tag = tag.trim_end_matches(" /");
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let known = TAGS.split(' ').any(|known| known == name) && piece.contains('>');
        if !known || !are_allowed(name, attributes) {
            writeln!(complaints, "<{tag}>").expect("memory");
        }
        if !["hr", "br"].contains(&name) {
            open.push(name);
        }
    }
    let start = |text: &str| text.chars().take(400).collect::<String>();
    let (what, html) = (start(what), start(html));
    assert!(complaints.is_empty() && open.is_empty(), "{what:?}: {complaints} left open: {open:?}\n{html}");
}

fn are_allowed(tag: &str, attributes: &str) -> bool {
    let mut rest = attributes;
    while let Some((key, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { return false };
        let name = format!("{tag}.{key}");
        if !ATTRIBUTES.split(' ').any(|known| known == name) || (key == "href" && !leads_out(value)) {
            return false;
        }
        rest = after.trim_start();
    }
    rest.is_empty()
}

fn leads_out(href: &str) -> bool {
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| ["http", "https", "mailto", "tel"].contains(&scheme.as_str()))
}
