//! Files of each form, whole, cut off and with bits turned.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

const TOKEN: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b";

/// A TIFF of fields alone: an artist, and a GPS directory with a latitude.
fn tiff() -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0\x02\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    bytes.extend(entry(0x013b, 2, 9, 38));
    bytes.extend(entry(0x8825, 4, 1, 47));
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(b"Jane Doe\0");
    bytes.extend(1_u16.to_le_bytes());
    bytes.extend(entry(2, 5, 3, 65));
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend([50_u32, 1, 0, 1, 0, 1].iter().flat_map(|number| number.to_le_bytes()));
    bytes
}

fn jpeg() -> Vec<u8> {
    let exif = [b"Exif\0\0".to_vec(), tiff()].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&b"\xff\xd8\xff\xe1"[..], &length, &exif, b"\xff\xd9"].concat()
}

fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.set_comment("made by Jane").unwrap();
    for (name, text) in members {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn sheet() -> Vec<u8> {
    let core = "<cp:coreProperties xmlns:dc=\"d\" xmlns:cp=\"c\"><dc:creator>Jane Doe</dc:creator>\
                <cp:lastModifiedBy>Joe\u{202e} Bloggs</cp:lastModifiedBy></cp:coreProperties>";
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        ("docProps/core.xml", core),
        ("xl/sharedStrings.xml", TOKEN),
    ])
}

fn compressed(text: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn pdf(stream: &[u8]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let objects: [Vec<u8>; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>".to_vec(),
        [
            format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", stream.len()).as_bytes(),
            stream,
            b"\nendstream",
        ]
        .concat(),
        b"<< /Author (Jane Doe) /Producer <FEFF0057> >>".to_vec(),
    ];
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", number + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!("trailer\n<< /Size 6 /Root 1 0 R /Info 5 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    bytes
}

fn samples() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.tif", tiff()),
        ("a.JPG", jpeg()),
        ("a.zip", archive(&[("home/jane/plan.txt", "a"), ("b", TOKEN)])),
        ("a.xlsx", sheet()),
        ("a.pdf", pdf(&compressed(format!("BT ({TOKEN}) Tj ET").as_bytes()))),
    ]
}

#[test]
fn what_files_carry_is_named() {
    let expected: [&[&str]; 5] = [
        &["the position where it was taken", "the author `Jane Doe`"],
        &["the position where it was taken", "the author `Jane Doe`"],
        &["the comment `made by Jane`", "the names `home/jane/plan.txt`, `b`"],
        &["the comment `made by Jane`", "the author `Jane Doe`", "who changed it last `Joe\u{fffd} Bloggs`"],
        &["the author `Jane Doe`", "the program that made it `W`"],
    ];
    for ((name, bytes), expected) in samples().iter().zip(expected) {
        assert_eq!(examine(name, bytes).carries, expected, "{name}");
    }
    let meta = "<office:meta><meta:initial-creator>Eva</meta:initial-creator><dc:creator>Eva</dc:creator></office:meta>";
    let ods = archive(&[("mimetype", "x"), ("meta.xml", meta)]);
    assert_eq!(examine("a.ods", &ods).carries[1..], ["the author `Eva`"]);
    assert_eq!(examine("a.txt", b"Jane Doe").carries, [""; 0]);
}

#[test]
fn links_are_found_inside() {
    let wanted = [crate::leak::Suspect::token(TOKEN)].into();
    for (name, bytes) in samples().into_iter().skip(2) {
        assert!(examine(name, &bytes).suspects.may_hold(&wanted), "{name}");
        assert!(!Suspects::of(&bytes).may_hold(&wanted), "{name} holds it in clear");
    }
}

#[test]
fn what_is_cut_off_or_changed_is_read_without_a_fault() {
    for (name, bytes) in samples() {
        for at in 0..bytes.len() {
            drop(examine(name, &bytes[..at]));
            for bit in [0, 3, 7] {
                let mut turned = bytes.clone();
                turned[at] ^= 1 << bit;
                drop(examine(name, &turned));
            }
        }
    }
}

#[test]
fn what_expands_without_end_is_left_at_a_limit() {
    let zeros = vec![0; 18 * 1024 * 1024];
    let once = compressed(&zeros);
    assert_eq!(examine("a.pdf", &pdf(&once)).carries, [""; 0]);
    assert_eq!(examine("a.pdf", &pdf(&compressed(&once))).carries, [""; 0]);
    let text = String::from_utf8(zeros).unwrap();
    let members = ["a", "b", "c", "d", "e"].map(|name| (name, text.as_str()));
    assert_eq!(examine("a.zip", &archive(&members)).carries.len(), 2);
}
