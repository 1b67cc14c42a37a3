// SPDX-License-Identifier: MIT OR Apache-2.0
//! Values too large for sled: one file each, named by its SHA-256.
//!
//! A file is written and synced in `incoming/` by whoever calls, renamed into `files/` by the committer, and its
//! name synced before any row refers to it. A file no row refers to is deleted, at the latest when the store opens.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use toguna_store::StoreFault;
use toguna_types::Digest;

use crate::database::sync_dir;
use crate::fault::of_io;

/// The two directories.
pub(crate) struct Files {
    incoming: PathBuf,
    files: PathBuf,
    next: AtomicU64,
}

/// A file in `incoming/`, synced, that nothing refers to yet; it goes when this is dropped.
#[derive(Debug)]
pub(crate) struct StagedFile {
    path: PathBuf,
    hash: Digest,
}

impl Files {
    /// Makes the directories and empties `incoming/`. `root` must be synced after.
    pub(crate) fn open(root: &Path) -> Result<Self, StoreFault> {
        let files = Self {
            incoming: root.join("incoming"),
            files: root.join("files"),
            next: AtomicU64::new(0),
        };
        make_dir(&files.incoming).map_err(of_io)?;
        make_dir(&files.files).map_err(of_io)?;
        for name in names(&files.incoming).map_err(of_io)? {
            fs::remove_file(files.incoming.join(name)).map_err(of_io)?;
        }
        Ok(files)
    }

    /// Writes and syncs a file that a verb may keep. `hash` is that of `bytes`.
    pub(crate) fn stage(self: &Arc<Self>, bytes: &[u8], hash: Digest) -> Result<StagedFile, StoreFault> {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        let staged = StagedFile {
            path: self.incoming.join(format!("{n}")),
            hash,
        };
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&staged.path)
            .and_then(|mut file| {
                file.write_all(bytes)?;
                file.sync_all()
            });
        written.map_err(of_io)?;
        Ok(staged)
    }

    /// Moves staged files to their names, and makes those durable.
    pub(crate) fn place(&self, staged: &[StagedFile]) -> Result<(), StoreFault> {
        for file in staged {
            file.move_to(&self.path(file.hash)).map_err(of_io)?;
        }
        if staged.is_empty() {
            return Ok(());
        }
        sync_dir(&self.files).map_err(of_io)
    }

    /// The bytes of a file, or `None` if it is not there. Bytes that are not those named are a fault.
    pub(crate) fn read(&self, hash: Digest) -> Result<Option<Vec<u8>>, StoreFault> {
        let mut bytes = Vec::new();
        match File::open(self.path(hash)).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) if Digest::of(&bytes) == hash => Ok(Some(bytes)),
            Ok(_) => Err(StoreFault::Inconsistent { table: "files" }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(of_io(error)),
        }
    }

    /// Deletes a file, if it is there.
    pub(crate) fn delete(&self, hash: Digest) -> Result<(), StoreFault> {
        match fs::remove_file(self.path(hash)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(of_io(error)),
            _ => Ok(()),
        }
    }

    /// Deletes every file that `is_held` does not know.
    pub(crate) fn retain(
        &self,
        mut is_held: impl FnMut(Digest) -> Result<bool, StoreFault>,
    ) -> Result<(), StoreFault> {
        for name in names(&self.files).map_err(of_io)? {
            let hash = from_hex(&name);
            if let Some(hash) = hash
                && is_held(hash)?
            {
                continue;
            }
            fs::remove_file(self.files.join(name)).map_err(of_io)?;
        }
        Ok(())
    }

    fn path(&self, hash: Digest) -> PathBuf {
        let mut name = String::with_capacity(64);
        for byte in hash.as_bytes() {
            // Writing to a string cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        self.files.join(name)
    }
}

impl StagedFile {
    pub(crate) const fn hash(&self) -> Digest {
        self.hash
    }

    /// Gives it a name, instead of whatever had it.
    pub(crate) fn move_to(&self, to: &Path) -> io::Result<()> {
        fs::rename(&self.path, to)
    }

    /// Its bytes.
    pub(crate) fn read(&self) -> Result<Vec<u8>, StoreFault> {
        fs::read(&self.path).map_err(of_io)
    }
}

impl Drop for StagedFile {
    fn drop(&mut self) {
        // Gone already if it was placed; if it cannot be deleted now, opening the store does it.
        let _ = fs::remove_file(&self.path);
    }
}

/// Makes a directory for the owner only, unless it is there.
pub(crate) fn make_dir(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// The names in a directory.
pub(crate) fn names(path: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(path)? {
        names.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}

fn from_hex(name: &str) -> Option<Digest> {
    let mut bytes = [0; 32];
    if name.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(name.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(Digest::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_staged_file_that_is_not_kept_goes() {
        let root = tempfile::tempdir().unwrap();
        let files = Arc::new(Files::open(root.path()).unwrap());
        let hash = Digest::of(b"bytes");
        drop(files.stage(b"bytes", hash).unwrap());
        assert!(names(&root.path().join("incoming")).unwrap().is_empty());
        assert_eq!(files.read(hash).unwrap(), None);
    }

    #[test]
    fn a_placed_file_is_read_by_its_hash_until_it_is_deleted() {
        let root = tempfile::tempdir().unwrap();
        let files = Arc::new(Files::open(root.path()).unwrap());
        let hash = Digest::of(b"bytes");
        let staged = vec![files.stage(b"bytes", hash).unwrap()];
        files.place(&staged).unwrap();
        drop(staged);
        assert_eq!(files.read(hash).unwrap(), Some(b"bytes".to_vec()));
        files.retain(|held| Ok(held == hash)).unwrap();
        assert!(files.read(hash).unwrap().is_some());
        files.retain(|_| Ok(false)).unwrap();
        assert_eq!(files.read(hash).unwrap(), None);
        files.delete(hash).unwrap();
    }

    #[test]
    fn a_file_of_other_bytes_is_a_fault() {
        let root = tempfile::tempdir().unwrap();
        let files = Arc::new(Files::open(root.path()).unwrap());
        let hash = Digest::of(b"bytes");
        let staged = vec![files.stage(b"other", hash).unwrap()];
        files.place(&staged).unwrap();
        assert!(matches!(files.read(hash), Err(StoreFault::Inconsistent { .. })));
    }
}
