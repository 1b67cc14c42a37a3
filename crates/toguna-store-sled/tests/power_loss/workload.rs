// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a child does to its store: numbered operations that follow from a seed, several at a time, each marked
//! when it begins and when it was acknowledged.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use toguna_store::{
    Accounts as _, BlobBegun, Blobs as _, Committed, DeviceRow, Directory as _, EpochKeys, Logs as _,
    Mailboxes as _, NewAccount, NewAppend, NewAttachment, NewBlob, NewCommit, NewKeyPackages, NewLetter,
    NewLog, NewPayload, NewPiece, Outcome, Piece, Span, Store as _, StoreFault,
};
use toguna_store_sled::{SledOptions, SledStore};
use toguna_types::{
    AccountId, AttachmentId, BlobId, Class, CommitPayload, DeviceId, Digest, Epoch, Head, LetterId, Lifetime,
    LogId, RelayId, Timestamp, TokenId, limit,
};

pub(crate) const LOGS: u8 = 4;
pub(crate) const DEVICES: u8 = 4;
pub(crate) const SUITE: u16 = 3;

/// Operation `n` of a seed.
pub(crate) enum Op {
    Append {
        log: u8,
        payloads: Vec<NewPayload>,
    },
    Commit {
        log: u8,
        attachments: Vec<NewAttachment>,
    },
    Publish {
        device: u8,
        single_use: Vec<Vec<u8>>,
    },
    Claim {
        device: u8,
    },
    Deposit(NewLetter),
    Ack {
        device: u8,
        ids: Vec<LetterId>,
    },
    Register(NewAccount),
    Withdraw(TokenId),
    Sweep,
    Upload(Vec<u8>),
    /// Deletes what another operation uploads.
    Discard(u64),
}

/// What operation `n` does.
pub(crate) fn op(seed: u64, n: u64) -> Op {
    let mut dice = Dice::new(seed ^ n.wrapping_mul(0xd134_2543_de82_ef95));
    let device = dice.below(u64::from(DEVICES)) as u8;
    match n % 20 {
        9 if n % 40 == 29 => Op::Discard(n - 20),
        9 if n % 400 == 9 => Op::Upload(noise(&mut dice, &[PIECE + 9, PIECE])),
        9 => Op::Upload(noise(&mut dice, &[1, 100, 5_000, 60_000])),
        // Two in a row end the same epoch of the same log, if they meet.
        10 | 11 => Op::Commit {
            log: (n / 20 % u64::from(LOGS)) as u8,
            attachments: (0..dice.below(3))
                .map(|i| NewAttachment {
                    id: AttachmentId::from_bytes(id(n, i)),
                    token: Digest::of(&id(n, i)),
                    bytes: noise(&mut dice, &[100, 3_000, 9_000, 60_000]),
                })
                .collect(),
        },
        12 => Op::Publish {
            device,
            single_use: (0..1 + dice.below(3))
                .map(|_| noise(&mut dice, &[300, 2_000, 5_000]))
                .collect(),
        },
        13 | 14 => Op::Claim { device },
        15 | 16 => Op::Deposit(NewLetter {
            recipient: device_id(device),
            id: LetterId::from_bytes(id(n, 0)),
            class: 1,
            envelope: noise(&mut dice, &[200, 2_000, 12_000]),
            now: now(n),
        }),
        17 => {
            let of = n.saturating_sub(20 * (1 + dice.below(4))) / 20 * 20 + 15 + dice.below(2);
            let mut ack = Op::Ack {
                device,
                ids: vec![LetterId::from_bytes(id(of, 0))],
            };
            if let (Op::Deposit(letter), Op::Ack { device, .. }) = (op(seed, of), &mut ack) {
                *device = (0..DEVICES).find(|d| device_id(*d) == letter.recipient).unwrap();
            }
            ack
        }
        18 if n % 40 == 18 => Op::Register(account(n)),
        18 => Op::Withdraw(TokenId::from_bytes(id(n, 0))),
        19 if n % 100 == 19 => Op::Sweep,
        _ => Op::Append {
            log: dice.below(u64::from(LOGS)) as u8,
            payloads: (0..1 + dice.below(3)).map(|_| payload(&mut dice)).collect(),
        },
    }
}

