// SPDX-License-Identifier: MIT OR Apache-2.0
//! What can go wrong below the verbs.

use toguna_types::FaultKind;

/// A store failed; nothing of the verb took effect, or all of it and the caller must repeat to learn.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// No room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// A row contradicts another, or cannot be read.
    #[error("the table `{table}` contradicts itself")]
    Inconsistent {
        /// Which table.
        table: &'static str,
    },
    /// The disk or the database failed.
    #[error("the store could not be read or written")]
    Io(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreFault {
    /// The kind of this fault.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::Closed | Self::DiskFull | Self::Io(_) => FaultKind::Unavailable,
            Self::Inconsistent { .. } => FaultKind::Broken,
        }
    }
}
