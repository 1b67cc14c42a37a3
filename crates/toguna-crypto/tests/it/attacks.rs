// SPDX-License-Identifier: MIT OR Apache-2.0
//! Published attacks, tried on the formats of this crate.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use data_encoding::HEXLOWER;
use serde_json::Value;
use toguna_crypto::mailbox::{MailboxKey, seal_letter};
use toguna_crypto::passphrase::{Cost, KeySlot, SlotFault};
use toguna_crypto::{SealFault, SealKind, open, seal};
use toguna_types::{Entropy as _, Secret, SecretBytes, SeededEntropy};

const KINDS: [SealKind; 4] = [
    SealKind::Attachment,
    SealKind::Envelope,
    SealKind::Record,
    SealKind::Slot,
];
/// Where the parts of a sealed content begin and end.
const SALT: usize = 2;
const COMMITMENT: usize = 34;
const CIPHERTEXT: usize = 66;

// claim: CLM-CONF-02
#[test]
fn a30_a_commitment_or_tag_that_is_empty_or_cut_short_is_refused() {
    let (key, sealed) = sealed(b"come at noon");
    for length in 0..sealed.len() {
        assert_eq!(
            open(SealKind::Record, &key, b"aad", &sealed[..length]),
            Err(SealFault::NotAuthentic),
            "{length}"
        );
    }
    // A commitment shortened in its middle, with the ciphertext moved up or the length kept with zeros.
    for kept in 0..32 {
        let moved = [&sealed[..COMMITMENT + kept], &sealed[CIPHERTEXT..]].concat();
        let zeros = [
            &sealed[..COMMITMENT + kept],
            &[0; 32][kept..],
            &sealed[CIPHERTEXT..],
        ]
        .concat();
        for changed in [moved, zeros] {
            assert_eq!(
                open(SealKind::Record, &key, b"aad", &changed),
                Err(SealFault::NotAuthentic)
            );
        }
    }
    let longer = [&sealed[..], &[0]].concat();
    assert_eq!(
        open(SealKind::Record, &key, b"aad", &longer),
        Err(SealFault::NotAuthentic)
    );
}

// claim: CLM-REST-02
#[test]
fn a46_key_slots_below_the_floor_or_above_the_ceiling_are_refused_before_any_work() {
    let (slot, passphrase) = slot();
    let (floor, ceiling) = (Cost::FLOOR, Cost::CEILING);
    for cost in [
        (8, 1, 1 << 24),
        (floor.memory_kib - 1, floor.passes, 1),
        (floor.memory_kib, floor.passes - 1, 1),
        (floor.memory_kib, floor.passes, 0),
        (0, 0, 0),
        (ceiling.memory_kib + 1, floor.passes, 1),
        (floor.memory_kib, ceiling.passes + 1, 1),
        (floor.memory_kib, floor.passes, ceiling.lanes + 1),
        (u32::MAX, u32::MAX, u32::MAX),
    ] {
        let changed = with_cost(&slot, cost);
        assert_eq!(
            changed.unwrap(&passphrase).err(),
            Some(SlotFault::BadParameters),
            "{cost:?}"
        );
        let cost = Cost {
            memory_kib: cost.0,
            passes: cost.1,
            lanes: cost.2,
        };
        let wrapped = KeySlot::wrap(&passphrase, &Secret::make(|_| ()), cost, &SeededEntropy::new(1));
        assert_eq!(wrapped.err(), Some(SlotFault::BadParameters), "{cost:?}");
    }
}

// claim: CLM-REST-02
#[test]
fn a46_a_cost_within_bounds_that_is_not_the_one_it_was_made_with_opens_nothing() {
    let (slot, passphrase) = slot();
    let changed = with_cost(&slot, (Cost::FLOOR.memory_kib, Cost::FLOOR.passes, 1));
    assert_eq!(
        changed.unwrap(&passphrase).err(),
        Some(SlotFault::WrongPassphrase)
    );
    assert!(slot.unwrap(&passphrase).is_ok());
}

