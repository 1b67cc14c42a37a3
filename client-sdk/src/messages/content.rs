// SPDX-License-Identifier: MIT OR Apache-2.0
//! What stands inside an MLS application message (docs/protocol.md, "Message content").

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::Seen;
use toguna_mls::rules::Action;
use toguna_types::{MessageId, Opaque, Timestamp, limit};

use crate::Fault;
use crate::fault::Code;

/// A message's content. Kinds this version does not know are kept as they came.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct Content {
    /// Format version, 1.
    pub(crate) version: u8,
    /// Unique; a repetition with the same content is dropped.
    pub(crate) id: MessageId,
    /// The log as the author saw it.
    pub(crate) seen: Seen,
    /// The author's clock: shown, never judged by.
    pub(crate) written: Timestamp,
    /// What kind of body follows.
    pub(crate) kind: u16,
    /// The body, in the kind's own format.
    pub(crate) body: Opaque,
}

impl Content {
    pub(crate) const VERSION: u8 = 1;
    /// Something said: text, what it answers, who is meant, files.
    pub(crate) const TEXT: u16 = 1;
    /// A newcomer's first word; empty.
    pub(crate) const HELLO: u16 = 2;
    /// Confirms a newcomer's view of the log; empty.
    pub(crate) const CONFIRM: u16 = 3;
    /// Other words for one's own message.
    pub(crate) const EDIT: u16 = 4;
    /// The end of a message.
    pub(crate) const DELETE: u16 = 5;
    /// A sign put on a message, or taken off.
    pub(crate) const REACTION: u16 = 6;
    /// A message pinned for all, or unpinned.
    pub(crate) const PIN: u16 = 7;
    /// How far its author has read; only from who chose to tell.
    pub(crate) const SEEN: u16 = 8;
    /// Says nothing but that its author is there and what it has seen; empty.
    pub(crate) const HEARTBEAT: u16 = 9;
    /// In the vault only: what is left of a message that was deleted.
    pub(crate) const DELETED: u16 = 0xFF02;

    pub(crate) fn encode(&self) -> Result<Vec<u8>, Fault> {
        self.tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))
    }

    /// Reads a content; `None` for what is malformed or of another version.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::tls_deserialize_exact_bytes(bytes)
            .ok()
            .filter(|content| content.version == Self::VERSION)
    }
}

/// What a member must be allowed to do to say something of this kind.
pub(crate) const fn action_of(kind: u16) -> Action {
    match kind {
        Content::HELLO | Content::CONFIRM | Content::SEEN | Content::HEARTBEAT => Action::AppendNotice,
        _ => Action::Append,
    }
}

/// A text as a member typed it: not empty, within the limit.
pub(crate) fn check_text(text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() {
        return Err(Fault::new(Code::EmptyText));
    }
    if u32::try_from(text.len()).is_ok_and(|len| len <= limit::MESSAGE_TEXT_BYTES) {
        Ok(())
    } else {
        Err(Fault::too_long("text", limit::MESSAGE_TEXT_BYTES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_types::{Digest, Head, Seq, withstands};

    fn content() -> Content {
        Content {
            version: 1,
            id: MessageId::from_bytes([1; 16]),
            seen: Seen {
                head: Head {
                    seq: Seq::new(3),
                    hash: Digest::of(b"h"),
                },
                roster: Digest::of(b"r"),
            },
            written: Timestamp::from_millis(5),
            kind: 99,
            body: Opaque::from(&b"later"[..]),
        }
    }

    // claim: CLM-PARSE-01
    #[test]
    fn a31_message_content_withstands_bad_bytes() {
        withstands("Content", &content().encode().unwrap(), |bytes| {
            Content::decode(bytes).is_some()
        });
    }

    #[test]
    fn content_comes_back_and_tails_are_refused() {
        let content = content();
        let mut bytes = content.encode().unwrap();
        assert_eq!(Content::decode(&bytes), Some(content));
        bytes.push(0);
        assert_eq!(Content::decode(&bytes), None);
    }

    #[test]
    fn empty_and_oversized_texts_are_refused_by_name() {
        assert_eq!(check_text(" \n").unwrap_err().is(), Code::EmptyText);
        let fault = check_text(&"x".repeat(50_000)).unwrap_err();
        assert_eq!((fault.field(), fault.limit()), (Some("text"), Some(48_128)));
    }
}
