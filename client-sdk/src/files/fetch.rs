// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bringing a file's ciphertext here, piece by piece, and keeping it.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use toguna_casework::library::ItemFile;
use toguna_crypto::blob::BlobShape;
use toguna_types::{Clock as _, Entropy as _, LogId, limit};
use toguna_vault::KeptFile;

use super::upload::beside;
use crate::Fault;
use crate::client::{Client, is_full};
use crate::fault::Code;

/// A file's whole ciphertext on this device.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) file: File,
    /// What it is called here.
    pub(super) name: String,
    /// Whether every byte of it came in this call.
    pub(super) is_fresh: bool,
}

impl Client {
    /// Brings here what is missing of a file.
    pub(super) async fn fetch(
        &self,
        log: LogId,
        item: &ItemFile,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<Fetched, Fault> {
        let shape = BlobShape::of(item.length).map_err(|fault| Fault::because(Code::FileInvalid, fault))?;
        let (size, piece) = (shape.sealed_size(), u64::from(limit::BLOB_PIECE_BYTES));
        let (name, file) = self.kept(log, item, size).await?;
        let there = file.metadata().map_err(of_home)?.len();
        let file = Arc::new(file);
        // The last piece that is there may have been cut off with its process.
        let mut index = if there == size {
            size.div_ceil(piece)
        } else {
            (there / piece).min(size / piece)
        };
        let is_fresh = index == 0;
        progress(index.saturating_mul(piece).min(size), size);
        while index.saturating_mul(piece) < size {
            let offset = index.saturating_mul(piece);
            let number = u32::try_from(index).map_err(|fault| Fault::because(Code::FileInvalid, fault))?;
            let bytes = self.read_blob(log, item.blob, number).await?;
            let end = offset.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            if end != offset.saturating_add(piece).min(size) {
                return Err(Fault::new(Code::RelayLied)); // of a complete file it has every piece in its size
            }
            let to = Arc::clone(&file);
            beside(move || to.write_all_at(&bytes, offset).map_err(of_home)).await?;
            progress(end, size);
            index = index.saturating_add(1);
        }
        let file = Arc::into_inner(file).ok_or(Fault::new(Code::Broken))?;
        Ok(Fetched { file, name, is_fresh })
    }

    /// The file that is kept here for a file of the relay, as far as it is there; others make room for it.
    async fn kept(&self, log: LogId, item: &ItemFile, size: u64) -> Result<(String, File), Fault> {
        let blob = item.blob;
        self.write(move |client, tx| {
            let options = client.options();
            let row = KeptFile {
                log,
                blob,
                name: HEXLOWER.encode(&options.entropy.array::<16>()),
                size,
                used: options.clock.now(),
            };
            Ok(tx.kept_files().put(&row)?)
        })
        .await?;
        let client = self.clone();
        beside(move || {
            let vault = client.vault();
            vault.tidy_kept(client.options().files_kept, Some((log, blob)))?;
            let row = vault.read(|tx| tx.kept_files().get(log, blob))?;
            let name = row.ok_or(Fault::new(Code::Broken))?.name;
            let file = vault.open_kept(&name).map_err(of_home)?;
            if file.metadata().map_err(of_home)?.len() > size {
                file.set_len(0).map_err(of_home)?; // not what the row says
            }
            Ok((name, file))
        })
        .await
    }
}

/// What a fault of the home's disk means to a member.
pub(super) fn of_home(cause: io::Error) -> Fault {
    let code = if is_full(&cause) {
        Code::DiskFull
    } else {
        Code::HomeUnusable
    };
    Fault::because(code, cause)
}