// claim: CLM-CONF-02
#[test]
fn a48_a_ciphertext_made_for_two_keys_opens_under_the_one_it_commits_to_only() {
    let vector: Value = serde_json::from_str(include_str!("../vectors/two-keys-v1.json")).unwrap();
    let (aad, salt, ciphertext) = (
        bytes(&vector, "aad"),
        bytes(&vector, "salt"),
        bytes(&vector, "ciphertext"),
    );
    // The cipher alone is taken in: it accepts the same bytes under both keys.
    let bound = [&[1, 1, u8::try_from(aad.len()).unwrap()], &aad[..]].concat();
    for name in ["aead_key_a", "aead_key_b"] {
        let payload = Payload {
            msg: &ciphertext,
            aad: &bound,
        };
        let cipher = ChaCha20Poly1305::new(Key::from_slice(&bytes(&vector, name)));
        let padded = cipher.decrypt(&Nonce::default(), payload).unwrap();
        assert_eq!(padded[..4], 252_u32.to_be_bytes());
    }
    let keys = ["key_a", "key_b"].map(|name| Secret::from_slice(&bytes(&vector, name)).unwrap());
    for (own, name) in ["commitment_a", "commitment_b"].into_iter().enumerate() {
        let sealed = [&[1, 1], &salt[..], &bytes(&vector, name), &ciphertext].concat();
        for (n, key) in keys.iter().enumerate() {
            let opened = open(SealKind::Record, key, &aad, &sealed);
            assert_eq!(opened.is_ok(), n == own, "key {n} with {name}");
        }
    }
}

// claim: CLM-CONF-05
#[test]
fn a49_the_same_content_sealed_again_cannot_be_told_from_another() {
    let entropy = SeededEntropy::new(7);
    let key: Secret<32> = entropy.secret();
    let seal_again = |kind| seal(kind, &key, b"aad", b"come at noon", &entropy).unwrap();
    for kind in KINDS {
        let sealings: Vec<_> = (0..32).map(|_| seal_again(kind)).collect();
        for (n, one) in sealings.iter().enumerate() {
            for other in sealings.iter().skip(n + 1) {
                let (one, other) = (&one[SALT..], &other[SALT..]);
                // No part of one is in its place in the other: salt, commitment, blocks of ciphertext, tag.
                let same = one.chunks(8).zip(other.chunks(8)).filter(|(a, b)| a == b);
                assert_eq!(same.count(), 0, "{kind:?}");
            }
        }
    }
    let mailbox = MailboxKey::make(&entropy).unwrap();
    let letter = || seal_letter(&mailbox.public(), b"info", b"aad", b"come at noon").unwrap();
    let (one, other) = (letter(), letter());
    let same = one[SALT..]
        .chunks(8)
        .zip(other[SALT..].chunks(8))
        .filter(|(a, b)| a == b);
    assert_eq!(same.count(), 0, "two letters");
}

// claim: CLM-CONF-03
#[test]
fn a56_what_is_sealed_in_one_context_opens_in_no_other() {
    let key = Secret::make(|to| *to = [1; 32]);
    let other_key = Secret::make(|to| *to = [2; 32]);
    let contexts: [&[u8]; 4] = [
        b"",
        b"relay, log, epoch 1",
        b"relay, log, epoch 2",
        b"relay, log, epoch 1 ",
    ];
    for sealed_as in KINDS {
        for sealed_in in contexts {
            let sealed = seal(sealed_as, &key, sealed_in, b"word", &SeededEntropy::new(1)).unwrap();
            for opened_as in KINDS {
                for opened_in in contexts {
                    let opened = open(opened_as, &key, opened_in, &sealed);
                    assert_eq!(opened.is_ok(), (sealed_as, sealed_in) == (opened_as, opened_in));
                }
            }
            assert!(open(sealed_as, &other_key, sealed_in, &sealed).is_err());
        }
    }
}

// claim: CLM-CONF-03
#[test]
fn a41_every_changed_byte_gives_the_same_fault() {
    let (key, sealed) = sealed(b"come at noon");
    for place in 0..sealed.len() {
        for bit in [1, 0x80] {
            let mut changed = sealed.clone();
            changed[place] ^= bit;
            assert_eq!(
                open(SealKind::Record, &key, b"aad", &changed),
                Err(SealFault::NotAuthentic),
                "{place}"
            );
        }
    }
}

#[test]
fn a41_parts_of_two_sealings_do_not_go_together() {
    let key = Secret::make(|to| *to = [1; 32]);
    let one = seal(SealKind::Record, &key, b"", b"one", &SeededEntropy::new(1)).unwrap();
    let two = seal(SealKind::Record, &key, b"", b"two", &SeededEntropy::new(2)).unwrap();
    for cut in [SALT, COMMITMENT, CIPHERTEXT] {
        let mixed = [&one[..cut], &two[cut..]].concat();
        assert_eq!(
            open(SealKind::Record, &key, b"", &mixed).is_ok(),
            cut == SALT,
            "{cut}"
        );
    }
}

