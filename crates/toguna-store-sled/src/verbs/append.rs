// SPDX-License-Identifier: MIT OR Apache-2.0
//! Appends messages and records.

use toguna_store::{Appended, Outcome, StoreFault, is_closed, sweep_day};
use toguna_types::{Class, Digest, Epoch, Head, Lifetime, LogId, Opaque, Timestamp};

use super::SpanAt;
use crate::bytes::Bytes;
use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::keys;
use crate::months::Month;
use crate::rows::{Body, Due, EntryRow, LogRow, PayloadAt, PlaceRow};

pub(crate) struct Append {
    pub(crate) log: LogId,
    pub(crate) epoch: Epoch,
    pub(crate) payloads: Vec<Payload>,
    pub(crate) now: Timestamp,
}

/// One payload, ready to be kept.
pub(crate) struct Payload {
    pub(crate) class: Class,
    pub(crate) lifetime: Lifetime,
    pub(crate) hash: Digest,
    pub(crate) len: u32,
    pub(crate) bytes: Bytes,
}

/// The places of the payloads, and how the log stood when they were given.
pub(crate) struct Ready {
    log: LogId,
    spans: Vec<Option<SpanAt>>,
    epoch: Epoch,
    head: Head,
}

impl Verb for Append {
    type Ready = Option<Ready>;
    type Answer = Option<Appended>;
    const ROOM: Room = Room::ToAdd;

    fn weight(&self) -> usize {
        self.payloads
            .iter()
            .map(|payload| payload.bytes.weight().saturating_add(512))
            .fold(0, usize::saturating_add)
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Option<Ready>, StoreFault> {
        let before = tx.log(self.log)?;
        let Some(before) = before.filter(|row| !is_closed(row.closes, self.now)) else {
            return Ok(None);
        };
        let mut row = before.clone();
        let mut entries = Vec::new();
        let mut places = Vec::with_capacity(self.payloads.len());
        for payload in self.payloads {
            if payload.class == Class::Commit {
                return Err(StoreFault::Inconsistent { table: "appends" });
            }
            let key = keys::place(self.log, payload.class, payload.hash);
            let known: Option<PlaceRow> = tx.get(&key)?;
            places.push(match known {
                Some(place) => Some(place.seq),
                None if self.epoch == row.epoch => {
                    entries.push((payload.class, row.epoch, payload.hash));
                    push(tx, self.log, &mut row, payload, self.now)?;
                    Some(row.head.seq)
                }
                None => None,
            });
        }
        if !entries.is_empty() {
            tx.put_log(self.log, Some(before), &row, &entries)?;
        }
        let spans = places
            .into_iter()
            .map(|place| place.map(|seq| SpanAt::find(tx, self.log, &row, seq)).transpose());
        Ok(Some(Ready {
            log: self.log,
            spans: spans.collect::<Result<_, _>>()?,
            epoch: row.epoch,
            head: row.head,
        }))
    }

    fn answer(ready: Option<Ready>, settled: &Settled) -> Result<Option<Appended>, StoreFault> {
        let Some(ready) = ready else { return Ok(None) };
        let (epoch, head) = settled.log(ready.log).unwrap_or((ready.epoch, ready.head));
        let outcomes = ready.spans.into_iter().map(|span| match span {
            Some(span) => span.settle(settled).map(Outcome::Stored),
            None => Ok(Outcome::Stale),
        });
        Ok(Some(Appended {
            outcomes: outcomes.collect::<Result<_, _>>()?,
            epoch,
            head,
        }))
    }
}

/// Puts a payload at the end of a log.
fn push(
    tx: &mut Tx<'_>,
    log: LogId,
    row: &mut LogRow,
    payload: Payload,
    now: Timestamp,
) -> Result<(), StoreFault> {
    row.head = row.head.link(payload.class, payload.hash);
    row.bytes = row.bytes.saturating_add(u64::from(payload.len));
    let seq = row.head.seq;
    let ends = payload.lifetime.length().map(|length| sweep_day(now, length));
    let payload_at = match payload.bytes {
        Bytes::Large(file) => {
            tx.keep_file(file)?;
            PayloadAt::File
        }
        Bytes::Small(bytes) => {
            let month = ends.map_or_else(|| Month::arriving(now.day()), Month::ending);
            tx.keep_payload(month, log, seq, bytes)?;
            PayloadAt::Month(month.number())
        }
    };
    if let Some(day) = ends {
        tx.mark_due(day, Due::Payload { log, seq })?;
    }
    let entry = EntryRow {
        class: payload.class,
        epoch: row.epoch,
        hash: payload.hash,
        head: row.head.hash,
        len: payload.len,
        payload: payload_at,
        stamps: Body::Inline(Opaque::default()),
    };
    tx.put(keys::entry(log, seq), &entry)?;
    tx.put(keys::place(log, payload.class, payload.hash), &PlaceRow { seq })
}
