// SPDX-License-Identifier: MIT OR Apache-2.0
//! The keys of an epoch, and what they sign.

use tls_codec::SerializeBytes as _;
use toguna_auth::{DeviceRequest, EpochCapability, LogRequest, Method, Proof, Signed, SigningKey};
use toguna_types::{DeviceId, Digest, Epoch, Json, LogId, Opaque, RelayId, RequestId, Timestamp, Vectors};

use super::{hex, key, refuse_signed, secret, sign_raw, signed};

#[test]
fn capabilities_are_frozen() {
    let mut v = Vectors::new("capability", "sections 3, 5 and 8");
    let root = secret(&v, "root");
    let keys = EpochCapability::derive(&root);
    let of_keys = Json::from([
        ("write_secret", Json::from(keys.write.seed().expose())), // expose: a test's key
        ("read_secret", Json::from(keys.read.seed().expose())),   // expose: a test's key
        ("write_key", hex(&keys.write.public())),
        ("read_key", hex(&keys.read.public())),
    ]);
    let both = [keys.write.public().to_bytes(), keys.read.public().to_bytes()].concat();
    let context = Json::from([("root", &v.bytes::<32>("root"))]);
    v.accept("the keys of an epoch", "capability", context, of_keys, &both);
    let era_key = secret(&v, "era key");
    let record = toguna_crypto::derive(&era_key, "record", &[]);
    let context = Json::from([("era_key", &v.bytes::<32>("era key"))]);
    v.accept(
        "the record key of an era",
        "record key",
        context,
        Json::none(),
        record.expose(),
    ); // expose: a test's key
    proofs(&mut v, &keys);
    log_requests(&mut v, &keys);
    device_requests(&mut v);
    assert!(v.are_frozen(), "capability.json is not what this code makes");
}

fn proof(v: &Vectors, method: Method, tls_exporter: &[u8]) -> Proof {
    Proof {
        relay: RelayId::from_bytes(v.bytes("relay")),
        log: LogId::from_bytes(v.bytes("log")),
        epoch: Epoch::new(7),
        method,
        challenge: v.bytes("challenge"),
        tls_exporter: Opaque::from(tls_exporter),
    }
}

fn proof_fields(proof: &Proof, method: &str) -> Json {
    Json::from([
        ("relay", Json::from(proof.relay.as_bytes())),
        ("log", Json::from(proof.log.as_bytes())),
        ("epoch", Json::from(7)),
        ("method", Json::from(method)),
        ("challenge", Json::from(&proof.challenge)),
        ("tls_exporter", Json::from(proof.tls_exporter.as_slice())),
    ])
}

fn proofs(v: &mut Vectors, keys: &EpochCapability) {
    let context = Json::from(
        ["relay", "challenge", "tls_exporter"].map(|name| (name, Json::from(&v.bytes::<32>(name)))),
    );
    let exporter = v.bytes::<32>("tls_exporter");
    let cases = [
        (
            "a proof to append",
            "append",
            proof(v, Method::Append, &exporter),
            &keys.write,
        ),
        (
            "a proof to follow, without exporter",
            "follow",
            proof(v, Method::Follow, &[]),
            &keys.read,
        ),
    ];
    for (name, method, proof, key) in cases {
        let own = Json::from([
            ("key", hex(&key.public())),
            ("secret", Json::from(key.seed().expose())), // expose: a test's key
        ]);
        let made = Signed::sign(key, &proof).unwrap();
        let of = signed(proof_fields(&proof, method), &made);
        v.accept(name, "Proof", context.clone().with(own), of, &made.encode());
    }
    let context = context.with(Json::from([("key", hex(&keys.write.public()))]));
    let append = proof(v, Method::Append, &exporter);
    let good = Signed::sign(&keys.write, &append).unwrap();
    refuse_signed(v, "Proof", &context, &keys.write, &good);
    for name in ["relay", "challenge", "tls_exporter"] {
        let other = Json::from([(name, &v.bytes::<32>(&format!("another {name}")))]);
        let there = context.clone().with(other);
        let name = format!("a proof for another {name}");
        v.refuse_but(&name, ["Proof", "body"], there, context.clone(), &good.encode());
    }
    assert!(good.verify(&keys.read.public()).is_err());
    let there = context
        .clone()
        .with(Json::from([("key", hex(&keys.read.public()))]));
    let name = "the read key for the write key";
    v.refuse_but(
        name,
        ["Proof", "signature"],
        there,
        context.clone(),
        &good.encode(),
    );
    let bytes = append.tls_serialize_bytes().unwrap();
    let unknown = [&bytes[..72], &[99], &bytes[73..]].concat();
    let long = [&bytes[..105], &[0x40, 32], &bytes[106..]].concat();
    let malformed = [
        ("a method that is not listed", "enum", unknown),
        ("the exporter's length in two bytes", "length", long),
    ];
    for (name, why, bytes) in malformed {
        let bytes = sign_raw(&keys.write, "toguna/proof/v1", &bytes);
        let held = Signed::<Proof>::decode(&bytes).and_then(|it| it.verify(&keys.write.public()));
        assert!(held.is_err(), "{name}");
        v.refuse(name, "Proof", why, context.clone(), &bytes);
    }
}

