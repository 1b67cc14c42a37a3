// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frozen vectors of what is inside a commit (`tests/vectors`), made again from their seed.

use tls_codec::DeserializeBytes as _;
use toguna_auth::{CommitStatement, Leave, ReAddRequest, Signed, SigningKey, account_id};
use toguna_types::{
    AttachmentId, Class, DeviceId, Digest, Epoch, Era, Json, LogId, RelayId, Secret, Vectors,
};

use super::{CommitAad, CommitEnvelope, EntryContext, Part, PartContext, Pointer, RecordContext, beside};
use crate::rules::{CommitKind, Evidence};

fn key(v: &Vectors, name: &str) -> SigningKey {
    SigningKey::from_seed(&Secret::make(|to| *to = v.bytes(name)))
}

fn hex(key: &SigningKey) -> Json {
    Json::from(&key.public().to_bytes())
}

fn relay(v: &Vectors) -> RelayId {
    RelayId::from_bytes(v.bytes("relay"))
}

fn log(v: &Vectors) -> LogId {
    LogId::from_bytes(v.bytes("log"))
}

fn entry(v: &Vectors) -> EntryContext {
    EntryContext {
        relay: relay(v),
        log: log(v),
        epoch: Epoch::new(7),
        class: Class::Commit,
    }
}

fn place(v: &Vectors) -> Json {
    Json::from([
        ("relay", Json::from(relay(v).as_bytes())),
        ("log", Json::from(log(v).as_bytes())),
    ])
}

#[test]
fn commits_are_frozen() {
    let mut v = Vectors::new("commit", "sections 6, 10 and 12");
    contexts(&mut v);
    let pointer = pointer(&mut v);
    let leave = leave(&mut v);
    envelopes(&mut v, &pointer, &leave);
    assert!(v.are_frozen(), "commit.json is not what this code makes");
}

fn contexts(v: &mut Vectors) {
    let of_entry = place(v).with(Json::from([("epoch", Json::from(7)), ("class", "commit".into())]));
    v.accept(
        "EntryContext",
        "EntryContext",
        Json::none(),
        of_entry.clone(),
        &entry(v).encode(),
    );
    let record = RecordContext {
        relay: relay(v),
        log: log(v),
        era: Era::new(2),
        class: Class::Record,
    };
    let of = place(v).with(Json::from([("era", Json::from(2)), ("class", "record".into())]));
    v.accept(
        "RecordContext",
        "RecordContext",
        Json::none(),
        of,
        &record.encode(),
    );
    for (part, name) in [(Part::Welcome, "welcome"), (Part::Tree, "tree")] {
        let id = AttachmentId::from_bytes(v.bytes("attachment"));
        let context = PartContext {
            relay: relay(v),
            log: log(v),
            epoch: Epoch::new(8),
            id,
            part,
        };
        let of = place(v).with(Json::from([
            ("epoch", Json::from(8)),
            ("attachment", Json::from(id.as_bytes())),
            ("part", name.into()),
        ]));
        v.accept(
            &format!("PartContext: {name}"),
            "PartContext",
            Json::none(),
            of,
            &context.encode(),
        );
    }
    for (kind, name) in [(CommitKind::Plain, "plain"), (CommitKind::Era, "era")] {
        let aad = CommitAad::of(entry(v), kind, Digest::from_bytes(v.bytes("beside"))).encode();
        let of = Json::from([
            ("entry", of_entry.clone()),
            ("kind", name.into()),
            ("beside", Json::from(&v.bytes::<32>("beside"))),
        ]);
        v.accept(&format!("CommitAad: {name}"), "CommitAad", Json::none(), of, &aad);
    }
    refuse_aads(v);
}

