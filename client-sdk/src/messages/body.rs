// SPDX-License-Identifier: MIT OR Apache-2.0
//! The bodies of messages, by kind (docs/protocol.md, "Message content").

use std::str;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_types::{AccountId, Digest, MessageId, Opaque, limit};

use super::content::Content;
use crate::Fault;
use crate::fault::Code;

/// What is said: [`Content::TEXT`].
#[derive(Clone, Debug, Default, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct TextBody {
    /// UTF-8.
    pub(crate) text: Opaque,
    /// The message it answers.
    pub(crate) reply: Option<MessageId>,
    /// The message whose thread it belongs to.
    pub(crate) thread: Option<MessageId>,
    /// Who is meant.
    pub(crate) mentions: Vec<AccountId>,
    /// Files, by reference.
    pub(crate) attachments: Vec<AttachedBody>,
}

/// A file, by reference: where it lies and what makes it readable is the library's format.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct AttachedBody {
    /// Where it lies and what opens it.
    pub(crate) reference: Opaque,
    /// Its name; UTF-8.
    pub(crate) name: Opaque,
    /// Its media type (RFC 6838).
    pub(crate) media_type: Opaque,
    /// Its length in bytes.
    pub(crate) size: u64,
    /// SHA-256 of its plaintext.
    pub(crate) hash: Digest,
}

/// A mark on another message: [`Content::REACTION`] and [`Content::PIN`].
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct MarkBody {
    /// The message.
    pub(crate) of: MessageId,
    /// Put on, or taken off.
    pub(crate) on: Switch,
    /// The reaction's sign, UTF-8; empty for a pin.
    pub(crate) sign: Opaque,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub(crate) enum Switch {
    Off = 0,
    On = 1,
}

/// Other words for a message: [`Content::EDIT`].
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct EditBody {
    /// The message.
    pub(crate) of: MessageId,
    /// UTF-8.
    pub(crate) text: Opaque,
    /// Who is meant now.
    pub(crate) mentions: Vec<AccountId>,
}

/// The end of a message: [`Content::DELETE`].
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct DeleteBody {
    /// The message.
    pub(crate) of: MessageId,
}

/// How far somebody has read: [`Content::SEEN`].
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct SeenBody {
    /// The place in the log.
    pub(crate) seq: u64,
}

macro_rules! bodies {
    ($($name:ident)*) => {$(
        impl $name {
            pub(crate) fn encode(&self) -> Result<Opaque, Fault> {
                let bytes = self.tls_serialize_bytes();
                bytes.map(Opaque::from).map_err(|fault| Fault::because(Code::Broken, fault))
            }

            pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
                Self::tls_deserialize_exact_bytes(bytes).ok()
            }
        }
    )*};
}

bodies! { TextBody MarkBody EditBody DeleteBody SeenBody }

/// What a message is about: which other message it marks, changes or ends.
pub(crate) fn target_of(kind: u16, body: &[u8]) -> Option<MessageId> {
    match kind {
        Content::REACTION | Content::PIN => MarkBody::decode(body).map(|mark| mark.of),
        Content::EDIT => EditBody::decode(body).map(|edit| edit.of),
        Content::DELETE => DeleteBody::decode(body).map(|delete| delete.of),
        _ => None,
    }
}

/// Whether a body is what its kind says, within the limits that senders keep too. Kinds of later versions pass.
pub(crate) fn well_formed(kind: u16, body: &[u8]) -> bool {
    match kind {
        Content::TEXT => TextBody::decode(body).is_some_and(|body| {
            text_holds(&body.text)
                && few(body.mentions.len(), limit::MENTIONS)
                && few(body.attachments.len(), limit::ATTACHED)
                && body.attachments.iter().all(attached_holds)
        }),
        Content::REACTION => MarkBody::decode(body).is_some_and(|mark| sign_holds(mark.sign.as_slice())),
        Content::PIN => MarkBody::decode(body).is_some_and(|mark| mark.sign.as_slice().is_empty()),
        Content::EDIT => EditBody::decode(body)
            .is_some_and(|edit| text_holds(&edit.text) && few(edit.mentions.len(), limit::MENTIONS)),
        Content::DELETE => DeleteBody::decode(body).is_some(),
        Content::SEEN => SeenBody::decode(body).is_some(),
        Content::HELLO | Content::CONFIRM | Content::HEARTBEAT => body.is_empty(),
        Content::DELETED => false, // stands in the vault only
        _ => true,
    }
}

fn text_holds(text: &Opaque) -> bool {
    str::from_utf8(text.as_slice()).is_ok() && few(text.as_slice().len(), limit::MESSAGE_TEXT_BYTES)
}

