// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bringing a file of one space to another: sealed anew under a key of its own, and in clear on no disk in between.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use toguna_casework::library::ItemFile;
use toguna_crypto::blob::{BlobFault, BlobReader, BlobShape, blob_place};
use toguna_types::LogId;
use zeroize::Zeroizing;

use super::NewFile;
use crate::Fault;
use crate::client::Client;

impl Client {
    /// Brings a version of an item to another space; `progress` is told how much is done of
    /// [`there_and_back`].
    pub(crate) async fn bring_again(
        &self,
        from: LogId,
        item: &ItemFile,
        to: LogId,
        mut progress: impl FnMut(u64),
    ) -> Result<ItemFile, Fault> {
        let (_, kept) = self
            .opened(from, item, || Ok(io::sink()), &mut |done, _| progress(done))
            .await?;
        let content = self.unsealed(from, item, kept);
        let mut file = NewFile::new(&item.name, content);
        file.media_type.clone_from(&item.media_type);
        let here = there_and_back(item) / 2;
        self.upload(to, file, |done, _| progress(here.saturating_add(done)))
            .await
    }

    /// What a file says, of which the whole ciphertext is here and was verified.
    pub(super) fn unsealed(&self, log: LogId, item: &ItemFile, kept: File) -> Unsealed {
        Unsealed {
            place: blob_place(self.relay(), log, item.blob),
            item: item.clone(),
            kept,
            reader: None,
            piece: Zeroizing::default(),
            read: 0,
        }
    }
}

/// Bytes that go over the network when a file is brought again.
pub(crate) fn there_and_back(item: &ItemFile) -> u64 {
    BlobShape::of(item.length).map_or(0, |shape| shape.sealed_size().saturating_mul(2))
}

/// What a file says, read from its ciphertext on this device.
pub(super) struct Unsealed {
    place: Vec<u8>,
    item: ItemFile,
    kept: File,
    reader: Option<BlobReader<File>>,
    piece: Zeroizing<Vec<u8>>,
    /// How much of the piece is read.
    read: usize,
}

impl Unsealed {
    fn next(&mut self) -> Result<Zeroizing<Vec<u8>>, BlobFault> {
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => {
                self.kept.rewind().map_err(BlobFault::Io)?;
                let kept = self.kept.try_clone().map_err(BlobFault::Io)?;
                let (shape, item) = (BlobShape::of(self.item.length)?, &self.item);
                BlobReader::new(kept, &item.key, &self.place, shape, item.content)?
            }
        };
        let piece = reader.next_piece()?;
        self.reader = Some(reader);
        Ok(piece.unwrap_or_default())
    }
}

impl Read for Unsealed {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.read == self.piece.len() {
            self.piece = self.next().map_err(io::Error::other)?;
            self.read = 0;
        }
        let left = self.piece.get(self.read..).unwrap_or_default();
        let count = left.len().min(to.len());
        if let (Some(to), Some(from)) = (to.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.read = self.read.saturating_add(count);
        Ok(count)
    }
}

/// To its start only.
impl Seek for Unsealed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if to != SeekFrom::Start(0) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.reader = None;
        self.piece = Zeroizing::default();
        self.read = 0;
        Ok(0)
    }
}
