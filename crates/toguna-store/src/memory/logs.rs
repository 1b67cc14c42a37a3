// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Logs`] in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use toguna_types::{AttachmentId, Class, Digest, Entry, Epoch, Head, LogId, Seq, Timestamp, limit};
use tokio::sync::watch;

use super::MemoryStore;
use crate::{
    Appended, Committed, EpochKeys, Founded, LogState, Logs, NewAppend, NewAttachment, NewCommit, NewLog,
    NewPayload, Outcome, Page, ReadFrom, Span, StoreFault, Swept, closes_after, erases_after, file_after,
    sweep_day,
};

impl Logs for MemoryStore {
    async fn found(&self, new: NewLog) -> Result<Founded, StoreFault> {
        let mut rows = self.rows()?;
        if let Some(log) = rows.logs.logs.get(&new.log) {
            return Ok(if log.founding == Founding::of(&new) {
                Founded::Same(new.genesis)
            } else {
                Founded::Taken
            });
        }
        rows.logs.logs.insert(new.log, LogRow::new(&new));
        Ok(Founded::Created(new.genesis))
    }

    async fn log_state(&self, log: LogId) -> Result<Option<LogState>, StoreFault> {
        Ok(self.rows()?.logs.logs.get(&log).map(|log| log.state.clone()))
    }

    async fn epoch_keys(&self, log: LogId, epoch: Epoch) -> Result<Option<EpochKeys>, StoreFault> {
        let rows = self.rows()?;
        let Some(log) = rows.logs.logs.get(&log) else {
            return Ok(None);
        };
        if epoch == log.state.epoch {
            return Ok(Some(log.state.keys));
        }
        Ok(log.past.get(&epoch).map(|past| past.keys))
    }

    async fn append(&self, new: NewAppend) -> Result<Option<Appended>, StoreFault> {
        if new.payloads.iter().any(|payload| payload.class == Class::Commit) {
            return Err(StoreFault::Inconsistent { table: "appends" });
        }
        let mut rows = self.rows()?;
        let Some(log) = rows.logs.open_mut(new.log, new.now) else {
            return Ok(None);
        };
        let appended = log.append(new)?;
        rows.logs.wake(&appended);
        Ok(Some(appended.answer))
    }

    async fn commit(&self, new: NewCommit) -> Result<Option<Committed>, StoreFault> {
        let mut rows = self.rows()?;
        let id = new.log;
        let Some(log) = rows.logs.open_mut(id, new.now) else {
            return Ok(None);
        };
        let (file, before) = (file_after(new.asked, new.now), log.state.head);
        let committed = log.commit(new)?;
        let seq = log.state.head.seq;
        if let Some((blob, day)) = file.filter(|_| log.state.head != before) {
            rows.blobs.goes(id, blob, day);
        }
        rows.logs.wake_at(id, seq);
        Ok(Some(committed))
    }

    async fn read(&self, from: ReadFrom) -> Result<Option<Page>, StoreFault> {
        Ok(self.rows()?.logs.logs.get(&from.log).map(|log| log.read(from)))
    }

    async fn attachment(
        &self,
        log: LogId,
        id: AttachmentId,
        token: Digest,
    ) -> Result<Option<Vec<u8>>, StoreFault> {
        let rows = self.rows()?;
        let log = rows.logs.logs.get(&log);
        Ok(log
            .and_then(|log| log.attachments.get(&(id, token)))
            .map(|attachment| attachment.bytes.clone()))
    }

    fn watch_log(&self, log: LogId) -> watch::Receiver<Seq> {
        match self.lock() {
            Ok(mut rows) if !rows.closed => rows.logs.watch(log),
            _ => watch::channel(Seq::default()).1,
        }
    }
}

#[derive(Default)]
pub(super) struct Rows {
    logs: BTreeMap<LogId, LogRow>,
    watchers: BTreeMap<LogId, watch::Sender<Seq>>,
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
pub(super) struct LogRow {
    founding: Founding,
    pub(super) state: LogState,
    pub(super) past: BTreeMap<Epoch, PastEpoch>,
    endings: BTreeMap<Epoch, Seq>,
    pub(super) entries: BTreeMap<Seq, EntryRow>,
    pub(super) places: BTreeMap<(Class, Digest), Seq>,
    pub(super) attachments: BTreeMap<(AttachmentId, Digest), AttachmentRow>,
}

/// What `found` was called with, all but the time.
#[cfg_attr(feature = "contract", derive(Clone, Hash))]
#[derive(PartialEq, Eq)]
struct Founding {
    genesis: Head,
    keys: EpochKeys,
    steward: [u8; 32],
    join: Option<[u8; 32]>,
    named: bool,
}

/// The keys of an epoch that is over, until they expire.
#[cfg_attr(feature = "contract", derive(Clone, Hash))]
pub(super) struct PastEpoch {
    keys: EpochKeys,
    pub(super) sweep_day: u64,
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
pub(super) struct EntryRow {
    pub(super) class: Class,
    pub(super) epoch: Epoch,
    pub(super) hash: Digest,
    pub(super) head: Head,
    pub(super) payload: Option<Vec<u8>>,
    pub(super) stamps: Vec<u8>,
    pub(super) sweep_day: Option<u64>,
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
pub(super) struct AttachmentRow {
    bytes: Vec<u8>,
    pub(super) sweep_day: u64,
}

/// An answer, and which log it is about.
struct Change {
    log: LogId,
    answer: Appended,
}

// === impl Rows ===

impl Rows {
    pub(super) fn has(&self, log: LogId) -> bool {
        self.logs.contains_key(&log)
    }

