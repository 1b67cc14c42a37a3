// SPDX-License-Identifier: MIT OR Apache-2.0
//! The head chain of a log, and receipts over it.

use tls_codec::SerializeBytes as _;
use toguna_auth::{Receipt, ReceiptEntry, Signed};
use toguna_types::{Class, Digest, Epoch, Head, Json, LogId, RelayId, Vectors};

use super::{head, hex, key, refuse_signed, sign_raw, signed};

const ENTRIES: [(Class, &str, &[u8]); 4] = [
    (Class::Message, "message", b"the first"),
    (Class::Record, "record", b""),
    (Class::Commit, "commit", b"the commit"),
    (Class::Message, "message", b"the first"),
];

fn genesis(v: &Vectors) -> Head {
    let write = key(v, "write secret").public();
    let read = key(v, "read secret").public();
    let (relay, log) = (
        RelayId::from_bytes(v.bytes("relay")),
        LogId::from_bytes(v.bytes("log")),
    );
    Head::genesis(relay, log, &write.to_bytes(), &read.to_bytes())
}

#[test]
fn head_chains_are_frozen() {
    let mut v = Vectors::new("head-chain", "section 7");
    let mut heads = vec![genesis(&v)];
    for (class, _, payload) in ENTRIES {
        heads.push(heads[heads.len() - 1].link(class, Digest::of(payload)));
    }
    let bytes: Vec<u8> = heads
        .iter()
        .flat_map(|head| head.tls_serialize_bytes().unwrap())
        .collect();
    let entry = |(_, class, payload): (Class, &str, &[u8])| {
        Json::from([("class", Json::from(class)), ("payload", Json::from(payload))])
    };
    let entries = ENTRIES.map(entry).to_vec();
    let context = Json::from([
        ("relay", Json::from(&v.bytes::<32>("relay"))),
        ("log", Json::from(&v.bytes::<32>("log"))),
        ("write_key", hex(&key(&v, "write secret").public())),
        ("read_key", hex(&key(&v, "read secret").public())),
        ("entries", Json::from(entries.clone())),
    ]);
    let fields = Json::from([("heads", Json::from(heads.iter().map(head).collect::<Vec<_>>()))]);
    v.accept(
        "a log of four entries",
        "head chain",
        context.clone(),
        fields,
        &bytes,
    );
    let mine = Json::from([("entries", Json::from(entries.clone()))]);
    let [mut swapped, mut reclassed, mut changed, mut dropped] = [(); 4].map(|()| entries.clone());
    swapped.swap(0, 1);
    reclassed[0] = entry((Class::Record, "record", b"the first"));
    changed[0] = entry((Class::Message, "message", b"another"));
    dropped.pop();
    let lists = [
        ("two entries in the other order", swapped),
        ("a message as a record", reclassed),
        ("another payload", changed),
        ("an entry less", dropped),
    ];
    for (name, list) in lists {
        let context = context.clone().with(Json::from([("entries", Json::from(list))]));
        v.refuse_but(name, ["head chain", "chain"], context, mine.clone(), &bytes);
    }
    for name in ["relay", "log", "write_key", "read_key"] {
        let other = Json::from([(name, &v.bytes::<32>(&format!("another {name}")))]);
        v.refuse(
            &format!("another {name}"),
            "head chain",
            "chain",
            context.clone().with(other),
            &bytes,
        );
    }
    assert!(v.are_frozen(), "head-chain.json is not what this code makes");
}

#[test]
fn receipts_are_frozen() {
    let mut v = Vectors::new("receipt", "sections 3 and 7");
    let relay_key = key(&v, "relay secret");
    let before = genesis(&v).link(Class::Commit, Digest::of(b"before"));
    let entries = ENTRIES.map(|(class, _, payload)| ReceiptEntry {
        class,
        payload: Digest::of(payload),
    });
    let after = entries
        .iter()
        .fold(before, |head, entry| head.link(entry.class, entry.payload));
    let receipt = Receipt {
        relay: RelayId::from_bytes(v.bytes("relay")),
        log: LogId::from_bytes(v.bytes("log")),
        epoch: Epoch::new(1),
        before,
        after,
        entries: entries.to_vec(),
    };
    let listed = ENTRIES.map(|(_, class, payload)| {
        let payload = Digest::of(payload);
        Json::from([
            ("class", Json::from(class)),
            ("payload", Json::from(payload.as_bytes())),
        ])
    });
    let fields = Json::from([
        ("relay", Json::from(receipt.relay.as_bytes())),
        ("log", Json::from(receipt.log.as_bytes())),
        ("epoch", Json::from(1)),
        ("before", head(&before)),
        ("after", head(&after)),
        ("entries", Json::from(listed.to_vec())),
    ]);
    let context = Json::from([("key", hex(&relay_key.public()))]);
    let secret = Json::from([("secret", &v.bytes::<32>("relay secret"))]);
    let made = Signed::sign(&relay_key, &receipt).unwrap();
    assert!(made.verify(&relay_key.public()).unwrap().chain_holds());
    let of = signed(fields, &made);
    v.accept(
        "over four entries",
        "Receipt",
        context.clone().with(secret),
        of,
        &made.encode(),
    );
    refuse_signed(&mut v, "Receipt", &context, &relay_key, &made);
    refuse_receipts(&mut v, &context, &receipt);
    assert!(v.are_frozen(), "receipt.json is not what this code makes");
}

fn refuse_receipts(v: &mut Vectors, context: &Json, receipt: &Receipt) {
    let relay_key = key(v, "relay secret");
    let made = Signed::sign(&relay_key, receipt).unwrap();
    let mut wrong = receipt.clone();
    wrong.entries.swap(0, 1);
    let mut moved = receipt.clone();
    moved.after.seq = moved.after.seq.next();
    for (name, receipt) in [
        ("two entries in the other order", wrong),
        ("another last place", moved),
    ] {
        assert!(!receipt.chain_holds(), "{name}");
        let bytes = Signed::sign(&relay_key, &receipt).unwrap().encode();
        v.refuse(name, "Receipt", "chain", context.clone(), &bytes);
    }
    let mut bytes = receipt.tls_serialize_bytes().unwrap();
    let first = bytes.len() - 4 * 33;
    bytes[first] = 4;
    let unknown = sign_raw(&relay_key, "toguna/receipt/v1", &bytes);
    assert!(
        Signed::<Receipt>::decode(&unknown)
            .unwrap()
            .verify(&relay_key.public())
            .is_err()
    );
    v.refuse(
        "a class that is not listed",
        "Receipt",
        "enum",
        context.clone(),
        &unknown,
    );
    for (name, key) in super::BAD_KEYS {
        assert!(toguna_auth::VerifyingKey::from_bytes(&key).is_err(), "{name}");
        let context = Json::from([("key", &key)]);
        v.refuse(
            &format!("a relay key that is {name}"),
            "Receipt",
            "key",
            context,
            &made.encode(),
        );
    }
}
