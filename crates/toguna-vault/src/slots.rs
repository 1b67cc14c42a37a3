// SPDX-License-Identifier: MIT OR Apache-2.0
//! The file of key slots: four of constant size, the unused ones decoys, so that it does not show how many
//! passphrases there are.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use toguna_crypto::passphrase::{Cost, KeySlot, SlotFault};
use toguna_types::{Entropy, Secret, SecretBytes};

use crate::OpenFault;

/// Slots in a file made by this version.
const SLOTS: usize = 4;
/// Slots beyond which a file is not one of ours.
const SLOTS_MAX: usize = 16;

/// Where the slots of the vault in `home` are.
pub(crate) fn path(home: &Path) -> PathBuf {
    home.join("slots")
}

/// Writes a file whose first slot opens with `passphrase`; whole or not at all, durable on return.
pub(crate) fn write(
    home: &Path,
    passphrase: &SecretBytes,
    data_key: &Secret<32>,
    cost: Cost,
    entropy: &impl Entropy,
) -> Result<(), OpenFault> {
    let first = KeySlot::wrap(passphrase, data_key, cost, entropy).map_err(of_slot)?;
    let mut bytes = first.as_bytes().to_vec();
    for _ in 1..SLOTS {
        bytes.extend_from_slice(first.decoy(entropy).as_bytes());
    }
    replace(home, &bytes).map_err(OpenFault::Directory)
}

/// The data key, from whichever slot opens with `passphrase`.
pub(crate) fn open(home: &Path, passphrase: &SecretBytes) -> Result<Secret<32>, OpenFault> {
    let bytes = match fs::read(path(home)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(OpenFault::Missing),
        Err(error) => return Err(OpenFault::Directory(error)),
    };
    let (slots, rest) = bytes.as_chunks::<{ KeySlot::LEN }>();
    if !rest.is_empty() || !(SLOTS..=SLOTS_MAX).contains(&slots.len()) {
        return Err(OpenFault::Damaged);
    }
    let slots: Result<Vec<_>, _> = slots.iter().map(|slot| KeySlot::from_bytes(slot)).collect();
    KeySlot::unwrap_any(&slots.map_err(of_slot)?, passphrase).map_err(of_slot)
}

fn of_slot(fault: SlotFault) -> OpenFault {
    match fault {
        SlotFault::BadParameters => OpenFault::BadParameters,
        SlotFault::Malformed => OpenFault::Damaged,
        SlotFault::OutOfMemory => OpenFault::OutOfMemory,
        SlotFault::WrongPassphrase => OpenFault::WrongPassphrase,
    }
}

fn replace(home: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = home.join("slots.new");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path(home))?;
    fs::File::open(home)?.sync_all()
}
