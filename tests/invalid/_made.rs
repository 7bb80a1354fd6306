//! Faults that git cannot hold, or that would be a nuisance in a repository: made when a test runs.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::Path;

/// The secret of every test.
pub(crate) const SECRET: &str = "extrait1_v9deI-uPZL-U7MezVhJrme4gRgG4kzPzmv-OTDRxx70_74c51f73";
/// The same 32 bytes of 7, with a checksum that fits.
pub(crate) const WEAK: &str = "extrait1_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc_0d4a7c54";

const DRAFT: &str = "title: Made\nstatus: draft\n";

/// Adds what the case `code` needs beyond its folder to the site.
pub(crate) fn make(code: &str, site: &Path) -> io::Result<()> {
    let hr = site.join("content/registers/hr");
    match code {
        "file-unreadable" => unreadable(site, &hr),
        "file-too-large" => too_large(site, &hr),
        "file-not-utf8" => not_utf8(site, &hr),
        "control-character" => control_characters(site, &hr),
        "symlink-outside" => leading_out(site, &hr),
        "attachment-own-file" => own_files(site, &hr),
        "attachment-carries" => carrying(&hr),
        "id-reserved" => ["con", "nul", "com1", "lpt9"]
            .iter()
            .try_for_each(|device| fs::write(hr.join(format!("{device}.yaml")), DRAFT)),
        "id-collision" => colliding(site, &hr),
        "yaml-limit" => many(&hr),
        "more-problems" => faulty(&hr),
        "foreign-file" => foreign(site),
        _ => Ok(()),
    }
}

/// What the environment says of the secret.
pub(crate) fn secret(code: &str) -> Option<&'static str> {
    match code {
        "secret-missing" | "secret-made" => None,
        "secret-invalid" => Some(WEAK),
        _ => Some(SECRET),
    }
}

/// Tests may run as root, for whom permissions hide nothing: folders where files belong, and a ring of folders.
fn unreadable(site: &Path, hr: &Path) -> io::Result<()> {
    fs::remove_file(site.join("site.yaml"))?;
    fs::create_dir(site.join("site.yaml"))?;
    symlink(".", hr.join("ring"))
}

fn too_large(site: &Path, hr: &Path) -> io::Result<()> {
    let comment = "# words, words, words, words, words, words, words\n";
    fs::write(hr.join("comments.yaml"), format!("{DRAFT}{}", comment.repeat(170_000)))?;
    let words = "words ".repeat(256 * 1024 / 6 + 1);
    fs::write(hr.join("key.yaml"), format!("{DRAFT}notes: short\ndescription: {words}\n"))?;
    fs::write(hr.join("body.md"), format!("---\n{DRAFT}---\n\n{words}\n"))?;
    fs::create_dir_all(site.join("themes/house/templates"))?;
    fs::write(site.join("themes/house/templates/page.html"), vec![b' '; 8 * 1024 * 1024 + 1])
}

fn not_utf8(site: &Path, hr: &Path) -> io::Result<()> {
    fs::write(hr.join("latin.yaml"), b"title: Made\nstatus: draft\nowner: D\xe9l\xe9gu\xe9\n")?;
    fs::write(hr.join("utf16.md"), b"\xff\xfe-\0-\0-\0\n\0")?;
    fs::write(site.join("content/shares/surrogate.yaml"), b"title: \xed\xa0\x80\n")?;
    fs::create_dir_all(site.join("themes/house/assets"))?;
    fs::write(site.join("themes/house/assets/style.css"), b"/* \xff */")
}

fn control_characters(site: &Path, hr: &Path) -> io::Result<()> {
    fs::write(hr.join("body.md"), format!("---\n{DRAFT}---\né\u{202e}gnp\u{2066}.exe\nnext\u{85}line\n"))?;
    fs::write(hr.join("escape.yaml"), "title: M\u{1b}[31made\u{7f}\nstatus: draft\n")?;
    fs::write(hr.join("nul.inside.txt"), "not read, and told as such\n")?;
    fs::write(hr.join("zero.yaml"), "title: M\0ade\nstatus: draft\n")?;
    fs::write(site.join("content/groups.yaml"), "groups: [{id: staff, title: Sta\u{200f}ff}]\n")
}

fn leading_out(site: &Path, hr: &Path) -> io::Result<()> {
    fs::remove_file(site.join("content/groups.yaml"))?;
    symlink("/etc/hostname", site.join("content/groups.yaml"))?;
    symlink("nowhere.yaml", hr.join("dangling.yaml"))?;
    symlink("b.yaml", hr.join("a.yaml"))?;
    symlink("a.yaml", hr.join("b.yaml"))?;
    symlink("/proc/self/environ", hr.join("environment.yaml"))?;
    symlink("../../../..", site.join("content/registers/up"))?;
    // A link that stays inside is no fault, wherever it points.
    symlink("payroll.yaml", hr.join("same.yaml"))?;
    fs::create_dir(site.join("themes"))?;
    symlink("/etc", site.join("themes/house"))
}

