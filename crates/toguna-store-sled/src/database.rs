// SPDX-License-Identifier: MIT OR Apache-2.0
//! One sled database whose batches survive a power loss.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use toguna_store::StoreFault;

use crate::ballast::{Ballast, ROOM_TO_OPEN};
use crate::fault::{Cause, is_locked, of_io, of_sled};

/// sled, and its file, so that it can be synced.
pub(crate) struct Database {
    path: PathBuf,
    cache: u64,
    ballast: Arc<Ballast>,
    open: RwLock<Option<Open>>,
    /// A sync failed: what is on the disk is in doubt until the machine says otherwise.
    lost: AtomicBool,
}

struct Open {
    sled: sled::Db,
    file: File,
    /// A write failed: sled takes no more, and may show no more, until it is opened anew.
    failed: Arc<AtomicBool>,
}

/// Rows that are being read, and the mark of the database they are read from.
type Rows = (sled::Iter, Arc<AtomicBool>);

impl Database {
    /// Opens the database `name` in `parent`, making it if it is not there. It is made under another name and
    /// renamed once everything in it is synced: sled cannot read a directory it was interrupted in making.
    pub(crate) fn open_or_create(
        parent: &Path,
        name: &str,
        cache: u64,
        ballast: &Arc<Ballast>,
    ) -> Result<Self, StoreFault> {
        let path = parent.join(name);
        if !path.try_exists().map_err(of_io)? {
            let new = parent.join(format!("{name}{UNFINISHED}"));
            remove_dir(&new).map_err(of_io)?;
            drop(Open::at(&new, cache)?);
            fs::rename(&new, &path).map_err(of_io)?;
            sync_dir(parent).map_err(of_io)?;
        }
        Self::open(&path, cache, ballast)
    }

    /// Opens a database, in the room of the ballast if there is no other.
    pub(crate) fn open(path: &Path, cache: u64, ballast: &Arc<Ballast>) -> Result<Self, StoreFault> {
        let database = Self {
            path: path.to_path_buf(),
            cache,
            ballast: Arc::clone(ballast),
            open: RwLock::new(None),
            lost: AtomicBool::new(false),
        };
        database.open_for_readers()?;
        Ok(database)
    }

    /// Opens it anew if a write failed: it then holds what is on the disk, no less and no more. Without the room
    /// that opening takes, it stays open as it is, for those who read.
    pub(crate) fn heal(&self) -> Result<(), StoreFault> {
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if open.as_ref().is_some_and(Open::has_failed) && free_bytes(&self.path)? < ROOM_TO_OPEN {
            return Err(StoreFault::DiskFull);
        }
        self.open_anew(&mut open)
    }

    /// Opens it anew if a write failed, with room or in that of the ballast.
    fn open_for_readers(&self) -> Result<(), StoreFault> {
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        self.open_anew(&mut open)
    }

    fn open_anew(&self, open: &mut Option<Open>) -> Result<(), StoreFault> {
        if open.as_ref().is_some_and(|open| !open.has_failed()) {
            return Ok(());
        }
        if self.is_lost() {
            return Err(Cause::Lost.fault());
        }
        *open = None;
        *open = Some(match Open::at(&self.path, self.cache) {
            Err(StoreFault::DiskFull) if self.ballast.give_back() => Open::at(&self.path, self.cache)?,
            opened => opened?,
        });
        Ok(())
    }

