// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files sealed in chunks, in constant memory; any chunk opens alone.
//!
//! ```text
//! padded    = uint64(length of content) ‖ content ‖ zeros, up to the blob's size class ([`BlobShape`])
//! salt      = HMAC-SHA256(HKDF(key, "toguna/blob-salt/v1"), 32 random bytes ‖ SHA-256(VL(AAD) ‖ VL(SHA-256(content) ‖ uint64 length)))
//! aead key ‖ commitment = HKDF(salt, key, VL("toguna/blob/v1") ‖ suite)                        32 + 32 bytes
//! header    = version(1) ‖ suite(1) ‖ salt(32) ‖ commitment(32)
//! chunk i   = ChaCha20-Poly1305(aead key, 0⁷ ‖ uint32(i) ‖ final(1), SHA-256(VL(header) ‖ VL(AAD)), 64 KiB of padded)
//! blob      = header ‖ chunk 0 ‖ chunk 1 ‖ …                          only the last is final, and may be shorter
//! ```
//! The salt covers the content, so that a file that changed between two runs of an upload meets another AEAD key, and
//! no nonce ever sees two contents. Every chunk is bound to the header and the place of the blob, its index and whether
//! it is the last: one from the middle opens alone, and none opens at another index, in another blob or after a cut.

mod opener;
mod sealer;
mod shape;

pub use opener::{BlobOpener, BlobReader};
pub use sealer::{BlobSealer, Measured};
pub use shape::BlobShape;

use chacha20poly1305::Nonce;
use toguna_types::{BlobId, Digest, FaultKind, LogId, RelayId};

use crate::derive::joined;
use crate::seal::{COMMITMENT, SALT};

/// Bytes of the header in front of the chunks.
pub const BLOB_HEADER: usize = 2 + SALT + COMMITMENT;
/// Bytes of the length in front of the content.
const PREFIX: usize = 8;
const LABEL: &str = "toguna/blob/v1";

/// Why a blob could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum BlobFault {
    /// The file changed while it was being sealed; what was sealed of it is to be thrown away.
    #[error("the file changed while it was read")]
    Changed,
    /// The file or the stream could not be read.
    #[error("the file could not be read")]
    Io(#[source] std::io::Error),
    /// Wrong key, place or length, or changed on the way: which of them is not said.
    #[error("the file is not authentic")]
    NotAuthentic,
    /// The content is over 4 GiB.
    #[error("the file is over 4 GiB")]
    TooLong,
}

impl BlobFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::Changed => FaultKind::Stale,
            Self::Io(_) => FaultKind::Unavailable,
            Self::NotAuthentic | Self::TooLong => FaultKind::Invalid,
        }
    }
}

/// The AAD that names a blob's place (docs/protocol.md, "Blobs"): relay, log and id, 80 bytes.
#[must_use]
pub fn blob_place(relay: RelayId, log: LogId, blob: BlobId) -> Vec<u8> {
    [&relay.as_bytes()[..], log.as_bytes(), blob.as_bytes()].concat()
}

/// What every chunk authenticates besides its own bytes.
fn bound(header: &[u8; BLOB_HEADER], aad: &[u8]) -> Digest {
    Digest::of(&joined(&[header, aad]))
}

/// The STREAM nonce of one chunk.
fn nonce(index: u32, is_last: bool) -> Nonce {
    let [a, b, c, d] = index.to_be_bytes();
    [0, 0, 0, 0, 0, 0, 0, a, b, c, d, u8::from(is_last)].into()
}
