//! Attachments: files that an item brings along.

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::leak::Suspects;

/// A file that an item brings along. All shares lie on one origin, so nothing that a browser would run is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// Where it lies in the site: never written anywhere, and no fingerprint follows from it.
    #[serde(skip)]
    pub source: String,
    /// Its name, as its author chose it.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub hash: Hash,
}

impl Attachment {
    /// Its path in a share's folder: named by its content, so that a changed file is another file.
    #[must_use]
    pub fn path(&self) -> String {
        format!("files/{}-{}", self.hash.short(), self.name)
    }

    /// Whether it is a picture that a page shows.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        form(&self.name).is_some_and(|form| form.picture)
    }
}

/// What was found out about the content of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundFile {
    /// SHA-256 of its bytes.
    pub hash: Hash,
    /// Its size in bytes.
    pub size: u64,
    /// Whether its bytes are what its name says.
    pub fits: bool,
    /// What could be links or secrets in an attachment; those of a record are kept with its facts.
    pub suspects: Suspects,
    /// What an attachment carries beside what it shows, each in a few words.
    pub carries: Vec<String>,
}

impl FoundFile {
    /// A text of which nothing is kept but what it is.
    #[must_use]
    pub fn text(hash: Hash, size: u64) -> Self {
        Self { hash, size, fits: true, suspects: Suspects::default(), carries: Vec::new() }
    }
}

/// A form that an attachment may have.
#[derive(Debug, PartialEq, Eq)]
pub struct AttachmentForm {
    /// The end of its name.
    pub extension: &'static str,
    /// Whether pages show it.
    pub picture: bool,
    signature: Signature,
}

#[derive(Debug, PartialEq, Eq)]
enum Signature {
    /// The bytes start with one of these.
    Starts(&'static [&'static [u8]]),
    /// UTF-8 text that is no markup.
    Text,
    /// JSON text.
    Json,
    /// `RIFF`, a length, `WEBP`.
    WebP,
}

const ZIP: Signature = Signature::Starts(&[b"PK\x03\x04", b"PK\x05\x06"]);
const TIFF: Signature = Signature::Starts(&[b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]);

/// Every form. What is not here, as HTML, SVG, XML and scripts, is refused.
pub static FORMS: &[AttachmentForm] = &[
    form_of("pdf", Signature::Starts(&[b"%PDF-"])),
    AttachmentForm { extension: "png", picture: true, signature: Signature::Starts(&[b"\x89PNG\r\n\x1a\n"]) },
    AttachmentForm { extension: "jpg", picture: true, signature: Signature::Starts(&[b"\xff\xd8\xff"]) },
    AttachmentForm { extension: "jpeg", picture: true, signature: Signature::Starts(&[b"\xff\xd8\xff"]) },
    AttachmentForm { extension: "webp", picture: true, signature: Signature::WebP },
    form_of("txt", Signature::Text),
    form_of("csv", Signature::Text),
    form_of("tsv", Signature::Text),
    form_of("json", Signature::Json),
    form_of("geojson", Signature::Json),
    form_of("xlsx", ZIP),
    form_of("ods", ZIP),
    form_of("zip", ZIP),
    form_of("tif", TIFF),
    form_of("tiff", TIFF),
    form_of("nc", Signature::Starts(&[b"CDF\x01", b"CDF\x02", b"CDF\x05", b"\x89HDF\r\n\x1a\n"])),
];

const fn form_of(extension: &'static str, signature: Signature) -> AttachmentForm {
    AttachmentForm { extension, picture: false, signature }
}

/// The form that a file's name claims.
#[must_use]
pub fn form(name: &str) -> Option<&'static AttachmentForm> {
    let (_, extension) = name.rsplit_once('.')?;
    FORMS.iter().find(|form| form.extension.eq_ignore_ascii_case(extension))
}

impl AttachmentForm {
    /// Whether the bytes are what the name claims (WHATWG MIME Sniffing, section 6, for the signatures).
    #[must_use]
    pub fn fits(&self, bytes: &[u8]) -> bool {
        match self.signature {
            Signature::Starts(starts) => starts.iter().any(|start| bytes.starts_with(start)),
            Signature::WebP => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
            Signature::Text => {
                std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0') && !is_markup(text))
            }
            Signature::Json => serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok(),
        }
    }
}

/// What a browser that guesses would take for a page.
fn is_markup(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_bytes_must_agree() {
        let check = |name: &str, bytes: &[u8], expected: Option<bool>| {
            assert_eq!(form(name).map(|form| form.fits(bytes)), expected, "{name}");
        };
        check("a.pdf", b"%PDF-1.7", Some(true));
        check("a.pdf", b"<html>", Some(false));
        check("a.PNG", b"\x89PNG\r\n\x1a\n", Some(true));
        check("a.webp", b"RIFF\0\0\0\0WEBP", Some(true));
        check("a.csv", b"a;b\n", Some(true));
        check("a.csv", b" \n<script>", Some(false));
        check("a.json", b"{\"a\": 1}", Some(true));
        check("a.json", b"<svg/>", Some(false));
        check("a.html", b"", None);
        check("a.svg", b"", None);
        check("a", b"", None);
    }
}
