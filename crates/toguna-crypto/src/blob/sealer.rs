// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sealing a file piece by piece.

use std::io::{Read, Seek, SeekFrom};

use chacha20poly1305::ChaCha20Poly1305;
use chacha20poly1305::aead::{Aead as _, Payload};
use toguna_types::{Digest, Hasher, Secret};
use zeroize::Zeroizing;

use super::{BLOB_HEADER, BlobFault, BlobShape, LABEL, PREFIX, bound, nonce};
use crate::seal::{Keys, SUITE, VERSION, salt_for};

/// Hands out a file's blob: the header, then chunk after chunk.
///
/// The same file, key, random bytes and AAD give the same blob, so that an upload goes on after a crash; a file that
/// has changed since gives a blob that shares nothing with it.
pub struct BlobSealer<R> {
    file: R,
    header: [u8; BLOB_HEADER],
    cipher: ChaCha20Poly1305,
    bound: Digest,
    shape: BlobShape,
    content: Digest,
    next: u32,
    read: Hasher,
    sealed: Hasher,
}

/// A file's length and hash, as a first reading found them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    shape: BlobShape,
    content: Digest,
}

impl Measured {
    /// Reads the file through, and goes back to its start.
    ///
    /// # Errors
    /// [`BlobFault::Io`], [`BlobFault::TooLong`].
    pub fn of(file: &mut (impl Read + Seek)) -> Result<Self, BlobFault> {
        file.seek(SeekFrom::Start(0)).map_err(BlobFault::Io)?;
        let (mut hash, mut length) = (Hasher::new(), 0u64);
        let mut buffer = Zeroizing::new(vec![0; 64 * 1024]);
        loop {
            let count = match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(fault) => return Err(BlobFault::Io(fault)),
            };
            let piece = buffer.get(..count).unwrap_or_default();
            hash = hash.chain(piece);
            length = length.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
            BlobShape::of(length)?;
        }
        file.seek(SeekFrom::Start(0)).map_err(BlobFault::Io)?;
        Ok(Self {
            shape: BlobShape::of(length)?,
            content: hash.finish(),
        })
    }

    /// Size class and chunks.
    #[must_use]
    pub const fn shape(&self) -> BlobShape {
        self.shape
    }

    /// SHA-256 of the file.
    #[must_use]
    pub const fn content(&self) -> Digest {
        self.content
    }
}

impl<R: Read + Seek> BlobSealer<R> {
    /// Measures a file, to seal it.
    ///
    /// `key` and `random` belong to one version of one file; `aad` names the blob's place.
    ///
    /// # Errors
    /// [`BlobFault::Io`], [`BlobFault::TooLong`].
    pub fn new(mut file: R, key: &Secret<32>, random: &[u8; 32], aad: &[u8]) -> Result<Self, BlobFault> {
        let measured = Measured::of(&mut file)?;
        Ok(Self::measured(file, measured, key, random, aad))
    }
}

impl<R> BlobSealer<R> {
    /// Seals a file that was measured and stands at its start.
    #[must_use]
    pub fn measured(file: R, measured: Measured, key: &Secret<32>, random: &[u8; 32], aad: &[u8]) -> Self {
        let Measured { shape, content } = measured;
        let covered = [&content.as_bytes()[..], &shape.length().to_be_bytes()].concat();
        let salt = salt_for("toguna/blob-salt/v1", key, aad, &covered, random);
        let keys = Keys::of(LABEL, key, &salt);
        let mut header = [0; BLOB_HEADER];
        let parts = [VERSION, SUITE].iter().chain(&salt).chain(keys.commitment());
        for (to, from) in header.iter_mut().zip(parts) {
            *to = *from;
        }
        Self {
            bound: bound(&header, aad),
            sealed: Hasher::new().chain(&header),
            cipher: keys.cipher(),
            file,
            header,
            shape,
            content,
            next: 0,
            read: Hasher::new(),
        }
    }

    /// The first bytes of the blob.
    #[must_use]
    pub const fn header(&self) -> &[u8; BLOB_HEADER] {
        &self.header
    }

    /// Size class and chunks.
    #[must_use]
    pub const fn shape(&self) -> BlobShape {
        self.shape
    }

    /// The file, wherever it stands.
    #[must_use]
    pub fn into_file(self) -> R {
        self.file
    }

    /// SHA-256 of the file, as the first reading found it.
    #[must_use]
    pub const fn content(&self) -> Digest {
        self.content
    }
}

impl<R: Read> BlobSealer<R> {
    /// The next chunk, or `None` after the last.
    ///
    /// # Errors
    /// [`BlobFault::Changed`] if the file is not the one that was measured (the last chunk is then never given),
    /// [`BlobFault::Io`].
    pub fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, BlobFault> {
        let index = self.next;
        let (Some(padded), Some(content)) = (self.shape.padded_range(index), self.shape.content_range(index))
        else {
            return Ok(None);
        };
        let size = padded.end.saturating_sub(padded.start);
        let mut plain = Zeroizing::new(vec![0; usize::try_from(size).map_err(|_| BlobFault::TooLong)?]);
        let (prefix, room) = plain.split_at_mut(if index == 0 { PREFIX } else { 0 });
        if index == 0 {
            prefix.copy_from_slice(&self.shape.length().to_be_bytes());
        }
        let wanted = content.end.saturating_sub(content.start);
        let wanted = usize::try_from(wanted).map_err(|_| BlobFault::TooLong)?;
        let content = room.get_mut(..wanted).ok_or(BlobFault::Changed)?;
        self.file.read_exact(content).map_err(|fault| {
            if fault.kind() == std::io::ErrorKind::UnexpectedEof {
                BlobFault::Changed
            } else {
                BlobFault::Io(fault)
            }
        })?;
        self.read = std::mem::take(&mut self.read).chain(content);
        let is_last = self.shape.is_last(index);
        if is_last && std::mem::take(&mut self.read).finish() != self.content {
            return Err(BlobFault::Changed);
        }
        let payload = Payload {
            msg: &plain,
            aad: self.bound.as_bytes(),
        };
        let chunk = self
            .cipher
            .encrypt(&nonce(index, is_last), payload)
            .map_err(|_| BlobFault::TooLong)?;
        self.sealed = std::mem::take(&mut self.sealed).chain(&chunk);
        self.next = index.saturating_add(1);
        Ok(Some(chunk))
    }

    /// SHA-256 of the whole blob, once the last chunk was given, and the file.
    #[must_use]
    pub fn finish(self) -> Option<(Digest, R)> {
        (self.next == self.shape.chunks()).then(|| (self.sealed.finish(), self.file))
    }
}

impl<R> std::fmt::Debug for BlobSealer<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlobSealer").finish_non_exhaustive()
    }
}