fn log_request(v: &Vectors, method: Method) -> LogRequest {
    LogRequest {
        relay: RelayId::from_bytes(v.bytes("relay")),
        log: LogId::from_bytes(v.bytes("log")),
        epoch: Epoch::new(7),
        method,
        body: Digest::of(&v.bytes::<32>("body")),
        request: RequestId::from_bytes(v.bytes("request")),
        time: Timestamp::from_millis(1_760_000_000_000),
    }
}

fn log_request_fields(request: &LogRequest, method: &str) -> Json {
    Json::from([
        ("relay", Json::from(request.relay.as_bytes())),
        ("log", Json::from(request.log.as_bytes())),
        ("epoch", Json::from(7)),
        ("method", Json::from(method)),
        ("body", Json::from(request.body.as_bytes())),
        ("request", Json::from(request.request.as_bytes())),
        ("time", Json::from(1_760_000_000_000)),
    ])
}

fn log_requests(v: &mut Vectors, keys: &EpochCapability) {
    let body = v.bytes::<32>("body");
    let context = |key: &SigningKey| Json::from([("key", hex(&key.public())), ("body", Json::from(&body))]);
    for (name, method, said, key) in [
        ("the stamp of a read", Method::Read, "read", &keys.read),
        (
            "the stamp that begins a blob",
            Method::BeginBlob,
            "begin_blob",
            &keys.write,
        ),
        (
            "the stamp of a piece",
            Method::AppendBlob,
            "append_blob",
            &keys.write,
        ),
        (
            "the stamp that reads a blob",
            Method::ReadBlob,
            "read_blob",
            &keys.read,
        ),
    ] {
        let request = log_request(v, method);
        let made = Signed::sign(key, &request).unwrap();
        let secret = Json::from([("secret", key.seed().expose())]); // expose: a test's key
        let of = signed(log_request_fields(&request, said), &made);
        v.accept(name, "LogRequest", context(key).with(secret), of, &made.encode());
    }
    let context = context(&keys.read);
    let made = Signed::sign(&keys.read, &log_request(v, Method::Read)).unwrap();
    refuse_signed(v, "LogRequest", &context, &keys.read, &made);
    let other = context.with(Json::from([("body", &v.bytes::<32>("another body"))]));
    let mine = Json::from([("body", &body)]);
    v.refuse_but(
        "a stamp over another body",
        ["LogRequest", "body"],
        other,
        mine,
        &made.encode(),
    );
}

fn device_requests(v: &mut Vectors) {
    let device = key(v, "device key");
    let body = v.bytes::<32>("body");
    let request = DeviceRequest {
        relay: RelayId::from_bytes(v.bytes("relay")),
        device: DeviceId::from_bytes(v.bytes("device")),
        method: Method::Stock,
        body: Digest::of(&body),
        request: RequestId::from_bytes(v.bytes("request")),
        time: Timestamp::from_millis(1_760_000_000_000),
    };
    let fields = Json::from([
        ("relay", Json::from(request.relay.as_bytes())),
        ("device", Json::from(request.device.as_bytes())),
        ("method", Json::from("stock")),
        ("body", Json::from(request.body.as_bytes())),
        ("request", Json::from(request.request.as_bytes())),
        ("time", Json::from(1_760_000_000_000)),
    ]);
    let context = Json::from([("key", hex(&device.public())), ("body", Json::from(&body))]);
    let made = Signed::sign(&device, &request).unwrap();
    let secret = Json::from([("secret", device.seed().expose())]); // expose: a test's key
    let of = signed(fields, &made);
    v.accept(
        "the stamp of a device",
        "DeviceRequest",
        context.clone().with(secret),
        of,
        &made.encode(),
    );
    refuse_signed(v, "DeviceRequest", &context, &device, &made);
}
