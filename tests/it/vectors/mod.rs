// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frozen vectors of `tests/vectors`, made again from their seeds: byte for byte the same, or a format has
//! changed. `TOGUNA_WRITE_VECTORS=1` writes them, which is right only for a new format.

mod capability;
mod commit_payload;
mod credential;
mod envelope;
mod link;
mod log;

use tls_codec::SerializeBytes as _;
use toguna_auth::{Signed, SigningKey, Statement, VerifyingKey};
use toguna_types::{Head, Json, Opaque, Secret, Vectors};

/// The order of the group of Ed25519, little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];
/// Bytes that are no public key: which point they are, and how.
const BAD_KEYS: [(&str, [u8; 32]); 4] = [
    ("the identity", tail(1, 0, 0)),
    ("a point of order two", tail(0xec, 0xff, 0x7f)),
    ("a y that is not below the prime", tail(0xf0, 0xff, 0x7f)),
    ("no point of the curve", tail(2, 0, 0)),
];

const fn tail(first: u8, middle: u8, last: u8) -> [u8; 32] {
    let mut bytes = [middle; 32];
    bytes[0] = first;
    bytes[31] = last;
    bytes
}

/// A signing key that follows from the file's seed.
fn key(v: &Vectors, name: &str) -> SigningKey {
    SigningKey::from_seed(&secret(v, name))
}

fn secret(v: &Vectors, name: &str) -> Secret<32> {
    Secret::make(|to| *to = v.bytes(name))
}

fn hex(key: &VerifyingKey) -> Json {
    Json::from(&key.to_bytes())
}

fn head(head: &Head) -> Json {
    Json::from([
        ("seq", Json::from(head.seq.get())),
        ("hash", Json::from(head.hash.as_bytes())),
    ])
}

/// A `Signed<T>` as JSON.
fn signed<T: Statement>(statement: Json, signed: &Signed<T>) -> Json {
    Json::from([
        ("statement", statement),
        ("signature", Json::from(signed.signature().as_bytes())),
    ])
}

/// `Signed<T>` over any bytes under any label.
fn sign_raw(key: &SigningKey, label: &str, statement: &[u8]) -> Vec<u8> {
    let mut bytes = Opaque::from(statement).tls_serialize_bytes().unwrap();
    let labelled = [label.tls_serialize_bytes().unwrap(), statement.to_vec()].concat();
    bytes.extend(key.sign_labelled(&labelled).as_bytes());
    bytes
}

/// The same signature with S + L in the place of S.
fn malleated(signed: &[u8]) -> Vec<u8> {
    let mut bytes = signed.to_vec();
    let start = bytes.len() - 32;
    let mut carry = 0u16;
    for (to, add) in bytes[start..].iter_mut().zip(ORDER) {
        let sum = u16::from(*to) + u16::from(add) + carry;
        *to = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    bytes
}

fn flipped(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[place] ^= 1;
    bytes
}

fn trailing(bytes: &[u8]) -> Vec<u8> {
    [bytes, &[0]].concat()
}

/// What is refused of every signed statement. The statement has 64 to 16,383 bytes.
fn refuse_signed<T: Statement>(
    v: &mut Vectors,
    what: &str,
    context: &Json,
    key: &SigningKey,
    good: &Signed<T>,
) {
    let bytes = good.encode();
    let holds = |bytes: &[u8]| Signed::<T>::decode(bytes).and_then(|it| it.verify(&key.public()));
    assert!(holds(&bytes).is_ok());
    let refuse = |v: &mut Vectors, name: &str, why: &str, bytes: &[u8]| {
        assert!(holds(bytes).is_err(), "{what}: {name}");
        v.refuse(&format!("{what}: {name}"), what, why, context.clone(), bytes);
    };
    let label = "toguna/vectors/v1";
    let other = sign_raw(key, label, good.bytes());
    assert!(holds(&other).is_err());
    v.refuse_but(
        &format!("{what}: signed under another label"),
        [what, "signature"],
        context.clone(),
        Json::from([("label", label)]),
        &other,
    );
    refuse(v, "S + L for S", "scalar", &malleated(&bytes));
    refuse(
        v,
        "a bit of the signature is flipped",
        "signature",
        &flipped(&bytes, bytes.len() - 64),
    );
    refuse(
        v,
        "a bit of the first id is flipped",
        "signature",
        &flipped(&bytes, 2),
    );
    let long = [&[0x80, 0, bytes[0] & 0x3f, bytes[1]], &bytes[2..]].concat();
    refuse(v, "the length in four bytes", "length", &long);
    refuse(v, "a byte after the signature", "trailing", &trailing(&bytes));
    refuse(
        v,
        "a byte after the statement, signed",
        "trailing",
        &sign_raw(key, T::LABEL, &trailing(good.bytes())),
    );
    refuse(v, "cut", "truncated", &bytes[..bytes.len() - 1]);
}
