// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sealing to one device's mailbox key: HPKE base mode (RFC 9180) with X-Wing, HKDF-SHA256, ChaCha20-Poly1305.
//!
//! ```text
//! letter = version(1) ‖ suite(1) ‖ encapsulated key(1,120) ‖ ciphertext of the padded content
//! AEAD AAD = version ‖ suite ‖ VL(AAD); HPKE info is the caller's: kind ‖ recipient ‖ relay
//! ```
//! HPKE draws its own randomness for each letter, from the operating system.

use hpke_rs::{Hpke, HpkePrivateKey, HpkePublicKey, Mode};
use hpke_rs_crypto::HpkeCrypto as _;
use hpke_rs_crypto::types::{AeadAlgorithm, KdfAlgorithm, KemAlgorithm};
use hpke_rs_rust_crypto::HpkeRustCrypto;
use toguna_types::{Digest, Entropy, FaultKind, Secret, SecretBytes};
use zeroize::Zeroizing;

use crate::derive::joined;
use crate::pad::{pad, unpad};

const VERSION: u8 = 1;
/// X-Wing (draft 06), HKDF-SHA256, ChaCha20-Poly1305.
const SUITE: u8 = 1;
const KEM: KemAlgorithm = KemAlgorithm::XWingDraft06;
/// Bytes of an X-Wing public key: ML-KEM-768 and X25519.
const PUBLIC: usize = 1_216;
/// Bytes of an X-Wing encapsulated key.
const ENCAPSULATED: usize = 1_120;

/// Why a letter was not sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterFault {
    /// The mailbox key is not a key, or one that anybody can open.
    #[error("the mailbox key is not usable")]
    BadKey,
    /// Not sealed to this key in this context, or changed on the way: which of them is not said.
    #[error("the letter is not authentic")]
    NotAuthentic,
    /// The content is over the largest size class.
    #[error("the content is too long for a letter")]
    TooLong,
}

impl LetterFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        match self {
            Self::BadKey | Self::NotAuthentic | Self::TooLong => FaultKind::Invalid,
        }
    }
}

/// A device's mailbox key, both halves.
pub struct MailboxKey {
    seed: Secret<32>,
    public: Vec<u8>,
}

impl MailboxKey {
    /// A fresh key.
    ///
    /// # Errors
    /// [`LetterFault::BadKey`] if the library makes none, which it does for every seed of the right length.
    pub fn make(entropy: &impl Entropy) -> Result<Self, LetterFault> {
        Self::of_seed(entropy.secret())
    }

    /// Takes over the secret half from a vault row.
    ///
    /// # Errors
    /// [`LetterFault::BadKey`] if it has not the right length.
    pub fn from_secret(secret: &SecretBytes) -> Result<Self, LetterFault> {
        // expose: the key is made of it
        Self::of_seed(Secret::from_slice(secret.expose()).ok_or(LetterFault::BadKey)?)
    }

    /// The secret half, for a vault row.
    #[must_use]
    pub fn secret(&self) -> SecretBytes {
        SecretBytes::new(self.seed.expose().to_vec()) // expose: stays a secret
    }

    /// The public half, for everybody.
    #[must_use]
    pub fn public(&self) -> Vec<u8> {
        self.public.clone()
    }

    /// SHA-256 of the public half, as a device certificate names it.
    #[must_use]
    pub fn public_digest(&self) -> Digest {
        Digest::of(&self.public)
    }

    fn of_seed(seed: Secret<32>) -> Result<Self, LetterFault> {
        // expose: the library makes the key pair of it
        let (public, again) =
            HpkeRustCrypto::kem_key_gen_derand(KEM, seed.expose()).map_err(|_| LetterFault::BadKey)?;
        drop(Zeroizing::new(again));
        Ok(Self { seed, public })
    }
}

impl std::fmt::Debug for MailboxKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailboxKey(redacted)")
    }
}

/// Seals `content` to the device whose mailbox key is `public`, bound to `info` and `aad`.
///
/// # Errors
/// [`LetterFault::BadKey`] or [`LetterFault::TooLong`].
pub fn seal_letter(public: &[u8], info: &[u8], aad: &[u8], content: &[u8]) -> Result<Vec<u8>, LetterFault> {
    check_public(public)?;
    let padded = pad(content).ok_or(LetterFault::TooLong)?;
    let (encapsulated, ciphertext) = hpke()
        .seal(
            &HpkePublicKey::new(public.to_vec()),
            info,
            &bound(aad),
            &padded,
            None,
            None,
            None,
        )
        .map_err(|_| LetterFault::BadKey)?;
    Ok([&[VERSION, SUITE], &encapsulated[..], &ciphertext].concat())
}

