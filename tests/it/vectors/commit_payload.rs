// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the relay reads of a commit.

use toguna_auth::{Signed, Statement, StewardChange, StewardRequest, VerifyingKey};
use toguna_types::{
    AttachmentId, AttachmentRef, CommitPayload, Digest, Epoch, Json, LogId, RelayId, StewardAsk, Vectors,
};
use toguna_wire::{encode_commit_payload, parse_commit_payload};

use super::{hex, key};

#[test]
fn commit_payloads_are_frozen() {
    let mut v = Vectors::new("commit-payload", "section 10");
    let next = |name: &str| key(&v, name).public();
    let [write, read, join, steward] = ["write", "read", "join", "steward"].map(next);
    let attachment = AttachmentRef {
        id: AttachmentId::from_bytes(v.bytes("attachment")),
        hash: Digest::from_bytes(v.bytes("hash of the attachment")),
        token: Digest::from_bytes(v.bytes("hash of the token")),
    };
    let request = StewardRequest {
        relay: RelayId::from_bytes(v.bytes("relay")),
        log: LogId::from_bytes(v.bytes("log")),
        epoch: Epoch::new(7),
        ask: StewardAsk::Close,
    };
    let asked = Signed::sign(&key(&v, "steward that was"), &request).unwrap();
    let change = StewardChange {
        relay: request.relay,
        log: request.log,
        epoch: request.epoch,
        next: steward,
    };
    let change = Signed::sign(&key(&v, "steward that was"), &change).unwrap();
    let least = CommitPayload {
        envelope: v.bytes::<32>("envelope").to_vec(),
        next_write: write.to_bytes(),
        next_read: read.to_bytes(),
        next_join: None,
        next_steward: None,
        steward_change: None,
        steward_request: None,
        attachments: Vec::new(),
    };
    let of_least = Json::from([
        ("envelope", Json::from(least.envelope.as_slice())),
        ("attachments", Json::List(Vec::new())),
        ("next_write_key", hex(&write)),
        ("next_read_key", hex(&read)),
    ]);
    let most = CommitPayload {
        envelope: vec![7; 200],
        next_join: Some(join.to_bytes()),
        next_steward: Some(steward.to_bytes()),
        steward_change: Some((&change).into()),
        steward_request: Some((&asked).into()),
        attachments: vec![attachment.clone(), attachment.clone()],
        ..least.clone()
    };
    let of_attachment = Json::from([
        ("id", Json::from(attachment.id.as_bytes())),
        ("hash", Json::from(attachment.hash.as_bytes())),
        ("token_hash", Json::from(attachment.token.as_bytes())),
    ]);
    let of_most = of_least.clone().with(Json::from([
        ("envelope", Json::from(most.envelope.as_slice())),
        ("next_join_key", hex(&join)),
        ("next_steward_key", hex(&steward)),
        ("steward_change", signed(&change)),
        ("steward_request", signed(&asked)),
        (
            "attachments",
            Json::from(vec![of_attachment.clone(), of_attachment]),
        ),
    ]));
    for (name, payload, fields) in [("the least", &least, of_least), ("the most", &most, of_most)] {
        let bytes = encode_commit_payload(payload);
        assert_eq!(parse_commit_payload(&bytes).as_ref(), Ok(payload));
        v.accept(name, "CommitPayload", Json::none(), fields, &bytes);
    }
    refuse_payloads(&mut v, &least);
    assert!(v.are_frozen(), "commit-payload.json is not what this code makes");
}

fn signed<T: Statement>(said: &Signed<T>) -> Json {
    Json::from([
        ("statement", Json::from(said.bytes())),
        ("signature", Json::from(said.signature().as_bytes())),
    ])
}

fn refuse_payloads(v: &mut Vectors, least: &CommitPayload) {
    let bytes = encode_commit_payload(least);
    let mut weak = least.clone();
    weak.next_read = super::BAD_KEYS[1].1;
    assert!(VerifyingKey::from_bytes(&weak.next_read).is_err());
    let none = Json::none;
    v.refuse(
        "a next key of small order",
        "CommitPayload",
        "key",
        none(),
        &encode_commit_payload(&weak),
    );
    let mut short = bytes[..34 + 34].to_vec();
    short.extend([0x1a, 31]);
    short.extend([1; 31]);
    let bad = [
        ("no envelope", "missing", bytes[34..].to_vec()),
        ("no next read key", "missing", bytes[..68].to_vec()),
        ("a key of 31 bytes", "limit", short),
        ("cut", "truncated", bytes[..bytes.len() - 1].to_vec()),
    ];
    for (name, why, bytes) in bad {
        assert!(parse_commit_payload(&bytes).is_err(), "{name}");
        v.refuse(name, "CommitPayload", why, none(), &bytes);
    }
}