    /// Drops the senders, so that whoever waits learns that nothing more comes.
    pub(super) fn close(&mut self) {
        self.watchers.clear();
    }

    pub(super) fn sweep(&mut self, today: u64, swept: &mut Swept) {
        for log in self.logs.values_mut() {
            log.sweep(today, swept);
        }
    }

    /// Whether a log was closed by this day.
    pub(super) fn is_closed(&self, log: LogId, today: u64) -> bool {
        let log = self.logs.get(&log);
        log.is_some_and(|log| log.state.closes.is_some_and(|day| day <= today))
    }

    /// A log that is not closed.
    fn open_mut(&mut self, log: LogId, now: Timestamp) -> Option<&mut LogRow> {
        self.logs.get_mut(&log).filter(|log| !log.state.is_closed(now))
    }

    fn watch(&mut self, log: LogId) -> watch::Receiver<Seq> {
        self.watchers.retain(|_, sender| sender.receiver_count() > 0);
        let seq = self
            .logs
            .get(&log)
            .map_or(Seq::default(), |log| log.state.head.seq);
        self.watchers
            .entry(log)
            .or_insert_with(|| watch::channel(seq).0)
            .subscribe()
    }

    fn wake(&self, change: &Change) {
        self.wake_at(change.log, change.answer.head.seq);
    }

    pub(super) fn wake_at(&self, log: LogId, seq: Seq) {
        if let Some(sender) = self.watchers.get(&log) {
            sender.send_if_modified(|last| {
                let moved = *last != seq;
                *last = seq;
                moved
            });
        }
    }
}

#[cfg(feature = "contract")]
impl Rows {
    pub(super) fn row(&self, log: LogId) -> Option<&LogRow> {
        self.logs.get(&log)
    }

    pub(super) fn row_mut(&mut self, log: LogId) -> Option<&mut LogRow> {
        self.logs.get_mut(&log)
    }

    /// The same rows, which nobody watches.
    pub(super) fn fork(&self) -> Self {
        Self {
            logs: self.logs.clone(),
            watchers: BTreeMap::new(),
        }
    }
}

#[cfg(feature = "contract")]
impl LogRow {
    /// The head of the empty chain.
    pub(super) const fn genesis(&self) -> Head {
        self.founding.genesis
    }
}

#[cfg(feature = "contract")]
impl std::hash::Hash for Rows {
    /// Whoever watches is not stored.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.logs.hash(state);
    }
}

// === impl LogRow ===

impl LogRow {
    fn new(new: &NewLog) -> Self {
        Self {
            founding: Founding::of(new),
            state: LogState {
                epoch: Epoch::default(),
                head: new.genesis,
                keys: new.keys,
                steward: new.steward,
                join: new.join,
                named_until: new.named_until(),
                floor: Seq::default(),
                bytes: 0,
                closes: None,
                erases: None,
            },
            past: BTreeMap::new(),
            endings: BTreeMap::new(),
            entries: BTreeMap::new(),
            places: BTreeMap::new(),
            attachments: BTreeMap::new(),
        }
    }

    fn append(&mut self, new: NewAppend) -> Result<Change, StoreFault> {
        let current = new.epoch == self.state.epoch;
        let before = self.state.head;
        let mut places = Vec::with_capacity(new.payloads.len());
        for payload in new.payloads {
            let known = self.places.get(&(payload.class, payload.hash)).copied();
            places.push(match known {
                Some(seq) => Some(seq),
                None if current => Some(self.push_payload(payload, new.now)),
                None => None,
            });
        }
        let fresh = Arc::new(self.span(new.log, before.seq.next(), self.state.head.seq)?);
        let mut outcomes = Vec::with_capacity(places.len());
        for place in places {
            outcomes.push(match place {
                Some(seq) if seq > before.seq => Outcome::Stored(Arc::clone(&fresh)),
                Some(seq) => Outcome::Stored(Arc::new(self.span(new.log, seq, seq)?)),
                None => Outcome::Stale,
            });
        }
        Ok(Change {
            log: new.log,
            answer: Appended {
                outcomes,
                epoch: self.state.epoch,
                head: self.state.head,
            },
        })
    }

