//! Pictures: what cameras write into them (Exif 2.32, CIPA DC-008).

use std::io::Cursor;

use exif::{In, Reader, Tag, Value};

use crate::attached::found::Found;

/// Who made a picture, or owns what made it.
const NAMES: [(Tag, &str); 4] = [
    (Tag::Artist, "the author"),
    (Tag::CameraOwnerName, "the owner of the camera"),
    (Tag::Copyright, "the copyright"),
    (Tag::BodySerialNumber, "the serial number of the camera"),
];

pub(super) fn look(bytes: &[u8], found: &mut Found) {
    let Ok(exif) = Reader::new().read_from_container(&mut Cursor::new(bytes)) else { return };
    let has = |tag: Tag| exif.get_field(tag, In::PRIMARY).is_some();
    if has(Tag::GPSLatitude) || has(Tag::GPSLongitude) || has(Tag::GPSDestLatitude) {
        found.carries.push("the position where it was taken".to_owned());
    }
    for (tag, what) in NAMES {
        if let Some(Value::Ascii(texts)) = exif.get_field(tag, In::PRIMARY).map(|field| &field.value) {
            for text in texts.iter().take(3) {
                found.named(what, &String::from_utf8_lossy(text));
            }
        }
    }
}
