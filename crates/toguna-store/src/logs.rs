// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ordered logs of opaque entries (docs/protocol.md).

use std::sync::{Arc, OnceLock};

use toguna_types::{
    AttachmentId, BlobId, Class, CommitPayload, Digest, Entry, Epoch, Head, Lifetime, LogId, Seq, StewardAsk,
    Timestamp, limit,
};
use tokio::sync::watch;

use crate::{StoreFault, sweep_day};

/// The verbs on logs.
pub trait Logs {
    /// Makes a log at epoch 0. Repeating it with the same keys answers [`Founded::Same`].
    fn found(&self, new: NewLog) -> impl Future<Output = Result<Founded, StoreFault>> + Send;

    /// What the relay knows of a log, or `None`.
    fn log_state(&self, log: LogId) -> impl Future<Output = Result<Option<LogState>, StoreFault>> + Send;

    /// The verifying keys of one epoch, current or past and not yet expired.
    fn epoch_keys(
        &self,
        log: LogId,
        epoch: Epoch,
    ) -> impl Future<Output = Result<Option<EpochKeys>, StoreFault>> + Send;

    /// Appends messages and records. A payload that stands in the log already (same class and hash) gets its old
    /// place, whatever the epoch; otherwise the epoch must be current. Order within the call is kept, and the new
    /// payloads of one call stand in one run. `None` if there is no such log, or it is closed.
    fn append(&self, new: NewAppend) -> impl Future<Output = Result<Option<Appended>, StoreFault>> + Send;

    /// Ends an epoch: stores commit, next keys and attachments in one step if the epoch is current. The same
    /// payload again gets the first answer. `None` if there is no such log, or it is closed.
    fn commit(&self, new: NewCommit) -> impl Future<Output = Result<Option<Committed>, StoreFault>> + Send;

    /// Entries after a place, in order, without holes: what `opens` does not cover or has expired is a stub.
    /// `None` if there is no such log.
    fn read(&self, from: ReadFrom) -> impl Future<Output = Result<Option<Page>, StoreFault>> + Send;

    /// An attachment by the hash of its fetch token; `None` if there is none or the token is another.
    fn attachment(
        &self,
        log: LogId,
        id: AttachmentId,
        token: Digest,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StoreFault>> + Send;

    /// The log's last place, changing with every durable entry: wakes followers.
    fn watch_log(&self, log: LogId) -> watch::Receiver<Seq>;
}

/// A log to be made.
#[derive(Clone, Debug)]
pub struct NewLog {
    /// Its random id.
    pub log: LogId,
    /// The head of its empty chain; covers relay, log and the first keys.
    pub genesis: Head,
    /// `W_0` and `R_0`.
    pub keys: EpochKeys,
    /// The steward key.
    pub steward: [u8; 32],
    /// `J_0`, where joining is open.
    pub join: Option<[u8; 32]>,
    /// Whether its commits need a device's stamp for a while ([`LogState::named_until`]).
    pub named: bool,
    /// When.
    pub now: Timestamp,
}

/// The verifying keys of an epoch (raw Ed25519).
#[cfg_attr(feature = "contract", derive(Hash))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochKeys {
    /// `W_e`.
    pub write: [u8; 32],
    /// `R_e`.
    pub read: [u8; 32],
}

/// The answer to `found`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Founded {
    /// Made now; its head.
    Created(Head),
    /// Made before with the same keys; its genesis head.
    Same(Head),
    /// The id belongs to another log.
    Taken,
}

/// What the relay knows of a log.
#[cfg_attr(feature = "contract", derive(Hash))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogState {
    /// Current epoch.
    pub epoch: Epoch,
    /// Tip of the chain.
    pub head: Head,
    /// The current epoch's keys.
    pub keys: EpochKeys,
    /// The steward key.
    pub steward: [u8; 32],
    /// The join key of the current epoch, where joining is open.
    pub join: Option<[u8; 32]>,
    /// Where it was founded as named: the first day on which a commit needs no device's stamp.
    pub named_until: Option<u64>,
    /// Entries below this place are not read with past keys (set by hostile removals); 0 for none.
    pub floor: Seq,
    /// Bytes of payload the log holds.
    pub bytes: u64,
    /// The first day on which it is closed, where that was asked for: nothing is added then, and a sweep deletes all it
    /// holds but the stubs.
    pub closes: Option<u64>,
    /// The messages that are to be deleted, if a steward has asked for it.
    pub erases: Option<Erasing>,
}