fn refuse_aads(v: &mut Vectors) {
    let aad = CommitAad::of(entry(v), CommitKind::Era, Digest::ZERO).encode();
    let changed = |place: usize, byte: u8| {
        let mut bytes = aad.clone();
        bytes[place] = byte;
        bytes
    };
    let bad = [
        ("a later version", "version", changed(0, 2)),
        ("an unknown class", "enum", changed(73, 0)),
        ("an unknown kind", "enum", changed(74, 3)),
        ("a byte after it", "trailing", [aad.as_slice(), &[0]].concat()),
        ("cut", "truncated", aad[..106].to_vec()),
    ];
    for (name, why, bytes) in bad {
        let read = CommitAad::tls_deserialize_exact_bytes(&bytes).ok();
        assert_eq!(read.and_then(|aad| aad.kind(&entry(v))), None, "{name}");
        v.refuse(
            &format!("CommitAad: {name}"),
            "CommitAad",
            why,
            Json::none(),
            &bytes,
        );
    }
}

fn fetch(v: &Vectors, part: &str) -> Json {
    Json::from([
        ("id", Json::from(&v.bytes::<16>(&format!("{part} id")))),
        ("key", Json::from(&v.bytes::<32>(&format!("{part} key")))),
        ("token", Json::from(&v.bytes::<32>(&format!("{part} token")))),
    ])
}

fn pointer_fields(v: &Vectors) -> Json {
    place(v).with(Json::from([
        ("epoch", Json::from(8)),
        ("inviter", Json::from(&v.bytes::<32>("inviter"))),
        ("welcome", fetch(v, "welcome")),
        ("tree", fetch(v, "tree")),
    ]))
}

fn pointer(v: &mut Vectors) -> Pointer {
    let of = pointer_fields(v);
    let parts = ["welcome", "tree"].map(|part| {
        let [key, token] = ["key", "token"].map(|name| v.bytes::<32>(&format!("{part} {name}")));
        [v.bytes::<16>(&format!("{part} id")).as_slice(), &key, &token].concat()
    });
    let start = [
        relay(v).as_bytes().as_slice(),
        log(v).as_bytes(),
        &8u64.to_be_bytes(),
    ]
    .concat();
    let bytes = [&[1], start.as_slice(), &v.bytes::<32>("inviter"), &parts.concat()].concat();
    let pointer = Pointer::decode(&bytes).unwrap();
    assert_eq!((pointer.encode(), bytes.len()), (Ok(bytes.clone()), 265));
    v.accept("a pointer", "Pointer", Json::none(), of, &bytes);
    let later = [&[2], &bytes[1..]].concat();
    let bad = [
        ("a later version", "version", later),
        ("a byte after it", "trailing", [bytes.as_slice(), &[0]].concat()),
        ("cut", "truncated", bytes[..264].to_vec()),
    ];
    for (name, why, bytes) in bad {
        assert!(Pointer::decode(&bytes).is_err(), "{name}");
        v.refuse(&format!("Pointer: {name}"), "Pointer", why, Json::none(), &bytes);
    }
    pointer
}

fn leave_fields(v: &Vectors, leave: &Signed<Leave>) -> Json {
    let said = leave.unverified().unwrap();
    let keys: Vec<Json> = said
        .leaf_keys
        .iter()
        .map(|key| Json::from(&key.to_bytes()))
        .collect();
    let statement = Json::from([
        ("log", Json::from(log(v).as_bytes())),
        ("account", Json::from(said.account.as_bytes())),
        ("leaf_keys", Json::from(keys)),
        (
            "successor",
            Json::from(said.successor.map(|account| Json::from(account.as_bytes()))),
        ),
    ]);
    Json::from([
        ("statement", statement),
        ("signature", Json::from(leave.signature().as_bytes())),
    ])
}

