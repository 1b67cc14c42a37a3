// SPDX-License-Identifier: MIT OR Apache-2.0
//! Why the vault did not open, and why a transaction in it failed.

use std::error::Error;
use std::io;

use rusqlite::ErrorCode;
use toguna_types::FaultKind;

/// Why a transaction, or one step of it, failed. Nothing of the transaction stays.
#[derive(Debug, thiserror::Error)]
pub enum VaultFault {
    /// SQLite ended the transaction by itself after an earlier fault; no later step may run.
    #[error("the transaction in the device database was already given up")]
    Aborted,
    /// Another process kept the vault for longer than anybody should.
    #[error("another process is using the device database")]
    Busy,
    /// A row with this key is there already, or a row it refers to is not.
    #[error("the device database already holds such a row, or lacks one it needs")]
    Conflict,
    /// The engine failed: file damaged or not readable.
    #[error("the device database could not be used")]
    Database(#[source] Box<dyn Error + Send + Sync>),
    /// No room is left on the disk.
    #[error("the disk is full; free some space, nothing was lost")]
    DiskFull,
    /// A row holds what no version of this program writes.
    #[error("the device database contradicts itself in the column `{column}` of `{table}`")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A row that was to be changed is not there.
    #[error("the device database has no such row in `{table}`")]
    NoRow {
        /// The table.
        table: &'static str,
    },
}

impl VaultFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::Aborted | Self::Conflict | Self::Database(_) | Self::Inconsistent { .. } => {
                FaultKind::Broken
            }
            Self::Busy | Self::DiskFull => FaultKind::Unavailable,
            Self::NoRow { .. } => FaultKind::Missing,
        }
    }

    pub(crate) fn of(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => Self::Conflict,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::SystemIoFailure) if is_full(&error) => Self::DiskFull,
            _ => Self::Database(Box::new(error)),
        }
    }
}

/// Whether the shared-memory file beside the database could not grow: all that is tried first when a vault is opened,
/// and what a full disk refuses first.
fn is_full(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|error| error.extended_code);
    extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

/// Why a vault was not opened or not made.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// A vault stands there already.
    #[error("there is a vault in this directory already")]
    AlreadyThere,
    /// The key slots ask for less work than is safe or more than is possible.
    #[error("the vault's key slots ask for work outside the allowed bounds")]
    BadParameters,
    /// The key slots or the database are not what was written.
    #[error("the vault is damaged")]
    Damaged,
    /// The database failed while it was opened.
    #[error("the vault's database could not be opened")]
    Database(#[source] VaultFault),
    /// The directory or a file in it cannot be used.
    #[error("the vault's directory could not be used")]
    Directory(#[source] io::Error),
    /// There is no vault.
    #[error("there is no vault in this directory")]
    Missing,
    /// The memory that checking the passphrase takes is not there.
    #[error("there is not enough memory to check the passphrase")]
    OutOfMemory,
    /// A newer version of this program has used the vault.
    #[error("the vault was used by a newer version of this program; update to open it")]
    TooNew,
    /// No key slot opens with this passphrase.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
}

impl OpenFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::AlreadyThere => FaultKind::Invalid,
            Self::BadParameters | Self::Damaged => FaultKind::Broken,
            Self::Database(fault) => fault.kind(),
            Self::Directory(_) | Self::OutOfMemory | Self::TooNew => FaultKind::Unavailable,
            Self::Missing => FaultKind::Missing,
            Self::WrongPassphrase => FaultKind::Denied,
        }
    }
}
