// SPDX-License-Identifier: MIT OR Apache-2.0
//! Key slots: a data key wrapped under a passphrase with Argon2id (RFC 9106).
//!
//! ```text
//! slot = version(1) ‖ suite(1) ‖ memory KiB(4) ‖ passes(4) ‖ lanes(4) ‖ salt(32) ‖ sealed data key      384 bytes
//! ```
//! The header is the AAD of the sealing: whoever changes the cost changes nothing but makes the slot unopenable,
//! and a cost below [`Cost::FLOOR`] or above [`Cost::CEILING`] is refused before any work is done.

use argon2::{Algorithm, Argon2, Params, Version};
use toguna_types::{Entropy, FaultKind, Secret, SecretBytes};
use zeroize::{Zeroize as _, Zeroizing};

use crate::seal::{SealKind, open, seal};

const VERSION: u8 = 1;
/// Argon2id version 0x13, HKDF-SHA256 and ChaCha20-Poly1305.
const SUITE: u8 = 1;
const HEADER: usize = 46;
const SALT: usize = 32;
/// Where the salt of the sealed part begins: after the header and the sealed part's own version and suite.
const SEALED_SALT: usize = HEADER + 2;

/// What one guess at the passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes, computed one after the other here.
    pub lanes: u32,
}

impl Cost {
    /// What desktops use: 256 MiB, three passes, one lane.
    pub const DESKTOP: Self = Self {
        memory_kib: 256 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// The least a slot may ask for: 64 MiB, three passes.
    pub const FLOOR: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// The most a slot may ask for, so that a changed file cannot exhaust the device.
    pub const CEILING: Self = Self {
        memory_kib: 2 * 1024 * 1024,
        passes: 16,
        lanes: 16,
    };
    /// As good as free; exists, and is accepted, in tests only.
    #[cfg(feature = "test-support")]
    pub const FOR_TESTS: Self = Self {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };

    fn is_acceptable(self) -> bool {
        #[cfg(feature = "test-support")]
        if self == Self::FOR_TESTS {
            return true;
        }
        (Self::FLOOR.memory_kib..=Self::CEILING.memory_kib).contains(&self.memory_kib)
            && (Self::FLOOR.passes..=Self::CEILING.passes).contains(&self.passes)
            && (Self::FLOOR.lanes..=Self::CEILING.lanes).contains(&self.lanes)
    }
}

/// Why a slot could not be made or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlotFault {
    /// The cost lies below the floor or above the ceiling.
    #[error("the key slot asks for work outside the allowed bounds")]
    BadParameters,
    /// The bytes are no key slot of a version known here.
    #[error("the key slot is malformed")]
    Malformed,
    /// The memory that the cost asks for is not there.
    #[error("there is not enough memory to check the passphrase")]
    OutOfMemory,
    /// The slot does not open: wrong passphrase, or the slot was changed; nobody can tell which.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
}

impl SlotFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        match self {
            Self::BadParameters | Self::Malformed => FaultKind::Broken,
            Self::OutOfMemory => FaultKind::Unavailable,
            Self::WrongPassphrase => FaultKind::Denied,
        }
    }
}

/// One key slot; a used one and a decoy look the same.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySlot(Box<[u8; Self::LEN]>);

impl KeySlot {
    /// Bytes of every slot.
    pub const LEN: usize = 384;

    /// Wraps `data_key` under `passphrase`.
    ///
    /// # Errors
    /// If the cost is out of bounds or the memory for it is missing.
    pub fn wrap(
        passphrase: &SecretBytes,
        data_key: &Secret<32>,
        cost: Cost,
        entropy: &impl Entropy,
    ) -> Result<Self, SlotFault> {
        let header = Header::make(cost, entropy);
        let key = header.stretch(passphrase)?;
        let aad = header.bytes();
        // expose: the data key is what is sealed
        let sealed =
            seal(SealKind::Slot, &key, &aad, data_key.expose(), entropy).map_err(|_| SlotFault::Malformed)?;
        Self::from_bytes(&[&aad[..], &sealed].concat())
    }

    /// A slot that nothing opens, to stand beside this one where no slot is used. It has the same cost and salt, so
    /// that one stretching of the passphrase serves all slots of a file and none can be told from another.
    #[must_use]
    pub fn decoy(&self, entropy: &impl Entropy) -> Self {
        let mut bytes = Box::new([0; Self::LEN]);
        entropy.fill(&mut bytes[..]);
        // The header, then the version and suite that the sealed part begins with.
        for (to, from) in bytes.iter_mut().zip(self.0.iter().take(SEALED_SALT)) {
            *to = *from;
        }
        Self(bytes)
    }

