// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a log is made of: classes, epochs, sequence numbers and the head chain (docs/protocol.md).

use std::time::Duration;

use tls_codec::{SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize};

use crate::{AttachmentId, BlobId, Digest, Hasher, LogId, RelayId};

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes,
            TlsDeserializeBytes, TlsSize,
        )]
        pub struct $name(u64);

        impl $name {
            /// Wraps a number.
            #[must_use]
            pub const fn new(n: u64) -> Self {
                Self(n)
            }

            /// The number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }

            /// The next one; stays at the end of the range, which no log reaches.
            #[must_use]
            pub const fn next(self) -> Self {
                Self(self.0.saturating_add(1))
            }

            /// The one before, or `None` for zero.
            #[must_use]
            pub const fn before(self) -> Option<Self> {
                match self.0.checked_sub(1) {
                    Some(n) => Some(Self(n)),
                    None => None,
                }
            }
        }
    )*};
}

counters! {
    /// MLS epoch of a space (RFC 9420 §8).
    Epoch,
    /// A run of epochs that share a record key.
    Era,
    /// Place of an entry in a log; the first entry has 1, 0 is the empty log.
    Seq,
}

/// What an entry is, as far as the relay may know.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
)]
#[repr(u8)]
pub enum Class {
    /// An MLS commit and what goes with it; ends an epoch.
    Commit = 1,
    /// An MLS application message; may carry a lifetime.
    Message = 2,
    /// A signed operation sealed under the era key.
    Record = 3,
}

impl Class {
    /// The wire's number for this class.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Commit => 1,
            Self::Message => 2,
            Self::Record => 3,
        }
    }

    /// The class with this wire number.
    #[must_use]
    pub const fn from_number(n: u8) -> Option<Self> {
        match n {
            1 => Some(Self::Commit),
            2 => Some(Self::Message),
            3 => Some(Self::Record),
            _ => None,
        }
    }
}

/// How long a message may live, as a bucket so that it says little; `Keep` is for ever.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    TlsSerializeBytes,
    TlsDeserializeBytes,
    TlsSize,
)]
#[repr(u8)]
pub enum Lifetime {
    /// No end.
    #[default]
    Keep = 0,
    /// One day.
    Day = 1,
    /// Seven days.
    Week = 2,
    /// Thirty days.
    Month = 3,
    /// Ninety days.
    Quarter = 4,
    /// 365 days.
    Year = 5,
}

impl Lifetime {
    /// The wire's number for this bucket.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Keep => 0,
            Self::Day => 1,
            Self::Week => 2,
            Self::Month => 3,
            Self::Quarter => 4,
            Self::Year => 5,
        }
    }

    /// The bucket with this wire number.
    #[must_use]
    pub const fn from_number(n: u8) -> Option<Self> {
        match n {
            0 => Some(Self::Keep),
            1 => Some(Self::Day),
            2 => Some(Self::Week),
            3 => Some(Self::Month),
            4 => Some(Self::Quarter),
            5 => Some(Self::Year),
            _ => None,
        }
    }

    /// The time a message of this bucket stays, or `None` for ever.
    #[must_use]
    pub const fn length(self) -> Option<Duration> {
        match self {
            Self::Keep => None,
            Self::Day => Some(Duration::from_hours(24)),
            Self::Week => Some(Duration::from_hours(7 * 24)),
            Self::Month => Some(Duration::from_hours(30 * 24)),
            Self::Quarter => Some(Duration::from_hours(90 * 24)),
            Self::Year => Some(Duration::from_hours(365 * 24)),
        }
    }
}

/// The tip of a log's hash chain: the last sequence number and the hash over all entries up to it.
///
/// `head_n = SHA-256(label ‖ head_{n-1} ‖ seq ‖ class ‖ SHA-256(payload))`; `head_0` covers relay id, log and
/// the first epoch's verifying keys, so that one log can never be passed off as another.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
)]
pub struct Head {
    /// Sequence number of the last entry covered.
    pub seq: Seq,
    /// The chain's hash up to it.
    pub hash: Digest,
}

impl Head {
    /// Label of the genesis link.
    pub const GENESIS_LABEL: &'static str = "toguna/head-genesis/v1";
    /// Label of every later link.
    pub const LINK_LABEL: &'static str = "toguna/head/v1";

    /// The head of a log that holds nothing yet. `w0` and `r0` are the raw Ed25519 verifying keys.
    #[must_use]
    pub fn genesis(relay: RelayId, log: LogId, w0: &[u8; 32], r0: &[u8; 32]) -> Self {
        let hash = Hasher::new()
            .chain(&labelled(Self::GENESIS_LABEL))
            .chain(relay.as_bytes())
            .chain(log.as_bytes())
            .chain(w0)
            .chain(r0)
            .finish();
        Self {
            seq: Seq::new(0),
            hash,
        }
    }

    /// The head after one more entry with this payload hash.
    #[must_use]
    pub fn link(self, class: Class, payload: Digest) -> Self {
        let seq = self.seq.next();
        let hash = Hasher::new()
            .chain(&labelled(Self::LINK_LABEL))
            .chain(self.hash.as_bytes())
            .chain(&seq.get().to_be_bytes())
            .chain(&[class.number()])
            .chain(payload.as_bytes())
            .finish();
        Self { seq, hash }
    }
}

/// A label as every hashed or signed struct starts with it: length-prefixed (RFC 9420 §2.1.2).
fn labelled(label: &str) -> Vec<u8> {
    label.tls_serialize_bytes().unwrap_or_default()
}

/// Where a payload came to stand: its place, and the head right after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Epoch in which the relay accepted it.
    pub epoch: Epoch,
    /// Head of the log right after it; `head.seq` is the payload's own place.
    pub head: Head,
}

