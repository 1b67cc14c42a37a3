// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ends an epoch.

use toguna_store::{
    Committed, Erasing, StoreFault, closes_after, erases_after, file_after, is_closed, sweep_day,
};
use toguna_types::{
    AttachmentId, Class, CommitPayload, Digest, Epoch, Head, LogId, Seq, StewardAsk, Timestamp, limit,
};

use super::SpanAt;
use super::blob::goes;
use crate::bytes::Bytes;
use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::keys;
use crate::months::Month;
use crate::rows::{
    AttachmentRow, Due, EntryRow, EpochRow, ErasingRow, LogRow, PastKeys, PayloadAt, PlaceRow,
};

pub(crate) struct Commit {
    pub(crate) log: LogId,
    pub(crate) epoch: Epoch,
    pub(crate) hash: Digest,
    pub(crate) len: u32,
    pub(crate) bytes: Bytes,
    pub(crate) payload: CommitPayload,
    pub(crate) stamps: Bytes,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) asked: Option<StewardAsk>,
    pub(crate) now: Timestamp,
}

/// One attachment, ready to be kept.
pub(crate) struct Attachment {
    pub(crate) id: AttachmentId,
    pub(crate) token: Digest,
    pub(crate) bytes: Bytes,
}

pub(crate) enum Ready {
    Accepted(SpanAt),
    Lost {
        log: LogId,
        epoch: Epoch,
        head: Head,
        winner: Option<(Digest, Seq)>,
    },
}

impl Verb for Commit {
    type Ready = Option<Ready>;
    type Answer = Option<Committed>;
    const ROOM: Room = Room::ToAdd;

    fn weight(&self) -> usize {
        let attached = self
            .attachments
            .iter()
            .map(|attachment| attachment.bytes.weight());
        [self.bytes.weight(), self.stamps.weight(), 1_024]
            .into_iter()
            .chain(attached)
            .fold(0, usize::saturating_add)
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Option<Ready>, StoreFault> {
        let before = tx.log(self.log)?;
        let Some(before) = before.filter(|row| !is_closed(row.closes, self.now)) else {
            return Ok(None);
        };
        let known: Option<PlaceRow> = tx.get(&keys::place(self.log, Class::Commit, self.hash))?;
        if let Some(PlaceRow { seq }) = known {
            let span = SpanAt::find(tx, self.log, &before, seq)?;
            return Ok(Some(Ready::Accepted(span)));
        }
        if self.epoch != before.epoch {
            let ended: Option<EpochRow> = tx.get(&keys::epoch(self.log, self.epoch))?;
            return Ok(Some(Ready::Lost {
                log: self.log,
                epoch: before.epoch,
                head: before.head,
                winner: ended.map(|ended| (ended.commit, ended.seq)),
            }));
        }
        let (log, entry) = (self.log, (Class::Commit, self.epoch, self.hash));
        let row = self.store(tx, &before)?;
        tx.put_log(log, Some(before), &row, &[entry])?;
        SpanAt::find(tx, log, &row, row.head.seq).map(|span| Some(Ready::Accepted(span)))
    }

    fn answer(ready: Option<Ready>, settled: &Settled) -> Result<Option<Committed>, StoreFault> {
        Ok(match ready {
            None => None,
            Some(Ready::Accepted(span)) => Some(Committed::Accepted(span.settle(settled)?)),
            Some(Ready::Lost {
                log,
                epoch,
                head,
                winner,
            }) => {
                let (epoch, head) = settled.log(log).unwrap_or((epoch, head));
                Some(Committed::Lost { epoch, head, winner })
            }
        })
    }
}

impl Commit {
    /// Writes all rows but the log's own, which it returns.
    fn store(self, tx: &mut Tx<'_>, before: &LogRow) -> Result<LogRow, StoreFault> {
        let head = before.head.link(Class::Commit, self.hash);
        let sweep = sweep_day(self.now, limit::CATCH_UP);
        let payload = match self.bytes {
            Bytes::Large(file) => {
                tx.keep_file(file)?;
                PayloadAt::File
            }
            Bytes::Small(bytes) => {
                let month = Month::arriving(self.now.day());
                tx.keep_payload(month, self.log, head.seq, bytes)?;
                PayloadAt::Month(month.number())
            }
        };
        let entry = EntryRow {
            class: Class::Commit,
            epoch: self.epoch,
            hash: self.hash,
            head: head.hash,
            len: self.len,
            payload,
            stamps: tx.keep(self.stamps)?,
        };
        tx.put(keys::entry(self.log, head.seq), &entry)?;
        let place = PlaceRow { seq: head.seq };
        tx.put(keys::place(self.log, Class::Commit, self.hash), &place)?;
        let ended = EpochRow {
            commit: self.hash,
            seq: head.seq,
            keys: Some(PastKeys {
                write: before.write,
                read: before.read,
            }),
        };
        tx.put(keys::epoch(self.log, self.epoch), &ended)?;
        let due = Due::EpochKeys {
            log: self.log,
            epoch: self.epoch,
        };
        tx.mark_due(sweep, due)?;
        let (closes, erases) = mark_asked(tx, (self.log, before), self.asked, head, self.now)?;
        for attachment in self.attachments {
            attach(tx, self.log, attachment, sweep)?;
        }
        Ok(LogRow {
            epoch: self.epoch.next(),
            head,
            write: self.payload.next_write,
            read: self.payload.next_read,
            steward: self.payload.next_steward.unwrap_or(before.steward),
            join: self.payload.next_join,
            closes,
            erases,
            bytes: before.bytes.saturating_add(u64::from(self.len)),
            ..before.clone()
        })
    }
}

/// Marks what stewards ask as due on its day. Returns when the log closes then, and what is to be erased of it.
fn mark_asked(
    tx: &mut Tx<'_>,
    (log, before): (LogId, &LogRow),
    asked: Option<StewardAsk>,
    head: Head,
    now: Timestamp,
) -> Result<(Option<u64>, Option<ErasingRow>), StoreFault> {
    let from = Seq::default();
    let erases = erases_after(asked, before.erases(), head.seq, now);
    if let Some(erasing) = erases.filter(|_| erases != before.erases()) {
        tx.mark_due(erasing.day, Due::Messages { log, from })?;
    }
    let closes = closes_after(asked, before.closes, now);
    if let Some(day) = closes.filter(|_| closes != before.closes) {
        tx.mark_due(day, Due::Log { log, from })?;
    }
    if let Some((blob, day)) = file_after(asked, now) {
        goes(tx, log, blob, day)?;
    }
    let erases = erases.map(|Erasing { day, upto }| ErasingRow { day, upto });
    Ok((closes, erases))
}

/// Keeps an attachment; one that stands under the same id and token already is never replaced.
fn attach(tx: &mut Tx<'_>, log: LogId, attachment: Attachment, sweep: u64) -> Result<(), StoreFault> {
    let Attachment { id, token, bytes } = attachment;
    let key = keys::attachment(log, id, token);
    if tx.get::<AttachmentRow>(&key)?.is_some() {
        return Ok(());
    }
    let body = tx.keep(bytes)?;
    tx.mark_due(sweep, Due::Attachment { log, id, token })?;
    tx.put(key, &AttachmentRow { body })
}
