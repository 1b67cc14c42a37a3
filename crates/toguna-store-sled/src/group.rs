// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the verbs of one group have changed so far, and what a verb may do to it.
//!
//! A verb reads rows as the verbs before it left them and writes rows into memory; nothing touches the disk until
//! the committer settles the group. A verb that fails leaves the group as it found it.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use toguna_store::{Span, StoreFault};
use toguna_types::{Class, DeviceId, Digest, Epoch, Head, LogId, Opaque, Seq};

use crate::INLINE_BYTES;
use crate::bytes::Bytes;
use crate::disk::Disk;
use crate::files::StagedFile;
use crate::keys::{self, Key};
use crate::months::Month;
use crate::pieces::{BlobName, PieceFile};
use crate::rows::{Body, CountRow, Due, LogRow, MailboxRow, Row};
use crate::unsettled::Before;

/// What the verbs of one group have changed so far.
#[derive(Default)]
pub(crate) struct Group {
    rows: BTreeMap<Key, Option<Vec<u8>>>,
    /// Payloads on their way to their months.
    pub(crate) payloads: Vec<NewRow>,
    /// Payloads that may leave their months.
    pub(crate) erased: Vec<(Month, Key)>,
    /// Files on their way to their names.
    pub(crate) files: Vec<StagedFile>,
    /// Files that a row let go of.
    pub(crate) released: Vec<Digest>,
    /// Pieces on their way to their names.
    pub(crate) pieces: Vec<PieceFile>,
    /// Files whose row went.
    pub(crate) dropped: Vec<BlobName>,
    /// Months that a payload left.
    pub(crate) thinned: BTreeSet<Month>,
    spans: Vec<SpanDraft>,
    logs: BTreeMap<LogId, Touched>,
    mailboxes: BTreeMap<DeviceId, (u64, u64)>,
}

/// A payload for a month.
pub(crate) struct NewRow {
    pub(crate) month: Month,
    pub(crate) key: Key,
    pub(crate) bytes: Vec<u8>,
}

/// A log this group changed.
struct Touched {
    before: Option<LogRow>,
    epoch: Epoch,
    head: Head,
    /// The span that further entries join.
    open: Option<usize>,
}

struct SpanDraft {
    log: LogId,
    epoch: Epoch,
    before: Head,
    after: Head,
    entries: Vec<(Class, Digest)>,
}

/// A place in a span that is not finished yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SpanRef(usize);

/// What became of a group once it is durable.
pub(crate) struct Settled {
    spans: Vec<Arc<Span>>,
    logs: BTreeMap<LogId, (Epoch, Head)>,
    pub(crate) mailboxes: BTreeMap<DeviceId, u64>,
}

/// One verb at work on a group.
pub(crate) struct Tx<'g> {
    disk: &'g Disk,
    group: &'g mut Group,
    undo: Vec<(Key, Option<Option<Vec<u8>>>)>,
}

// === impl Group ===

impl Group {
    /// Lets a verb work; what it did is taken back if it fails.
    pub(crate) fn apply<T>(
        &mut self,
        disk: &Disk,
        verb: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreFault>,
    ) -> Result<T, StoreFault> {
        let lengths = (
            self.payloads.len(),
            self.erased.len(),
            self.files.len(),
            self.released.len(),
            self.pieces.len(),
            self.dropped.len(),
        );
        let mut tx = Tx {
            disk,
            group: self,
            undo: Vec::new(),
        };
        let done = verb(&mut tx);
        if done.is_err() {
            let undo = std::mem::take(&mut tx.undo);
            for (key, before) in undo.into_iter().rev() {
                match before {
                    Some(before) => self.rows.insert(key, before),
                    None => self.rows.remove(&key),
                };
            }
            self.payloads.truncate(lengths.0);
            self.erased.truncate(lengths.1);
            self.files.truncate(lengths.2);
            self.released.truncate(lengths.3);
            self.pieces.truncate(lengths.4);
            self.dropped.truncate(lengths.5);
        }
        done
    }

    /// Whether there is nothing to make durable.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows as one batch.
    pub(crate) fn batch(&self) -> sled::Batch {
        let mut batch = sled::Batch::default();
        for (key, row) in &self.rows {
            match row {
                Some(row) => batch.insert(key.as_slice(), row.as_slice()),
                None => batch.remove(key.as_slice()),
            }
        }
        batch
    }

    /// How the things this group changed stood before it.
    pub(crate) fn before(&self) -> Before {
        let logs = self.logs.iter();
        let mailboxes = self.mailboxes.iter();
        Before {
            logs: logs
                .map(|(log, touched)| (*log, touched.before.clone()))
                .collect(),
            mailboxes: mailboxes
                .map(|(device, (before, _))| (*device, *before))
                .collect(),
        }
    }