/// The relay's time at operation `n`.
pub(crate) fn now(n: u64) -> Timestamp {
    Timestamp::from_millis(1_793_880_000_000).after(Duration::from_hours(3 * (n % 10_000)))
}

/// The commit that operation `n` makes of an epoch.
pub(crate) fn commit(seed: u64, n: u64, epoch: u64) -> Option<NewCommit> {
    let Op::Commit { log, attachments } = op(seed, n) else {
        return None;
    };
    let mut dice = Dice::new(seed ^ n);
    let mut bytes = [id(n, 0).as_slice(), &epoch.to_be_bytes()].concat();
    bytes.extend(noise(&mut dice, &[500, 3_000, 7_000, 90_000]));
    Some(NewCommit {
        log: log_id(log),
        epoch: Epoch::new(epoch),
        hash: Digest::of(&bytes),
        bytes,
        payload: CommitPayload {
            envelope: Vec::new(),
            next_write: [1; 32],
            next_read: [2; 32],
            next_join: None,
            next_steward: None,
            steward_change: None,
            steward_request: None,
            attachments: Vec::new(),
        },
        stamps: noise(&mut dice, &[400, 2_500]),
        attachments,
        asked: None,
        now: now(n),
    })
}

/// An account of its own for operation `n`.
pub(crate) fn account(n: u64) -> NewAccount {
    let account = AccountId::from_bytes(*Digest::of(&id(n, 1)).as_bytes());
    NewAccount {
        token: TokenId::from_bytes(id(n, 2)),
        token_expires: now(n).after(Duration::from_hours(24 * 7)),
        account,
        account_key: [3; 32],
        handle: format!("Member {n}"),
        folded: format!("member {n}"),
        device: DeviceRow {
            device: DeviceId::from_bytes(id(n, 3)),
            account,
            device_key: [4; 32],
            mailbox_key: vec![5; 1_216],
            cert: vec![6; 2_400],
        },
    }
}

/// One of the devices that are there from the start.
pub(crate) fn device_id(n: u8) -> DeviceId {
    DeviceId::from_bytes(id(FIRST_ACCOUNT + u64::from(n), 3))
}

pub(crate) fn log_id(n: u8) -> LogId {
    LogId::from_bytes([n + 1; 32])
}

pub(crate) fn genesis(n: u8) -> Head {
    Head::genesis(RelayId::from_bytes([9; 32]), log_id(n), &[1; 32], &[2; 32])
}