/// Opens what [`seal_letter`] sealed to this key with the same `info` and `aad`.
///
/// # Errors
/// [`LetterFault::NotAuthentic`] for everything else, whatever differs.
pub fn open_letter(key: &MailboxKey, info: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, LetterFault> {
    open_parts(key, info, aad, sealed).ok_or(LetterFault::NotAuthentic)
}

/// Refuses what is no X-Wing public key, or has an X25519 half that is not canonical or of small order.
///
/// # Errors
/// [`LetterFault::BadKey`].
pub fn check_public(public: &[u8]) -> Result<(), LetterFault> {
    let (_, x25519) = public.split_last_chunk::<32>().ok_or(LetterFault::BadKey)?;
    if public.len() != PUBLIC {
        return Err(LetterFault::BadKey);
    }
    check_x25519(x25519)
}

/// Refuses an X25519 public key that is not canonical or of small order: with the latter, everybody knows what is
/// agreed on, and libraries that notice fail only when something is to be sealed to it.
///
/// # Errors
/// [`LetterFault::BadKey`].
pub fn check_x25519(public: &[u8; 32]) -> Result<(), LetterFault> {
    if is_canonical(public) && !SMALL_ORDER.contains(public) {
        Ok(())
    } else {
        Err(LetterFault::BadKey)
    }
}

fn open_parts(key: &MailboxKey, info: &[u8], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let ([version, suite], rest) = sealed.split_first_chunk::<2>()?;
    let (encapsulated, ciphertext) = rest.split_first_chunk::<ENCAPSULATED>()?;
    if *version != VERSION || *suite != SUITE {
        return None;
    }
    let private = HpkePrivateKey::new(key.seed.expose().to_vec()); // expose: HPKE opens with it and wipes it
    let padded = hpke()
        .open(
            encapsulated,
            &private,
            info,
            &bound(aad),
            ciphertext,
            None,
            None,
            None,
        )
        .ok()
        .map(Zeroizing::new)?;
    unpad(&padded)
}

fn hpke() -> Hpke<HpkeRustCrypto> {
    Hpke::new(
        Mode::Base,
        KEM,
        KdfAlgorithm::HkdfSha256,
        AeadAlgorithm::ChaCha20Poly1305,
    )
}

/// What the AEAD authenticates besides the ciphertext.
fn bound(aad: &[u8]) -> Vec<u8> {
    [&[VERSION, SUITE], joined(&[aad]).as_slice()].concat()
}

/// Whether a u-coordinate (little-endian) lies below 2²⁵⁵ − 19.
fn is_canonical(u: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = u;
    match *high {
        0..0x7f => true,
        0x7f => *low < 0xed || middle.iter().any(|byte| *byte != 0xff),
        0x80.. => false,
    }
}

/// The canonical u-coordinates of small order, for tests of who refuses them.
#[cfg(feature = "test-support")]
pub const SMALL_ORDER_POINTS: [[u8; 32]; 5] = SMALL_ORDER;

/// The canonical u-coordinates of small order on Curve25519 and its twist: with each of them the shared secret is
/// zero whatever the other key is.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [0; 32],
    {
        let mut one = [0; 32];
        one[0] = 1;
        one
    },
    [
        0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda,
        0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
    ],
    [
        0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04,
        0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57,
    ],
    {
        let mut minus_one = [0xff; 32];
        minus_one[0] = 0xec;
        minus_one[31] = 0x7f;
        minus_one
    },
];

#[cfg(test)]
mod tests {
    use toguna_types::SeededEntropy;

    use super::*;

    const INFO: &[u8] = b"kind, recipient, relay";

    #[test]
    fn a_letter_opens_for_its_recipient_in_its_context_only() {
        let (amal, nour) = (key(1), key(2));
        let sealed = seal_letter(&amal.public(), INFO, b"aad", b"come at noon").unwrap();
        assert_eq!(
            open_letter(&amal, INFO, b"aad", &sealed).as_deref(),
            Ok(&b"come at noon"[..])
        );
        for (key, info, aad) in [
            (&nour, INFO, &b"aad"[..]),
            (&amal, b"another kind", b"aad"),
            (&amal, INFO, b"other"),
        ] {
            assert_eq!(
                open_letter(key, info, aad, &sealed),
                Err(LetterFault::NotAuthentic)
            );
        }
    }

