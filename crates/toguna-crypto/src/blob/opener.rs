// SPDX-License-Identifier: MIT OR Apache-2.0
//! Opening a blob: any chunk alone, or all of it from a stream. Nothing is handed out before it is verified.

use std::io::Read;

use chacha20poly1305::ChaCha20Poly1305;
use chacha20poly1305::aead::{Aead as _, Payload};
use subtle::ConstantTimeEq as _;
use toguna_types::{Digest, Hasher, Secret};
use zeroize::Zeroizing;

use super::{BLOB_HEADER, BlobFault, BlobShape, LABEL, PREFIX, bound, nonce};
use crate::seal::{COMMITMENT, Keys, SALT, SUITE, VERSION};

/// Opens chunks in any order.
pub struct BlobOpener {
    cipher: ChaCha20Poly1305,
    bound: Digest,
    shape: BlobShape,
}

impl BlobOpener {
    /// Checks the header; `shape` follows from the length that the blob's author signed.
    ///
    /// # Errors
    /// [`BlobFault::NotAuthentic`] if it is no header or belongs to another key.
    pub fn new(
        key: &Secret<32>,
        aad: &[u8],
        header: &[u8; BLOB_HEADER],
        shape: BlobShape,
    ) -> Result<Self, BlobFault> {
        let keys = keys(key, header).ok_or(BlobFault::NotAuthentic)?;
        Ok(Self {
            cipher: keys.cipher(),
            bound: bound(header, aad),
            shape,
        })
    }

    /// The content in the chunk `index`, without length and padding; empty where the chunk is padding alone.
    ///
    /// # Errors
    /// [`BlobFault::NotAuthentic`] for every chunk that is not exactly the one with this index in this blob.
    pub fn chunk(&self, index: u32, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, BlobFault> {
        self.open(index, sealed).ok_or(BlobFault::NotAuthentic)
    }

    fn open(&self, index: u32, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let range = self.shape.sealed_range(index)?;
        if range.end.checked_sub(range.start) != u64::try_from(sealed.len()).ok() {
            return None;
        }
        let payload = Payload {
            msg: sealed,
            aad: self.bound.as_bytes(),
        };
        let nonce = nonce(index, self.shape.is_last(index));
        let plain = Zeroizing::new(self.cipher.decrypt(&nonce, payload).ok()?);
        let (prefix, rest) = plain.split_at_checked(if index == 0 { PREFIX } else { 0 })?;
        if index == 0 && *prefix != self.shape.length().to_be_bytes() {
            return None;
        }
        let content = self.shape.content_range(index)?;
        let content = usize::try_from(content.end.checked_sub(content.start)?).ok()?;
        let (content, zeros) = rest.split_at_checked(content)?;
        let is_clean = zeros.iter().all(|byte| *byte == 0);
        is_clean.then(|| Zeroizing::new(content.to_vec()))
    }
}

impl std::fmt::Debug for BlobOpener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlobOpener").finish_non_exhaustive()
    }
}

/// Reads a whole blob from its start and says in the end whether it was the one.
#[derive(Debug)]
pub struct BlobReader<R> {
    stream: R,
    opener: BlobOpener,
    content: Digest,
    state: State,
}

enum State {
    /// The next chunk, and the hash of the content before it.
    At(u32, Hasher),
    Failed,
    Whole,
}

impl<R: Read> BlobReader<R> {
    /// Reads the header; `content` is the SHA-256 of the file that the blob's author signed.
    ///
    /// # Errors
    /// [`BlobFault::NotAuthentic`], [`BlobFault::Io`].
    pub fn new(
        mut stream: R,
        key: &Secret<32>,
        aad: &[u8],
        shape: BlobShape,
        content: Digest,
    ) -> Result<Self, BlobFault> {
        let mut header = [0; BLOB_HEADER];
        stream.read_exact(&mut header).map_err(ended)?;
        Ok(Self {
            opener: BlobOpener::new(key, aad, &header, shape)?,
            stream,
            content,
            state: State::At(0, Hasher::new()),
        })
    }

    /// The next verified piece of the content. `None` is the promise that it was whole: every chunk in its place,
    /// nothing behind the last, and the hash that was signed. What came before a fault is not to be kept.
    ///
    /// # Errors
    /// [`BlobFault::NotAuthentic`], [`BlobFault::Io`]; after either there is nothing more to be had.
    pub fn next_piece(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, BlobFault> {
        loop {
            match std::mem::replace(&mut self.state, State::Failed) {
                State::At(index, hash) => {
                    let Some(piece) = self.step(index, hash)? else {
                        return Ok(None);
                    };
                    if !piece.is_empty() {
                        return Ok(Some(piece));
                    }
                }
                State::Failed => return Err(BlobFault::NotAuthentic),
                State::Whole => {
                    self.state = State::Whole;
                    return Ok(None);
                }
            }
        }
    }

    fn step(&mut self, index: u32, hash: Hasher) -> Result<Option<Zeroizing<Vec<u8>>>, BlobFault> {
        let Some(range) = self.opener.shape.sealed_range(index) else {
            let mut behind = Vec::new();
            let count = self.stream.by_ref().take(1).read_to_end(&mut behind);
            if count.map_err(BlobFault::Io)? != 0 || hash.finish() != self.content {
                return Err(BlobFault::NotAuthentic);
            }
            self.state = State::Whole;
            return Ok(None);
        };
        let size = usize::try_from(range.end.saturating_sub(range.start)).map_err(|_| BlobFault::TooLong)?;
        let mut sealed = vec![0; size];
        self.stream.read_exact(&mut sealed).map_err(ended)?;
        let piece = self.opener.chunk(index, &sealed)?;
        self.state = State::At(index.saturating_add(1), hash.chain(&piece));
        Ok(Some(piece))
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::At(..) => "At",
            Self::Failed => "Failed",
            Self::Whole => "Whole",
        })
    }
}

/// A stream that ends early is a blob that was cut.
fn ended(fault: std::io::Error) -> BlobFault {
    if fault.kind() == std::io::ErrorKind::UnexpectedEof {
        BlobFault::NotAuthentic
    } else {
        BlobFault::Io(fault)
    }
}

fn keys(key: &Secret<32>, header: &[u8; BLOB_HEADER]) -> Option<Keys> {
    let ([version, suite], rest) = header.split_first_chunk::<2>()?;
    let (salt, commitment) = rest.split_first_chunk::<SALT>()?;
    let commitment: &[u8; COMMITMENT] = commitment.try_into().ok()?;
    if *version != VERSION || *suite != SUITE {
        return None;
    }
    let keys = Keys::of(LABEL, key, salt);
    bool::from(keys.commitment().ct_eq(commitment)).then_some(keys)
}