/// Opens the store in `dir` and works: the logs and devices first, then operations `from` up to `until`.
pub(crate) fn work(dir: &Path, marks: &Path, seed: u64, from: u64, until: u64) {
    let marks = OpenOptions::new().append(true).create(true).open(marks).unwrap();
    let worker = Arc::new(Worker {
        store: SledStore::open(dir, options()).unwrap(),
        marks: Mutex::new(marks),
        seed,
        next: AtomicU64::new(from),
        until,
        epochs: Default::default(),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    runtime.block_on(async {
        worker.set_up().await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let worker = Arc::clone(&worker);
            tasks.spawn(async move { worker.run().await });
        }
        let reader = Arc::clone(&worker);
        tasks.spawn(async move { reader.look().await });
        tasks.join_all().await;
        worker.store.close().await.unwrap();
    });
}

/// Small, so that sled evicts and reads back.
pub(crate) fn options() -> SledOptions {
    SledOptions {
        cache_bytes: 4 * 1024 * 1024,
        reserve_bytes: 0,
    }
}

struct Worker {
    store: SledStore,
    marks: Mutex<std::fs::File>,
    seed: u64,
    next: AtomicU64,
    until: u64,
    epochs: [AtomicU64; LOGS as usize],
}

impl Worker {
    async fn set_up(&self) {
        for n in 0..LOGS {
            let new = NewLog {
                log: log_id(n),
                genesis: genesis(n),
                keys: EpochKeys {
                    write: [1; 32],
                    read: [2; 32],
                },
                steward: [3; 32],
                join: None,
                named: false,
                now: now(0),
            };
            self.store.found(new).await.unwrap();
            let state = self.store.log_state(log_id(n)).await.unwrap().unwrap();
            self.epochs[usize::from(n)].store(state.epoch.get(), Ordering::SeqCst);
        }
        for n in 0..DEVICES {
            self.store
                .register(account(FIRST_ACCOUNT + u64::from(n)))
                .await
                .unwrap();
        }
        self.mark("ready");
    }

    async fn run(&self) {
        loop {
            let n = self.next.fetch_add(1, Ordering::SeqCst);
            if n >= self.until {
                return;
            }
            let op = op(self.seed, n);
            let log = if let Op::Append { log, .. } | Op::Commit { log, .. } = op {
                usize::from(log)
            } else {
                0
            };
            let epoch = self.epochs[log].load(Ordering::SeqCst);
            self.mark(&format!("begin {n} {epoch}"));
            let (answer, epoch) = self.perform(op, n, epoch).await;
            self.epochs[log].fetch_max(epoch, Ordering::SeqCst);
            self.mark(&format!("end {n} {answer}"));
        }
    }

    /// Says how the logs look to somebody who only reads, while others write.
    async fn look(&self) {
        while self.next.load(Ordering::SeqCst) < self.until {
            for log in 0..LOGS {
                let state = self.store.log_state(log_id(log)).await.unwrap().unwrap();
                let (seq, hash) = (state.head.seq.get(), hex(state.head.hash));
                self.mark(&format!("saw {log} {seq} {hash}"));
                tokio::task::yield_now().await;
            }
        }
    }

    /// Does it; what was answered, and the epoch of the log now.
    async fn perform(&self, op: Op, n: u64, epoch: u64) -> (String, u64) {
        let store = &self.store;
        let answer = match op {
            Op::Append { log, payloads } => {
                let new = NewAppend {
                    log: log_id(log),
                    epoch: Epoch::new(epoch),
                    payloads: payloads.clone(),
                    now: now(n),
                };
                let appended = store.append(new).await.unwrap().unwrap();
                let places = appended.outcomes.iter().zip(&payloads);
                let places: Vec<String> = places.map(|(outcome, payload)| place(outcome, payload)).collect();
                return (places.join(" "), appended.epoch.get());
            }
            Op::Commit { .. } => {
                let new = commit(self.seed, n, epoch).unwrap();
                match store.commit(new).await.unwrap().unwrap() {
                    Committed::Accepted(span) => {
                        return (format!("won {}", span.after.seq.get()), epoch + 1);
                    }
                    Committed::Lost { epoch, winner, .. } => {
                        let winner = winner.map(|(hash, seq)| format!(" {} {}", hex(hash), seq.get()));
                        return (format!("lost{}", winner.unwrap_or_default()), epoch.get());
                    }
                }
            }
            Op::Publish { device, single_use } => {
                let new = NewKeyPackages {
                    device: device_id(device),
                    suite: SUITE,
                    single_use,
                    last_resort: Some(b"last resort".to_vec()),
                    replace: false,
                };
                store.publish(new).await.unwrap();
                String::new()
            }
            Op::Claim { device } => match store.claim(device_id(device), SUITE).await.unwrap() {
                Some(claimed) if !claimed.last_resort => hex(Digest::of(&claimed.key_package)),
                _ => String::new(),
            },
            Op::Deposit(letter) => format!("{:?}", store.deposit(letter).await.unwrap()),
            Op::Ack { device, ids } => store.ack(device_id(device), ids).await.unwrap().to_string(),
            Op::Register(new) => format!("{:?}", store.register(new).await.unwrap()),
            Op::Withdraw(token) => {
                let expires = now(n).after(Duration::from_hours(24 * 7));
                format!("{:?}", store.withdraw_token(token, expires).await.unwrap())
            }
            Op::Upload(bytes) => upload(store, n, &bytes).await.unwrap().to_string(),
            Op::Discard(of) => {
                let blob = new_blob(of, 0);
                store
                    .delete_blob(blob.log, blob.id, blob.delete_key)
                    .await
                    .unwrap()
                    .to_string()
            }
            Op::Sweep => {
                store.sweep(now(n)).await.unwrap();
                String::new()
            }
        };
        (answer, 0)
    }

    fn mark(&self, text: &str) {
        let line = format!("mark {text}\n");
        self.marks.lock().unwrap().write_all(line.as_bytes()).unwrap();
    }
}

/// Uploads what is not there yet; whether all of it is there then.
pub(crate) async fn upload(store: &SledStore, n: u64, bytes: &[u8]) -> Result<bool, StoreFault> {
    let new = new_blob(n, bytes.len());
    let BlobBegun::Received(there) = store.begin_blob(new).await? else {
        return Ok(false);
    };
    let mut at = there as usize;
    while at < bytes.len() {
        let end = bytes.len().min(at + PIECE);
        let piece = NewPiece {
            log: new.log,
            id: new.id,
            offset: at as u64,
            bytes: bytes[at..end].to_vec(),
        };
        if store.append_blob(piece).await? != Piece::Received(end as u64) {
            return Ok(false);
        }
        at = end;
    }
    Ok(true)
}

/// The file that operation `n` uploads.
pub(crate) fn new_blob(n: u64, size: usize) -> NewBlob {
    NewBlob {
        log: log_id((n / 40 % u64::from(LOGS)) as u8),
        id: BlobId::from_bytes(id(n, 0)),
        size: size as u64,
        delete_key: Digest::of(b"delete key"),
        quota: u64::MAX,
        now: now(n),
    }
}

const PIECE: usize = limit::BLOB_PIECE_BYTES as usize;

/// The place a span gives a payload, or `stale`.
fn place(outcome: &Outcome, payload: &NewPayload) -> String {
    let seq = match outcome {
        Outcome::Stored(span) => seq_in(span, payload.class, payload.hash),
        Outcome::Stale => return "stale".to_owned(),
    };
    seq.to_string()
}

fn seq_in(span: &Span, class: Class, hash: Digest) -> u64 {
    let at = span
        .entries
        .iter()
        .position(|entry| *entry == (class, hash))
        .unwrap();
    span.before.seq.get() + 1 + at as u64
}

fn payload(dice: &mut Dice) -> NewPayload {
    let bytes = noise(dice, &[40, 300, 1_500, 4_096, 5_000, 20_000]);
    let class = if dice.below(2) == 0 {
        Class::Message
    } else {
        Class::Record
    };
    let lifetime = if class == Class::Record {
        0
    } else {
        dice.below(5) as u8
    };
    NewPayload {
        class,
        lifetime: Lifetime::from_number(lifetime).unwrap(),
        hash: Digest::of(&bytes),
        bytes,
    }
}

/// Bytes of one of the lengths; no two are the same.
fn noise(dice: &mut Dice, lens: &[usize]) -> Vec<u8> {
    let len = lens[dice.below(lens.len() as u64) as usize];
    let mut bytes = Vec::with_capacity(len + 8);
    while bytes.len() < len {
        bytes.extend(dice.roll().to_be_bytes());
    }
    bytes.truncate(len);
    bytes
}

fn id(n: u64, of: u64) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&n.to_be_bytes());
    bytes[8..].copy_from_slice(&of.to_be_bytes());
    bytes
}

pub(crate) fn hex(hash: Digest) -> String {
    hash.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

const FIRST_ACCOUNT: u64 = 1 << 40;

/// SplitMix64: enough chance for a test, and it repeats.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) const fn below(&mut self, n: u64) -> u64 {
        self.roll() % n
    }
}
