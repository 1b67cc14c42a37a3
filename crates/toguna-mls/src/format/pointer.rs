// SPDX-License-Identifier: MIT OR Apache-2.0
//! Pointers: where a newcomer finds its Welcome and the ratchet tree, and what opens them (docs/protocol.md).

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_crypto::{SealKind, open, seal};
use toguna_types::{AccountId, AttachmentId, Digest, Entropy, Epoch, FaultKind, LogId, RelayId, Secret};

use crate::format::{CarriedKey, PartContext};

/// What an attachment of a commit is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
)]
#[repr(u8)]
pub enum Part {
    /// The Welcome (RFC 9420 §12.4.3.1), without the tree.
    Welcome = 1,
    /// The ratchet tree of the new epoch.
    Tree = 2,
}

/// How one attachment is fetched and opened.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Fetch {
    /// Its id within the log.
    pub id: AttachmentId,
    /// The key it is sealed under.
    pub key: CarriedKey,
    /// The token that fetches it; the relay keeps its SHA-256.
    pub token: CarriedKey,
}

impl Fetch {
    fn make(entropy: &impl Entropy) -> Self {
        Self {
            id: AttachmentId::make(entropy),
            key: entropy.secret().into(),
            token: entropy.secret().into(),
        }
    }

    /// SHA-256 of the token: what the relay is given to keep.
    #[must_use]
    pub fn token_digest(&self) -> Digest {
        Digest::of(self.token.secret().expose()) // expose: hashed
    }
}

/// Where a newcomer finds Welcome and tree. Everybody a commit adds has the same one; its Welcome's id names it.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Pointer {
    version: u8,
    /// The relay.
    pub relay: RelayId,
    /// The log.
    pub log: LogId,
    /// The epoch the newcomer begins with.
    pub epoch: Epoch,
    /// Whose commit it is.
    pub inviter: AccountId,
    /// The Welcome.
    pub welcome: Fetch,
    /// The ratchet tree.
    pub tree: Fetch,
}

/// Why a pointer or what it points to cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointerFault {
    /// The bytes are no pointer.
    #[error("the pointer to the welcome is malformed")]
    Malformed,
    /// The attachment is not the one that was sealed.
    #[error("the attachment is not authentic")]
    NotAuthentic,
    /// The attachment is longer than an attachment may be.
    #[error("the welcome or the ratchet tree is too long")]
    TooLong,
}

impl PointerFault {
    /// Always [`FaultKind::Invalid`].
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        FaultKind::Invalid
    }
}

impl Pointer {
    const VERSION: u8 = 1;

    pub(crate) fn make(
        relay: RelayId,
        log: LogId,
        epoch: Epoch,
        inviter: AccountId,
        entropy: &impl Entropy,
    ) -> Self {
        Self {
            version: Self::VERSION,
            relay,
            log,
            epoch,
            inviter,
            welcome: Fetch::make(entropy),
            tree: Fetch::make(entropy),
        }
    }

    /// The bytes for a letter; they hold keys.
    ///
    /// # Errors
    /// [`PointerFault::Malformed`], which no pointer made here gives.
    pub fn encode(&self) -> Result<Vec<u8>, PointerFault> {
        self.tls_serialize_bytes().map_err(|_| PointerFault::Malformed)
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// [`PointerFault::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, PointerFault> {
        Self::tls_deserialize_exact_bytes(bytes)
            .ok()
            .filter(|pointer| pointer.version == Self::VERSION)
            .ok_or(PointerFault::Malformed)
    }

    /// Opens a fetched attachment.
    ///
    /// # Errors
    /// [`PointerFault::NotAuthentic`].
    pub fn open(&self, part: Part, sealed: &[u8]) -> Result<Vec<u8>, PointerFault> {
        let (key, aad) = self.binding(part);
        open(SealKind::Attachment, key, &aad, sealed).map_err(|_| PointerFault::NotAuthentic)
    }

    pub(crate) fn seal(
        &self,
        part: Part,
        content: &[u8],
        entropy: &impl Entropy,
    ) -> Result<Vec<u8>, PointerFault> {
        let (key, aad) = self.binding(part);
        seal(SealKind::Attachment, key, &aad, content, entropy).map_err(|_| PointerFault::TooLong)
    }

    /// How one part is fetched.
    #[must_use]
    pub const fn fetch(&self, part: Part) -> &Fetch {
        match part {
            Part::Tree => &self.tree,
            Part::Welcome => &self.welcome,
        }
    }

    fn binding(&self, part: Part) -> (&Secret<32>, Vec<u8>) {
        let fetch = self.fetch(part);
        let context = PartContext {
            relay: self.relay,
            log: self.log,
            epoch: self.epoch,
            id: fetch.id,
            part,
        };
        (fetch.key.secret(), context.encode())
    }
}

#[cfg(test)]
mod tests {
    use toguna_types::SeededEntropy;

    use super::*;

    fn pointer() -> Pointer {
        Pointer::make(
            RelayId::from_bytes([1; 32]),
            LogId::from_bytes([2; 32]),
            Epoch::new(3),
            AccountId::from_bytes([4; 32]),
            &SeededEntropy::new(1),
        )
    }

    #[test]
    fn the_encoding_is_frozen_and_comes_back() {
        let bytes = pointer().encode().unwrap();
        let (head, rest) = bytes.split_at(105);
        let expected = [&[1][..], &[1; 32], &[2; 32], &3u64.to_be_bytes(), &[4; 32]].concat();
        assert_eq!(head, expected);
        let (welcome, tree) = rest.split_at(80);
        assert_eq!(
            (&welcome[..16], tree.len()),
            (&pointer().welcome.id.as_bytes()[..], 80)
        );
        assert_eq!(Pointer::decode(&bytes), Ok(pointer()));
        for len in 0..bytes.len() {
            assert_eq!(Pointer::decode(&bytes[..len]), Err(PointerFault::Malformed));
        }
        let mut later = bytes;
        later[0] = 2;
        assert_eq!(Pointer::decode(&later), Err(PointerFault::Malformed));
    }

    #[test]
    fn nothing_of_a_key_is_shown() {
        let shown = format!("{:?}", pointer());
        assert!(shown.contains("redacted"));
        let key = pointer()
            .welcome
            .key
            .secret()
            .expose()
            .map(|byte| format!("{byte}"))
            .join(", "); // expose: searched for
        assert!(!shown.contains(&key));
    }
}
