// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frozen vectors of what messages say (`tests/vectors`), made again from their seed.

use toguna_auth::Seen;
use toguna_types::{AccountId, Digest, Head, Json, MessageId, Opaque, Seq, Timestamp, Vectors};

use super::body::{AttachedBody, DeleteBody, EditBody, MarkBody, SeenBody, Switch, TextBody};
use super::{Content, well_formed};

fn content(v: &Vectors, kind: u16, body: Opaque) -> Content {
    Content {
        version: Content::VERSION,
        id: MessageId::from_bytes(v.bytes("id")),
        seen: Seen {
            head: Head {
                seq: Seq::new(41),
                hash: Digest::from_bytes(v.bytes("head")),
            },
            roster: Digest::from_bytes(v.bytes("roster")),
        },
        written: Timestamp::from_millis(1_760_000_000_000),
        kind,
        body,
    }
}

fn fields(v: &Vectors, kind: u16, body: Json) -> Json {
    let head = Json::from([
        ("seq", Json::from(41)),
        ("hash", Json::from(&v.bytes::<32>("head"))),
    ]);
    Json::from([
        ("id", Json::from(&v.bytes::<16>("id"))),
        (
            "seen",
            Json::from([("head", head), ("roster", Json::from(&v.bytes::<32>("roster")))]),
        ),
        ("written", Json::from(1_760_000_000_000)),
        ("kind", Json::from(u64::from(kind))),
        ("body", body),
    ])
}

fn holds(bytes: &[u8]) -> bool {
    Content::decode(bytes).is_some_and(|content| well_formed(content.kind, content.body.as_slice()))
}

fn id(v: &Vectors, name: &str) -> MessageId {
    MessageId::from_bytes(v.bytes(name))
}

#[test]
fn messages_are_frozen() {
    let mut v = Vectors::new("message", "section 14");
    texts(&mut v);
    others(&mut v);
    refuse_contents(&mut v);
    refuse_bodies(&mut v);
    assert!(v.are_frozen(), "message.json is not what this code makes");
}

fn accept(v: &mut Vectors, name: &str, kind: u16, body: Opaque, of: Json) {
    let bytes = content(v, kind, body).encode().unwrap();
    assert!(holds(&bytes), "{name}");
    let of = fields(v, kind, of);
    v.accept(name, "Content", Json::none(), of, &bytes);
}

fn full(v: &Vectors) -> TextBody {
    let attached = |name: &str, media_type: &str, size| AttachedBody {
        reference: Opaque::from(v.bytes::<32>("reference").as_slice()),
        name: Opaque::from(name.as_bytes()),
        media_type: Opaque::from(media_type.as_bytes()),
        size,
        hash: Digest::from_bytes(v.bytes("hash of the file")),
    };
    TextBody {
        text: Opaque::from("صباح الخير, @binta 👍🏾".as_bytes()),
        reply: Some(id(v, "replied to")),
        thread: Some(id(v, "thread")),
        mentions: vec![
            AccountId::from_bytes(v.bytes("mentioned")),
            AccountId::from_bytes(v.bytes("also mentioned")),
        ],
        attachments: vec![
            attached("carte du détenu.pdf", "application/pdf", 70_000),
            attached("", "", 0),
        ],
    }
}

fn text_fields(v: &Vectors) -> Json {
    let attached = |name: &str, media_type: &str, size: u64| {
        Json::from([
            ("reference", Json::from(&v.bytes::<32>("reference"))),
            ("name", name.into()),
            ("media_type", media_type.into()),
            ("size", size.into()),
            ("sha256", Json::from(&v.bytes::<32>("hash of the file"))),
        ])
    };
    let mentions = ["mentioned", "also mentioned"].map(|name| Json::from(&v.bytes::<32>(name)));
    let attachments = vec![
        attached("carte du détenu.pdf", "application/pdf", 70_000),
        attached("", "", 0),
    ];
    Json::from([
        ("text", "صباح الخير, @binta 👍🏾".into()),
        ("reply", Json::from(id(v, "replied to").as_bytes())),
        ("thread", Json::from(id(v, "thread").as_bytes())),
        ("mentions", Json::from(mentions.to_vec())),
        ("attachments", Json::from(attachments)),
    ])
}

fn texts(v: &mut Vectors) {
    let none = || Json::List(Vec::new());
    let plain = TextBody {
        text: Opaque::from(&b"We meet at nine."[..]),
        ..TextBody::default()
    };
    let of = Json::from([
        ("text", "We meet at nine.".into()),
        ("reply", Json::Null),
        ("thread", Json::Null),
        ("mentions", none()),
        ("attachments", none()),
    ]);
    accept(v, "a text", Content::TEXT, plain.encode().unwrap(), of);
    let body = full(v).encode().unwrap();
    let of = text_fields(v);
    accept(v, "a text with all that it may have", Content::TEXT, body, of);
}