/// Links to a record, a register's file, a share and the site's file, by every sort of link; and to what may be shown.
fn own_files(site: &Path, hr: &Path) -> io::Result<()> {
    let files = hr.join("files");
    fs::create_dir_all(&files)?;
    symlink("../payroll.yaml", files.join("record.txt"))?;
    symlink("../register.yaml", files.join("register.txt"))?;
    symlink("../../../shares/all.yaml", files.join("share.txt"))?;
    symlink("record.txt", files.join("twice.txt"))?;
    fs::hard_link(hr.join("payroll.yaml"), files.join("hard.txt"))?;
    fs::hard_link(site.join("site.yaml"), files.join("hard-site.txt"))?;
    symlink("../../../../site.yaml", files.join("outside.txt"))?;
    fs::write(files.join("real.txt"), "what readers may see\n")?;
    symlink("real.txt", files.join("other.txt"))?;
    fs::hard_link(files.join("real.txt"), files.join("same.txt"))
}

/// A picture of two fields: an artist, and a place.
fn carrying(hr: &Path) -> io::Result<()> {
    fs::create_dir_all(hr.join("files"))?;
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let parts: [&[u8]; 8] = [
        b"II*\0\x08\0\0\0\x02\0",
        &entry(0x013b, 2, 9, 38),
        &entry(0x8825, 4, 1, 47),
        &[0; 4],
        b"Jane Doe\0\x01\0",
        &entry(2, 5, 3, 65),
        &[0; 4],
        &[1; 24],
    ];
    fs::write(hr.join("files/photo.tif"), parts.concat())?;
    let text = fs::read_to_string(hr.join("payroll.yaml"))?;
    fs::write(hr.join("payroll.yaml"), format!("{text}attachments: [{{title: Photo, file: photo.tif}}]\n"))
}

fn colliding(site: &Path, hr: &Path) -> io::Result<()> {
    fs::write(hr.join("Payroll.yaml"), DRAFT)?;
    fs::write(hr.join("r\u{f4}les.yaml"), DRAFT)?;
    fs::write(hr.join("ro\u{302}les.yaml"), DRAFT)?;
    let share = site.join("content/shares");
    fs::copy(share.join("all.yaml"), share.join("ALL.yaml")).map(drop)
}

fn many(hr: &Path) -> io::Result<()> {
    let tags = "- a\n".repeat(200_001);
    fs::write(hr.join("many.yaml"), format!("{DRAFT}tags:\n{tags}"))?;
    let aliases = "*a, ".repeat(1_001);
    fs::write(hr.join("aliases.yaml"), format!("{DRAFT}owner: &a x\ntags: [{aliases}]\n"))
}

fn faulty(hr: &Path) -> io::Result<()> {
    fs::write(hr.join("hidden.yaml"), format!("{DRAFT}# {}\n", "\u{202e}".repeat(600)))?;
    let keys: Vec<_> = (0..600).map(|key| format!("key{key}: x")).collect();
    fs::write(hr.join("keys.yaml"), format!("{DRAFT}{}\n", keys.join("\n")))?;
    fs::write(hr.join("links.md"), format!("---\n{DRAFT}---\n{}", "[a](b) ".repeat(600)))
}

fn foreign(site: &Path) -> io::Result<()> {
    let output = site.join("output");
    fs::create_dir_all(output.join(".well-known"))?;
    fs::write(output.join(".well-known/security.txt"), "Contact: mailto:a@registers.example\n")?;
    fs::write(output.join("CNAME"), "registers.example.org\n")?;
    fs::create_dir_all(output.join("s"))?;
    fs::write(output.join("s/notes.txt"), "mine\n")
}

/// Shares beside `all` for the tests of closing: one that is revoked by `revoke`, one that ends in 2099-07.
pub(crate) fn closing_shares(site: &Path) -> io::Result<()> {
    let share = |end: &str| {
        format!(
            "title: Another\ncreated: 2099-01-01T00:00:00Z\nexpires: {end}\ninclude: [hr]\nprofile: full\n\
             recipients: [jane, joe]\n"
        )
    };
    fs::write(site.join("content/shares/ending.yaml"), share("2099-07-01T00:00:00Z"))?;
    fs::write(site.join("content/shares/withdrawn.yaml"), share("2100-12-01T00:00:00Z"))
}
