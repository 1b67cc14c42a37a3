// SPDX-License-Identifier: MIT OR Apache-2.0
//! Typed identifiers: private bytes, no `Display`, no `Deref`; `Debug` shows two bytes.

use std::fmt;

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};

use crate::Entropy;

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident[$len:literal],)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
        )]
        pub struct $name([u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// A fresh random id.
            #[must_use]
            pub fn make(entropy: &impl Entropy) -> Self {
                Self(entropy.array())
            }

            /// Takes over an id made elsewhere.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// Takes over an id from a slice of exactly the right length.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// The bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// The bytes as a vector, for messages and rows.
            #[must_use]
            pub fn to_vec(self) -> Vec<u8> {
                self.0.to_vec()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let [a, b, ..] = self.0;
                write!(f, concat!(stringify!($name), "({:02x}{:02x}..)"), a, b)
            }
        }
    )*};
}

typed_ids! {
    /// A person or organisation: SHA-256 over its labelled public key (docs/protocol.md).
    AccountId[32],
    /// One attachment of a commit (sealed Welcome or ratchet tree).
    AttachmentId[16],
    /// One file at the relay; random, says nothing.
    BlobId[16],
    /// One MLS client of an account.
    DeviceId[16],
    /// One entry of a list that several keep.
    EntryId[16],
    /// One thing a device means to do, kept until it is done or refused.
    IntentId[16],
    /// One sealed letter in a mailbox.
    LetterId[16],
    /// One space's log at the relay; random, says nothing.
    LogId[32],
    /// One message of a conversation.
    MessageId[16],
    /// One shared object of a space; zero is the space itself.
    ObjectId[16],
    /// One relay (network); random, fixed at `init`.
    RelayId[32],
    /// One request; a relay answers each once.
    RequestId[16],
    /// One registration token.
    TokenId[16],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_two_bytes_only() {
        assert_eq!(format!("{:?}", LogId::from_bytes([0xab; 32])), "LogId(abab..)");
    }

    #[test]
    fn a_slice_of_the_wrong_length_is_no_id() {
        assert_eq!(LogId::from_slice(&[0; 31]), None);
        assert!(DeviceId::from_slice(&[0; 16]).is_some());
    }
}
