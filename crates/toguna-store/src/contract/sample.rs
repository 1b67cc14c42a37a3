// SPDX-License-Identifier: MIT OR Apache-2.0
//! Samples for the contract: small logs, accounts and letters, and the reader's check of a chain.

use std::sync::Arc;
use std::time::Duration;

use toguna_types::{
    AccountId, AttachmentId, BlobId, Class, CommitPayload, DeviceId, Digest, Entry, Epoch, Head, LetterId,
    Lifetime, LogId, RelayId, Seq, Timestamp, TokenId,
};

use crate::{
    Appended, Committed, DeviceRow, EpochKeys, Founded, NewAccount, NewAppend, NewAttachment, NewCommit,
    NewLetter, NewLog, NewPayload, Opens, Outcome, Page, ReadFrom, Registered, Span, Store,
};

/// Noon of some day in 2026.
pub(super) const NOON: Timestamp = Timestamp::from_millis(1_793_880_000_000);

pub(super) fn days(n: u64) -> Duration {
    Duration::from_hours(24 * n)
}

pub(super) fn log_id(n: u8) -> LogId {
    LogId::from_bytes([n; 32])
}

pub(super) fn keys(log: u8, epoch: u64) -> EpochKeys {
    let of = |what: &[u8]| *Digest::of(&[what, &[log], &epoch.to_be_bytes()[..]].concat()).as_bytes();
    EpochKeys {
        write: of(b"write"),
        read: of(b"read"),
    }
}

pub(super) fn new_log(n: u8) -> NewLog {
    let keys = keys(n, 0);
    NewLog {
        log: log_id(n),
        genesis: genesis(n),
        keys,
        steward: [n; 32],
        join: None,
        named: false,
        now: NOON,
    }
}

pub(super) fn genesis(n: u8) -> Head {
    let keys = keys(n, 0);
    Head::genesis(RelayId::from_bytes([9; 32]), log_id(n), &keys.write, &keys.read)
}

pub(super) async fn found<S: Store>(store: &S, n: u8) {
    assert_eq!(
        store.found(new_log(n)).await.unwrap(),
        Founded::Created(genesis(n))
    );
}

pub(super) fn payload(class: Class, bytes: &[u8]) -> NewPayload {
    NewPayload {
        class,
        lifetime: Lifetime::Keep,
        bytes: bytes.to_vec(),
        hash: Digest::of(bytes),
    }
}

pub(super) fn message(text: &str) -> NewPayload {
    payload(Class::Message, text.as_bytes())
}

pub(super) fn record(text: &str) -> NewPayload {
    payload(Class::Record, text.as_bytes())
}

pub(super) fn lasting(text: &str, lifetime: Lifetime) -> NewPayload {
    NewPayload {
        lifetime,
        ..message(text)
    }
}

pub(super) async fn append<S: Store>(store: &S, n: u8, epoch: u64, payloads: Vec<NewPayload>) -> Appended {
    let new = NewAppend {
        log: log_id(n),
        epoch: Epoch::new(epoch),
        payloads,
        now: NOON,
    };
    store.append(new).await.unwrap().unwrap()
}

/// A commit that ends `epoch`; `who` makes it differ from its rivals.
pub(super) fn new_commit(n: u8, epoch: u64, who: &str) -> NewCommit {
    let bytes = [b"commit", who.as_bytes(), &epoch.to_be_bytes()].concat();
    let next = keys(n, epoch + 1);
    NewCommit {
        log: log_id(n),
        epoch: Epoch::new(epoch),
        hash: Digest::of(&bytes),
        bytes,
        payload: CommitPayload {
            envelope: who.as_bytes().to_vec(),
            next_write: next.write,
            next_read: next.read,
            next_join: None,
            next_steward: None,
            steward_change: None,
            steward_request: None,
            attachments: Vec::new(),
        },
        stamps: [b"stamps of ", who.as_bytes()].concat(),
        attachments: Vec::new(),
        asked: None,
        now: NOON,
    }
}

pub(super) fn attachment(n: u8, token: &[u8], bytes: &[u8]) -> NewAttachment {
    NewAttachment {
        id: AttachmentId::from_bytes([n; 16]),
        token: Digest::of(token),
        bytes: bytes.to_vec(),
    }
}

