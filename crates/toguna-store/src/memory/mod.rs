// SPDX-License-Identifier: MIT OR Apache-2.0
//! A store in memory: the model the other back ends are compared with, and what a relay in a test runs on.
//!
//! One lock around everything, so each verb is one step by construction. `logs.rs`, `accounts.rs`,
//! `directory.rs`, `mailboxes.rs` and `blobs.rs` each hold one trait and its rows.

mod accounts;
mod blobs;
mod directory;
#[cfg(feature = "contract")]
mod dump;
mod logs;
mod mailboxes;
#[cfg(feature = "contract")]
mod retell;
mod sweep;

#[cfg(feature = "contract")]
pub use retell::Told;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use toguna_types::Timestamp;

use crate::{Store, StoreFault, Swept};

/// A store that forgets everything with its last clone.
#[derive(Clone, Default)]
pub struct MemoryStore {
    rows: Arc<Mutex<Rows>>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All rows, unless the store was closed.
    fn rows(&self) -> Result<MutexGuard<'_, Rows>, StoreFault> {
        let rows = self.lock()?;
        if rows.closed {
            Err(StoreFault::Closed)
        } else {
            Ok(rows)
        }
    }

    /// All rows. A panic in the middle of a verb leaves them in doubt: nothing is answered from them any more.
    fn lock(&self) -> Result<MutexGuard<'_, Rows>, StoreFault> {
        self.rows
            .lock()
            .map_err(|_| StoreFault::Inconsistent { table: "memory" })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore(..)")
    }
}

impl Store for MemoryStore {
    async fn sweep(&self, now: Timestamp) -> Result<Swept, StoreFault> {
        let mut rows = self.rows()?;
        let mut swept = Swept::default();
        rows.logs.sweep(now.day(), &mut swept);
        rows.accounts.sweep(now.day(), &mut swept);
        rows.mailboxes.sweep(now.day(), &mut swept);
        let Rows { logs, blobs, .. } = &mut *rows;
        blobs.sweep(now.day(), |log| logs.is_closed(log, now.day()), &mut swept);
        Ok(swept)
    }

    async fn close(&self) -> Result<(), StoreFault> {
        let mut rows = self.lock()?;
        rows.closed = true;
        rows.logs.close();
        rows.mailboxes.close();
        Ok(())
    }
}

#[cfg_attr(feature = "contract", derive(Hash))]
#[derive(Default)]
struct Rows {
    closed: bool,
    logs: logs::Rows,
    accounts: accounts::Rows,
    directory: directory::Rows,
    mailboxes: mailboxes::Rows,
    blobs: blobs::Rows,
}
