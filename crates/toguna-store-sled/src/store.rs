// SPDX-License-Identifier: MIT OR Apache-2.0
//! The store: a directory, its committer, and the door between.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use toguna_store::{Store, StoreFault, Swept};
use toguna_types::{Digest, Timestamp};

use crate::bytes::Bytes;
use crate::committer::{Committer, Verb};
use crate::disk::{Disk, Room};
use crate::fault::Cause;
use crate::verbs::{due_by, sweep::Sweep};
use crate::{INLINE_BYTES, SledOptions};

/// The relay's embedded store: everything under one directory.
///
/// One process at a time may have it open. Dropping it, like `close`, ends with everything acknowledged on disk.
pub struct SledStore {
    open: RwLock<Option<Open>>,
}

struct Open {
    disk: Arc<Disk>,
    committer: Committer,
}

impl SledStore {
    /// Opens the store in `dir`, making it if there is none and clearing away what a crash left over. Reads what
    /// it must on the calling thread.
    ///
    /// # Errors
    /// [`StoreFault::DiskFull`] if there is no room to recover; [`StoreFault::Inconsistent`] if the directory holds
    /// another format or is damaged; [`StoreFault::Io`] otherwise, as when another process has it open.
    pub fn open(dir: &Path, options: SledOptions) -> Result<Self, StoreFault> {
        let disk = Arc::new(Disk::open(dir, options)?);
        let committer = Committer::start(Arc::clone(&disk))?;
        Ok(Self {
            open: RwLock::new(Some(Open { disk, committer })),
        })
    }

    /// What readers share.
    pub(crate) fn disk(&self) -> Result<Arc<Disk>, StoreFault> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref()
            .map(|open| Arc::clone(&open.disk))
            .ok_or(StoreFault::Closed)
    }

    /// Hands a verb to the committer.
    pub(crate) async fn call<V: Verb>(&self, verb: V) -> Result<V::Answer, StoreFault> {
        let door = {
            let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
            open.as_ref().and_then(|open| open.committer.door())
        };
        door.ok_or(StoreFault::Closed)?.call(verb).await
    }

    /// Reads on a thread that may block.
    pub(crate) async fn reading<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Disk) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, StoreFault> {
        let disk = self.disk()?;
        tokio::task::spawn_blocking(move || read(&disk))
            .await
            .map_err(|_| Cause::Thread.fault())?
    }

    /// Bytes ready for a verb: above `most` they go to a synced file first.
    pub(crate) async fn stage(&self, bytes: Vec<u8>, most: usize) -> Result<Bytes, StoreFault> {
        if bytes.len() <= most {
            return Ok(Bytes::Small(bytes));
        }
        let hash = Digest::of(&bytes);
        self.stage_hashed(bytes, hash, most).await
    }

    /// As `stage`, for bytes whose hash is known.
    pub(crate) async fn stage_hashed(
        &self,
        bytes: Vec<u8>,
        hash: Digest,
        most: usize,
    ) -> Result<Bytes, StoreFault> {
        if bytes.len() <= most {
            return Ok(Bytes::Small(bytes));
        }
        self.reading(move |disk| {
            disk.has_room(u64::try_from(bytes.len()).unwrap_or(u64::MAX), Room::ToAdd)?;
            disk.files.stage(&bytes, hash).map(Bytes::Large)
        })
        .await
    }
}

impl fmt::Debug for SledStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SledStore(..)")
    }
}

impl Store for SledStore {
    async fn sweep(&self, now: Timestamp) -> Result<Swept, StoreFault> {
        let mut swept = Swept::default();
        loop {
            let due = self.reading(move |disk| due_by(disk, now.day())).await?;
            if due.is_empty() {
                return Ok(swept);
            }
            let done = self.call(Sweep { due }).await?;
            swept.payloads = swept.payloads.saturating_add(done.payloads);
            swept.others = swept.others.saturating_add(done.others);
        }
    }

    async fn close(&self) -> Result<(), StoreFault> {
        let open = {
            let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
            open.take()
        };
        let Some(mut open) = open else { return Ok(()) };
        tokio::task::spawn_blocking(move || {
            open.committer.end();
            open.disk.watched_logs.close();
            open.disk.watched_mailboxes.close();
        })
        .await
        .map_err(|_| Cause::Thread.fault())
    }
}

/// The longest value that shares a row with another.
pub(crate) const HALF_ROW: usize = INLINE_BYTES / 2 - 128;

/// The longest value in a row of its own.
pub(crate) const WHOLE_ROW: usize = INLINE_BYTES - 128;
