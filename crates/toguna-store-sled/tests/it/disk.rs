// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the contract does not ask: opening again, little room, and what is left on the disk.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use toguna_store::{
    Accounts as _, Deposited, DeviceRow, Directory as _, EpochKeys, Logs as _, Mailboxes as _, NewAccount,
    NewAppend, NewKeyPackages, NewLetter, NewLog, NewPayload, Opens, Outcome, ReadFrom, Registered, Span,
    Store as _, StoreFault,
};
use toguna_store_sled::{INLINE_BYTES, SledOptions, SledStore};
use toguna_types::{
    AccountId, Class, DeviceId, Digest, Entry, Epoch, Head, LetterId, Lifetime, LogId, RelayId, Seq,
    Timestamp, TokenId,
};
use tokio::task::JoinSet;

#[tokio::test]
async fn what_was_stored_is_there_when_the_store_opens_again() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    fill(&store).await;
    let before = read(&store).await;
    store.close().await.unwrap();
    let store = open(dir.path());
    assert_eq!(read(&store).await, before);
    // Dropped, not closed.
    drop(store);
    assert_eq!(read(&open(dir.path())).await, before);
}

#[tokio::test]
async fn a_directory_is_open_once() {
    let dir = tempfile::tempdir().unwrap();
    let _store = open(dir.path());
    let second = SledStore::open(dir.path(), SledOptions::default());
    let Err(fault @ StoreFault::Io(_)) = second else {
        panic!("two stores share a directory")
    };
    let source = std::error::Error::source(&fault).unwrap().to_string();
    assert_eq!(source, "the store is open elsewhere");
}

#[tokio::test]
async fn a_directory_of_another_format_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).close().await.unwrap();
    {
        let db = sled::open(dir.path().join("main")).unwrap();
        db.insert(b"V", &9_u64.to_be_bytes()).unwrap();
        db.flush().unwrap();
    }
    let refused = SledStore::open(dir.path(), SledOptions::default());
    assert!(matches!(
        refused,
        Err(StoreFault::Inconsistent { table: "format" })
    ));
}

#[tokio::test]
async fn what_a_crash_left_over_is_cleared_away() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    fill(&store).await;
    let kept = names(&dir.path().join("files"));
    assert!(!kept.is_empty());
    store.close().await.unwrap();
    std::fs::write(dir.path().join("incoming/7"), b"half a file").unwrap();
    std::fs::write(dir.path().join("files").join("a".repeat(64)), b"an orphan").unwrap();
    for name in ["2031-01", "2031-02.new"] {
        std::fs::create_dir(dir.path().join("logs").join(name)).unwrap();
    }
    std::fs::create_dir(dir.path().join("main.new")).unwrap();
    let store = open(dir.path());
    assert!(names(&dir.path().join("incoming")).is_empty());
    assert_eq!(names(&dir.path().join("files")), kept);
    assert!(
        !names(&dir.path().join("logs"))
            .iter()
            .any(|name| name.starts_with("2031"))
    );
    assert!(!dir.path().join("main.new").exists());
    assert_eq!(read(&store).await.len(), PAYLOADS);
}

#[tokio::test]
async fn a_month_whose_payloads_expired_is_deleted_with_its_directory() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    found(&store).await;
    let large = vec![7; 3 * INLINE_BYTES];
    append(&store, vec![payload(b"stays", Lifetime::Keep)])
        .await
        .unwrap();
    append(
        &store,
        vec![payload(b"goes", Lifetime::Day), payload(&large, Lifetime::Day)],
    )
    .await
    .unwrap();
    append(&store, vec![payload(b"goes later", Lifetime::Quarter)])
        .await
        .unwrap();
    let logs = dir.path().join("logs");
    assert_eq!(names(&logs), set(&["2026-11", "2026-11-ends", "2027-02-ends"]));
    assert_eq!(names(&dir.path().join("files")).len(), 1);
    store
        .sweep(NOON.after(Duration::from_hours(24 * 5)))
        .await
        .unwrap();
    // The sweep answers before it deletes; the next verb waits for it.
    append(&store, vec![payload(b"on", Lifetime::Keep)])
        .await
        .unwrap();
    assert_eq!(names(&logs), set(&["2026-11", "2027-02-ends"]));
    assert!(names(&dir.path().join("files")).is_empty());
    assert_eq!(read(&store).await.len(), 5);
}

