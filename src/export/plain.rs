//! The words of HTML that was made from Markdown, for cells that hold text alone.

/// What closes a line of text.
const LINES: &[&str] =
    &["br", "/p", "/li", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6", "/tr", "/pre", "/blockquote", "hr"];

/// The entities that HTML made from Markdown has.
const ENTITIES: &[(&str, char)] =
    &[("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"'), ("&#x27;", '\'')];

/// The text of `html`: a line a paragraph, heading or line of a list, cells of tables apart by a tab.
pub(super) fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((entity, character)) = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity)) {
            text.push(*character);
            rest = &rest[entity.len()..];
        } else if let (true, Some(end)) = (rest.starts_with('<'), rest.find('>')) {
            let name = rest[1..end].split([' ', '/']).find(|name| !name.is_empty()).unwrap_or_default();
            let closing = if rest.starts_with("</") { format!("/{name}") } else { name.to_owned() };
            match closing.as_str() {
                "/td" | "/th" => text.push('\t'),
                tag if LINES.contains(&tag) && !text.ends_with('\n') => text.push('\n'),
                _ => {}
            }
            rest = &rest[end + 1..];
        } else {
            text.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    let lines: Vec<_> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_markup_goes() {
        let check = |html: &str, expected: &str| assert_eq!(text(html), expected, "{html}");
        check("<p>a <strong>b</strong> &amp; c</p>\n<ul>\n<li>d</li>\n<li>e</li>\n</ul>\n", "a b & c\nd\ne");
        check("<p>a<br />\nb &lt;c&gt; &quot;d&quot;</p>", "a\nb <c> \"d\"");
        check("<table><tr><th>a</th><th>b</th></tr></table>", "a\tb");
        check("<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noreferrer\">x</a></p>", "x");
        check("a & b < c", "a & b < c");
    }
}