pub(super) async fn commit<S: Store>(store: &S, new: NewCommit) -> Committed {
    store.commit(new).await.unwrap().unwrap()
}

pub(super) fn accepted(committed: Committed) -> Arc<Span> {
    match committed {
        Committed::Accepted(span) => span,
        Committed::Lost { .. } => panic!("the commit was lost"),
    }
}

/// The current key of an epoch.
pub(super) fn current(epoch: u64) -> Opens {
    Opens {
        epoch: Epoch::new(epoch),
        current: true,
    }
}

/// The key of an epoch that is over.
pub(super) fn past(epoch: u64) -> Opens {
    Opens {
        epoch: Epoch::new(epoch),
        current: false,
    }
}

pub(super) fn from(n: u8, after: u64, opens: Opens) -> ReadFrom {
    ReadFrom {
        log: log_id(n),
        after: Seq::new(after),
        opens,
        entries: 100_000,
        bytes: u32::MAX,
    }
}

pub(super) async fn read<S: Store>(store: &S, from: ReadFrom) -> Page {
    store.read(from).await.unwrap().unwrap()
}

/// Follows the chain over `entries` as a reader does: no hole, and the hash of each.
pub(super) fn chain(start: Head, entries: &[Entry]) -> Head {
    entries.iter().fold(start, |head, entry| {
        let next = head.link(entry.class(), entry.hash());
        assert_eq!(entry.seq(), next.seq, "a hole in the log");
        next
    })
}

/// Where a payload stands by the word of its outcome's span, whose chain is checked; `None` if it was stale.
pub(super) fn place(outcome: &Outcome, payload: &NewPayload) -> Option<Head> {
    match outcome {
        Outcome::Stored(span) => Some(place_in(span, payload.class, payload.hash)),
        Outcome::Stale => None,
    }
}

pub(super) fn place_in(span: &Span, class: Class, hash: Digest) -> Head {
    let mut head = span.before;
    let mut place = None;
    for &(c, h) in &span.entries {
        head = head.link(c, h);
        if (c, h) == (class, hash) {
            place = Some(head);
        }
    }
    assert_eq!(head, span.after, "the span's chain does not hold");
    place.unwrap()
}

pub(super) fn is_stub(entry: &Entry) -> bool {
    matches!(entry, Entry::Stub { .. })
}

pub(super) fn account(n: u8) -> NewAccount {
    let account = AccountId::from_bytes([n; 32]);
    NewAccount {
        token: TokenId::from_bytes([n; 16]),
        token_expires: NOON.after(days(7)),
        account,
        account_key: [n; 32],
        handle: format!("Amal{n}"),
        folded: format!("amal{n}"),
        device: DeviceRow {
            device: device(n),
            account,
            device_key: [n; 32],
            mailbox_key: vec![n; 1_216],
            cert: vec![n; 400],
        },
    }
}

pub(super) fn blob_id(n: u8) -> BlobId {
    BlobId::from_bytes([n; 16])
}

pub(super) fn device(n: u8) -> DeviceId {
    DeviceId::from_bytes([n; 16])
}

pub(super) async fn register<S: Store>(store: &S, n: u8) {
    assert_eq!(store.register(account(n)).await.unwrap(), Registered::Created);
}

pub(super) fn letter(to: u8, n: u16, envelope: &[u8]) -> NewLetter {
    let [a, b] = n.to_be_bytes();
    let mut id = [0; 16];
    id[0] = a;
    id[1] = b;
    NewLetter {
        recipient: device(to),
        id: LetterId::from_bytes(id),
        class: 2,
        envelope: envelope.to_vec(),
        now: NOON,
    }
}

/// Bytes that do not compress, the same for the same seed.
pub(super) fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut dice = Dice::new(seed);
    (0..len.div_ceil(8))
        .flat_map(|_| dice.roll().to_be_bytes())
        .take(len)
        .collect()
}

/// SplitMix64: enough chance for a test, and it repeats.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) const fn below(&mut self, n: u64) -> u64 {
        self.roll() % n
    }
}
