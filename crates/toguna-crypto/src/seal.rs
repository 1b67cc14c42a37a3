// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sealing under a symmetric key: padded, bound to its context, committed to its key.
//!
//! ```text
//! salt       = HMAC-SHA256(HKDF(key, "toguna/seal-salt/v1"), 32 random bytes ‖ SHA-256(VL(AAD) ‖ VL(content)))
//! aead key ‖ commitment = HKDF(salt, key, VL("toguna/seal/‹kind›/v1") ‖ suite)            32 + 32 bytes
//! ciphertext = ChaCha20-Poly1305(aead key, nonce 0, version ‖ suite ‖ VL(AAD), padded content)
//! wire       = version(1) ‖ suite(1) ‖ salt(32) ‖ commitment(32) ‖ ciphertext
//! ```
//! The salt covers AAD and content so that repeated randomness never meets two contents under one AEAD key; the
//! zero nonce is safe because every AEAD key is used once. ChaCha20-Poly1305 alone lets one ciphertext open under
//! two keys; the commitment, compared first and in constant time, does not.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use toguna_types::{Digest, Entropy, FaultKind, Secret};
use zeroize::Zeroizing;

use crate::derive::{derive, expand, joined};
use crate::pad::{pad, unpad};

/// Version of the sealed format.
pub(crate) const VERSION: u8 = 1;
/// HKDF-SHA256 with ChaCha20-Poly1305, the one suite of version 1.
pub(crate) const SUITE: u8 = 1;
pub(crate) const SALT: usize = 32;
pub(crate) const COMMITMENT: usize = 32;

/// What is sealed; part of the key derivation, so that one kind never opens as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SealKind {
    /// An attachment of a commit: a Welcome or a ratchet tree.
    Attachment,
    /// A log entry under its epoch's envelope key.
    Envelope,
    /// A signed operation under its era's record key.
    Record,
    /// The vault's data key under a passphrase.
    Slot,
}

impl SealKind {
    const fn label(self) -> &'static str {
        match self {
            Self::Attachment => "toguna/seal/attachment/v1",
            Self::Envelope => "toguna/seal/envelope/v1",
            Self::Record => "toguna/seal/record/v1",
            Self::Slot => "toguna/seal/slot/v1",
        }
    }
}

/// Why something could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    /// Wrong key, context or kind, or changed on the way: which of them is not said.
    #[error("the sealed content is not authentic")]
    NotAuthentic,
    /// The content is over the largest size class.
    #[error("the content is too long to be sealed")]
    TooLong,
}

impl SealFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        match self {
            Self::NotAuthentic | Self::TooLong => FaultKind::Invalid,
        }
    }
}

/// Seals `content` under `key`, bound to `kind` and `aad`.
///
/// # Errors
/// [`SealFault::TooLong`] if no size class holds the content.
pub fn seal(
    kind: SealKind,
    key: &Secret<32>,
    aad: &[u8],
    content: &[u8],
    entropy: &impl Entropy,
) -> Result<Vec<u8>, SealFault> {
    let padded = pad(content).ok_or(SealFault::TooLong)?;
    let salt = salt_for("toguna/seal-salt/v1", key, aad, content, &entropy.array());
    seal_padded(kind, key, aad, &padded, &salt)
}

/// Seals bytes as they are, for tests of what must not open: to anybody else only [`seal`] is there.
///
/// # Errors
/// [`SealFault::TooLong`].
#[cfg(feature = "test-support")]
pub fn seal_unpadded(
    kind: SealKind,
    key: &Secret<32>,
    aad: &[u8],
    padded: &[u8],
    salt: &[u8; 32],
) -> Result<Vec<u8>, SealFault> {
    seal_padded(kind, key, aad, padded, salt)
}

fn seal_padded(
    kind: SealKind,
    key: &Secret<32>,
    aad: &[u8],
    padded: &[u8],
    salt: &[u8; SALT],
) -> Result<Vec<u8>, SealFault> {
    let keys = Keys::of(kind.label(), key, salt);
    let ciphertext = keys
        .cipher()
        .encrypt(
            &Nonce::default(),
            Payload {
                msg: padded,
                aad: &bound(aad),
            },
        )
        .map_err(|_| SealFault::TooLong)?;
    Ok([&[VERSION, SUITE], &salt[..], keys.commitment(), &ciphertext].concat())
}

/// Opens what [`seal`] made with the same kind, key and context.
///
/// # Errors
/// [`SealFault::NotAuthentic`] for everything else, whatever differs.
pub fn open(kind: SealKind, key: &Secret<32>, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealFault> {
    open_parts(kind, key, aad, sealed).ok_or(SealFault::NotAuthentic)
}

fn open_parts(kind: SealKind, key: &Secret<32>, aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let ([version, suite], rest) = sealed.split_first_chunk::<2>()?;
    let (salt, rest) = rest.split_first_chunk::<SALT>()?;
    let (commitment, ciphertext) = rest.split_first_chunk::<COMMITMENT>()?;
    if *version != VERSION || *suite != SUITE {
        return None;
    }
    let keys = Keys::of(kind.label(), key, salt);
    if !bool::from(keys.commitment().ct_eq(commitment)) {
        return None;
    }
    let padded = keys
        .cipher()
        .decrypt(
            &Nonce::default(),
            Payload {
                msg: ciphertext,
                aad: &bound(aad),
            },
        )
        .ok()
        .map(Zeroizing::new)?;
    unpad(&padded)
}

/// The salt of one sealing, from 32 random bytes and all that is sealed.
pub(crate) fn salt_for(
    label: &str,
    key: &Secret<32>,
    aad: &[u8],
    content: &[u8],
    random: &[u8; 32],
) -> [u8; SALT] {
    let salt_key = derive(key, label, &[]);
    let content_hash = Zeroizing::new(joined(&[aad, content]));
    // HMAC fills a short key up with zeros to its block of 64 bytes (RFC 2104).
    let mut block = Zeroizing::new([0; 64]);
    // expose: keys the salt's MAC
    for (to, from) in block.iter_mut().zip(salt_key.expose()) {
        *to = *from;
    }
    <Hmac<Sha256> as hmac::KeyInit>::new((&*block).into())
        .chain_update(random)
        .chain_update(Digest::of(&content_hash).as_bytes())
        .finalize()
        .into_bytes()
        .into()
}

/// What the AEAD authenticates besides the ciphertext.
fn bound(aad: &[u8]) -> Vec<u8> {
    [&[VERSION, SUITE], joined(&[aad]).as_slice()].concat()
}

/// AEAD key ‖ commitment of one sealing.
pub(crate) struct Keys(Secret<64>);

impl Keys {
    pub(crate) fn of(label: &str, key: &Secret<32>, salt: &[u8; SALT]) -> Self {
        let info = [joined(&[label.as_bytes()]).as_slice(), &[SUITE]].concat();
        Self(expand(Some(salt), key, &info))
    }

    pub(crate) fn cipher(&self) -> ChaCha20Poly1305 {
        let (key, _) = self.halves();
        ChaCha20Poly1305::new(Key::from_slice(key))
    }

    pub(crate) fn commitment(&self) -> &[u8] {
        self.halves().1
    }

    fn halves(&self) -> (&[u8], &[u8]) {
        self.0.expose().split_at(32) // expose: the two halves go to the cipher and the comparison
    }
}
