// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bringing a file to the relay, in constant memory.
//!
//! What seals it is in the vault before the relay hears of it, so that whoever was interrupted seals the same bytes again
//! and sends those that are missing. A file that changed since is another file.

use std::io::Seek as _;
use std::sync::Arc;
use std::time::Duration;

use toguna_casework::library::ItemFile;
use toguna_crypto::blob::{BlobFault, BlobSealer, Measured, blob_place};
use toguna_types::{BlobId, Clock as _, Digest, Entropy as _, LogId, limit};
use toguna_vault::UploadRow;

use super::NewFile;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

/// How often one call begins again because the relay has lost what it had of the file.
const BEGINNINGS: u32 = 4;

/// Bytes of a piece.
const PIECE: usize = {
    #[expect(clippy::as_conversions, reason = "u32 to usize in a constant")]
    let piece = limit::BLOB_PIECE_BYTES as usize;
    piece
};

impl Client {
    /// Brings a file to the relay, sealed for a space, and gives what an item needs to hold it: nobody finds it before
    /// an item does ([`crate::Change::AddFile`], within [`limit::UPLOAD_KEPT`]). Repeated after an interruption with the
    /// same file it sends what is missing. `progress` is told how many bytes are there and how many in all, both as they
    /// are sealed.
    ///
    /// # Errors
    /// [`Code::FileUnreadable`], [`Code::TooLong`] over 4 GiB, [`Code::FileChanged`] if it changed while it was read,
    /// [`Code::FilesFull`]; [`Code::NotAllowed`] by this account's role, [`Code::NotAMember`]; the relay's troubles.
    pub async fn upload(
        &self,
        log: LogId,
        file: NewFile,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<ItemFile, Fault> {
        self.vault().read(|tx| self.may_operate(tx, log).map(drop))?;
        self.give_up_old_uploads(log).await?;
        let (mut file, measured) = file.measured().await?;
        let (name, media_type) = (file.name.clone(), file.media_type.clone());
        let row = self.upload_row(log, measured).await?;
        for _ in 0..BEGINNINGS {
            match self.send(&row, file, measured, &mut progress).await {
                Ok((sealed, document)) => {
                    let file = ItemFile {
                        blob: row.blob,
                        version: 0,
                        name,
                        media_type,
                        length: row.length,
                        content: row.content,
                        sealed,
                        key: Arc::new(row.key),
                    };
                    if self.file_text(log, &file)?.is_due() {
                        self.read_and_keep(log, &file, document).await?;
                    }
                    return Ok(file);
                }
                Err(Stopped::Lost(again)) => file = again,
                Err(Stopped::Fault(fault)) => {
                    if fault.is() == Code::FileChanged {
                        // No nonce may meet what it holds by now under the key of what it held before.
                        self.forget_upload(log, row.blob).await?;
                        let _ = self.delete_blob(log, row.blob, &row.delete_key).await; // or it is swept
                    }
                    return Err(fault);
                }
            }
        }
        Err(Fault::new(Code::RelayLied)) // it says time and again that it has what it then has not
    }

    /// What seals this file: as it was begun, or new.
    async fn upload_row(&self, log: LogId, measured: Measured) -> Result<UploadRow, Fault> {
        self.write(move |client, tx| {
            let content = measured.content();
            if let Some(row) = tx.uploads().of_content(log, content)? {
                return Ok(row);
            }
            let options = client.options();
            let row = UploadRow {
                log,
                blob: BlobId::make(&options.entropy),
                key: options.entropy.secret(),
                random: options.entropy.secret(),
                delete_key: options.entropy.secret(),
                content,
                length: measured.shape().length(),
                begun: options.clock.now(),
            };
            tx.uploads().put(&row)?;
            Ok(row)
        })
        .await
    }

    /// Sends all that is not there.
    async fn send(
        &self,
        row: &UploadRow,
        file: NewFile,
        measured: Measured,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<(Digest, NewFile), Stopped> {
        let size = measured.shape().sealed_size();
        let delete_key = Digest::of(row.delete_key.expose()); // expose: its hash is public
        let mut there = self.begin_blob(row.log, row.blob, size, delete_key).await?;
        progress(there, size);
        let place = blob_place(self.relay(), row.log, row.blob);
        let random = row.random.expose(); // expose: the salt is made of it
        let sealer = BlobSealer::measured(file, measured, &row.key, random, &place);
        let mut pieces = Pieces::of(sealer);
        loop {
            let (back, piece) = beside(move || {
                let piece = pieces.next()?;
                Ok((pieces, piece))
            })
            .await?;
            pieces = back;
            let Some((offset, piece)) = piece else {
                break;
            };
            let end = offset.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if end <= there {
                continue;
            }
            let answer = self.append_blob(row.log, row.blob, offset, piece).await?;
            there = match answer {
                Some(there) => there,
                None => self.begin_blob(row.log, row.blob, size, delete_key).await?, // another process sends it as well
            };
            if there < end {
                return Err(Stopped::Lost(pieces.rewound()?));
            }
            progress(there, size);
        }
        let (sealed, mut file) = pieces.sealer.finish().ok_or(Fault::new(Code::Broken))?;
        rewind(&mut file)?;
        Ok((sealed, file))
    }

    /// Deletes what was begun so long ago that nobody goes on with it.
    async fn give_up_old_uploads(&self, log: LogId) -> Result<(), Fault> {
        let now = self.options().clock.now();
        let before = now.before(limit::UPLOAD_KEPT.saturating_add(Duration::from_hours(24)));
        let old = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.uploads().begun_before(log, before)?))?;
        for row in &old {
            match self.delete_blob(log, row.blob, &row.delete_key).await {
                Err(fault) if fault.is_passing() => {} // another time
                Ok(()) | Err(_) => self.forget_upload(log, row.blob).await?,
            }
        }
        Ok(())
    }

