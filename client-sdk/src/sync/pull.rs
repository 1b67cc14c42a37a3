// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reading a log to its end, page by page, each page one transaction.

use toguna_auth::{EpochCapability, Method};
use toguna_types::{Digest, Entry, Epoch, Head, LogId, Seq, limit};
use toguna_vault::{SpaceRow, SpaceState};
use toguna_wire::{Field, entry_from_wire, v1};

use crate::Fault;
use crate::alarm::AlarmCode;
use crate::client::Client;
use crate::fault::Code;
use crate::remote::CallFault;
use crate::transport::{OnLog, log_call};

/// A page as read.
#[derive(Debug)]
pub(crate) struct LogPage {
    pub(crate) entries: Vec<Entry>,
    /// The log's head when it was read.
    pub(crate) head: Head,
    /// The day on which the log closes, by the relay's clock; 0 for none. `None` where nothing is said of it.
    pub(crate) closes: Option<u64>,
}

/// How far a page brought the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Applied {
    /// Entries that were processed.
    pub(crate) entries: usize,
    /// The device's cursor.
    pub(crate) cursor: Head,
    /// Whether there is more to be had: the space is still held and not stopped.
    pub(crate) goes_on: bool,
}

impl Client {
    /// Reads a log to its end. Returns how many entries were new.
    pub(crate) async fn pull(&self, log: LogId) -> Result<usize, Fault> {
        let mut total = 0usize;
        loop {
            let row = self.vault().read(|tx| self.row(tx, log))?;
            if !reads(&row) {
                return Ok(total);
            }
            let asked = (row.epoch, row.cursor.seq);
            let promised = self
                .vault()
                .read(|tx| Ok::<_, Fault>(tx.receipts().last_seq(log)?))?;
            let page = match self.read_page(log, row.epoch, row.cursor.seq).await {
                // A key of an epoch that ended long ago opens nothing any more.
                Err(fault) if fault.is() == Code::RelayRefused && self.was_away_too_long(&row) => {
                    self.write(move |client, tx| client.lost(tx, log)).await?;
                    return Ok(total);
                }
                Err(fault) if fault.is() == Code::SpaceClosed => {
                    if self.write(move |client, tx| client.closed(tx, log)).await? {
                        return Ok(total);
                    }
                    return Err(fault);
                }
                page => page?,
            };
            let end = page.head;
            if promised.is_some_and(|promised| promised > end.seq) {
                self.alarm(log, AlarmCode::RelayWithholds).await?; // of what it had signed a receipt for
            }
            if end.seq < row.cursor.seq {
                return Err(Fault::new(Code::RelayLied)); // a log that became shorter
            }
            let applied = self
                .write(move |client, tx| client.apply_asked(tx, log, page, asked.0))
                .await?;
            total = total.saturating_add(applied.entries);
            if !applied.goes_on || applied.cursor.seq >= end.seq {
                return Ok(total);
            }
            if applied.cursor.seq == asked.1 {
                // The relay claims entries and gives none.
                return Err(Fault::new(Code::RelayLied));
            }
        }
    }

    /// One page after a place, with the epoch's read key.
    pub(crate) async fn read_page(&self, log: LogId, epoch: Epoch, after: Seq) -> Result<LogPage, Fault> {
        let root = self.vault().read(|tx| {
            let keys = tx.epoch_keys().get(log, epoch)?;
            keys.map(|keys| keys.root).ok_or(Fault::new(Code::NotAMember))
        })?;
        let key = EpochCapability::derive(&root).read;
        let body = v1::ReadBody {
            after: after.get(),
            limit: limit::READ_ENTRIES,
        };
        let on = OnLog {
            log,
            epoch,
            method: Method::Read,
        };
        self.call(self.sessions().lane_of(log), |session| {
            let call = log_call(self.sessions(), self.options(), on, &key, &body);
            async move {
                let mut answers = session.logs().read(call?).await?.into_inner();
                let mut entries = Vec::new();
                while let Some(answer) = answers.message().await? {
                    for entry in answer.entries {
                        entries.push(entry_from_wire(entry).map_err(Fault::from)?);
                    }
                    if let Some(end) = answer.end {
                        let head = Field("end.head").head(end.head.as_ref()).map_err(Fault::from)?;
                        let closes = Some(end.closes);
                        return Ok(LogPage {
                            entries,
                            head,
                            closes,
                        });
                    }
                }
                Err(CallFault::from(tonic::Status::unavailable("the stream ended")))
            }
        })
        .await
    }
}

/// Whether a space's log is to be read.
pub(crate) fn reads(row: &SpaceRow) -> bool {
    matches!(
        row.state,
        SpaceState::Active | SpaceState::Leaving | SpaceState::Joining
    )
}

/// Checks that an entry continues the chain, and returns the head after it.
pub(crate) fn next_head(cursor: Head, entry: &Entry) -> Result<Head, Fault> {
    if entry.seq() != cursor.seq.next() {
        return Err(Fault::new(Code::RelayLied));
    }
    let hash: Digest = entry.hash();
    Ok(cursor.link(entry.class(), hash))
}
