// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Logs`] on disk: the verbs go to the committer, reading does not.

use toguna_store::{
    Appended, Committed, EpochKeys, Founded, LogState, Logs, NewAppend, NewAttachment, NewCommit, NewLog,
    NewPayload, Page, ReadFrom, StoreFault,
};
use toguna_types::{AttachmentId, Digest, Entry, Epoch, LogId, Seq};
use tokio::sync::watch;

use crate::disk::Disk;
use crate::keys;
use crate::months::Month;
use crate::rows::{AttachmentRow, EntryRow, EpochRow, PayloadAt, Row as _};
use crate::store::{SledStore, WHOLE_ROW};
use crate::verbs::append::{Append, Payload};
use crate::verbs::commit::{Attachment, Commit};
use crate::verbs::found::Found;
use crate::{INLINE_BYTES, store::HALF_ROW};

impl Logs for SledStore {
    async fn found(&self, new: NewLog) -> Result<Founded, StoreFault> {
        self.call(Found(new)).await
    }

    async fn log_state(&self, log: LogId) -> Result<Option<LogState>, StoreFault> {
        Ok(self.disk()?.log(log)?.map(|row| row.state()))
    }

    async fn epoch_keys(&self, log: LogId, epoch: Epoch) -> Result<Option<EpochKeys>, StoreFault> {
        let disk = self.disk()?;
        let Some(row) = disk.log(log)? else {
            return Ok(None);
        };
        if epoch >= row.epoch {
            return Ok((epoch == row.epoch).then(|| row.keys()));
        }
        let ended: Option<EpochRow> = disk.row(&keys::epoch(log, epoch))?;
        Ok(ended.and_then(|ended| ended.keys).map(|keys| keys.keys()))
    }

    async fn append(&self, new: NewAppend) -> Result<Option<Appended>, StoreFault> {
        let mut payloads = Vec::with_capacity(new.payloads.len());
        for payload in new.payloads {
            payloads.push(self.ready(payload).await?);
        }
        self.call(Append {
            log: new.log,
            epoch: new.epoch,
            payloads,
            now: new.now,
        })
        .await
    }

    async fn commit(&self, new: NewCommit) -> Result<Option<Committed>, StoreFault> {
        let len = length(&new.bytes)?;
        let mut attachments = Vec::with_capacity(new.attachments.len());
        for NewAttachment { id, token, bytes } in new.attachments {
            let bytes = self.stage(bytes, WHOLE_ROW).await?;
            attachments.push(Attachment { id, token, bytes });
        }
        self.call(Commit {
            log: new.log,
            epoch: new.epoch,
            hash: new.hash,
            len,
            bytes: self.stage_hashed(new.bytes, new.hash, INLINE_BYTES).await?,
            payload: new.payload,
            stamps: self.stage(new.stamps, HALF_ROW).await?,
            attachments,
            asked: new.asked,
            now: new.now,
        })
        .await
    }

    async fn read(&self, from: ReadFrom) -> Result<Option<Page>, StoreFault> {
        self.reading(move |disk| page(disk, from)).await
    }

    async fn attachment(
        &self,
        log: LogId,
        id: AttachmentId,
        token: Digest,
    ) -> Result<Option<Vec<u8>>, StoreFault> {
        let key = keys::attachment(log, id, token);
        self.reading(move |disk| {
            let Some(row) = disk.row::<AttachmentRow>(&key)? else {
                return Ok(None);
            };
            match disk.body(row.body)? {
                None if disk.row::<AttachmentRow>(&key)?.is_some() => Err(AttachmentRow::torn()),
                bytes => Ok(bytes),
            }
        })
        .await
    }

    fn watch_log(&self, log: LogId) -> watch::Receiver<Seq> {
        let Ok(disk) = self.disk() else {
            return watch::channel(Seq::default()).1;
        };
        disk.watched_logs.watch(log, || {
            let row = disk.log(log).ok().flatten();
            row.map_or(Seq::default(), |row| row.head.seq)
        })
    }
}

impl SledStore {
    async fn ready(&self, payload: NewPayload) -> Result<Payload, StoreFault> {
        Ok(Payload {
            class: payload.class,
            lifetime: payload.lifetime,
            hash: payload.hash,
            len: length(&payload.bytes)?,
            bytes: self
                .stage_hashed(payload.bytes, payload.hash, INLINE_BYTES)
                .await?,
        })
    }
}

/// A page, up to the log's durable head.
fn page(disk: &Disk, from: ReadFrom) -> Result<Option<Page>, StoreFault> {
    let Some(log) = disk.log(from.log)? else {
        return Ok(None);
    };
    let mut page = Page {
        entries: Vec::new(),
        epoch: log.epoch,
        head: log.head,
    };
    let first = keys::entry(from.log, from.after.next());
    let last = keys::entry(from.log, log.head.seq.next());
    let mut room = u64::from(from.bytes);
    let mut seq = from.after;
    let limit = usize::try_from(from.entries).unwrap_or(usize::MAX);
    if first >= last {
        return Ok(Some(page));
    }
    for row in disk.main.range(&first, &last)?.take(limit) {
        let (key, row) = row?;
        let row = EntryRow::decode(&row)?;
        seq = seq.next();
        if *key != *keys::entry(from.log, seq) {
            return Err(EntryRow::torn());
        }
        let open = from.opens.covers(row.class, row.epoch) && (from.opens.current || seq >= log.floor);
        let len = if open && row.payload != PayloadAt::Gone {
            u64::from(row.len)
        } else {
            0
        };
        if len > room && !page.entries.is_empty() {
            break;
        }
        room = room.saturating_sub(len);
        page.entries.push(if open {
            whole(disk, from.log, seq, row)?
        } else {
            stub(seq, &row)
        });
    }
    Ok(Some(page))
}

/// An entry with its payload, unless that expired.
fn whole(disk: &Disk, log: LogId, seq: Seq, row: EntryRow) -> Result<Entry, StoreFault> {
    let payload = match row.payload {
        PayloadAt::Gone => return Ok(stub(seq, &row)),
        PayloadAt::Month(month) => disk.payload(Month::from_number(month), log, seq, row.hash)?,
        PayloadAt::File => disk.files.read(row.hash)?,
    };
    let Some((payload, stamps)) = payload.zip(disk.body(row.stamps)?) else {
        // It expired since the row was read, or it is missing.
        return match disk.row::<EntryRow>(&keys::entry(log, seq))? {
            Some(row) if row.payload == PayloadAt::Gone => Ok(stub(seq, &row)),
            _ => Err(StoreFault::Inconsistent { table: "payloads" }),
        };
    };
    Ok(Entry::Whole {
        seq,
        class: row.class,
        epoch: row.epoch,
        payload,
        stamps,
    })
}

const fn stub(seq: Seq, row: &EntryRow) -> Entry {
    Entry::Stub {
        seq,
        class: row.class,
        epoch: row.epoch,
        hash: row.hash,
    }
}

/// A payload's length; none over 4 GiB comes this far.
fn length(bytes: &[u8]) -> Result<u32, StoreFault> {
    u32::try_from(bytes.len()).map_err(|_| EntryRow::torn())
}