    async fn forget_upload(&self, log: LogId, blob: BlobId) -> Result<(), Fault> {
        self.write(move |_, tx| Ok(tx.uploads().delete(log, blob)?)).await
    }
}

/// Why sending stopped.
enum Stopped {
    /// The relay has less than it said.
    Lost(NewFile),
    Fault(Fault),
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A sealed file, piece by piece.
struct Pieces {
    sealer: BlobSealer<NewFile>,
    ready: Vec<u8>,
    offset: u64,
}

impl Pieces {
    fn of(sealer: BlobSealer<NewFile>) -> Self {
        Self {
            ready: sealer.header().to_vec(),
            sealer,
            offset: 0,
        }
    }

    /// The next piece and where it stands.
    fn next(&mut self) -> Result<Option<(u64, Vec<u8>)>, Fault> {
        while self.ready.len() < PIECE {
            match self.sealer.next_chunk().map_err(of_blob)? {
                Some(chunk) => self.ready.extend(chunk),
                None => break,
            }
        }
        if self.ready.is_empty() {
            return Ok(None);
        }
        let rest = self.ready.split_off(self.ready.len().min(PIECE));
        let piece = std::mem::replace(&mut self.ready, rest);
        let offset = self.offset;
        self.offset = offset.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        Ok(Some((offset, piece)))
    }

    /// The file at its start again.
    fn rewound(self) -> Result<NewFile, Fault> {
        let mut file = self.sealer.into_file();
        rewind(&mut file)?;
        Ok(file)
    }
}

fn rewind(file: &mut NewFile) -> Result<(), Fault> {
    file.rewind().map_err(|cause| of_blob(BlobFault::Io(cause)))
}

/// What reading a file does not do on the threads of others.
pub(super) async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|fault| Fault::because(Code::Broken, fault))?
}

/// What a fault of a file that is sealed means to a member.
pub(super) fn of_blob(fault: BlobFault) -> Fault {
    let code = match &fault {
        BlobFault::Changed => Code::FileChanged,
        BlobFault::Io(_) => Code::FileUnreadable,
        BlobFault::TooLong => {
            return Fault::because(Code::TooLong, fault)
                .in_field("file")
                .at_limit(limit::BLOB_BYTES);
        }
        BlobFault::NotAuthentic => Code::Broken,
    };
    Fault::because(code, fault)
}