/// What the relay reads of a commit's payload; the rest of the payload is sealed in the envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitPayload {
    /// Sealed to the members.
    pub envelope: Vec<u8>,
    /// `W_{e+1}`, a raw Ed25519 verifying key.
    pub next_write: [u8; 32],
    /// `R_{e+1}`.
    pub next_read: [u8; 32],
    /// `J_{e+1}`, where joining is open.
    pub next_join: Option<[u8; 32]>,
    /// The next steward key, where the commit changes it.
    pub next_steward: Option<[u8; 32]>,
    /// The word of the steward key before it on that, without which it does not count.
    pub steward_change: Option<SignedBytes>,
    /// What a steward asks of the relay, under the steward key.
    pub steward_request: Option<SignedBytes>,
    /// What is stored with the commit in the same step.
    pub attachments: Vec<AttachmentRef>,
}

/// What a steward asks of the relay. It takes effect [`limit::REQUEST_STANDS`](crate::limit::REQUEST_STANDS) later, if it is
/// not taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub enum StewardAsk {
    /// To delete all it holds of the space.
    #[tls_codec(discriminant = 1)]
    Close,
    /// Not to, after all.
    #[tls_codec(discriminant = 2)]
    StayOpen,
    /// To delete the messages up to a place in the log, with their stamps; their stubs stay.
    #[tls_codec(discriminant = 3)]
    Erase {
        /// The last place.
        upto: Seq,
    },
    /// Not to, after all.
    #[tls_codec(discriminant = 4)]
    KeepMessages,
    /// To delete a file, whoever brought it.
    #[tls_codec(discriminant = 5)]
    DeleteFile {
        /// The file.
        blob: BlobId,
    },
    /// Not to, after all.
    #[tls_codec(discriminant = 6)]
    KeepFile {
        /// The file.
        blob: BlobId,
    },
}

/// A statement and its signature, as they travel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBytes {
    /// The encoded statement.
    pub statement: Vec<u8>,
    /// Who signed is for the statement's reader to know.
    pub signature: [u8; 64],
}

/// Names one attachment of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentRef {
    /// Its id within the log.
    pub id: AttachmentId,
    /// SHA-256 of its bytes.
    pub hash: Digest,
    /// SHA-256 of the token that fetches it.
    pub token: Digest,
}

/// One entry as a reader gets it: whole, or a stub that keeps the chain checkable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The payload is here.
    Whole {
        /// Its place.
        seq: Seq,
        /// Its class.
        class: Class,
        /// The epoch in which it was accepted.
        epoch: Epoch,
        /// Its bytes, exactly as appended.
        payload: Vec<u8>,
        /// For a commit: the encoded stamps it was made with; else empty.
        stamps: Vec<u8>,
    },
    /// The payload expired or is not opened by the key shown; its hash stands in for it.
    Stub {
        /// Its place.
        seq: Seq,
        /// Its class.
        class: Class,
        /// The epoch in which it was accepted.
        epoch: Epoch,
        /// SHA-256 of the payload.
        hash: Digest,
    },
}

impl Entry {
    /// Its place.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        match self {
            Self::Whole { seq, .. } | Self::Stub { seq, .. } => *seq,
        }
    }

    /// Its class.
    #[must_use]
    pub const fn class(&self) -> Class {
        match self {
            Self::Whole { class, .. } | Self::Stub { class, .. } => *class,
        }
    }

    /// The epoch in which it was accepted.
    #[must_use]
    pub const fn epoch(&self) -> Epoch {
        match self {
            Self::Whole { epoch, .. } | Self::Stub { epoch, .. } => *epoch,
        }
    }

    /// SHA-256 of the payload.
    #[must_use]
    pub fn hash(&self) -> Digest {
        match self {
            Self::Whole { payload, .. } => Digest::of(payload),
            Self::Stub { hash, .. } => *hash,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn genesis() -> Head {
        Head::genesis(
            RelayId::from_bytes([1; 32]),
            LogId::from_bytes([2; 32]),
            &[3; 32],
            &[4; 32],
        )
    }

    #[test]
    fn every_field_of_a_link_changes_the_head() {
        let h = genesis();
        let a = h.link(Class::Message, Digest::of(b"a"));
        assert_eq!(a.seq, Seq::new(1));
        assert_ne!(a.hash, h.link(Class::Record, Digest::of(b"a")).hash);
        assert_ne!(a.hash, h.link(Class::Message, Digest::of(b"b")).hash);
        assert_ne!(a.hash, a.link(Class::Message, Digest::of(b"a")).hash);
    }

    #[test]
    fn numbers_of_classes_and_lifetimes_come_back() {
        for n in 0..=u8::MAX {
            assert!(Class::from_number(n).is_none_or(|c| c.number() == n));
            assert!(Lifetime::from_number(n).is_none_or(|l| l.number() == n));
        }
    }

    #[test]
    fn what_stewards_ask_is_written_as_the_protocol_says() {
        let (upto, blob) = (Seq::new(0x0102), BlobId::from_bytes([9; 16]));
        let place = [3, 0, 0, 0, 0, 0, 0, 1, 2];
        let written = |ask: StewardAsk| ask.tls_serialize_bytes().unwrap();
        let id = |ask: u8| [&[ask][..], &[9; 16]].concat();
        assert_eq!(written(StewardAsk::Close), [1]);
        assert_eq!(written(StewardAsk::StayOpen), [2]);
        assert_eq!(written(StewardAsk::Erase { upto }), place);
        assert_eq!(written(StewardAsk::KeepMessages), [4]);
        assert_eq!(written(StewardAsk::DeleteFile { blob }), id(5));
        assert_eq!(written(StewardAsk::KeepFile { blob }), id(6));
    }
}
