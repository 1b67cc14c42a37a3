// SPDX-License-Identifier: MIT OR Apache-2.0
//! Room kept on the disk for sled to open in.
//!
//! sled writes while it opens, and a failed write is got over by opening anew only: on a disk without a byte left it
//! could be read no more. So a file of that size is kept, and given back when it comes to that.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use toguna_store::StoreFault;
use toguna_types::Digest;

use crate::database::free_bytes;
use crate::fault::of_io;

/// The file, and whether it is there.
pub(crate) struct Ballast {
    root: PathBuf,
    path: PathBuf,
    kept: Mutex<bool>,
}

impl Ballast {
    /// Keeps what a store in `root` kept before, or makes it; without the room for that, there is none yet.
    pub(crate) fn open(root: &Path) -> Result<Self, StoreFault> {
        let ballast = Self {
            root: root.to_path_buf(),
            path: root.join("ballast"),
            kept: Mutex::new(false),
        };
        match ballast.keep() {
            Ok(()) | Err(StoreFault::DiskFull) => Ok(ballast),
            Err(fault) => Err(fault),
        }
    }

    /// Makes it again if it was given back.
    ///
    /// # Errors
    /// [`StoreFault::DiskFull`] if there is no room for it: then there is none for anything new either.
    pub(crate) fn keep(&self) -> Result<(), StoreFault> {
        let mut kept = self.kept();
        if !*kept {
            let has = room_of(&self.path).unwrap_or(0);
            if free_bytes(&self.root)?.saturating_add(has) < ROOM_TO_OPEN {
                return Err(StoreFault::DiskFull); // asked at every call: nothing is written only to be removed
            }
            if let Err(error) = self.make() {
                // What was made of it would take room from those who delete.
                let _ = fs::remove_file(&self.path);
                return Err(of_io(error));
            }
            *kept = true;
        }
        Ok(())
    }

    /// Gives its room back; false if that was done before.
    pub(crate) fn give_back(&self) -> bool {
        let mut kept = self.kept();
        std::mem::take(&mut *kept) && fs::remove_file(&self.path).is_ok()
    }

    fn make(&self) -> io::Result<()> {
        if room_of(&self.path) >= Some(ROOM_TO_OPEN) {
            return Ok(());
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&self.path)?;
        file.write_all(&incompressible())?;
        file.sync_all()
    }

    fn kept(&self) -> MutexGuard<'_, bool> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes that a file takes on its disk.
fn room_of(path: &Path) -> Option<u64> {
    Some(fs::metadata(path).ok()?.blocks().saturating_mul(512))
}

/// What takes its room on a file system that compresses, too.
fn incompressible() -> Vec<u8> {
    let pieces = (0..ROOM_TO_OPEN / 32).map(|n: u64| *Digest::of(&n.to_le_bytes()).as_bytes());
    pieces.flatten().collect()
}

/// Bytes that opening a database may write: two of sled's segments, and as much again for what was torn.
pub(crate) const ROOM_TO_OPEN: u64 = 2 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_given_back_once_and_made_again() {
        let root = tempfile::tempdir().unwrap();
        let room = || room_of(&root.path().join("ballast"));
        let ballast = Ballast::open(root.path()).unwrap();
        assert!(room() >= Some(ROOM_TO_OPEN), "it takes its room");
        assert!(ballast.give_back());
        assert_eq!(room(), None);
        assert!(!ballast.give_back());
        ballast.keep().unwrap();
        drop(ballast);
        assert!(Ballast::open(root.path()).unwrap().give_back());
    }
}
