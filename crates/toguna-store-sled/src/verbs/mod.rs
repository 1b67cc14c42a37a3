// SPDX-License-Identifier: MIT OR Apache-2.0
//! The verbs that write, one file each.

pub(crate) mod ack;
pub(crate) mod append;
pub(crate) mod blob;
pub(crate) mod claim;
mod closed;
pub(crate) mod commit;
pub(crate) mod deposit;
mod erase;
pub(crate) mod found;
pub(crate) mod publish;
pub(crate) mod register;
pub(crate) mod sweep;
pub(crate) mod withdraw;

use std::sync::{Arc, OnceLock};

use toguna_store::{Span, StoreFault};
use toguna_types::{Head, LogId, Seq};

use crate::disk::Disk;
use crate::group::{Settled, SpanRef, Tx};
use crate::keys::{self, Key};
use crate::rows::{EntryRow, LogRow};

/// A span: one of this group, or one over an entry of before.
pub(crate) enum SpanAt {
    Now(SpanRef),
    Before(Arc<Span>),
}

impl SpanAt {
    /// The span that covers a place of a log.
    pub(crate) fn find(tx: &Tx<'_>, log: LogId, row: &LogRow, seq: Seq) -> Result<Self, StoreFault> {
        if let Some(at) = tx.span_at(log, seq) {
            return Ok(Self::Now(at));
        }
        let entry: EntryRow = tx.demand(&keys::entry(log, seq))?;
        let before = match seq.before() {
            Some(seq) if seq > Seq::default() => {
                let entry: EntryRow = tx.demand(&keys::entry(log, seq))?;
                Head {
                    seq,
                    hash: entry.head,
                }
            }
            _ => row.genesis,
        };
        Ok(Self::Before(Arc::new(Span {
            log,
            epoch: entry.epoch,
            before,
            after: Head {
                seq,
                hash: entry.head,
            },
            entries: vec![(entry.class, entry.hash)],
            receipt: OnceLock::new(),
        })))
    }

    pub(crate) fn settle(self, settled: &Settled) -> Result<Arc<Span>, StoreFault> {
        match self {
            Self::Now(at) => settled.span(at),
            Self::Before(span) => Ok(span),
        }
    }
}

/// What is due by a day, as many as make one step.
pub(crate) fn due_by(disk: &Disk, today: u64) -> Result<Vec<Key>, StoreFault> {
    let due = disk
        .main
        .range(&keys::due(0, &[]), &keys::due(today.saturating_add(1), &[]))?;
    due.take(SWEEP_STEP)
        .map(|row| row.map(|(key, _)| key.to_vec()))
        .collect()
}

/// Rows of one step of a sweep.
const SWEEP_STEP: usize = 256;
