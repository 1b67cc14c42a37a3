// SPDX-License-Identifier: MIT OR Apache-2.0
//! Frozen vectors of every sealed format, made by an independent implementation (`vectors/make.py`).

use data_encoding::HEXLOWER;
use serde_json::Value;
use toguna_crypto::mailbox::{MailboxKey, open_letter};
use toguna_crypto::passphrase::{Cost, KeySlot};
use toguna_crypto::{SealKind, open, seal};
use toguna_types::{Secret, SecretBytes, SeededEntropy};

#[test]
fn sealing_gives_the_bytes_it_always_gave() {
    let vectors = read(include_str!("../vectors/seal-v1.json"));
    assert_eq!(vectors.len(), 12);
    for vector in vectors {
        let kind = match vector["kind"].as_str().unwrap() {
            "attachment" => SealKind::Attachment,
            "envelope" => SealKind::Envelope,
            "record" => SealKind::Record,
            "slot" => SealKind::Slot,
            other => panic!("{other}"),
        };
        let key = Secret::from_slice(&bytes(&vector, "key")).unwrap();
        let (aad, content) = (bytes(&vector, "aad"), bytes(&vector, "content"));
        let entropy = SeededEntropy::new(vector["seed"].as_u64().unwrap());
        let sealed = seal(kind, &key, &aad, &content, &entropy).unwrap();
        assert_eq!(sealed, bytes(&vector, "sealed"));
        assert_eq!(open(kind, &key, &aad, &sealed), Ok(content));
    }
}

#[test]
fn key_slots_have_the_bytes_they_always_had() {
    for vector in read(include_str!("../vectors/slot-v1.json")) {
        let number = |n: usize| u32::try_from(vector["cost"][n].as_u64().unwrap()).unwrap();
        let cost = Cost {
            memory_kib: number(0),
            passes: number(1),
            lanes: number(2),
        };
        let passphrase = SecretBytes::new(vector["passphrase"].as_str().unwrap().as_bytes().to_vec());
        let data_key = Secret::from_slice(&bytes(&vector, "data_key")).unwrap();
        let entropy = SeededEntropy::new(vector["seed"].as_u64().unwrap());
        let slot = KeySlot::wrap(&passphrase, &data_key, cost, &entropy).unwrap();
        assert_eq!(slot.as_bytes()[..], bytes(&vector, "slot"));
        assert!(slot.unwrap(&passphrase) == Ok(data_key));
    }
}

#[test]
fn letters_of_another_implementation_open() {
    for vector in read(include_str!("../vectors/letter-v1.json")) {
        let key = MailboxKey::from_secret(&SecretBytes::new(bytes(&vector, "secret"))).unwrap();
        assert_eq!(key.public(), bytes(&vector, "public"));
        let opened = open_letter(
            &key,
            &bytes(&vector, "info"),
            &bytes(&vector, "aad"),
            &bytes(&vector, "letter"),
        );
        assert_eq!(opened, Ok(bytes(&vector, "content")));
    }
}

fn read(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

fn bytes(vector: &Value, field: &str) -> Vec<u8> {
    HEXLOWER
        .decode(vector[field].as_str().unwrap().as_bytes())
        .unwrap()
}