#[tokio::test]
async fn files_go_when_nothing_refers_to_them_and_not_before() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    found(&store).await;
    register(&store).await;
    let files = dir.path().join("files");
    let same = vec![7; 3 * INLINE_BYTES];
    append(&store, vec![payload(&same, Lifetime::Day)]).await.unwrap();
    for n in [1, 2] {
        assert_eq!(store.deposit(letter(n, &same)).await.unwrap(), Deposited::Stored);
    }
    assert_eq!(names(&files).len(), 1);
    store.ack(device(), vec![letter(1, &same).id]).await.unwrap();
    store
        .sweep(NOON.after(Duration::from_hours(24 * 5)))
        .await
        .unwrap();
    let letters = store.letters(device(), 0, 10).await.unwrap();
    assert!(letters.len() == 1 && letters[0].envelope == same);
    store.ack(device(), vec![letter(2, &same).id]).await.unwrap();
    store.close().await.unwrap();
    assert!(names(&files).is_empty());
}

#[tokio::test]
async fn values_of_every_length_about_a_row_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    found(&store).await;
    for (n, len) in (1_916..1_924).chain(3_964..3_972).chain(4_092..4_100).enumerate() {
        let n = n as u8;
        let mut new = account(n);
        new.device.mailbox_key = vec![1; len];
        new.device.cert = vec![2; len];
        assert_eq!(store.register(new.clone()).await.unwrap(), Registered::Created);
        assert_eq!(
            store.device(new.device.device).await.unwrap(),
            Some(new.device.clone())
        );
        let envelope = vec![n; len];
        let mut letter = letter(n, &envelope);
        letter.recipient = new.device.device;
        store.deposit(letter).await.unwrap();
        let publication = NewKeyPackages {
            device: new.device.device,
            suite: 3,
            single_use: vec![envelope.clone()],
            last_resort: Some(envelope.clone()),
            replace: false,
        };
        store.publish(publication).await.unwrap();
        append(&store, vec![payload(&envelope, Lifetime::Keep)])
            .await
            .unwrap();
        assert!(store.letters(new.device.device, 0, 1).await.unwrap()[0].envelope == envelope);
        for _ in 0..2 {
            assert!(
                store
                    .claim(new.device.device, 3)
                    .await
                    .unwrap()
                    .unwrap()
                    .key_package
                    == envelope
            );
        }
    }
    assert!(
        !read(&store)
            .await
            .iter()
            .any(|entry| matches!(entry, Entry::Stub { .. }))
    );
}

#[tokio::test]
async fn a_stale_append_leaves_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    found(&store).await;
    let mut new = new_append(vec![payload(&vec![7; 3 * INLINE_BYTES], Lifetime::Keep)]);
    new.epoch = Epoch::new(5);
    let appended = store.append(new).await.unwrap().unwrap();
    assert!(matches!(appended.outcomes[0], Outcome::Stale));
    store.close().await.unwrap();
    assert!(names(&dir.path().join("files")).is_empty());
    assert!(names(&dir.path().join("incoming")).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn appends_of_one_group_share_a_span() {
    let (store, _dir) = crate::fresh().await;
    found(&store).await;
    let mut calls = JoinSet::new();
    for n in 0..200_u32 {
        let store = Arc::clone(&store);
        calls.spawn(async move {
            append(&store, vec![payload(&n.to_be_bytes(), Lifetime::Keep)])
                .await
                .unwrap()
        });
    }
    let spans: BTreeSet<*const Span> = calls
        .join_all()
        .await
        .iter()
        .map(Arc::as_ptr)
        .map(<*const _>::cast)
        .collect();
    assert!(
        spans.len() < 200,
        "no two of 200 concurrent appends shared a group"
    );
}

#[tokio::test]
async fn without_room_what_adds_is_refused_what_deletes_runs_and_reading_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    fill(&store).await;
    register(&store).await;
    store.deposit(letter(1, b"letter")).await.unwrap();
    let publication = NewKeyPackages {
        device: device(),
        suite: 3,
        single_use: vec![vec![1; 300]],
        last_resort: None,
        replace: false,
    };
    store.publish(publication.clone()).await.unwrap();
    let before = read(&store).await;
    store.close().await.unwrap();

    let stat = rustix::fs::statvfs(dir.path()).unwrap();
    let little = SledOptions {
        reserve_bytes: stat.f_bavail.saturating_mul(stat.f_frsize).saturating_mul(2),
        ..SledOptions::default()
    };
    let store = SledStore::open(dir.path(), little).unwrap();
    for bytes in [vec![1; 10], vec![1; 100_000]] {
        let refused = append(&store, vec![payload(&bytes, Lifetime::Keep)]).await;
        assert!(matches!(refused, Err(StoreFault::DiskFull)));
    }
    assert!(matches!(
        store.deposit(letter(2, b"letter")).await,
        Err(StoreFault::DiskFull)
    ));
    assert!(matches!(
        store.publish(publication).await,
        Err(StoreFault::DiskFull)
    ));
    assert_eq!(store.ack(device(), vec![letter(1, b"").id]).await.unwrap(), 1);
    assert!(store.claim(device(), 3).await.unwrap().is_some());
    store.sweep(NOON).await.unwrap();
    assert_eq!(read(&store).await, before);
    assert!(names(&dir.path().join("incoming")).is_empty());
    store.close().await.unwrap();

    let none = SledOptions {
        reserve_bytes: u64::MAX,
        ..SledOptions::default()
    };
    let store = SledStore::open(dir.path(), none).unwrap();
    assert!(matches!(
        store.claim(device(), 3).await,
        Err(StoreFault::DiskFull)
    ));
    assert_eq!(read(&store).await, before);
}

