//! Keys and signatures as they are pinned in `tests/vectors/`, ours and minisign's.

use std::fs;
use std::path::Path;

use extrait::sign::{PublicKey, SignatureError, Statement};

use super::signing_key;

fn vector(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name)).unwrap()
}

fn text(name: &str) -> String {
    String::from_utf8(vector(name)).unwrap()
}

#[test]
fn public_keys_are_pinned() {
    let lines = text("public-keys.txt");
    let cases: Vec<_> = lines.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(cases.len() >= 3, "the vectors were not found");
    for case in cases {
        let (secret, public_key) = case.split_once(' ').unwrap();
        assert_eq!(signing_key(secret).public().to_text(), public_key);
        assert_eq!(PublicKey::parse(public_key).unwrap().to_text(), public_key);
    }
}

#[test]
fn a_signature_is_pinned() {
    let secret = text("public-keys.txt").lines().find(|line| !line.starts_with('#')).unwrap().to_owned();
    let key = signing_key(secret.split(' ').next().unwrap());
    let pinned = text("minisign/by-extrait.minisig");
    let comment = key.public().verify(&vector("minisign/message.txt"), &pinned).unwrap();
    assert_eq!(Statement::parse(&comment).unwrap().serial, 412);
    assert_eq!(key.sign(&vector("minisign/message.txt"), &comment), pinned);
    assert_eq!(key.public().to_file("example"), text("minisign/by-extrait.pub"));
}

#[test]
fn what_minisign_signed_is_accepted_and_no_bit_of_it_may_change() {
    let key = PublicKey::parse(&text("minisign/by-minisign.pub")).unwrap();
    let (message, signature) = (vector("minisign/message.txt"), text("minisign/by-minisign.minisig"));
    assert_eq!(key.verify(&message, &signature).unwrap(), "folder:x\tserial:1");
    for at in 0..message.len() * 8 {
        let mut message = message.clone();
        message[at / 8] ^= 1 << (at % 8);
        assert_eq!(key.verify(&message, &signature), Err(SignatureError::Mismatch), "bit {at}");
    }
    // The untrusted comment may say anything.
    let trusted = signature.find('\n').unwrap();
    for at in trusted + 1..signature.len() - 1 {
        let mut other = signature.clone().into_bytes();
        other[at] = if other[at] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(other).unwrap();
        assert!(key.verify(&message, &other).is_err(), "character {at}: {other}");
    }
    let legacy = text("minisign/legacy.minisig");
    assert_eq!(key.verify(&message, &legacy), Err(SignatureError::Algorithm));
    let other = PublicKey::parse(&text("minisign/by-extrait.pub")).unwrap();
    assert_eq!(other.verify(&message, &signature), Err(SignatureError::OtherKey));
}

#[test]
fn only_public_keys_are_read() {
    let file = text("minisign/by-minisign.pub");
    let key = file.lines().nth(1).unwrap();
    assert!(PublicKey::parse(&format!("{file}\n")).is_ok());
    let weak = format!("RW{}", "A".repeat(54));
    for other in ["", "RW", &key[1..], &key.replacen("RW", "RX", 1), &format!("{key}\n{key}"), &weak, "é"] {
        assert!(PublicKey::parse(other).is_err(), "{other}");
    }
}
