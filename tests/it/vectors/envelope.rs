// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sealing: of every kind, at the edges of size classes, and what does not open.

use toguna_crypto::{SealKind, open, seal, seal_unpadded};
use toguna_types::{Entropy as _, Json, SIZE_CLASSES, Secret, SeededEntropy, Vectors};

use super::{flipped, secret, trailing};

const KINDS: [(SealKind, &str); 4] = [
    (SealKind::Attachment, "attachment"),
    (SealKind::Envelope, "envelope"),
    (SealKind::Record, "record"),
    (SealKind::Slot, "slot"),
];

fn context(kind: &str, key: &Secret<32>, aad: &[u8], dice: u64) -> Json {
    Json::from([
        ("kind", Json::from(kind)),
        ("key", Json::from(key.expose())), // expose: a test's key
        ("aad", Json::from(aad)),
        ("random", Json::from(&SeededEntropy::new(dice).array::<32>())),
    ])
}

#[test]
fn sealed_contents_are_frozen() {
    let mut v = Vectors::new("envelope", "section 6");
    let sizes: Vec<u8> = SIZE_CLASSES.iter().flat_map(|size| size.to_be_bytes()).collect();
    let listed: Vec<u64> = SIZE_CLASSES.iter().map(|size| u64::from(*size)).collect();
    let fields = Json::from([("classes", Json::from(listed))]);
    v.accept("the size classes", "size classes", Json::none(), fields, &sizes);
    let key = secret(&v, "key");
    let aad = v.bytes::<32>("aad");
    for (dice, (kind, name)) in (1..).zip(KINDS) {
        let content = b"what was said";
        let sealed = seal(kind, &key, &aad, content, &SeededEntropy::new(dice)).unwrap();
        let fields = Json::from([("content", content.as_slice())]);
        v.accept(name, "sealed", context(name, &key, &aad, dice), fields, &sealed);
    }
    for (dice, length) in (10..).zip([0usize, 251, 252, 253, 380, 381, 508, 509]) {
        let content = vec![0x61; length];
        let sealed = seal(
            SealKind::Envelope,
            &key,
            &aad,
            &content,
            &SeededEntropy::new(dice),
        )
        .unwrap();
        let name = format!("a content of {length} bytes in {}", sealed.len() - 82);
        let fields = Json::from([("content", content.as_slice())]);
        v.accept(
            &name,
            "sealed",
            context("envelope", &key, &aad, dice),
            fields,
            &sealed,
        );
    }
    let sealed = seal(SealKind::Envelope, &key, &[], b"", &SeededEntropy::new(1)).unwrap();
    let fields = Json::from([("content", Json::from(""))]);
    v.accept(
        "without aad",
        "sealed",
        context("envelope", &key, &[], 1),
        fields,
        &sealed,
    );
    refuse_changed(&mut v, &key, &aad);
    refuse_padded(&mut v, &key, &aad);
    assert!(v.are_frozen(), "envelope.json is not what this code makes");
}

fn refuse_changed(v: &mut Vectors, key: &Secret<32>, aad: &[u8]) {
    let kind = SealKind::Envelope;
    let sealed = seal(kind, key, aad, b"what was said", &SeededEntropy::new(2)).unwrap();
    let mine = context("envelope", key, aad, 2);
    let changed = [
        ("another version", "version", [&[2], &sealed[1..]].concat()),
        ("another suite", "suite", [&[1, 2], &sealed[2..]].concat()),
        ("a bit of the salt", "commitment", flipped(&sealed, 2)),
        (
            "the first bit of the commitment",
            "commitment",
            flipped(&sealed, 34),
        ),
        (
            "the last bit of the commitment",
            "commitment",
            flipped(&sealed, 65),
        ),
        ("a bit of the ciphertext", "ciphertext", flipped(&sealed, 66)),
        (
            "a bit of the tag",
            "ciphertext",
            flipped(&sealed, sealed.len() - 1),
        ),
        ("a byte more", "ciphertext", trailing(&sealed)),
        ("a byte less", "ciphertext", sealed[..sealed.len() - 1].to_vec()),
        ("no ciphertext", "ciphertext", sealed[..66].to_vec()),
        ("half a commitment", "truncated", sealed[..50].to_vec()),
        ("nothing", "truncated", Vec::new()),
    ];
    for (name, why, bytes) in changed {
        assert!(open(kind, key, aad, &bytes).is_err(), "{name}");
        v.refuse(name, "sealed", why, mine.clone(), &bytes);
    }
    let other = v.bytes::<32>("another");
    let another = Secret::make(|to| *to = other);
    assert!(open(kind, key, &other, &sealed).is_err() && open(kind, &another, aad, &sealed).is_err());
    assert!(open(SealKind::Record, key, aad, &sealed).is_err());
    let wrong = [
        ("another aad", "ciphertext", Json::from([("aad", &other)])),
        ("another key", "commitment", Json::from([("key", &other)])),
        ("another kind", "commitment", Json::from([("kind", "record")])),
    ];
    for (name, why, context) in wrong {
        v.refuse_but(
            name,
            ["sealed", why],
            mine.clone().with(context),
            mine.clone(),
            &sealed,
        );
    }
}

/// What somebody who holds the key could make, and no program of ours does.
fn refuse_padded(v: &mut Vectors, key: &Secret<32>, aad: &[u8]) {
    let kind = SealKind::Envelope;
    let salt = v.bytes::<32>("salt");
    let padded = |length: u32, size: usize| {
        let mut padded = vec![0; size];
        padded[..4].copy_from_slice(&length.to_be_bytes());
        padded
    };
    let mut dirty = padded(13, 256);
    dirty[255] = 1;
    let mut dirty_at_once = padded(13, 256);
    dirty_at_once[17] = 1;
    let cases = [
        ("a byte of the padding is not zero", dirty),
        ("the first byte of the padding is not zero", dirty_at_once),
        ("a larger class than the smallest", padded(13, 384)),
        ("a size that is no class", padded(13, 257)),
        ("a length over what is there", padded(253, 256)),
        ("the longest length", padded(u32::MAX, 256)),
        ("no room for a length", vec![0; 3]),
        ("no plaintext", Vec::new()),
    ];
    let good = seal_unpadded(kind, key, aad, &padded(13, 256), &salt).unwrap();
    assert!(open(kind, key, aad, &good).is_ok());
    for (name, plaintext) in cases {
        let sealed = seal_unpadded(kind, key, aad, &plaintext, &salt).unwrap();
        assert!(open(kind, key, aad, &sealed).is_err(), "{name}");
        v.refuse(
            name,
            "sealed",
            "padding",
            context("envelope", key, aad, 3),
            &sealed,
        );
    }
}
