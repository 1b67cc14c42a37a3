// SPDX-License-Identifier: MIT OR Apache-2.0
//! A disk that fills up in the middle of a write, whatever was kept in reserve.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use toguna_store::{
    EpochKeys, Logs as _, NewAppend, NewLog, NewPayload, Opens, Outcome, ReadFrom, StoreFault,
};
use toguna_store_sled::SledStore;
use toguna_types::{Class, Digest, Entry, Epoch, Lifetime, LogId, Seq, Timestamp};

use crate::recording::compile_shim;
use crate::workload::{self, Dice, genesis, log_id};
use crate::{child_of, report, scale, scratch, seed};

/// Who meets it is told; what is read is right or refused; what was acknowledged is there when room comes back and
/// when the store opens again.
// claim: CLM-ORDER-02
#[test]
fn a75_a_disk_that_fills_up_loses_nothing_acknowledged() {
    let seed = seed();
    let mut dice = Dice::new(seed);
    let shim_dir = scratch();
    let shim = compile_shim(shim_dir.path());
    let mut acknowledged = 0;
    let disks = 30 * scale();
    for disk in 0..disks {
        let dir = scratch();
        let (store, marks) = (dir.path().join("store"), dir.path().join("marks"));
        std::fs::create_dir(&store).unwrap();
        let room = 50_000 + dice.below(3_000_000);
        let status = child_of("full::child_fills_its_disk")
            .env(
                "POWER_LOSS_FULL",
                format!("{}|{}", store.display(), marks.display()),
            )
            .env("LD_PRELOAD", &shim)
            .env("RECORD_ROOT", &store)
            .env("RECORD_MARKS", "/nowhere")
            .env("RECORD_LOG", "/dev/null")
            .env("RECORD_ROOM", room.to_string())
            .env("RECORD_REFILL", dir.path().join("refill"))
            .status()
            .unwrap();
        assert!(
            status.success(),
            "the child failed with room {room}; seed {seed}, disk {disk}"
        );
        let told = std::fs::read(&marks).map_or(0, |marks| marks.len() as u64);
        acknowledged += told;
        let reopened = SledStore::open(&store, workload::options()).unwrap();
        runtime().block_on(async {
            found(&reopened).await.unwrap();
            let whole = read(&reopened, told).await;
            assert!(
                matches!(whole, Ok(true)),
                "room {room}; seed {seed}, disk {disk}: {whole:?}"
            );
            append(&reopened, u64::MAX).await.unwrap();
        });
    }
    report(&format!(
        "{disks} full disks, {acknowledged} acknowledged, seed {seed}"
    ));
}

/// Does nothing but in a child that another test started.
#[test]
fn child_fills_its_disk() {
    let Ok(job) = std::env::var("POWER_LOSS_FULL") else {
        return;
    };
    let (dir, marks) = job.split_once('|').unwrap();
    let mut marks = File::create(marks).unwrap();
    let store = match SledStore::open(Path::new(dir), workload::options()) {
        Err(StoreFault::DiskFull) => return,
        store => store.unwrap(),
    };
    runtime().block_on(async {
        let mut told = 0;
        let mut tries = found(&store).await;
        while tries.is_ok() {
            tries = append(&store, told).await;
            if tries.is_ok() {
                told += 1;
                marks.write_all(b".").unwrap();
            }
        }
        assert!(matches!(tries, Err(StoreFault::DiskFull)), "{tries:?}");
        let again = append(&store, told).await;
        assert!(matches!(again, Err(StoreFault::DiskFull)), "{again:?}");
        let seen = read(&store, told).await;
        assert!(matches!(seen, Ok(true) | Err(StoreFault::DiskFull)), "{seen:?}");
        File::create(std::env::var("RECORD_REFILL").unwrap()).unwrap();
        found(&store).await.unwrap();
        append(&store, told).await.unwrap();
        marks.write_all(b".").unwrap();
        let seen = read(&store, told + 1).await;
        assert!(matches!(seen, Ok(true)), "{seen:?}");
    });
}

async fn found(store: &SledStore) -> Result<(), StoreFault> {
    let keys = EpochKeys {
        write: [1; 32],
        read: [2; 32],
    };
    let new = NewLog {
        log: log(),
        genesis: genesis(0),
        keys,
        steward: [3; 32],
        join: None,
        named: false,
        now: Timestamp::default(),
    };
    store.found(new).await.map(|_| ())
}

async fn append(store: &SledStore, n: u64) -> Result<(), StoreFault> {
    let bytes = bytes(n);
    let payload = NewPayload {
        class: Class::Record,
        lifetime: Lifetime::Keep,
        hash: Digest::of(&bytes),
        bytes,
    };
    let new = NewAppend {
        log: log(),
        epoch: Epoch::new(0),
        payloads: vec![payload],
        now: Timestamp::default(),
    };
    let appended = store.append(new).await?.unwrap();
    assert!(matches!(appended.outcomes[0], Outcome::Stored(_)));
    Ok(())
}

/// Whether the first `n` entries are there.
async fn read(store: &SledStore, n: u64) -> Result<bool, StoreFault> {
    let from = ReadFrom {
        log: log(),
        after: Seq::new(0),
        opens: Opens {
            epoch: Epoch::new(0),
            current: true,
        },
        entries: u32::MAX,
        bytes: u32::MAX,
    };
    let Some(page) = store.read(from).await? else {
        return Ok(n == 0);
    };
    let same =
        |(n, entry): (u64, &Entry)| matches!(entry, Entry::Whole { payload, .. } if *payload == bytes(n));
    Ok(page.entries.len() as u64 >= n && (0..n).zip(&page.entries).all(same))
}

fn bytes(n: u64) -> Vec<u8> {
    let len = [100, 900, 3_000, 6_000][(n % 4) as usize];
    n.to_be_bytes().into_iter().cycle().take(len).collect()
}

fn log() -> LogId {
    log_id(0)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}
