// SPDX-License-Identifier: MIT OR Apache-2.0
//! Letters: what one device sends another through its mailbox, signed inside the seal (docs/protocol.md).

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_types::{DeviceId, LetterId, LogId, Opaque, RelayId, Timestamp};

use crate::Statement;

/// What a letter is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
)]
#[repr(u8)]
pub enum LetterKind {
    /// Points to a Welcome and its ratchet tree at the relay.
    Pointer = 1,
    /// Asks to be re-added; needs no capability.
    ReAdd = 2,
    /// Names the successor of a wedged space; needs no capability.
    Successor = 3,
}

impl LetterKind {
    /// The wire's number for this kind.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Pointer => 1,
            Self::ReAdd => 2,
            Self::Successor => 3,
        }
    }

    /// The kind with this wire number.
    #[must_use]
    pub const fn from_number(n: u8) -> Option<Self> {
        match n {
            1 => Some(Self::Pointer),
            2 => Some(Self::ReAdd),
            3 => Some(Self::Successor),
            _ => None,
        }
    }

    /// Whether the kind may be deposited with the device key alone, for ever.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::ReAdd | Self::Successor)
    }
}

/// The inside of a letter; signed with the sender's device key.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Letter {
    /// What it is about.
    pub kind: LetterKind,
    /// The device it is for.
    pub recipient: DeviceId,
    /// The relay it goes through.
    pub relay: RelayId,
    /// The space it concerns.
    pub log: LogId,
    /// Remembered for 90 days by the recipient.
    pub id: LetterId,
    /// When it was written.
    pub time: Timestamp,
    /// The body, in the kind's own format.
    pub body: Opaque,
}

impl Statement for Letter {
    const LABEL: &'static str = "toguna/letter/v1";
}
