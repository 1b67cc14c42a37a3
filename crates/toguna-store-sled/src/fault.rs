// SPDX-License-Identifier: MIT OR Apache-2.0
//! From what the disk and sled say to [`StoreFault`]; paths and values stay behind.

use std::io;
use std::sync::Arc;

use toguna_store::StoreFault;

/// Why a group, or everything after it, failed; may be told to many callers.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    DiskFull,
    Inconsistent(&'static str),
    Io(Arc<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    pub(crate) fn fault(&self) -> StoreFault {
        match self {
            Self::DiskFull => StoreFault::DiskFull,
            Self::Inconsistent(table) => StoreFault::Inconsistent { table },
            Self::Io(cause) => StoreFault::Io(Box::new(Shared(Arc::clone(cause)))),
        }
    }
}

impl From<StoreFault> for Failure {
    fn from(fault: StoreFault) -> Self {
        match fault {
            StoreFault::Closed => Self::Io(Arc::new(Cause::Closed)),
            StoreFault::DiskFull => Self::DiskFull,
            StoreFault::Inconsistent { table } => Self::Inconsistent(table),
            StoreFault::Io(cause) => Self::Io(cause.into()),
        }
    }
}

/// A cause told to many.
#[derive(Debug, thiserror::Error)]
#[error("the group could not be made durable")]
struct Shared(#[source] Arc<dyn std::error::Error + Send + Sync>);

/// Causes without an error of the operating system behind them.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub(crate) enum Cause {
    /// The store was closed meanwhile.
    #[error("the store was closed")]
    Closed,
    /// Another process, or this one, has the directory open.
    #[error("the store is open elsewhere")]
    Locked,
    /// A sync failed: what the disk holds is in doubt until the store is opened again.
    #[error("the disk failed to sync")]
    Lost,
    /// The thread that should have answered ended.
    #[error("a thread of the store ended early")]
    Thread,
    /// sled refuses the directory or reports a bug of its own.
    #[error("the database engine refused")]
    Refused,
}

impl Cause {
    pub(crate) fn fault(self) -> StoreFault {
        StoreFault::Io(Box::new(self))
    }
}

pub(crate) fn of_io(error: io::Error) -> StoreFault {
    if matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    ) {
        StoreFault::DiskFull
    } else {
        StoreFault::Io(Box::new(error))
    }
}

pub(crate) fn of_sled(error: sled::Error) -> StoreFault {
    match error {
        sled::Error::Io(error) if error.raw_os_error().is_some() => of_io(error),
        sled::Error::Io(error) if is_lock(&error) => Cause::Locked.fault(),
        // sled keeps an error's kind, but not its number, once the database has failed; its words hold paths.
        sled::Error::Io(error) => of_io(io::Error::from(error.kind())),
        sled::Error::Corruption { .. } => StoreFault::Inconsistent { table: "database" },
        sled::Error::CollectionNotFound(_) | sled::Error::ReportableBug(_) | sled::Error::Unsupported(_) => {
            Cause::Refused.fault()
        }
    }
}

pub(crate) fn is_locked(fault: &StoreFault) -> bool {
    matches!(fault, StoreFault::Io(cause) if matches!(cause.downcast_ref(), Some(Cause::Locked)))
}

/// sled says so in words only, with the path among them.
fn is_lock(error: &io::Error) -> bool {
    error.to_string().starts_with("could not acquire lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_other_faults() {
        let full = io::Error::from_raw_os_error(28);
        assert!(matches!(of_sled(sled::Error::Io(full)), StoreFault::DiskFull));
        let broken = io::Error::from_raw_os_error(5);
        assert!(matches!(of_io(broken), StoreFault::Io(_)));
    }

    #[test]
    fn a_lock_is_told_without_its_path() {
        let lock = io::Error::other("could not acquire lock on \"/secret/path\": 11");
        let fault = of_sled(sled::Error::Io(lock));
        assert!(is_locked(&fault));
        assert!(!format!("{fault:?}").contains("secret"));
    }
}
