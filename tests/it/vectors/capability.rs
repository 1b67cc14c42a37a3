// SPDX-License-Identifier: MIT OR Apache-2.0
//! The keys of an epoch, and what they sign.

use tls_codec::SerializeBytes as _;
use toguna_auth::{DeviceRequest, EpochCapability, LogRequest, Method, Proof, Signed};
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

fn proofs(v: &mut Vectors, keys: &EpochCapability) {
    let exporter = v.bytes::<32>("tls exporter");
    let proof = |v: &Vectors, method, tls_exporter: &[u8]| Proof {
        relay: RelayId::from_bytes(v.bytes("relay")),
        log: LogId::from_bytes(v.bytes("log")),
        epoch: Epoch::new(7),
        method,
        challenge: v.bytes("challenge"),
        tls_exporter: Opaque::from(tls_exporter),
    };
    let fields = |proof: &Proof, method: &str| {
        Json::from([
            ("relay", Json::from(proof.relay.as_bytes())),
            ("log", Json::from(proof.log.as_bytes())),
            ("epoch", Json::from(7)),
            ("method", Json::from(method)),
            ("challenge", Json::from(&proof.challenge)),
            ("tls_exporter", Json::from(proof.tls_exporter.as_slice())),
        ])
    };
    let context = Json::from([
        ("relay", Json::from(&v.bytes::<32>("relay"))),
        ("challenge", Json::from(&v.bytes::<32>("challenge"))),
        ("tls_exporter", Json::from(&exporter)),
    ]);
    let append = proof(v, Method::Append, &exporter);
    let appends = context
        .clone()
        .with(Json::from([("key", hex(&keys.write.public()))]));
    let by_write = Json::from([("secret", keys.write.seed().expose())]); // expose: a test's key
    let made = Signed::sign(&keys.write, &append).unwrap();
    let of = signed(fields(&append, "append"), &made);
    v.accept(
        "a proof to append",
        "Proof",
        appends.clone().with(by_write),
        of,
        &made.encode(),
    );
    let follow = proof(v, Method::Follow, &[]);
    let follows = context.with(Json::from([("key", hex(&keys.read.public()))]));
    let by_read = Json::from([("secret", keys.read.seed().expose())]); // expose: a test's key
    let made = Signed::sign(&keys.read, &follow).unwrap();
    let of = signed(fields(&follow, "follow"), &made);
    v.accept(
        "a proof to follow, without exporter",
        "Proof",
        follows.with(by_read),
        of,
        &made.encode(),
    );
    let good = Signed::sign(&keys.write, &append).unwrap();
    refuse_signed(v, "Proof", &appends, &keys.write, &good);
    let other = |name: &str| Json::from([(name, &v.bytes::<32>(&format!("another {name}")))]);
    let others = [other("relay"), other("challenge"), other("tls_exporter")];
    for (name, context) in ["relay", "challenge", "tls_exporter"].into_iter().zip(others) {
        let mine = Json::from([(
            name,
            &v.bytes::<32>(if name == "tls_exporter" {
                "tls exporter"
            } else {
                name
            }),
        )]);
        let name = format!("a proof for another {name}");
        v.refuse_but(
            &name,
            ["Proof", "body"],
            appends.clone().with(context),
            mine,
            &good.encode(),
        );
    }
    let read_key = Json::from([("key", hex(&keys.read.public()))]);
    assert!(good.verify(&keys.read.public()).is_err());
    let mine = Json::from([("key", hex(&keys.write.public()))]);
    let context = appends.clone().with(read_key);
    v.refuse_but(
        "the read key for the write key",
        ["Proof", "signature"],
        context,
        mine,
        &good.encode(),
    );
    let mut bytes = append.tls_serialize_bytes().unwrap();
    bytes[72] = 12;
    let unknown = sign_raw(&keys.write, "toguna/proof/v1", &bytes);
    assert!(
        Signed::<Proof>::decode(&unknown)
            .unwrap()
            .verify(&keys.write.public())
            .is_err()
    );
    v.refuse(
        "a method that is not listed",
        "Proof",
        "enum",
        appends.clone(),
        &unknown,
    );
    let mut bytes = append.tls_serialize_bytes().unwrap();
    bytes.splice(105..106, [0x40, 32]);
    let long = sign_raw(&keys.write, "toguna/proof/v1", &bytes);
    assert!(
        Signed::<Proof>::decode(&long)
            .unwrap()
            .verify(&keys.write.public())
            .is_err()
    );
    v.refuse(
        "the exporter's length in two bytes",
        "Proof",
        "length",
        appends,
        &long,
    );
}

fn log_requests(v: &mut Vectors, keys: &EpochCapability) {
    let body = v.bytes::<32>("body");
    let request = LogRequest {
        relay: RelayId::from_bytes(v.bytes("relay")),
        log: LogId::from_bytes(v.bytes("log")),
        epoch: Epoch::new(7),
        method: Method::Read,
        body: Digest::of(&body),
        request: RequestId::from_bytes(v.bytes("request")),
        time: Timestamp::from_millis(1_760_000_000_000),
    };
    let context = Json::from([("key", hex(&keys.read.public())), ("body", Json::from(&body))]);
    let fields = Json::from([
        ("relay", Json::from(request.relay.as_bytes())),
        ("log", Json::from(request.log.as_bytes())),
        ("epoch", Json::from(7)),
        ("method", Json::from("read")),
        ("body", Json::from(request.body.as_bytes())),
        ("request", Json::from(request.request.as_bytes())),
        ("time", Json::from(1_760_000_000_000)),
    ]);
    let made = Signed::sign(&keys.read, &request).unwrap();
    let secret = Json::from([("secret", keys.read.seed().expose())]); // expose: a test's key
    let of = signed(fields, &made);
    v.accept(
        "the stamp of a read",
        "LogRequest",
        context.clone().with(secret),
        of,
        &made.encode(),
    );
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