#[tokio::test]
async fn a_payload_changed_on_the_disk_is_a_fault_and_never_handed_out() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    fill(&store).await;
    let files = dir.path().join("files");
    let name = names(&files).into_iter().next().unwrap();
    std::fs::write(files.join(name), b"changed").unwrap();
    let refused = store.read(everything()).await;
    assert!(matches!(
        refused,
        Err(StoreFault::Inconsistent { table: "files" })
    ));
}

async fn fill(store: &SledStore) {
    found(store).await;
    let sizes = [1, 300, INLINE_BYTES, INLINE_BYTES + 1, 100_000];
    let payloads = (0..PAYLOADS).map(|n| payload(&vec![n as u8; sizes[n % 5] + n], Lifetime::Keep));
    for payload in payloads {
        append(store, vec![payload]).await.unwrap();
    }
}

async fn found(store: &SledStore) {
    let keys = EpochKeys {
        write: [1; 32],
        read: [2; 32],
    };
    let new = NewLog {
        log: log(),
        genesis: Head::genesis(RelayId::from_bytes([9; 32]), log(), &keys.write, &keys.read),
        keys,
        steward: [3; 32],
        join: None,
        named: false,
        now: NOON,
    };
    store.found(new).await.unwrap();
}

async fn register(store: &SledStore) {
    assert_eq!(store.register(account(1)).await.unwrap(), Registered::Created);
}

fn account(n: u8) -> NewAccount {
    let account = AccountId::from_bytes([n; 32]);
    NewAccount {
        token: TokenId::from_bytes([n; 16]),
        token_expires: NOON,
        account,
        account_key: [n; 32],
        handle: format!("Amal{n}"),
        folded: format!("amal{n}"),
        device: DeviceRow {
            device: DeviceId::from_bytes([n; 16]),
            account,
            device_key: [n; 32],
            mailbox_key: vec![1; 1_216],
            cert: vec![1; 1_000],
        },
    }
}

async fn append(store: &SledStore, payloads: Vec<NewPayload>) -> Result<Arc<Span>, StoreFault> {
    let appended = store.append(new_append(payloads)).await?.unwrap();
    match &appended.outcomes[0] {
        Outcome::Stored(span) => Ok(Arc::clone(span)),
        Outcome::Stale => panic!("stale"),
    }
}

fn new_append(payloads: Vec<NewPayload>) -> NewAppend {
    NewAppend {
        log: log(),
        epoch: Epoch::new(0),
        payloads,
        now: NOON,
    }
}

async fn read(store: &SledStore) -> Vec<Entry> {
    store.read(everything()).await.unwrap().unwrap().entries
}

fn everything() -> ReadFrom {
    ReadFrom {
        log: log(),
        after: Seq::new(0),
        opens: Opens {
            epoch: Epoch::new(0),
            current: true,
        },
        entries: u32::MAX,
        bytes: u32::MAX,
    }
}

fn payload(bytes: &[u8], lifetime: Lifetime) -> NewPayload {
    NewPayload {
        class: Class::Message,
        lifetime,
        bytes: bytes.to_vec(),
        hash: Digest::of(bytes),
    }
}

fn letter(n: u8, envelope: &[u8]) -> NewLetter {
    NewLetter {
        recipient: device(),
        id: LetterId::from_bytes([n; 16]),
        class: 1,
        envelope: envelope.to_vec(),
        now: NOON,
    }
}

fn log() -> LogId {
    LogId::from_bytes([1; 32])
}

fn device() -> DeviceId {
    DeviceId::from_bytes([1; 16])
}

fn open(dir: &Path) -> SledStore {
    SledStore::open(dir, SledOptions::default()).unwrap()
}

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

const PAYLOADS: usize = 20;

/// Noon of the 5th of November 2026.
const NOON: Timestamp = Timestamp::from_millis(1_793_880_000_000);
