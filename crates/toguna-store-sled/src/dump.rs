// SPDX-License-Identifier: MIT OR Apache-2.0
//! For tests: everything that stands under the store's directory, to be compared with itself.

use std::fs;
use std::path::Path;

use toguna_store::StoreFault;
use toguna_types::{Digest, Hasher};

use crate::SledStore;
use crate::disk::Disk;
use crate::fault::of_io;
use crate::files::names;

/// Hashes pieces so that no two sequences of pieces are hashed alike.
#[derive(Default)]
pub(crate) struct Pieces(Hasher);

impl SledStore {
    /// Every row of every tree of every database, and every file, in one order: hashed. Not the bytes in which sled
    /// keeps its rows, which change without any row changing.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub fn dump(&self) -> Result<Digest, StoreFault> {
        self.disk()?.dump()
    }
}

impl Disk {
    fn dump(&self) -> Result<Digest, StoreFault> {
        let mut pieces = Pieces::default();
        for name in names(self.root()).map_err(of_io)? {
            pieces.add(name.as_bytes());
        }
        self.main.dump(&mut pieces)?;
        self.months.dump(&mut pieces)?;
        for directory in ["files", "incoming"] {
            dump_files(&self.root().join(directory), &mut pieces)?;
        }
        let blobs = self.root().join("pieces");
        for name in names(&blobs).map_err(of_io)? {
            pieces.add(name.as_bytes());
            dump_files(&blobs.join(name), &mut pieces)?;
        }
        Ok(pieces.0.finish())
    }
}

impl Pieces {
    pub(crate) fn add(&mut self, piece: &[u8]) {
        let hasher = std::mem::take(&mut self.0);
        self.0 = hasher.chain(Digest::of(piece).as_bytes());
    }
}

fn dump_files(directory: &Path, pieces: &mut Pieces) -> Result<(), StoreFault> {
    for name in names(directory).map_err(of_io)? {
        pieces.add(name.as_bytes());
        pieces.add(&fs::read(directory.join(&name)).map_err(of_io)?);
    }
    Ok(())
}
