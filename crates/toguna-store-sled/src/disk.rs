// SPDX-License-Identifier: MIT OR Apache-2.0
//! Everything of an open store that readers and the committer share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use toguna_store::StoreFault;
use toguna_types::{DeviceId, Digest, LogId, Seq};

use crate::SledOptions;
use crate::ballast::Ballast;
use crate::database::{Database, UNFINISHED, free_bytes, remove_dir, sync_dir};
use crate::fault::{Cause, of_io};
use crate::files::{Files, make_dir};
use crate::keys;
use crate::months::{Month, Months, OPEN_MONTHS};
use crate::pieces::Pieces;
use crate::rows::{Body, CountRow, LogRow, MailboxRow, Row};
use crate::unsettled::Unsettled;
use crate::watches::Watches;

/// An open store.
pub(crate) struct Disk {
    root: PathBuf,
    reserve: u64,
    ballast: Arc<Ballast>,
    pub(crate) main: Database,
    pub(crate) months: Months,
    pub(crate) files: Arc<Files>,
    pub(crate) pieces: Pieces,
    pub(crate) unsettled: Unsettled,
    pub(crate) watched_logs: Watches<LogId, Seq>,
    pub(crate) watched_mailboxes: Watches<DeviceId, u64>,
}

impl Disk {
    /// Opens a directory, making what is not there and deleting what a crash left over.
    pub(crate) fn open(root: &Path, options: SledOptions) -> Result<Self, StoreFault> {
        make_dir(root).map_err(of_io)?;
        if let Some(parent) = root.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_dir(parent).map_err(of_io)?;
        }
        remove_dir(&root.join(format!("{MAIN}{UNFINISHED}"))).map_err(of_io)?;
        let ballast = Arc::new(Ballast::open(root)?);
        let main = Database::open_or_create(root, MAIN, options.cache_bytes / 2, &ballast)?;
        let a_month = u64::try_from(OPEN_MONTHS.saturating_mul(2)).unwrap_or(u64::MAX);
        let disk = Self {
            root: root.to_path_buf(),
            reserve: options.reserve_bytes,
            main,
            months: Months::open(
                root,
                options.cache_bytes.checked_div(a_month).unwrap_or(0),
                Arc::clone(&ballast),
            )?,
            ballast,
            files: Arc::new(Files::open(root)?),
            pieces: Pieces::open(root)?,
            unsettled: Unsettled::default(),
            watched_logs: Watches::new(),
            watched_mailboxes: Watches::new(),
        };
        sync_dir(root).map_err(of_io)?;
        disk.check_format()?;
        disk.months
            .retain(|month| Ok(disk.main.get(&keys::month(month.number()))?.is_some()))?;
        disk.files
            .retain(|hash| Ok(disk.main.get(&keys::file(hash))?.is_some()))?;
        disk.pieces
            .retain(|blob| Ok(disk.main.get(&keys::blob(blob))?.is_some()))?;
        Ok(disk)
    }

    /// The directory of the store.
    #[cfg(feature = "test-support")]
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A row of `main/`, durable or not.
    pub(crate) fn row<R: Row>(&self, key: &[u8]) -> Result<Option<R>, StoreFault> {
        self.main.get(key)?.map(|bytes| R::decode(&bytes)).transpose()
    }

    /// A log as it durably stands.
    pub(crate) fn log(&self, log: LogId) -> Result<Option<LogRow>, StoreFault> {
        let read = self.row(&keys::log(log))?;
        Ok(self.unsettled.log(log, read))
    }

    /// The place of a mailbox's last letter, as it durably stands.
    pub(crate) fn last_place(&self, device: DeviceId) -> Result<u64, StoreFault> {
        let read: Option<MailboxRow> = self.row(&keys::mailbox(device))?;
        let last = read.map_or(0, |row| row.last);
        Ok(self.unsettled.last_place(device, last))
    }

    /// The bytes of a body, or `None` if they went meanwhile.
    pub(crate) fn body(&self, body: Body) -> Result<Option<Vec<u8>>, StoreFault> {
        match body {
            Body::Inline(bytes) => Ok(Some(bytes.into_vec())),
            Body::File(hash) => self.files.read(hash),
        }
    }

    /// A payload in its month, or `None` if it went meanwhile.
    pub(crate) fn payload(
        &self,
        month: Month,
        log: LogId,
        seq: Seq,
        hash: Digest,
    ) -> Result<Option<Vec<u8>>, StoreFault> {
        let Some(database) = self.months.find(month)? else {
            return Ok(None);
        };
        match database.get(&keys::payload(log, seq))? {
            Some(bytes) if Digest::of(&bytes) == hash => Ok(Some(bytes.to_vec())),
            Some(_) => Err(StoreFault::Inconsistent { table: "payloads" }),
            None => Ok(None),
        }
    }

    /// Whether `bytes` more may be written: room is kept for what deletes, and for sled, which does not survive a
    /// full disk. What adds waits until the ballast is there again.
    pub(crate) fn has_room(&self, bytes: u64, kind: Room) -> Result<(), StoreFault> {
        if kind == Room::ToAdd {
            self.ballast.keep()?;
        }
        let free = free_bytes(&self.root)?;
        let reserve = match kind {
            Room::ToAdd => self.reserve,
            Room::ToDelete => self.reserve / 4,
        };
        if free.saturating_sub(bytes) < reserve {
            return Err(StoreFault::DiskFull);
        }
        Ok(())
    }

    /// After a write failed for want of room: opens anew what failed, if there is room now.
    pub(crate) fn heal(&self) -> Result<(), StoreFault> {
        if self.main.is_lost() || self.months.is_lost() {
            return Err(Cause::Lost.fault());
        }
        self.has_room(0, Room::ToAdd)?;
        self.main.heal()?;
        self.months.heal()?;
        self.unsettled.clear();
        Ok(())
    }

    fn check_format(&self) -> Result<(), StoreFault> {
        let key = keys::format();
        match self.row(&key)? {
            Some(CountRow(FORMAT)) => Ok(()),
            Some(_) => Err(StoreFault::Inconsistent { table: "format" }),
            None => {
                let mut batch = sled::Batch::default();
                batch.insert(key, CountRow(FORMAT).encode()?);
                self.main.apply(batch)
            }
        }
    }
}

/// What the room is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    ToAdd,
    ToDelete,
}

const MAIN: &str = "main";

/// The format this code writes.
const FORMAT: u64 = 3;
