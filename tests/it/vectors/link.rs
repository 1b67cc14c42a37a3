// SPDX-License-Identifier: MIT OR Apache-2.0
//! Registration links.

use data_encoding::BASE64URL_NOPAD;
use toguna_auth::{Endpoint, RegistrationLink, Signed, Token};
use toguna_types::{Json, RelayId, Timestamp, TokenId, Vectors};

use super::{hex, key, signed};

fn link(v: &Vectors, address: &str, tls: bool) -> RegistrationLink {
    let relay_key = key(v, "relay secret");
    let relay = RelayId::from_bytes(v.bytes("relay"));
    let token = Token {
        relay,
        id: TokenId::from_bytes(v.bytes("token")),
        expires: Timestamp::from_millis(1_760_600_000_000),
    };
    RegistrationLink {
        endpoint: Endpoint::parse(address).unwrap(),
        tls,
        relay,
        relay_key: relay_key.public(),
        token: Signed::sign(&relay_key, &token).unwrap(),
    }
}

fn fields(v: &Vectors, link: &RegistrationLink, host: &str, port: u64) -> Json {
    let token = Json::from([
        ("relay", Json::from(&v.bytes::<32>("relay"))),
        ("id", Json::from(&v.bytes::<16>("token"))),
        ("expires", Json::from(1_760_600_000_000)),
    ]);
    Json::from([
        ("flags", Json::from(u64::from(!link.tls))),
        ("relay", Json::from(link.relay.as_bytes())),
        ("relay_key", hex(&link.relay_key)),
        ("token", signed(token, &link.token)),
        ("host", Json::from(host)),
        ("port", Json::from(port)),
    ])
}

#[test]
fn registration_links_are_frozen() {
    let mut v = Vectors::new("link", "section 16");
    let none = Json::from([("later", "")]);
    let what = "registration link";
    for (host, port, tls) in [
        ("relay.example", 7443, true),
        ("203.0.113.7", 443, true),
        ("[2001:db8::7]", 65535, true),
        ("127.0.0.1", 7443, false),
    ] {
        let link = link(&v, &format!("{host}:{port}"), tls);
        let text = link.to_text();
        assert_eq!(RegistrationLink::parse(&text).as_ref(), Ok(&link));
        let fields = fields(&v, &link, host, port);
        v.accept(host, what, none.clone(), fields, text.as_bytes());
    }
    let good = link(&v, "relay.example:7443", true);
    let text = good.to_text();
    let (address, fragment) = text.split_once('#').unwrap();
    let raw = BASE64URL_NOPAD.decode(fragment.as_bytes()).unwrap();
    assert_eq!(raw.len(), 187);
    let with = |raw: &[u8]| format!("{address}#{}", BASE64URL_NOPAD.encode(raw));
    let later = with(&[raw.as_slice(), b"later"].concat());
    assert_eq!(RegistrationLink::parse(&later).as_ref(), Ok(&good));
    let context = Json::from([("later", b"later".as_slice())]);
    let of = fields(&v, &good, "relay.example", 7443);
    v.accept(
        "with fields of a later version",
        what,
        context,
        of,
        later.as_bytes(),
    );
    let mut version = raw.clone();
    version[0] = 2;
    let mut bad_key = raw.clone();
    bad_key[34..66].copy_from_slice(&super::BAD_KEYS[2].1);
    let mut plaintext = raw.clone();
    plaintext[1] = 1;
    let mut loose = text.clone();
    loose.pop();
    loose.push('~');
    let spare = raw.len() % 3;
    assert_ne!(spare, 0, "the last character has spare bits");
    let mut bits = text.clone();
    bits.pop();
    bits.push('B');
    let bad = [
        ("another scheme", "link", text.replace("toguna:", "https:")),
        ("no port", "link", text.replace(":7443", "")),
        (
            "a sign in front of the port",
            "link",
            text.replace("7443", "+7443"),
        ),
        ("a port over 65,535", "link", text.replace("7443", "74430")),
        ("a space in the host", "link", text.replace("relay.", "relay ")),
        ("no fragment", "link", address.to_owned()),
        ("a character that is none of base64url", "link", loose),
        ("padding", "link", format!("{text}=")),
        ("spare bits that are not zero", "link", bits),
        ("a later version", "version", with(&version)),
        ("cut", "truncated", with(&raw[..186])),
        ("a relay key that is not canonical", "key", with(&bad_key)),
        ("without TLS over a network", "link", with(&plaintext)),
    ];
    for (name, why, text) in bad {
        assert!(RegistrationLink::parse(&text).is_err(), "{name}");
        v.refuse(name, what, why, none.clone(), text.as_bytes());
    }
    assert!(v.are_frozen(), "link.json is not what this code makes");
}
