// SPDX-License-Identifier: MIT OR Apache-2.0
//! Accounts, certificates of devices, credentials of leaves.

use tls_codec::{DeserializeBytes as _, SerializeBytes as _};
use toguna_auth::{DeviceCert, LeafBinding, LeafCredential, Signed, SigningKey, account_id};
use toguna_types::{DeviceId, Digest, Json, RelayId, Timestamp, Vectors};

use super::{flipped, hex, key, malleated, refuse_signed, sign_raw, signed, trailing};

struct Keys {
    account: SigningKey,
    device: SigningKey,
    leaf: SigningKey,
}

#[test]
fn credentials_are_frozen() {
    let mut v = Vectors::new("credential", "sections 3 and 4");
    let keys = Keys {
        account: key(&v, "account secret"),
        device: key(&v, "device secret"),
        leaf: key(&v, "leaf secret"),
    };
    let account = account_id(&keys.account.public());
    let of_key = Json::from([("account_key", hex(&keys.account.public()))]);
    let fields = Json::from([("account", account.as_bytes())]);
    v.accept("an account", "AccountId", of_key, fields, account.as_bytes());
    let cert = DeviceCert {
        account_key: keys.account.public(),
        device: DeviceId::from_bytes(v.bytes("device")),
        device_key: keys.device.public(),
        mailbox_key: Digest::from_bytes(v.bytes("hash of the mailbox key")),
        issued: Timestamp::from_millis(1_760_000_000_000),
        expires: Timestamp::from_millis(1_791_536_000_000),
    };
    let made = Signed::sign(&keys.account, &cert).unwrap();
    let of_cert = signed(cert_fields(&cert), &made);
    let secret = Json::from([("secret", &v.bytes::<32>("account secret"))]);
    v.accept(
        "a certificate",
        "DeviceCert",
        secret,
        of_cert.clone(),
        &made.encode(),
    );
    refuse_cert(&mut v, &keys, &cert, &made);
    credential(&mut v, &keys, &made, of_cert);
    assert!(v.are_frozen(), "credential.json is not what this code makes");
}

fn cert_fields(cert: &DeviceCert) -> Json {
    Json::from([
        ("account_key", hex(&cert.account_key)),
        ("device", Json::from(cert.device.as_bytes())),
        ("device_key", hex(&cert.device_key)),
        ("mailbox_key", Json::from(cert.mailbox_key.as_bytes())),
        ("issued", Json::from(1_760_000_000_000)),
        ("expires", Json::from(1_791_536_000_000)),
    ])
}

fn refuse_cert(v: &mut Vectors, keys: &Keys, cert: &DeviceCert, made: &Signed<DeviceCert>) {
    let bytes = made.encode();
    let refuse = |v: &mut Vectors, name: &str, why: &str, bytes: &[u8]| {
        let read = Signed::<DeviceCert>::decode(bytes);
        let named = read.and_then(|it| it.unverified().map(|cert| (it, cert.account_key)));
        let held = named.and_then(|(it, key)| it.verify(&key));
        assert!(held.is_err(), "{name}");
        v.refuse(
            &format!("DeviceCert: {name}"),
            "DeviceCert",
            why,
            Json::none(),
            bytes,
        );
    };
    for (name, bad) in super::BAD_KEYS {
        let mut bytes = cert.tls_serialize_bytes().unwrap();
        bytes[48..80].copy_from_slice(&bad);
        let bytes = sign_raw(&keys.account, "toguna/device-cert/v1", &bytes);
        refuse(v, &format!("a device key that is {name}"), "key", &bytes);
    }
    let other = sign_raw(&keys.account, "toguna/leaf/v1", made.bytes());
    refuse(v, "signed under another label", "signature", &other);
    let other = sign_raw(&keys.device, "toguna/device-cert/v1", made.bytes());
    refuse(v, "signed with the device key", "signature", &other);
    refuse(v, "S + L for S", "scalar", &malleated(&bytes));
    refuse(v, "a later end", "signature", &flipped(&bytes, 2 + 121));
    refuse(v, "a byte after the signature", "trailing", &trailing(&bytes));
    let long = sign_raw(&keys.account, "toguna/device-cert/v1", &trailing(made.bytes()));
    refuse(v, "a byte after the statement, signed", "trailing", &long);
}