    fn commit(&mut self, new: NewCommit) -> Result<Committed, StoreFault> {
        if let Some(&seq) = self.places.get(&(Class::Commit, new.hash)) {
            return Ok(Committed::Accepted(Arc::new(self.span(new.log, seq, seq)?)));
        }
        if new.epoch != self.state.epoch {
            return Ok(Committed::Lost {
                epoch: self.state.epoch,
                head: self.state.head,
                winner: self.winner(new.epoch),
            });
        }
        let seq = self.push(EntryRow {
            class: Class::Commit,
            epoch: new.epoch,
            hash: new.hash,
            head: self.state.head.link(Class::Commit, new.hash),
            payload: Some(new.bytes),
            stamps: new.stamps,
            sweep_day: None,
        });
        let past = PastEpoch {
            keys: self.state.keys,
            sweep_day: sweep_day(new.now, limit::CATCH_UP),
        };
        self.past.insert(new.epoch, past);
        self.endings.insert(new.epoch, seq);
        self.keep_attachments(new.attachments, new.now);
        self.state.epoch = new.epoch.next();
        self.state.keys = EpochKeys {
            write: new.payload.next_write,
            read: new.payload.next_read,
        };
        self.state.closes = closes_after(new.asked, self.state.closes, new.now);
        self.state.erases = erases_after(new.asked, self.state.erases, self.state.head.seq, new.now);
        self.state.join = new.payload.next_join;
        if let Some(steward) = new.payload.next_steward {
            self.state.steward = steward;
        }
        Ok(Committed::Accepted(Arc::new(self.span(new.log, seq, seq)?)))
    }

    /// Stores attachments; one that stands under the same id and token already is never replaced.
    fn keep_attachments(&mut self, attachments: Vec<NewAttachment>, now: Timestamp) {
        for attachment in attachments {
            let row = AttachmentRow {
                bytes: attachment.bytes,
                sweep_day: sweep_day(now, limit::CATCH_UP),
            };
            self.attachments
                .entry((attachment.id, attachment.token))
                .or_insert(row);
        }
    }

    fn winner(&self, epoch: Epoch) -> Option<(Digest, Seq)> {
        let seq = self.endings.get(&epoch)?;
        self.entries.get(seq).map(|row| (row.hash, *seq))
    }

    fn push_payload(&mut self, payload: NewPayload, now: Timestamp) -> Seq {
        self.push(EntryRow {
            class: payload.class,
            epoch: self.state.epoch,
            hash: payload.hash,
            head: self.state.head.link(payload.class, payload.hash),
            payload: Some(payload.bytes),
            stamps: Vec::new(),
            sweep_day: payload.lifetime.length().map(|length| sweep_day(now, length)),
        })
    }

    fn push(&mut self, row: EntryRow) -> Seq {
        let seq = row.head.seq;
        self.state.head = row.head;
        self.state.bytes = self.state.bytes.saturating_add(row.payload_len());
        self.places.insert((row.class, row.hash), seq);
        self.entries.insert(seq, row);
        seq
    }

    /// The span over the entries from `first` to `last`, all of one epoch.
    fn span(&self, log: LogId, first: Seq, last: Seq) -> Result<Span, StoreFault> {
        let torn = StoreFault::Inconsistent { table: "entries" };
        let before = match first.before() {
            Some(seq) if seq > Seq::default() => self.entries.get(&seq).map(|row| row.head),
            _ => Some(self.founding.genesis),
        };
        let Some(before) = before else { return Err(torn) };
        let mut span = Span {
            log,
            epoch: self.state.epoch,
            before,
            after: before,
            entries: Vec::new(),
            receipt: OnceLock::new(),
        };
        if first > last {
            return Ok(span);
        }
        for row in self.entries.range(first..=last).map(|(_, row)| row) {
            span.epoch = row.epoch;
            span.after = row.head;
            span.entries.push((row.class, row.hash));
        }
        Ok(span)
    }

    fn read(&self, from: ReadFrom) -> Page {
        let mut page = Page {
            entries: Vec::new(),
            epoch: self.state.epoch,
            head: self.state.head,
        };
        let mut room = u64::from(from.bytes);
        let limit = usize::try_from(from.entries).unwrap_or(usize::MAX);
        for (seq, row) in self.entries.range(from.after.next()..).take(limit) {
            let open =
                from.opens.covers(row.class, row.epoch) && (from.opens.current || *seq >= self.state.floor);
            let entry = row.entry(*seq, open);
            let len = if matches!(entry, Entry::Whole { .. }) {
                row.payload_len()
            } else {
                0
            };
            if len > room && !page.entries.is_empty() {
                break;
            }
            room = room.saturating_sub(len);
            page.entries.push(entry);
        }
        page
    }
}

// === impl Founding ===

impl Founding {
    const fn of(new: &NewLog) -> Self {
        Self {
            genesis: new.genesis,
            keys: new.keys,
            steward: new.steward,
            join: new.join,
            named: new.named,
        }
    }
}

// === impl EntryRow ===

impl EntryRow {
    pub(super) fn payload_len(&self) -> u64 {
        let len = self.payload.as_ref().map_or(0, Vec::len);
        u64::try_from(len).unwrap_or(u64::MAX)
    }

    fn entry(&self, seq: Seq, open: bool) -> Entry {
        match &self.payload {
            Some(payload) if open => Entry::Whole {
                seq,
                class: self.class,
                epoch: self.epoch,
                payload: payload.clone(),
                stamps: self.stamps.clone(),
            },
            _ => Entry::Stub {
                seq,
                class: self.class,
                epoch: self.epoch,
                hash: self.hash,
            },
        }
    }
}
