// SPDX-License-Identifier: MIT OR Apache-2.0
//! A49: a vault is put back from an older copy and goes on. What it would encrypt next, it has encrypted before: the
//! same key and the same nonce for other words.

use std::fs;
use std::path::Path;

use toguna_sdk::{AlarmCode, LogId};
use toguna_store::MemoryStore;
use toguna_tests::{Member, World};
use toguna_types::Seq;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn alarms(member: &Member) -> Vec<AlarmCode> {
    member
        .client
        .status()
        .unwrap()
        .alarms
        .iter()
        .map(|alarm| alarm.code)
        .collect()
}

/// The epochs in which words stand that a member has seen, in order.
fn epochs(member: &Member, log: LogId) -> Vec<u64> {
    let door = member.client.backdoor();
    let entries = door
        .vault()
        .read(|tx| tx.entries().list(log, Seq::new(0), u32::MAX))
        .unwrap();
    entries
        .iter()
        .filter(|entry| entry.kind == 1)
        .map(|entry| entry.epoch.get())
        .collect()
}

// claim: CLM-CRASH-02
#[tokio::test]
async fn a49_a_vault_put_back_from_a_copy_encrypts_nothing_again() {
    let world = World::around(MemoryStore::new());
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    for _ in 0..2 {
        for member in [&amal, &beatrice] {
            member.syncs().await;
        }
        world.clock.advance(std::time::Duration::from_mins(11));
    }
    let (home, backup) = (beatrice.home.clone(), beatrice.home.with_extension("backup"));
    copy(&home, &backup);
    for word in ["un", "deux", "trois"] {
        beatrice.says(log, word).await;
    }
    drop(beatrice);
    fs::remove_dir_all(&home).unwrap();
    copy(&backup, &home);
    let beatrice = world.opens("Béatrice");
    // It says something before it has looked.
    beatrice.says(log, "quatre").await;
    beatrice.says(log, "cinq").await;
    let all = ["un", "deux", "trois", "quatre", "cinq"].map(|word| format!("Béatrice: {word}"));
    assert_eq!(amal.sees(log).await, all);
    let epochs = epochs(&amal, log);
    assert!(epochs[0] == epochs[2] && epochs[2] < epochs[3], "{epochs:?}");
    assert!(alarms(&amal).is_empty(), "nobody contradicts anybody");
    // It says what happened. What it said before is closed to it; nothing else is.
    assert_eq!(alarms(&beatrice), [AlarmCode::VaultPutBack]);
    assert_eq!(beatrice.sees(log).await, all[3..]);
    beatrice.client.settle_alarm(log).await.unwrap();
    amal.says(log, "tout est là").await;
    beatrice.says(log, "presque").await;
    assert!(alarms(&beatrice).is_empty());
    assert_eq!(amal.sees(log).await.len(), 7);
}