fn credential(v: &mut Vectors, keys: &Keys, cert: &Signed<DeviceCert>, of_cert: Json) {
    let relay = RelayId::from_bytes(v.bytes("relay"));
    let leaf_key = keys.leaf.public();
    let made = LeafCredential::make(relay, cert, &keys.device, leaf_key).unwrap();
    let bytes = made.tls_serialize_bytes().unwrap();
    assert_eq!(bytes.len(), 373);
    let bound = Json::from([
        ("relay", Json::from(relay.as_bytes())),
        (
            "account",
            Json::from(account_id(&keys.account.public()).as_bytes()),
        ),
        ("device", Json::from(&v.bytes::<16>("device"))),
        ("leaf_key", hex(&leaf_key)),
    ]);
    let context = Json::from([
        ("relay", Json::from(relay.as_bytes())),
        ("leaf_key", hex(&leaf_key)),
    ]);
    let fields = Json::from([("cert", of_cert), ("binding", signed(bound, &made.binding))]);
    let what = "LeafCredential";
    v.accept("a leaf's credential", what, context.clone(), fields, &bytes);
    let holds = |bytes: &[u8], relay, key: &_| {
        let read = LeafCredential::tls_deserialize_exact_bytes(bytes).ok();
        read.is_some_and(|read| read.verify(relay, key).is_ok())
    };
    assert!(holds(&bytes, relay, &leaf_key));
    let elsewhere = RelayId::from_bytes(v.bytes("another relay"));
    let another = key(v, "another leaf secret").public();
    assert!(!holds(&bytes, elsewhere, &leaf_key) && !holds(&bytes, relay, &another));
    let others = [
        ("for another relay", Json::from([("relay", elsewhere.as_bytes())])),
        ("for another leaf key", Json::from([("leaf_key", hex(&another))])),
    ];
    for (name, other) in others {
        let context_there = context.clone().with(other);
        v.refuse_but(name, [what, "binding"], context_there, context.clone(), &bytes);
    }
    refuse_bindings(v, keys, &made, &context);
}

fn refuse_bindings(v: &mut Vectors, keys: &Keys, made: &LeafCredential, context: &Json) {
    let relay = RelayId::from_bytes(v.bytes("relay"));
    let leaf_key = keys.leaf.public();
    let bytes = made.tls_serialize_bytes().unwrap();
    let good = made.binding.unverified().unwrap();
    let rebound = |key: &SigningKey, label: &str, binding: &LeafBinding| {
        let binding = binding.tls_serialize_bytes().unwrap();
        [&bytes[..195], &sign_raw(key, label, &binding)].concat()
    };
    let other_account = LeafBinding {
        account: account_id(&keys.leaf.public()),
        ..good.clone()
    };
    let other_device = LeafBinding {
        device: DeviceId::from_bytes(v.bytes("another device")),
        ..good.clone()
    };
    let label = "toguna/leaf/v1";
    let mut later = bytes.clone();
    later[0] = 2;
    let bad = [
        (
            "bound to another account",
            "binding",
            rebound(&keys.device, label, &other_account),
        ),
        (
            "bound to another device",
            "binding",
            rebound(&keys.device, label, &other_device),
        ),
        (
            "bound by the account key",
            "signature",
            rebound(&keys.account, label, &good),
        ),
        (
            "bound under another label",
            "signature",
            rebound(&keys.device, "toguna/device-cert/v1", &good),
        ),
        ("a later version", "version", later),
        ("a byte after it", "trailing", trailing(&bytes)),
        ("a binding with S + L for S", "scalar", malleated(&bytes)),
    ];
    for (name, why, bytes) in bad {
        let read = LeafCredential::tls_deserialize_exact_bytes(&bytes).ok();
        assert!(
            read.is_none_or(|read| read.verify(relay, &leaf_key).is_err()),
            "{name}"
        );
        v.refuse(
            &format!("LeafCredential: {name}"),
            "LeafCredential",
            why,
            context.clone(),
            &bytes,
        );
    }
    refuse_signed(
        v,
        "LeafBinding",
        &Json::from([("key", hex(&keys.device.public()))]),
        &keys.device,
        &made.binding,
    );
}