/// Messages and records of one log for one epoch.
#[derive(Clone, Debug)]
pub struct NewAppend {
    /// The log.
    pub log: LogId,
    /// The epoch they are meant for.
    pub epoch: Epoch,
    /// 1 to `limit::FRAME_PAYLOADS`.
    pub payloads: Vec<NewPayload>,
    /// When.
    pub now: Timestamp,
}

/// One payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPayload {
    /// `Message` or `Record`.
    pub class: Class,
    /// How long it may live.
    pub lifetime: Lifetime,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of its bytes.
    pub hash: Digest,
}

/// A run of entries that one group commit made durable: what a receipt is signed over.
#[derive(Debug)]
pub struct Span {
    /// The log.
    pub log: LogId,
    /// The epoch in which they were accepted.
    pub epoch: Epoch,
    /// Head before the first.
    pub before: Head,
    /// Head after the last.
    pub after: Head,
    /// Class and hash of each, in order.
    pub entries: Vec<(Class, Digest)>,
    /// The receipt, once the relay has signed it: one signature serves every caller of the group.
    pub receipt: OnceLock<Vec<u8>>,
}

/// What became of one payload.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It stands in the log, covered by this span.
    Stored(Arc<Span>),
    /// The epoch is over and it had not been stored.
    Stale,
}

/// The answer to `append`: an outcome for each payload, in order.
#[derive(Clone, Debug)]
pub struct Appended {
    /// One for each payload.
    pub outcomes: Vec<Outcome>,
    /// The log's epoch now.
    pub epoch: Epoch,
    /// The log's head now.
    pub head: Head,
}

/// A commit to be stored.
#[derive(Clone, Debug)]
pub struct NewCommit {
    /// The log.
    pub log: LogId,
    /// The epoch it ends.
    pub epoch: Epoch,
    /// The payload's exact bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of them.
    pub hash: Digest,
    /// What the relay reads of them.
    pub payload: CommitPayload,
    /// The encoded stamps, kept beside the entry and given to readers.
    pub stamps: Vec<u8>,
    /// The attachments.
    pub attachments: Vec<NewAttachment>,
    /// What stewards ask with it, once it is known that they do.
    pub asked: Option<StewardAsk>,
    /// When.
    pub now: Timestamp,
}

/// Messages that a steward asked to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "contract", derive(Hash))]
pub struct Erasing {
    /// The first day on which they are.
    pub day: u64,
    /// The last place of the log that it is about.
    pub upto: Seq,
}

/// One attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    /// Its id within the log.
    pub id: AttachmentId,
    /// SHA-256 of the token that fetches it.
    pub token: Digest,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The answer to `commit`.
#[derive(Clone, Debug)]
pub enum Committed {
    /// It stands in the log, now or since before; a span of this one entry.
    Accepted(Arc<Span>),
    /// Another commit ended that epoch, or the epoch has not come.
    Lost {
        /// The log's epoch now.
        epoch: Epoch,
        /// The log's head now.
        head: Head,
        /// Hash and place of the commit that ended the epoch meant, if one did.
        winner: Option<(Digest, Seq)>,
    },
}

/// Which entries a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opens {
    /// The key's epoch.
    pub epoch: Epoch,
    /// Whether it is the current one; if so it also opens every retained record.
    pub current: bool,
}

impl NewLog {
    /// The first day on which a commit needs no device's stamp, where the log is named: a whole day, so that no row
    /// holds the time at which it was founded.
    #[must_use]
    pub fn named_until(&self) -> Option<u64> {
        self.named.then(|| sweep_day(self.now, limit::NAMED_FOR))
    }
}

impl LogState {
    /// Whether it is closed at this time.
    #[must_use]
    pub fn is_closed(&self, now: Timestamp) -> bool {
        is_closed(self.closes, now)
    }

