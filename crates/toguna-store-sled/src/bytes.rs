// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bytes on their way into a verb: small ones as they are, large ones as a synced file.

use toguna_types::Digest;

use crate::files::StagedFile;

/// What a verb may keep.
#[derive(Debug)]
pub(crate) enum Bytes {
    Small(Vec<u8>),
    Large(StagedFile),
}

impl Bytes {
    /// How much of it would go into sled.
    pub(crate) const fn weight(&self) -> usize {
        match self {
            Self::Small(bytes) => bytes.len(),
            Self::Large(_) => 0,
        }
    }

    pub(crate) fn hash(&self) -> Digest {
        match self {
            Self::Small(bytes) => Digest::of(bytes),
            Self::Large(file) => file.hash(),
        }
    }
}