#[test]
fn repeated_randomness_never_meets_two_contents() {
    let key = Secret::make(|to| *to = [1; 32]);
    let sealed = |aad: &[u8], content: &[u8]| {
        seal(SealKind::Record, &key, aad, content, &SeededEntropy::new(1)).unwrap()
    };
    let same = sealed(b"aad", b"one");
    assert_eq!(same, sealed(b"aad", b"one"));
    for other in [
        sealed(b"aad", b"two"),
        sealed(b"aa", b"done"),
        sealed(b"", b"aadone"),
    ] {
        assert_ne!(same[SALT..COMMITMENT], other[SALT..COMMITMENT]);
        assert_ne!(same[COMMITMENT..CIPHERTEXT], other[COMMITMENT..CIPHERTEXT]);
    }
}

#[test]
fn content_over_every_size_class_is_refused() {
    let key = Secret::make(|to| *to = [1; 32]);
    let long = vec![0; 8 * 1024 * 1024 - 3];
    let fault = seal(SealKind::Attachment, &key, b"", &long, &SeededEntropy::new(1));
    assert_eq!(fault, Err(SealFault::TooLong));
}

#[test]
fn a39_a_slot_changed_anywhere_opens_nothing_and_a_decoy_looks_like_a_slot() {
    let (slot, passphrase) = slot();
    for place in (0..KeySlot::LEN).filter(|place| !(2..14).contains(place)) {
        let mut changed = *slot.as_bytes();
        changed[place] ^= 1;
        assert!(
            KeySlot::from_bytes(&changed)
                .unwrap()
                .unwrap(&passphrase)
                .is_err(),
            "{place}"
        );
    }
    let decoy = slot.decoy(&SeededEntropy::new(9));
    assert_eq!(decoy.as_bytes()[..48], slot.as_bytes()[..48]);
    assert_ne!(decoy.as_bytes()[48..], slot.as_bytes()[48..]);
    assert_eq!(decoy.unwrap(&passphrase).err(), Some(SlotFault::WrongPassphrase));
    assert_eq!(KeySlot::from_bytes(&[1; 383]).err(), Some(SlotFault::Malformed));
}

#[test]
fn a_data_key_is_found_in_whichever_slot_opens() {
    let (slot, passphrase) = slot();
    let decoy = slot.decoy(&SeededEntropy::new(9));
    let broken = with_cost(&slot, (1, 1, 1));
    let (a, b, c) = (decoy.clone(), broken.clone(), slot.clone());
    assert!(KeySlot::unwrap_any(&[a, b, c], &passphrase).is_ok());
    let (a, b) = (decoy.clone(), broken);
    let opened = KeySlot::unwrap_any(&[a, b], &passphrase);
    assert_eq!(opened.err(), Some(SlotFault::BadParameters));
    for none in [&[][..], &[decoy]] {
        let opened = KeySlot::unwrap_any(none, &passphrase);
        assert_eq!(opened.err(), Some(SlotFault::WrongPassphrase));
    }
}

#[test]
fn no_passphrase_but_the_right_one_opens_a_slot() {
    let (slot, _) = slot();
    for wrong in [&b""[..], b"cheval", b"cheval juste ", b"Cheval juste"] {
        let opened = slot.unwrap(&SecretBytes::new(wrong.to_vec()));
        assert_eq!(opened.err(), Some(SlotFault::WrongPassphrase));
    }
}

fn sealed(content: &[u8]) -> (Secret<32>, Vec<u8>) {
    let key = Secret::make(|to| *to = [1; 32]);
    let sealed = seal(SealKind::Record, &key, b"aad", content, &SeededEntropy::new(1)).unwrap();
    (key, sealed)
}

fn slot() -> (KeySlot, SecretBytes) {
    let passphrase = SecretBytes::new(b"cheval juste".to_vec());
    let data_key = Secret::make(|to| *to = [7; 32]);
    let slot = KeySlot::wrap(&passphrase, &data_key, Cost::FOR_TESTS, &SeededEntropy::new(1)).unwrap();
    (slot, passphrase)
}

fn with_cost(slot: &KeySlot, (memory_kib, passes, lanes): (u32, u32, u32)) -> KeySlot {
    let mut bytes = *slot.as_bytes();
    bytes[2..6].copy_from_slice(&memory_kib.to_be_bytes());
    bytes[6..10].copy_from_slice(&passes.to_be_bytes());
    bytes[10..14].copy_from_slice(&lanes.to_be_bytes());
    KeySlot::from_bytes(&bytes).unwrap()
}

fn bytes(vector: &Value, field: &str) -> Vec<u8> {
    HEXLOWER
        .decode(vector[field].as_str().unwrap().as_bytes())
        .unwrap()
}