    /// Whether a commit at this time needs a device's stamp.
    #[must_use]
    pub fn is_named(&self, now: Timestamp) -> bool {
        self.named_until.is_some_and(|day| now.day() < day)
    }
}

/// The first day on which a log is closed, after a commit that asks this.
#[must_use]
pub fn closes_after(asked: Option<StewardAsk>, before: Option<u64>, now: Timestamp) -> Option<u64> {
    match asked {
        Some(StewardAsk::Close) => before.or_else(|| Some(sweep_day(now, limit::REQUEST_STANDS))),
        Some(StewardAsk::StayOpen) => None,
        None
        | Some(
            StewardAsk::Erase { .. }
            | StewardAsk::KeepMessages
            | StewardAsk::DeleteFile { .. }
            | StewardAsk::KeepFile { .. },
        ) => before,
    }
}

/// Which messages are to be deleted, after a commit that asks this of a log with this head. Asked again, the later request
/// counts.
#[must_use]
pub fn erases_after(
    asked: Option<StewardAsk>,
    before: Option<Erasing>,
    head: Seq,
    now: Timestamp,
) -> Option<Erasing> {
    match asked {
        Some(StewardAsk::Erase { upto }) => Some(Erasing {
            day: sweep_day(now, limit::REQUEST_STANDS),
            upto: upto.min(head),
        }),
        Some(StewardAsk::KeepMessages) => None,
        None
        | Some(
            StewardAsk::Close
            | StewardAsk::StayOpen
            | StewardAsk::DeleteFile { .. }
            | StewardAsk::KeepFile { .. },
        ) => before,
    }
}

/// Which file is to be deleted on which day, after a commit that asks this; or is not, after all.
#[must_use]
pub fn file_after(asked: Option<StewardAsk>, now: Timestamp) -> Option<(BlobId, Option<u64>)> {
    match asked {
        Some(StewardAsk::DeleteFile { blob }) => Some((blob, Some(sweep_day(now, limit::REQUEST_STANDS)))),
        Some(StewardAsk::KeepFile { blob }) => Some((blob, None)),
        None
        | Some(
            StewardAsk::Close | StewardAsk::StayOpen | StewardAsk::Erase { .. } | StewardAsk::KeepMessages,
        ) => None,
    }
}

/// Whether a log that closes on this day is closed.
#[must_use]
pub fn is_closed(closes: Option<u64>, now: Timestamp) -> bool {
    closes.is_some_and(|day| day <= now.day())
}

impl Opens {
    /// Whether an entry is opened: its own epoch's, every later commit, and with the current key every record.
    #[must_use]
    pub fn covers(self, class: Class, epoch: Epoch) -> bool {
        epoch == self.epoch
            || (class == Class::Commit && epoch > self.epoch)
            || (class == Class::Record && self.current)
    }
}

/// What to read.
#[derive(Clone, Copy, Debug)]
pub struct ReadFrom {
    /// The log.
    pub log: LogId,
    /// Entries after this place.
    pub after: Seq,
    /// What the caller's key opens.
    pub opens: Opens,
    /// At most so many entries.
    pub entries: u32,
    /// At most so many bytes of payload, but at least one entry.
    pub bytes: u32,
}

/// A page of entries.
#[derive(Clone, Debug)]
pub struct Page {
    /// The entries in order.
    pub entries: Vec<Entry>,
    /// The log's epoch when it was read.
    pub epoch: Epoch,
    /// The log's head when it was read.
    pub head: Head,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_past_key_opens_its_epoch_and_later_commits_only() {
        let past = Opens {
            epoch: Epoch::new(3),
            current: false,
        };
        assert!(past.covers(Class::Message, Epoch::new(3)));
        assert!(past.covers(Class::Commit, Epoch::new(4)));
        assert!(!past.covers(Class::Commit, Epoch::new(2)));
        assert!(!past.covers(Class::Message, Epoch::new(4)));
        assert!(!past.covers(Class::Record, Epoch::new(2)));
        let current = Opens {
            epoch: Epoch::new(5),
            current: true,
        };
        assert!(current.covers(Class::Record, Epoch::new(0)));
        assert!(!current.covers(Class::Message, Epoch::new(4)));
    }
}
