// SPDX-License-Identifier: MIT OR Apache-2.0
//! Capabilities: the right to read or write a space's log in one epoch (docs/protocol.md).
//!
//! Every member derives the epoch's two key pairs from the MLS exporter; the relay holds the public halves.

use hkdf::Hkdf;
use sha2::Sha256;
use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_types::{Digest, Epoch, LogId, Opaque, RelayId, RequestId, Secret, Timestamp};

use crate::{SigningKey, Statement};

/// What a proof or request is for; one number for each operation of the `Logs` service.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
)]
#[repr(u8)]
pub enum Method {
    /// `Append` frames of a stream.
    Append = 1,
    /// `Claim` of a KeyPackage.
    Claim = 2,
    /// `Commit`.
    Commit = 3,
    /// `Deposit` of a letter.
    Deposit = 4,
    /// `Follow`.
    Follow = 5,
    /// `Found`.
    Found = 6,
    /// `Letters`: fetch and acknowledge.
    Letters = 7,
    /// `Publish` of KeyPackages.
    Publish = 8,
    /// `Read`.
    Read = 9,
    /// `Resolve` of a handle.
    Resolve = 10,
    /// `Stock` of one's own KeyPackages.
    Stock = 11,
    /// `Begin` of a file.
    BeginBlob = 12,
    /// `Append` to a file.
    AppendBlob = 13,
    /// `Read` of a file.
    ReadBlob = 14,
}

/// The epoch's write and read keys.
#[derive(Debug)]
pub struct EpochCapability {
    /// `w_e`: appends and commits.
    pub write: SigningKey,
    /// `r_e`: reads and follows.
    pub read: SigningKey,
}

impl EpochCapability {
    /// Label of the MLS exporter that yields the root.
    pub const EXPORTER: &'static str = "toguna/capability/v1";

    /// Derives both keys from `root_e`: Ed25519 of HKDF-SHA-256 with info `write` and `read`.
    #[must_use]
    pub fn derive(root: &Secret<32>) -> Self {
        Self {
            write: derived(root, b"write"),
            read: derived(root, b"read"),
        }
    }
}

fn derived(root: &Secret<32>, info: &[u8]) -> SigningKey {
    let hkdf = Hkdf::<Sha256>::new(None, root.expose()); // expose: key derivation
    SigningKey::from_seed(&Secret::make(|seed| {
        // 32 bytes are far below HKDF's limit of 255 hashes, the only fault there is.
        let _ = hkdf.expand(info, seed);
    }))
}

/// Opens one log on one stream for the epoch's lifetime: signed with `w_e` or `r_e` over the stream's challenge.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Proof {
    /// The relay this is meant for.
    pub relay: RelayId,
    /// The log.
    pub log: LogId,
    /// The epoch whose key signs.
    pub epoch: Epoch,
    /// [`Method::Append`] or [`Method::Follow`].
    pub method: Method,
    /// The stream's challenge.
    pub challenge: [u8; 32],
    /// TLS exporter of the connection (RFC 9266), or empty.
    pub tls_exporter: Opaque,
}

impl Statement for Proof {
    const LABEL: &'static str = "toguna/proof/v1";
}

/// Stamps one unary request on a log: signed with `w_e` or `r_e`.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct LogRequest {
    /// The relay this is meant for.
    pub relay: RelayId,
    /// The log.
    pub log: LogId,
    /// The epoch whose key signs.
    pub epoch: Epoch,
    /// What is asked.
    pub method: Method,
    /// SHA-256 of the request's body (of the payload, for a commit).
    pub body: Digest,
    /// Answered once.
    pub request: RequestId,
    /// When it was made, by the caller's clock corrected to the relay's.
    pub time: Timestamp,
}

impl Statement for LogRequest {
    const LABEL: &'static str = "toguna/request/v1";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn write_and_read_keys_differ_and_come_back() {
        let root = Secret::make(|b| *b = [7; 32]);
        let a = EpochCapability::derive(&root);
        let b = EpochCapability::derive(&root);
        assert_ne!(a.write.public(), a.read.public());
        assert_eq!(a.write.public(), b.write.public());
    }
}