    /// Whether a sync failed, after which the operating system may show what the disk does not hold.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::SeqCst)
    }

    /// A row. sled may write when it is read, and so cannot be read on once a write has failed: then it is opened
    /// anew.
    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<sled::IVec>, StoreFault> {
        let get = || self.with(|open| open.sled.get(key).map_err(|error| open.fault(error)));
        match get() {
            Err(StoreFault::DiskFull) => {
                self.open_for_readers()?;
                get()
            }
            answer => answer,
        }
    }

    /// The rows from `start` on, up to and without `end`; as for [`Self::get`], what cannot be read on is opened anew,
    /// and the rows go on behind the last that was read.
    pub(crate) fn range<'d>(
        &'d self,
        start: &[u8],
        end: &[u8],
    ) -> Result<impl Iterator<Item = Result<(sled::IVec, sled::IVec), StoreFault>> + use<'d>, StoreFault>
    {
        let (mut next, end) = (start.to_vec(), end.to_vec());
        let mut rows = Some(self.rows(&next, &end)?);
        let mut anew = false;
        Ok(std::iter::from_fn(move || {
            loop {
                let (iter, failed) = rows.as_mut()?;
                match iter.next()?.map_err(of_sled) {
                    Ok(row) => {
                        next.clear();
                        next.extend_from_slice(&row.0);
                        next.push(0); // the least key behind it
                        return Some(Ok(row));
                    }
                    Err(StoreFault::DiskFull) if !anew => {
                        anew = true;
                        failed.store(true, Ordering::SeqCst);
                        rows = None; // it holds the database open
                        match self.open_for_readers().and_then(|()| self.rows(&next, &end)) {
                            Ok(more) => rows = Some(more),
                            Err(fault) => return Some(Err(fault)),
                        }
                    }
                    Err(fault) => return Some(Err(fault)),
                }
            }
        }))
    }

    fn rows(&self, start: &[u8], end: &[u8]) -> Result<Rows, StoreFault> {
        self.with(|open| Ok((open.sled.range(start..end), Arc::clone(&open.failed))))
    }

    /// Every row of every tree.
    #[cfg(feature = "test-support")]
    pub(crate) fn dump(&self, pieces: &mut crate::dump::Pieces) -> Result<(), StoreFault> {
        self.with(|open| {
            let mut trees = open.sled.tree_names();
            trees.sort_unstable();
            for name in trees {
                pieces.add(&name);
                for row in &open.sled.open_tree(&name).map_err(of_sled)? {
                    let (key, value) = row.map_err(of_sled)?;
                    pieces.add(&key);
                    pieces.add(&value);
                }
            }
            Ok(())
        })
    }

    /// Applies a batch as one step and returns when it will survive a power loss.
    pub(crate) fn apply(&self, batch: sled::Batch) -> Result<(), StoreFault> {
        self.with(|open| {
            open.write(batch)?;
            open.file.sync_data().map_err(|error| {
                open.failed.store(true, Ordering::SeqCst);
                self.lost.store(true, Ordering::SeqCst);
                of_io(error)
            })
        })
    }

    /// Applies a batch that may be lost again.
    pub(crate) fn apply_loosely(&self, batch: sled::Batch) -> Result<(), StoreFault> {
        self.with(|open| open.write(batch))
    }

    /// Does something with the open database. One that could not be opened anew is opened by whoever comes next:
    /// members read before they write, and would wait forever for a writer.
    fn with<T>(&self, run: impl FnOnce(&Open) -> Result<T, StoreFault>) -> Result<T, StoreFault> {
        let mut open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        if open.is_none() {
            drop(open);
            self.open_for_readers()?;
            open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        }
        run(open.as_ref().ok_or(StoreFault::DiskFull)?)
    }
}

impl Open {
    /// Opens sled, and syncs what recovery wrote. A handle dropped a moment ago may hold its lock until sled's
    /// threads are done with it.
    fn at(path: &Path, cache: u64) -> Result<Self, StoreFault> {
        let mut tries = 0_u32;
        let sled = loop {
            let opened = sled::Config::new()
                .path(path)
                .cache_capacity(cache)
                .flush_every_ms(None)
                .open()
                .map_err(of_sled);
            match opened {
                Err(fault) if is_locked(&fault) && tries < 200 => {
                    tries = tries.saturating_add(1);
                    std::thread::sleep(Duration::from_millis(5));
                }
                opened => break opened?,
            }
        };
        sled.flush().map_err(of_sled)?;
        let file = File::open(path.join("db")).map_err(of_io)?;
        file.sync_all().map_err(of_io)?;
        File::open(path.join("conf"))
            .and_then(|conf| conf.sync_all())
            .map_err(of_io)?;
        sync_dir(path).map_err(of_io)?;
        Ok(Self {
            sled,
            file,
            failed: Arc::default(),
        })
    }

    fn write(&self, batch: sled::Batch) -> Result<(), StoreFault> {
        let applied = self.sled.apply_batch(batch);
        applied
            .and_then(|()| self.sled.flush())
            .map(|_| ())
            .map_err(|error| {
                self.failed.store(true, Ordering::SeqCst);
                of_sled(error)
            })
    }

    fn has_failed(&self) -> bool {
        self.failed.load(Ordering::SeqCst)
    }

    /// What a failure to read says; for want of room it stays.
    fn fault(&self, error: sled::Error) -> StoreFault {
        let fault = of_sled(error);
        if matches!(fault, StoreFault::DiskFull) {
            self.failed.store(true, Ordering::SeqCst);
        }
        fault
    }
}

/// Bytes that may still be written to the disk of `path`.
pub(crate) fn free_bytes(path: &Path) -> Result<u64, StoreFault> {
    let stat = rustix::fs::statvfs(path).map_err(|error| of_io(error.into()))?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Makes the names in a directory durable.
pub(crate) fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Removes a directory and all in it, if it is there.
pub(crate) fn remove_dir(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// What the name of a database that is being made ends with.
pub(crate) const UNFINISHED: &str = ".new";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_could_not_be_opened_anew_is_opened_by_who_reads() {
        let place = tempfile::tempdir().unwrap();
        let ballast = Arc::new(Ballast::open(place.path()).unwrap());
        let database = Database::open_or_create(place.path(), "main", 1 << 20, &ballast).unwrap();
        let mut batch = sled::Batch::default();
        batch.insert(b"key", b"value");
        database.apply(batch).unwrap();
        *database.open.write().unwrap() = None; // as after a recovery that found no room
        assert_eq!(database.get(b"key").unwrap().unwrap(), b"value");
    }
}
