// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a group changes, as it stood before, for as long as the group is not durable.
//!
//! A reader reads the row first and asks here second: if the group was durable in between, the row it holds is
//! durable too; if not, what is found here is. After a group that failed this stays, for what it had written is
//! in doubt for ever.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use toguna_types::{DeviceId, LogId};

use crate::rows::LogRow;

/// Logs and mailboxes as they were before the group.
#[derive(Default)]
pub(crate) struct Unsettled(RwLock<Before>);

/// How things stood before a group.
#[derive(Default)]
pub(crate) struct Before {
    pub(crate) logs: BTreeMap<LogId, Option<LogRow>>,
    /// The place last given out.
    pub(crate) mailboxes: BTreeMap<DeviceId, u64>,
}

impl Unsettled {
    /// The durable row of a log, given the one just read.
    pub(crate) fn log(&self, log: LogId, read: Option<LogRow>) -> Option<LogRow> {
        let before = self.0.read().unwrap_or_else(PoisonError::into_inner);
        before.logs.get(&log).cloned().unwrap_or(read)
    }

    /// The durable last place of a mailbox, given the one just read.
    pub(crate) fn last_place(&self, device: DeviceId, read: u64) -> u64 {
        let before = self.0.read().unwrap_or_else(PoisonError::into_inner);
        before.mailboxes.get(&device).copied().unwrap_or(read)
    }

    pub(crate) fn set(&self, new: Before) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = new;
    }

    pub(crate) fn clear(&self) {
        self.set(Before::default());
    }
}