    /// The data key, if `passphrase` is the one it was wrapped under.
    ///
    /// # Errors
    /// [`SlotFault`], told apart only where no guess at the passphrase learns from it.
    pub fn unwrap(&self, passphrase: &SecretBytes) -> Result<Secret<32>, SlotFault> {
        Self::unwrap_any(std::slice::from_ref(self), passphrase)
    }

    /// The data key, from the first of `slots` that opens with `passphrase`.
    ///
    /// # Errors
    /// [`SlotFault::WrongPassphrase`] if none opens and none is broken, else what is wrong with one of them.
    pub fn unwrap_any(slots: &[Self], passphrase: &SecretBytes) -> Result<Secret<32>, SlotFault> {
        let mut fault = SlotFault::WrongPassphrase;
        let mut stretched: Option<(&[u8], Secret<32>)> = None;
        for slot in slots {
            let (header, sealed) = slot.0.split_at_checked(HEADER).ok_or(SlotFault::Malformed)?;
            let key = match stretched.take_if(|(of, _)| *of == header) {
                Some((_, key)) => Ok(key),
                None => Header::parse(header).and_then(|header| header.stretch(passphrase)),
            };
            match key {
                Ok(key) => {
                    if let Some(data_key) = open_slot(&key, header, sealed) {
                        return Ok(data_key);
                    }
                    stretched = Some((header, key));
                }
                Err(other) => fault = other,
            }
        }
        Err(fault)
    }

    /// Takes over a slot from a file.
    ///
    /// # Errors
    /// If the length is not [`KeySlot::LEN`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SlotFault> {
        bytes
            .to_vec()
            .into_boxed_slice()
            .try_into()
            .map(Self)
            .map_err(|_| SlotFault::Malformed)
    }

    /// The bytes for the file.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl std::fmt::Debug for KeySlot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeySlot(..)")
    }
}

fn open_slot(key: &Secret<32>, header: &[u8], sealed: &[u8]) -> Option<Secret<32>> {
    let opened = Zeroizing::new(open(SealKind::Slot, key, header, sealed).ok()?);
    Secret::from_slice(&opened)
}

struct Header {
    cost: Cost,
    salt: [u8; SALT],
}

impl Header {
    fn make(cost: Cost, entropy: &impl Entropy) -> Self {
        Self {
            cost,
            salt: entropy.array(),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, SlotFault> {
        let parsed = (|| {
            let ([version, suite], rest) = bytes.split_first_chunk::<2>()?;
            let (memory_kib, rest) = rest.split_first_chunk::<4>()?;
            let (passes, rest) = rest.split_first_chunk::<4>()?;
            let (lanes, rest) = rest.split_first_chunk::<4>()?;
            let cost = Cost {
                memory_kib: u32::from_be_bytes(*memory_kib),
                passes: u32::from_be_bytes(*passes),
                lanes: u32::from_be_bytes(*lanes),
            };
            let salt = rest.try_into().ok()?;
            (*version == VERSION && *suite == SUITE).then_some(Self { cost, salt })
        })();
        parsed.ok_or(SlotFault::Malformed)
    }

    fn bytes(&self) -> Vec<u8> {
        [
            &[VERSION, SUITE][..],
            &self.cost.memory_kib.to_be_bytes(),
            &self.cost.passes.to_be_bytes(),
            &self.cost.lanes.to_be_bytes(),
            &self.salt,
        ]
        .concat()
    }

    /// The key that the passphrase stretches to; refuses the cost before it spends it.
    fn stretch(&self, passphrase: &SecretBytes) -> Result<Secret<32>, SlotFault> {
        if !self.cost.is_acceptable() {
            return Err(SlotFault::BadParameters);
        }
        let Cost {
            memory_kib,
            passes,
            lanes,
        } = self.cost;
        let params =
            Params::new(memory_kib, passes, lanes, Some(32)).map_err(|_| SlotFault::BadParameters)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = Zeroizing::new([0; 32]);
        argon2
            // expose: this is what stretches it
            .hash_password_into(passphrase.expose(), &self.salt, key.as_mut_slice())
            .map_err(|_| SlotFault::OutOfMemory)?;
        let secret = Secret::take(&mut key);
        key.zeroize();
        Ok(secret)
    }
}