fn leave(v: &mut Vectors) -> Signed<Leave> {
    let [first, second, heir] = ["leaving leaf", "second leaving leaf", "heir"].map(|name| key(v, name));
    let account = account_id(&key(v, "leaving account").public());
    let mut leave = Leave {
        log: log(v),
        account,
        leaf_keys: vec![first.public(), second.public()],
        successor: None,
    };
    let context = Json::from([("key", hex(&first)), ("log", Json::from(log(v).as_bytes()))]);
    let plain = Signed::sign(&first, &leave).unwrap();
    let fields = leave_fields(v, &plain);
    v.accept("a leave", "Leave", context.clone(), fields, &plain.encode());
    leave.successor = Some(account_id(&heir.public()));
    let made = Signed::sign(&second, &leave).unwrap();
    let fields = leave_fields(v, &made);
    let by_second = context.clone().with(Json::from([("key", hex(&second))]));
    v.accept(
        "a leave with a successor",
        "Leave",
        by_second,
        fields,
        &made.encode(),
    );
    leave.leaf_keys = vec![second.public()];
    let other = Signed::sign(&first, &leave).unwrap();
    v.refuse(
        "signed by a key it does not name",
        "Leave",
        "body",
        context.clone(),
        &other.encode(),
    );
    leave.log = LogId::from_bytes(v.bytes("another log"));
    let elsewhere = Signed::sign(&second, &leave).unwrap();
    let by_second = context.with(Json::from([("key", hex(&second))]));
    v.refuse(
        "about another log",
        "Leave",
        "body",
        by_second,
        &elsewhere.encode(),
    );
    made
}

/// A device's request to be put back.
fn asks_back(v: &Vectors) -> Signed<ReAddRequest> {
    let request = ReAddRequest {
        relay: relay(v),
        log: log(v),
        device: DeviceId::from_bytes(v.bytes("device that asks")),
        leaf_key: key(v, "leaf that goes").public(),
        commit: Some(Digest::from_bytes(v.bytes("commit it could not follow"))),
    };
    Signed::sign(&key(v, "asking device"), &request).unwrap()
}

fn re_add_fields(v: &Vectors) -> Json {
    let request = asks_back(v);
    let statement = place(v).with(Json::from([
        (
            "device",
            Json::from(request.unverified().unwrap().device.as_bytes()),
        ),
        ("leaf_key", hex(&key(v, "leaf that goes"))),
        ("commit", Json::from(&v.bytes::<32>("commit it could not follow"))),
    ]));
    Json::from([
        ("statement", statement),
        ("signature", Json::from(request.signature().as_bytes())),
    ])
}

fn statement(v: &Vectors, commit: &[u8], most: bool) -> CommitStatement {
    let of = |name: &str| key(v, name).public();
    CommitStatement {
        relay: relay(v),
        log: log(v),
        epoch: Epoch::new(7),
        commit: Digest::of(commit),
        next_write: of("next write"),
        next_read: of("next read"),
        next_join: most.then(|| of("next join")),
        next_steward: most.then(|| of("next steward")),
        steward_request: most.then(|| Digest::from_bytes(v.bytes("steward request"))),
    }
}

fn envelopes(v: &mut Vectors, pointer: &Pointer, leave: &Signed<Leave>) {
    let committer = key(v, "committer");
    let commit = b"an MLSMessage, which is a matter of RFC 9420".as_slice();
    for (name, most) in [("of a joiner", false), ("with evidence and a pointer", true)] {
        let said = Signed::sign(&committer, &statement(v, commit, most)).unwrap();
        let evidence = Evidence {
            leaves: most.then(|| leave.clone()).into_iter().collect(),
            re_adds: most.then(|| asks_back(v)).into_iter().collect(),
        };
        let pointer = most.then(|| pointer.clone());
        let beside = beside(&evidence, pointer.as_ref()).unwrap();
        let aad = CommitAad::of(entry(v), CommitKind::Plain, beside).encode();
        let envelope = CommitEnvelope::of(
            most.then_some(3),
            commit.to_vec(),
            said.clone(),
            &evidence,
            pointer,
        );
        let bytes = envelope.encode().unwrap();
        assert_eq!(CommitEnvelope::decode(&bytes), Some(envelope));
        let context = place(v).with(Json::from([
            ("epoch", Json::from(7)),
            ("key", hex(&committer)),
            ("asking_device_key", hex(&key(v, "asking device"))),
            ("authenticated_data", Json::from(aad.as_slice())),
        ]));
        let optional = |name: &str| Json::from(most.then(|| hex(&key(v, name))));
        let of_statement = place(v).with(Json::from([
            ("epoch", Json::from(7)),
            ("commit", Json::from(Digest::of(commit).as_bytes())),
            ("next_write", hex(&key(v, "next write"))),
            ("next_read", hex(&key(v, "next read"))),
            ("next_join", optional("next join")),
            ("next_steward", optional("next steward")),
            (
                "steward_request",
                Json::from(most.then(|| Json::from(&v.bytes::<32>("steward request")))),
            ),
        ]));
        let of_statement = Json::from([
            ("statement", of_statement),
            ("signature", Json::from(said.signature().as_bytes())),
        ]);
        let leaves = most.then(|| leave_fields(v, leave)).into_iter().collect();
        let re_adds = most.then(|| re_add_fields(v)).into_iter().collect();
        let fields = Json::from([
            ("leaf", Json::from(most.then_some(3))),
            ("commit", Json::from(commit)),
            ("statement", of_statement),
            ("leaves", Json::List(leaves)),
            ("re_adds", Json::List(re_adds)),
            ("pointer", Json::from(most.then(|| pointer_fields(v)))),
        ]);
        v.accept(name, "CommitEnvelope", context.clone(), fields, &bytes);
        if most {
            refuse_envelopes(v, &context, &bytes);
        }
    }
}

