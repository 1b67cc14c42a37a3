// SPDX-License-Identifier: MIT OR Apache-2.0
//! The pieces of files: one directory for each file, named by log and id, with one file for each piece.
//!
//! A piece is written and synced in `incoming/`, renamed by the committer, and its name synced before the row counts
//! it. What no row counts is written over, or goes with its directory, at the latest when the store opens.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toguna_store::StoreFault;
use toguna_types::{BlobId, LogId};

use crate::database::{remove_dir, sync_dir};
use crate::fault::of_io;
use crate::files::{StagedFile, make_dir, names};

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BlobName {
    pub(crate) log: LogId,
    pub(crate) id: BlobId,
}

/// A piece on its way to its name.
pub(crate) struct PieceFile {
    pub(crate) blob: BlobName,
    pub(crate) index: u32,
    pub(crate) staged: StagedFile,
}

/// The directory of all files.
pub(crate) struct Pieces(PathBuf);

impl Pieces {
    /// Makes the directory; `root` must be synced after.
    pub(crate) fn open(root: &Path) -> Result<Self, StoreFault> {
        let dir = root.join("pieces");
        make_dir(&dir).map_err(of_io)?;
        Ok(Self(dir))
    }

    /// Moves pieces to their names, and makes those durable.
    pub(crate) fn place(&self, pieces: &[PieceFile]) -> Result<(), StoreFault> {
        for piece in pieces {
            let dir = self.dir(piece.blob);
            if !dir.try_exists().map_err(of_io)? {
                make_dir(&dir).map_err(of_io)?;
                sync_dir(&self.0).map_err(of_io)?;
            }
            piece
                .staged
                .move_to(&dir.join(piece.index.to_string()))
                .and_then(|()| sync_dir(&dir))
                .map_err(of_io)?;
        }
        Ok(())
    }

    /// The bytes of a piece, or `None` if it is not there.
    pub(crate) fn read(&self, blob: BlobName, index: u32) -> Result<Option<Vec<u8>>, StoreFault> {
        match fs::read(self.dir(blob).join(index.to_string())) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(of_io(error)),
        }
    }

    /// Deletes all pieces of a file.
    pub(crate) fn delete(&self, blob: BlobName) -> Result<(), StoreFault> {
        remove_dir(&self.dir(blob)).map_err(of_io)
    }

    /// Deletes every file that `is_held` does not know.
    pub(crate) fn retain(
        &self,
        mut is_held: impl FnMut(BlobName) -> Result<bool, StoreFault>,
    ) -> Result<(), StoreFault> {
        for name in names(&self.0).map_err(of_io)? {
            if let Some(blob) = BlobName::parse(&name)
                && is_held(blob)?
            {
                continue;
            }
            remove_dir(&self.0.join(name)).map_err(of_io)?;
        }
        Ok(())
    }

    fn dir(&self, blob: BlobName) -> PathBuf {
        self.0.join(blob.name())
    }
}

impl BlobName {
    fn name(self) -> String {
        let mut name = String::with_capacity(96);
        for byte in self.log.as_bytes().iter().chain(self.id.as_bytes()) {
            // Writing to a string cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        name
    }

    fn parse(name: &str) -> Option<Self> {
        let mut bytes = [0; 48];
        if name.len() != 96 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(name.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        let (log, id) = bytes.split_first_chunk::<32>()?;
        Some(Self {
            log: LogId::from_bytes(*log),
            id: BlobId::from_bytes(id.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_log_and_its_id() {
        let blob = BlobName {
            log: LogId::from_bytes([0xab; 32]),
            id: BlobId::from_bytes([0x01; 16]),
        };
        assert_eq!(BlobName::parse(&blob.name()), Some(blob));
        assert_eq!(BlobName::parse("lost+found"), None);
    }
}
