//! The one table of media types: what a file is, told by its name alone (IANA, "Media Types").

/// Media types by the end of a name.
pub(super) const TYPES: &[(&str, &str)] = &[
    ("html", "text/html"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("geojson", "application/geo+json"),
    ("xml", "application/xml"),
    ("rdf", "application/rdf+xml"),
    ("ttl", "text/turtle"),
    ("txt", "text/plain"),
    ("minisig", "text/plain"),
    ("pub", "text/plain"),
    ("csv", "text/csv"),
    ("tsv", "text/tab-separated-values"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("webp", "image/webp"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("zip", "application/zip"),
    ("nc", "application/x-netcdf"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
];

/// Files whose names have no end that tells, and what they are.
const NAMES: &[(&str, &str)] = &[
    ("SHA256SUMS", "text/plain"),
    (".htaccess", "text/plain"),
    ("_headers", "text/plain"),
    ("_redirects", "text/plain"),
];

/// What nothing is known of.
const UNKNOWN: &str = "application/octet-stream";

/// The media type of a file with this path, by its name; texts without their character set, which is UTF-8.
#[must_use]
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let named = NAMES.iter().find(|(other, _)| *other == name);
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    let by_end = || end.and_then(|end| TYPES.iter().find(|(other, _)| *other == end));
    named.or_else(by_end).map_or(UNKNOWN, |(_, media_type)| media_type)
}

/// A media type with the character set that texts are in.
pub(super) fn with_charset(media_type: &str) -> String {
    if media_type.starts_with("text/") {
        format!("{media_type}; charset=utf-8")
    } else {
        media_type.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_media_type() {
        let check = |path: &str, expected: &str| assert_eq!(media_type(path), expected, "{path}");
        check("hr/index.html", "text/html");
        check("files/0123-Map.PDF", "application/pdf");
        check("s/never-0/SHA256SUMS", "text/plain");
        check("SHA256SUMS.minisig", "text/plain");
        check("_headers", "text/plain");
        check("hr.csv/unknown", UNKNOWN);
        check("archive.tar.xz", UNKNOWN);
    }
}