fn attached_holds(attached: &AttachedBody) -> bool {
    str::from_utf8(attached.name.as_slice()).is_ok()
        && few(attached.name.as_slice().len(), limit::TITLE_BYTES)
        && attached.media_type.as_slice().is_ascii()
        && few(attached.media_type.as_slice().len(), limit::TITLE_BYTES)
        && few(
            attached.reference.as_slice().len(),
            limit::ATTACHED_REFERENCE_BYTES,
        )
}

/// A reaction is one sign: a few bytes of text with nothing in it that a terminal or a line obeys.
pub(crate) fn sign_holds(sign: &[u8]) -> bool {
    let turns = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain = |sign: &str| {
        !sign.is_empty()
            && !sign
                .chars()
                .any(|c| c.is_control() || c.is_whitespace() || turns(c))
    };
    few(sign.len(), limit::REACTION_BYTES) && str::from_utf8(sign).is_ok_and(plain)
}

fn few(count: usize, limit: u32) -> bool {
    u32::try_from(count).is_ok_and(|count| count <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_types::withstands;

    fn id(n: u8) -> MessageId {
        MessageId::from_bytes([n; 16])
    }

    fn text() -> TextBody {
        TextBody {
            text: Opaque::from("صباح الخير".as_bytes()),
            reply: Some(id(1)),
            thread: None,
            mentions: vec![AccountId::from_bytes([2; 32])],
            attachments: vec![AttachedBody {
                reference: Opaque::from(&b"where"[..]),
                name: Opaque::from(&b"carte.pdf"[..]),
                media_type: Opaque::from(&b"application/pdf"[..]),
                size: 9,
                hash: Digest::of(b"plaintext"),
            }],
        }
    }

    // claim: CLM-PARSE-01
    #[test]
    fn a31_message_bodies_withstand_bad_bytes() {
        let text = text().encode().unwrap();
        withstands("TextBody", text.as_slice(), |bytes| {
            TextBody::decode(bytes).is_some()
        });
        let mark = MarkBody {
            of: id(1),
            on: Switch::On,
            sign: Opaque::from("👍".as_bytes()),
        };
        withstands("MarkBody", mark.encode().unwrap().as_slice(), |bytes| {
            MarkBody::decode(bytes).is_some()
        });
        let edit = EditBody {
            of: id(1),
            text: Opaque::from(&b"better"[..]),
            mentions: Vec::new(),
        };
        withstands("EditBody", edit.encode().unwrap().as_slice(), |bytes| {
            EditBody::decode(bytes).is_some()
        });
        let delete = DeleteBody { of: id(1) };
        withstands("DeleteBody", delete.encode().unwrap().as_slice(), |bytes| {
            DeleteBody::decode(bytes).is_some()
        });
        let seen = SeenBody { seq: 9 };
        withstands("SeenBody", seen.encode().unwrap().as_slice(), |bytes| {
            SeenBody::decode(bytes).is_some()
        });
    }

    #[test]
    fn bodies_over_a_limit_or_of_another_shape_are_not_well_formed() {
        let good = text();
        assert!(well_formed(Content::TEXT, good.encode().unwrap().as_slice()));
        let mut crowd = good.clone();
        crowd.mentions = vec![AccountId::from_bytes([2; 32]); 65];
        let mut latin = good.clone();
        latin.text = Opaque::from(&b"\xff"[..]);
        let mut heap = good.clone();
        heap.attachments = vec![heap.attachments[0].clone(); 33];
        for bad in [crowd, latin, heap] {
            assert!(!well_formed(Content::TEXT, bad.encode().unwrap().as_slice()));
        }
        assert!(!well_formed(Content::HELLO, b"x"));
        assert!(!well_formed(Content::DELETED, b""));
        assert!(well_formed(999, b"of a later version"));
    }

    #[test]
    fn a_reaction_is_one_sign() {
        for good in ["👍", "❤️", "👩🏾‍⚖️", "+1", "شكرا"] {
            assert!(sign_holds(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            " ",
            "a b",
            "\u{1b}[2J",
            "\u{2028}",
            "\u{202e}",
            "\u{61c}+1",
            &"x".repeat(65),
        ] {
            assert!(!sign_holds(bad.as_bytes()), "{bad:?}");
        }
    }

    #[test]
    fn targets_are_found_by_kind() {
        let delete = DeleteBody { of: id(7) }.encode().unwrap();
        assert_eq!(target_of(Content::DELETE, delete.as_slice()), Some(id(7)));
        assert_eq!(
            target_of(Content::TEXT, text().encode().unwrap().as_slice()),
            None
        );
    }
}