fn others(v: &mut Vectors) {
    let of = id(v, "replied to");
    let about = Json::from([("of", of.as_bytes())]);
    let edit = EditBody {
        of,
        text: Opaque::from(&b"We meet at ten."[..]),
        mentions: Vec::new(),
    };
    let fields = about.clone().with(Json::from([
        ("text", "We meet at ten.".into()),
        ("mentions", Json::List(Vec::new())),
    ]));
    accept(v, "an edit", Content::EDIT, edit.encode().unwrap(), fields);
    accept(
        v,
        "a deletion",
        Content::DELETE,
        DeleteBody { of }.encode().unwrap(),
        about.clone(),
    );
    let marks = [
        ("a reaction", Content::REACTION, Switch::On, "on", "👩🏾‍⚖️"),
        (
            "a reaction taken back",
            Content::REACTION,
            Switch::Off,
            "off",
            "+1",
        ),
        ("a pin", Content::PIN, Switch::On, "on", ""),
        ("a pin taken off", Content::PIN, Switch::Off, "off", ""),
    ];
    for (name, kind, on, shown, sign) in marks {
        let mark = MarkBody {
            of,
            on,
            sign: Opaque::from(sign.as_bytes()),
        };
        let fields = about.clone().with(Json::from([("on", shown), ("sign", sign)]));
        accept(v, name, kind, mark.encode().unwrap(), fields);
    }
    let seen = SeenBody { seq: 1 << 40 }.encode().unwrap();
    accept(v, "seen", Content::SEEN, seen, Json::from([("seq", 1 << 40)]));
    let empty = [
        ("hello", Content::HELLO),
        ("confirm", Content::CONFIRM),
        ("a heartbeat", Content::HEARTBEAT),
    ];
    for (name, kind) in empty {
        accept(v, name, kind, Opaque::default(), Json::none());
    }
    let later = Opaque::from(&b"of a later version"[..]);
    accept(
        v,
        "an unknown kind",
        300,
        later.clone(),
        Json::from(later.as_slice()),
    );
}

fn refuse(v: &mut Vectors, name: &str, why: &str, bytes: &[u8]) {
    assert!(!holds(bytes), "{name}");
    v.refuse(name, "Content", why, Json::none(), bytes);
}

fn refuse_contents(v: &mut Vectors) {
    let bytes = content(v, Content::HELLO, Opaque::default()).encode().unwrap();
    let body = bytes.len() - 1;
    let bad = [
        ("a later version", "version", [&[2], &bytes[1..]].concat()),
        ("a byte after it", "trailing", [bytes.as_slice(), &[0]].concat()),
        (
            "the body's length in two bytes",
            "length",
            [&bytes[..body], &[0x40, 0]].concat(),
        ),
        ("cut", "truncated", bytes[..body].to_vec()),
    ];
    for (name, why, bytes) in bad {
        refuse(v, name, why, &bytes);
    }
    for (name, kind) in [
        ("a hello that says more", Content::HELLO),
        ("a confirmation that says more", Content::CONFIRM),
        ("a heartbeat that says more", Content::HEARTBEAT),
    ] {
        let bytes = content(v, kind, Opaque::from(&b"x"[..])).encode().unwrap();
        refuse(v, name, "trailing", &bytes);
    }
}

fn refuse_bodies(v: &mut Vectors) {
    let good = full(v);
    let [mut crowd, mut latin, mut heap, mut long, mut typed, mut named] = [(); 6].map(|()| good.clone());
    crowd.mentions = vec![crowd.mentions[0]; 65];
    latin.text = Opaque::from(&b"\xff"[..]);
    heap.attachments = vec![heap.attachments[1].clone(); 33];
    long.text = Opaque::from(vec![b'x'; 48_129]);
    typed.attachments[0].media_type = Opaque::from("é".as_bytes());
    named.attachments[0].name = Opaque::from(vec![b'x'; 257]);
    let texts = [
        ("65 mentions", "limit", crowd),
        ("a text that is not UTF-8", "text", latin),
        ("33 attachments", "limit", heap),
        ("a text over 47 KiB", "limit", long),
        ("a media type that is not ASCII", "text", typed),
        ("a name of 257 bytes", "limit", named),
    ];
    for (name, why, body) in texts {
        let bytes = content(v, Content::TEXT, body.encode().unwrap())
            .encode()
            .unwrap();
        refuse(v, name, why, &bytes);
    }
    let of = id(v, "replied to");
    let marks: [(&str, &str, u16, &[u8]); 7] = [
        ("a reaction without a sign", "text", Content::REACTION, b""),
        ("a reaction of 65 bytes", "limit", Content::REACTION, &[b'x'; 65]),
        ("a reaction with a space", "text", Content::REACTION, b"a b"),
        ("a reaction with a control", "text", Content::REACTION, b"\x1b"),
        (
            "a reaction that turns the line",
            "text",
            Content::REACTION,
            "\u{202e}".as_bytes(),
        ),
        (
            "a reaction that is not UTF-8",
            "text",
            Content::REACTION,
            b"\xf0\x9f",
        ),
        ("a pin with a sign", "text", Content::PIN, b"x"),
    ];
    for (name, why, kind, sign) in marks {
        let mark = MarkBody {
            of,
            on: Switch::On,
            sign: Opaque::from(sign),
        };
        let bytes = content(v, kind, mark.encode().unwrap()).encode().unwrap();
        refuse(v, name, why, &bytes);
    }
    let half = [of.as_bytes().as_slice(), &[2, 1, b'x']].concat();
    let bytes = content(v, Content::REACTION, half.into()).encode().unwrap();
    refuse(v, "a mark that is neither on nor off", "enum", &bytes);
    let long = [of.as_bytes().as_slice(), &[0]].concat();
    let bytes = content(v, Content::DELETE, long.into()).encode().unwrap();
    refuse(v, "a deletion that says more", "trailing", &bytes);
    let short = content(v, Content::SEEN, vec![0; 7].into()).encode().unwrap();
    refuse(v, "a place of seven bytes", "truncated", &short);
    let unknown = [of.as_bytes().as_slice(), &[0x40, 1, b'x', 0]].concat();
    let bytes = content(v, Content::EDIT, unknown.into()).encode().unwrap();
    refuse(v, "an edit whose length takes two bytes", "length", &bytes);
}