    /// The spans, finished.
    pub(crate) fn settle(self) -> Settled {
        let logs = self.logs.into_iter();
        let mailboxes = self.mailboxes.into_iter();
        Settled {
            spans: self
                .spans
                .into_iter()
                .map(|draft| Arc::new(draft.finish()))
                .collect(),
            logs: logs
                .map(|(log, touched)| (log, (touched.epoch, touched.head)))
                .collect(),
            mailboxes: mailboxes.map(|(device, (_, after))| (device, after)).collect(),
        }
    }
}

// === impl Tx ===

impl Tx<'_> {
    pub(crate) fn get<R: Row>(&self, key: &[u8]) -> Result<Option<R>, StoreFault> {
        match self.group.rows.get(key) {
            Some(row) => row.as_deref().map(R::decode).transpose(),
            None => self.disk.row(key),
        }
    }

    /// A row that another refers to.
    pub(crate) fn demand<R: Row>(&self, key: &[u8]) -> Result<R, StoreFault> {
        self.get(key)?.ok_or_else(R::torn)
    }

    /// Writes a row; one above what sled is given would be spilt to a file that it never syncs.
    pub(crate) fn put<R: Row>(&mut self, key: Key, row: &R) -> Result<(), StoreFault> {
        let row = row.encode()?;
        if row.len() > INLINE_BYTES {
            return Err(R::torn());
        }
        self.set(key, Some(row));
        Ok(())
    }

    pub(crate) fn delete(&mut self, key: Key) {
        self.set(key, None);
    }

    fn set(&mut self, key: Key, row: Option<Vec<u8>>) {
        let before = self.group.rows.insert(key.clone(), row);
        self.undo.push((key, before));
    }

    pub(crate) fn log(&self, log: LogId) -> Result<Option<LogRow>, StoreFault> {
        self.get(&keys::log(log))
    }

    /// Keeps bytes: in the row if they are at most `most` long, else in a file.
    pub(crate) fn keep(&mut self, bytes: Bytes) -> Result<Body, StoreFault> {
        match bytes {
            Bytes::Small(bytes) => Ok(Body::Inline(Opaque::from(bytes))),
            Bytes::Large(file) => self.keep_file(file).map(Body::File),
        }
    }

    /// Keeps a file, which more rows than one may refer to.
    pub(crate) fn keep_file(&mut self, file: StagedFile) -> Result<Digest, StoreFault> {
        let hash = file.hash();
        let CountRow(n) = self.get(&keys::file(hash))?.unwrap_or_default();
        self.put(keys::file(hash), &CountRow(n.saturating_add(1)))?;
        self.group.files.push(file);
        Ok(hash)
    }

    /// The bytes of a body. Those kept by this very group may still be on their way.
    pub(crate) fn read(&self, body: Body) -> Result<Vec<u8>, StoreFault> {
        let on_the_way = match &body {
            Body::Inline(_) => None,
            Body::File(hash) => self.group.files.iter().find(|file| file.hash() == *hash),
        };
        let bytes = match on_the_way {
            Some(file) => Some(file.read()?),
            None => self.disk.body(body)?,
        };
        bytes.ok_or(StoreFault::Inconsistent { table: "files" })
    }

    /// Lets go of what `keep` kept.
    pub(crate) fn release(&mut self, body: &Body) -> Result<(), StoreFault> {
        match body {
            Body::Inline(_) => Ok(()),
            Body::File(hash) => self.release_file(*hash),
        }
    }

    pub(crate) fn release_file(&mut self, hash: Digest) -> Result<(), StoreFault> {
        let key = keys::file(hash);
        let CountRow(n) = self.demand(&key)?;
        match n.checked_sub(1) {
            Some(0) | None => self.delete(key),
            Some(n) => self.put(key, &CountRow(n))?,
        }
        self.group.released.push(hash);
        Ok(())
    }

    /// Puts a piece to its file.
    pub(crate) fn keep_piece(&mut self, piece: PieceFile) {
        self.group.pieces.push(piece);
    }

    /// Takes away the pieces of a file whose row goes.
    pub(crate) fn release_pieces(&mut self, blob: BlobName) {
        self.group.dropped.push(blob);
    }

    /// Puts a payload into its month.
    pub(crate) fn keep_payload(
        &mut self,
        month: Month,
        log: LogId,
        seq: Seq,
        bytes: Vec<u8>,
    ) -> Result<(), StoreFault> {
        let count = keys::month(month.number());
        let CountRow(n) = self.get(&count)?.unwrap_or_default();
        self.put(count, &CountRow(n.saturating_add(1)))?;
        let key = keys::payload(log, seq);
        self.group.payloads.push(NewRow { month, key, bytes });
        Ok(())
    }

    /// Takes a payload out of its month.
    pub(crate) fn release_payload(&mut self, month: Month, log: LogId, seq: Seq) -> Result<(), StoreFault> {
        let count = keys::month(month.number());
        let CountRow(n) = self.demand(&count)?;
        match n.checked_sub(1) {
            Some(0) | None => self.delete(count),
            Some(n) => self.put(count, &CountRow(n))?,
        }
        self.group.erased.push((month, keys::payload(log, seq)));
        self.group.thinned.insert(month);
        Ok(())
    }

    /// Keys between two as the disk has them: what this group has written or deleted is yet to be asked for, row by row.
    pub(crate) fn stored(&self, (from, to): &(Key, Key)) -> Result<Vec<Key>, StoreFault> {
        let rows = self.disk.main.range(from, to)?;
        rows.map(|row| row.map(|(key, _)| key.to_vec())).collect()
    }

    /// Notes that a sweep of `day` or later does this.
    pub(crate) fn mark_due(&mut self, day: u64, due: Due) -> Result<(), StoreFault> {
        let key = keys::due(day, &due.encode()?);
        self.put(key, &CountRow(0))
    }

    /// Whether this is still to be done.
    pub(crate) fn is_due(&self, key: &[u8]) -> Result<bool, StoreFault> {
        Ok(self.get::<CountRow>(key)?.is_some())
    }

    /// Forgets what `mark_due` noted.
    pub(crate) fn unmark_due(&mut self, day: u64, due: Due) -> Result<(), StoreFault> {
        let key = keys::due(day, &due.encode()?);
        self.delete(key);
        Ok(())
    }

    /// Writes a mailbox's row, so that who listens is woken.
    pub(crate) fn put_mailbox(&mut self, device: DeviceId, row: MailboxRow) -> Result<(), StoreFault> {
        let key = keys::mailbox(device);
        let before: MailboxRow = self.get(&key)?.unwrap_or_default();
        self.put(key, &row)?;
        let places = self.group.mailboxes.entry(device);
        places.or_insert((before.last, before.last)).1 = row.last;
        Ok(())
    }

    /// Writes a log's row, and lets its new entries, in order, join a span. The last thing a verb does: what it
    /// adds to spans is not taken back.
    pub(crate) fn put_log(
        &mut self,
        log: LogId,
        before: Option<LogRow>,
        after: &LogRow,
        entries: &[(Class, Epoch, Digest)],
    ) -> Result<(), StoreFault> {
        self.put(keys::log(log), after)?;
        let tip = before.as_ref().map_or(after.genesis, |row| row.head);
        let touched = match self.group.logs.entry(log) {
            Slot::Occupied(slot) => slot.into_mut(),
            Slot::Vacant(slot) => slot.insert(Touched {
                before,
                epoch: after.epoch,
                head: tip,
                open: None,
            }),
        };
        for &(class, epoch, hash) in entries {
            let next = touched.head.link(class, hash);
            let open = touched.open.filter(|_| class != Class::Commit);
            match open.and_then(|open| self.group.spans.get_mut(open)) {
                Some(draft) => {
                    draft.entries.push((class, hash));
                    draft.after = next;
                }
                None => {
                    touched.open = (class != Class::Commit).then_some(self.group.spans.len());
                    self.group.spans.push(SpanDraft {
                        log,
                        epoch,
                        before: touched.head,
                        after: next,
                        entries: vec![(class, hash)],
                    });
                }
            }
            touched.head = next;
        }
        touched.epoch = after.epoch;
        touched.head = after.head;
        Ok(())
    }

    /// The span of this group that covers a place, if one does.
    pub(crate) fn span_at(&self, log: LogId, seq: Seq) -> Option<SpanRef> {
        let covers = |draft: &SpanDraft| draft.log == log && draft.before.seq < seq && seq <= draft.after.seq;
        self.group.spans.iter().position(covers).map(SpanRef)
    }
}

// === impl SpanDraft ===

impl SpanDraft {
    fn finish(self) -> Span {
        Span {
            log: self.log,
            epoch: self.epoch,
            before: self.before,
            after: self.after,
            entries: self.entries,
            receipt: OnceLock::new(),
        }
    }
}

// === impl Settled ===

impl Settled {
    pub(crate) fn span(&self, at: SpanRef) -> Result<Arc<Span>, StoreFault> {
        let span = self.spans.get(at.0).map(Arc::clone);
        span.ok_or(StoreFault::Inconsistent { table: "spans" })
    }

    /// How a log this group changed stands now.
    pub(crate) fn log(&self, log: LogId) -> Option<(Epoch, Head)> {
        self.logs.get(&log).copied()
    }

    pub(crate) fn heads(&self) -> impl Iterator<Item = (&LogId, &Head)> {
        self.logs.iter().map(|(log, (_, head))| (log, head))
    }
}
