// SPDX-License-Identifier: MIT OR Apache-2.0
//! `tests/vectors/blob.json`, which the second implementation reads.

use std::io::Cursor;

use toguna_crypto::blob::{BlobReader, BlobSealer, BlobShape};
use toguna_types::{Digest, Json, Secret, Vectors};

#[test]
fn blobs_are_frozen() {
    let mut v = Vectors::new("blob", "section 6, blobs");
    let (key, aad): ([u8; 32], [u8; 32]) = (v.bytes("key"), v.bytes("aad"));
    let (random, other): ([u8; 32], [u8; 32]) = (v.bytes("random"), v.bytes("another"));
    let context = |file: &[u8]| {
        Json::from([
            ("key", Json::from(&key)),
            ("aad", Json::from(&aad)),
            ("random", Json::from(&random)),
            ("length", Json::from(file.len() as u64)),
            ("hash", Json::from(Digest::of(file).as_bytes())),
        ])
    };
    let many = vec![0x61; 65_529];
    for file in [b"".as_slice(), b"what was seen", &many] {
        let blob = sealed(file, &key, &random, &aad);
        assert!(holds(&blob, &key, &aad, file));
        let fields = Json::from([("length", file.len() as u64)]);
        let name = format!("a file of {} bytes", file.len());
        v.accept(&name, "blob", context(file), fields, &blob);
    }
    let file = b"what was seen";
    let blob = sealed(file, &key, &random, &aad);
    let large = sealed(&many, &key, &random, &aad);
    let cut = 66 + 65_552;
    let changed = [
        ("another version", "version", flipped(&blob, 0)),
        ("another suite", "suite", flipped(&blob, 1)),
        ("a bit of the salt", "commitment", flipped(&blob, 2)),
        ("a bit of the commitment", "commitment", flipped(&blob, 65)),
        ("a bit of a chunk", "ciphertext", flipped(&blob, 66)),
        (
            "a bit of the last tag",
            "ciphertext",
            flipped(&blob, blob.len() - 1),
        ),
        ("a byte more", "trailing", [&blob[..], &[0]].concat()),
        ("a byte less", "truncated", blob[..blob.len() - 1].to_vec()),
        ("half a header", "truncated", blob[..40].to_vec()),
    ];
    for (name, why, bytes) in changed {
        assert!(!holds(&bytes, &key, &aad, file), "{name}");
        v.refuse(name, "blob", why, context(file), &bytes);
    }
    assert!(!holds(&large[..cut], &key, &aad, &many));
    v.refuse(
        "without its last chunk",
        "blob",
        "truncated",
        context(&many),
        &large[..cut],
    );
    assert!(!holds(&blob, &other, &aad, file) && !holds(&blob, &key, &other, file));
    assert!(!holds(&blob, &key, &aad, b"what was not!") && !holds(&blob, &key, &aad, b"what was"));
    let wrong = [
        ("another key", "commitment", Json::from([("key", &other)])),
        ("another place", "ciphertext", Json::from([("aad", &other)])),
        ("another length", "padding", Json::from([("length", 12u64)])),
        ("another file", "chain", Json::from([("hash", &other)])),
    ];
    for (name, why, change) in wrong {
        let (mine, context) = (context(file), context(file).with(change));
        v.refuse_but(name, ["blob", why], context, mine, &blob);
    }
    assert!(v.are_frozen(), "blob.json is not what this code makes");
}

fn sealed(file: &[u8], key: &[u8; 32], random: &[u8; 32], aad: &[u8]) -> Vec<u8> {
    let key = Secret::make(|to| *to = *key);
    let mut sealer = BlobSealer::new(Cursor::new(file), &key, random, aad).unwrap();
    let mut blob = sealer.header().to_vec();
    while let Some(chunk) = sealer.next_chunk().unwrap() {
        blob.extend(chunk);
    }
    blob
}

fn holds(blob: &[u8], key: &[u8; 32], aad: &[u8], file: &[u8]) -> bool {
    let key = Secret::make(|to| *to = *key);
    let shape = BlobShape::of(file.len() as u64).unwrap();
    let Ok(mut reader) = BlobReader::new(blob, &key, aad, shape, Digest::of(file)) else {
        return false;
    };
    loop {
        match reader.next_piece() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

fn flipped(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[place] ^= 2;
    bytes
}
