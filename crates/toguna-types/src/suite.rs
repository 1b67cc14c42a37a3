// SPDX-License-Identifier: MIT OR Apache-2.0
//! The MLS cipher suites a space may be founded with.

use crate::limit;

/// An MLS cipher suite this system speaks (RFC 9420 §17.1), fixed when a space is founded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Suite {
    /// 0x0003, X25519 and ChaCha20-Poly1305: for large spaces and the commons.
    Classical,
    /// 0x004F (provisional), ML-KEM-768 with X25519 (X-Wing) and AES-128-GCM: the default.
    #[default]
    PostQuantum,
}

impl Suite {
    /// Every suite, in the order devices publish KeyPackages.
    pub const ALL: [Self; 2] = [Self::PostQuantum, Self::Classical];

    /// The IANA (or provisional) code point.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Classical => 0x0003,
            Self::PostQuantum => 0x004F,
        }
    }

    /// The suite with this code point.
    #[must_use]
    pub const fn from_number(n: u16) -> Option<Self> {
        match n {
            0x0003 => Some(Self::Classical),
            0x004F => Some(Self::PostQuantum),
            _ => None,
        }
    }

    /// How many leaves a space of this suite may have.
    #[must_use]
    pub const fn members(self) -> u32 {
        match self {
            Self::Classical => limit::MEMBERS,
            Self::PostQuantum => limit::MEMBERS_POST_QUANTUM,
        }
    }
}