fn refuse_envelopes(v: &mut Vectors, context: &Json, bytes: &[u8]) {
    let what = "CommitEnvelope";
    let changed = |place: usize, to: &[u8], until: usize| [&bytes[..place], to, &bytes[until..]].concat();
    let malformed = [
        ("a later version", "version", changed(0, &[2], 1)),
        ("a presence that is neither 0 nor 1", "enum", changed(1, &[2], 2)),
        (
            "the commit's length in two bytes",
            "length",
            changed(6, &[0x40, bytes[6]], 7),
        ),
        (
            "the commit's length in eight bytes",
            "length",
            changed(6, &[0xc0, 0, 0, 0, 0, 0, 0, bytes[6]], 7),
        ),
        (
            "a byte after it",
            "trailing",
            changed(bytes.len(), &[0], bytes.len()),
        ),
        ("cut", "truncated", bytes.split_last().unwrap().1.to_vec()),
    ];
    for (name, why, bytes) in malformed {
        assert_eq!(CommitEnvelope::decode(&bytes), None, "{name}");
        v.refuse(&format!("{what}: {name}"), what, why, context.clone(), &bytes);
    }
    refuse_other_envelopes(v, context, bytes);
}

fn refuse_other_envelopes(v: &mut Vectors, context: &Json, bytes: &[u8]) {
    let committer = key(v, "committer").public();
    let what = "CommitEnvelope";
    let commit = 7;
    let mut other = bytes.to_vec();
    other[commit] ^= 1;
    let read = CommitEnvelope::decode(&other).unwrap();
    let said = read.statement.verify(&committer).unwrap();
    assert_ne!(said.commit, Digest::of(read.commit.as_slice()));
    v.refuse("another MLS commit", what, "body", context.clone(), &other);
    let mut without = CommitEnvelope::decode(bytes).unwrap();
    without.leaves = Vec::new();
    let own = CommitEnvelope::decode(bytes).unwrap();
    let beside_of = |envelope: &CommitEnvelope| beside(&envelope.evidence(), envelope.pointer.as_ref());
    assert_ne!(beside_of(&without), beside_of(&own));
    v.refuse(
        "without the evidence",
        what,
        "beside",
        context.clone(),
        &without.encode().unwrap(),
    );
    let mut lost = own.clone();
    lost.pointer = None;
    assert_ne!(beside_of(&lost), beside_of(&own));
    v.refuse(
        "without the pointer",
        what,
        "beside",
        context.clone(),
        &lost.encode().unwrap(),
    );
    let another = Json::from([("key", hex(&key(v, "another")))]);
    assert!(own.statement.verify(&key(v, "another").public()).is_err());
    v.refuse_but(
        "of another committer",
        [what, "signature"],
        context.clone().with(another),
        context.clone(),
        bytes,
    );
    let next = context.clone().with(Json::from([("epoch", 8)]));
    v.refuse("of another epoch", what, "body", next, bytes);
    let relabelled = context.clone().with(Json::from([("label", "toguna/op/v1")]));
    v.refuse_but(
        "held against another label",
        [what, "signature"],
        relabelled,
        Json::from([("label", "toguna/commit/v1")]),
        bytes,
    );
}