    #[test]
    fn a39_a_letter_changed_anywhere_or_cut_short_is_not_authentic() {
        let amal = key(1);
        let sealed = seal_letter(&amal.public(), INFO, b"", b"").unwrap();
        for place in (0..sealed.len()).step_by(7).chain([0, 1, sealed.len() - 1]) {
            let mut changed = sealed.clone();
            changed[place] ^= 0x40;
            assert_eq!(
                open_letter(&amal, INFO, b"", &changed),
                Err(LetterFault::NotAuthentic),
                "{place}"
            );
        }
        for length in [0, 1, 2, 1_000, 1_122, 1_130, sealed.len() - 1] {
            assert_eq!(
                open_letter(&amal, INFO, b"", &sealed[..length]),
                Err(LetterFault::NotAuthentic)
            );
        }
    }

    #[test]
    fn a38_a_letter_is_sealed_to_both_halves_of_a_hybrid_key() {
        let (amal, other) = (key(1), key(2));
        let (publics, classical) = ([amal.public(), other.public()], PUBLIC - 32);
        assert_eq!(
            publics.each_ref().map(Vec::len),
            [1_184 + 32; 2],
            "ML-KEM-768 and X25519"
        );
        for (one, another) in [(0, 1), (1, 0)] {
            let mixed = [&publics[one][..classical], &publics[another][classical..]].concat();
            let sealed = seal_letter(&mixed, INFO, b"", b"come at noon").unwrap();
            for recipient in [&amal, &other] {
                assert!(open_letter(recipient, INFO, b"", &sealed).is_err());
            }
        }
    }

    #[test]
    fn a52_lengths_of_letters_say_a_size_class_only() {
        let amal = key(1);
        let len = |n: usize| seal_letter(&amal.public(), INFO, b"", &vec![1; n]).unwrap().len();
        assert_eq!(len(0), len(252));
        assert_eq!(len(252), 2 + ENCAPSULATED + 256 + 16);
        assert_eq!(len(253), 2 + ENCAPSULATED + 384 + 16);
    }

    #[test]
    fn a_key_comes_back_from_its_secret_half() {
        let key = key(3);
        let again = MailboxKey::from_secret(&key.secret()).unwrap();
        assert_eq!(again.public(), key.public());
        assert_eq!(again.public_digest(), Digest::of(&key.public()));
        assert_eq!(key.public().len(), PUBLIC);
        assert!(MailboxKey::from_secret(&SecretBytes::new(vec![1; 31])).is_err());
        assert_eq!(format!("{key:?}"), "MailboxKey(redacted)");
    }

    #[test]
    fn a58_a_mailbox_key_that_anybody_can_open_or_nobody_has_is_refused() {
        let good = key(1).public();
        let refused = |public: &[u8]| seal_letter(public, INFO, b"", b"") == Err(LetterFault::BadKey);
        assert!(refused(&[]) && refused(&good[1..]) && refused(&[&good[..], &[0]].concat()));
        let with_x25519 = |half: [u8; 32]| [&good[..PUBLIC - 32], &half].concat();
        for half in SMALL_ORDER {
            assert!(refused(&with_x25519(half)));
            // The same point with the bit set that X25519 ignores.
            let mut high = half;
            high[31] |= 0x80;
            assert!(refused(&with_x25519(high)));
        }
        let mut p = [0xff; 32];
        p[31] = 0x7f;
        for low in 0xed..=0xff {
            p[0] = low;
            assert!(refused(&with_x25519(p)));
        }
        // A coefficient of the ML-KEM half that is not reduced.
        let mut unreduced = good.clone();
        unreduced[..3].fill(0xff);
        assert!(refused(&unreduced));
        assert!(!refused(&good));
    }

    #[test]
    fn a58_every_point_of_the_table_gives_a_zero_shared_secret_and_the_library_refuses_it() {
        for point in SMALL_ORDER {
            let shared = HpkeRustCrypto::dh(KemAlgorithm::DhKem25519, &point, &[0x55; 32]);
            assert!(shared.is_err(), "{point:02x?}");
        }
    }

    fn key(seed: u64) -> MailboxKey {
        MailboxKey::make(&SeededEntropy::new(seed)).unwrap()
    }
}
