// SPDX-License-Identifier: MIT OR Apache-2.0
//! A42, A49, A55, A79: what old keys open, what an old vault signs, what stays of a library that was forgotten.

use std::fs;
use std::path::Path;

use toguna_mls::open_record;
use toguna_sdk::{AlarmCode, LogId};
use toguna_store::{Logs as _, MemoryStore, Opens, ReadFrom};
use toguna_tests::{Member, World};
use toguna_types::{Class, Entry, Epoch, Seq};
use toguna_vault::{Vault, VaultFault};

use super::{alarms, operates, sees, settled, verdicts};

/// The records of a log as they lie on the relay's disk, with their places.
async fn on_the_disk(store: &MemoryStore, log: LogId) -> Vec<(Seq, Vec<u8>)> {
    let from = ReadFrom {
        log,
        after: Seq::new(0),
        opens: Opens {
            epoch: Epoch::new(u64::MAX),
            current: true,
        },
        entries: u32::MAX,
        bytes: u32::MAX,
    };
    let page = store.read(from).await.unwrap().unwrap();
    let records = page.entries.into_iter().filter_map(|entry| match entry {
        Entry::Whole {
            seq,
            class: Class::Record,
            payload,
            ..
        } => Some((seq, payload)),
        Entry::Whole { .. } | Entry::Stub { .. } => None,
    });
    records.collect()
}

/// How many records a vault's keys open, whichever era they are said to be of.
fn opens(vault: &Vault, member: &Member, log: LogId, records: &[(Seq, Vec<u8>)]) -> usize {
    let relay = member.client.backdoor().relay();
    let last = records.last().map_or(0, |(seq, _)| seq.get());
    let open = |payload: &[u8]| {
        (0..=last + 40).any(|place| {
            let opened = vault.read(|tx| {
                let opened = open_record(tx, relay, log, Seq::new(place), payload);
                Ok::<_, VaultFault>(!matches!(opened, Err(toguna_mls::MessageFault::NotAuthentic)))
            });
            opened.unwrap()
        })
    };
    records.iter().filter(|(_, payload)| open(payload)).count()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

// claim: CLM-HIST-06
#[tokio::test(flavor = "multi_thread")]
async fn a55_a_removed_member_with_the_relays_disk_opens_nothing_written_after_it() {
    let store = MemoryStore::new();
    let world = World::around(store.clone());
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    for text in ["un", "deux"] {
        operates(&amal, log, text).await;
    }
    celeste.syncs().await;
    amal.client.remove(log, "Celeste").await.unwrap();
    celeste.syncs().await;
    beatrice.syncs().await;
    for text in ["trois", "quatre", "cinq"] {
        operates(&beatrice, log, text).await;
    }
    let records = on_the_disk(&store, log).await;
    assert_eq!(records.len(), 5);
    let vault = celeste.client.backdoor().vault().clone();
    assert_eq!(
        opens(&vault, &celeste, log, &records),
        2,
        "what it had read, and no more"
    );
    let vault = amal.client.backdoor().vault().clone();
    assert_eq!(
        opens(&vault, &amal, log, &records),
        5,
        "the search does open what can be opened"
    );
}

// claim: CLM-HIST-06
#[tokio::test(flavor = "multi_thread")]
async fn a55_a_thief_of_a_devices_keys_opens_nothing_written_after_it_was_healed() {
    let store = MemoryStore::new();
    let world = World::around(store.clone());
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    settled(&world, &[&amal, &beatrice, &celeste]).await;
    operates(&amal, log, "un").await;
    beatrice.syncs().await;
    let stolen = beatrice.home.with_extension("stolen");
    copy(&beatrice.home, &stolen);
    operates(&amal, log, "deux").await;
    beatrice.client.heal(log).await.unwrap();
    amal.syncs().await;
    for text in ["trois", "quatre"] {
        operates(&amal, log, text).await;
    }
    let records = on_the_disk(&store, log).await;
    let thief = Vault::open(&stolen, &toguna_tests::passphrase()).unwrap();
    assert_eq!(records.len(), 4);
    assert_eq!(opens(&thief, &beatrice, log, &records), 2, "until the era turned");
}

// claim: CLM-CRASH-02
#[tokio::test(flavor = "multi_thread")]
async fn a49_a_vault_put_back_from_a_copy_contradicts_none_of_its_operations() {
    let world = World::around(MemoryStore::new());
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    settled(&world, &[&amal, &beatrice]).await;
    operates(&beatrice, log, "un").await;
    let (home, backup) = (beatrice.home.clone(), beatrice.home.with_extension("backup"));
    copy(&home, &backup);
    for text in ["deux", "trois"] {
        operates(&beatrice, log, text).await;
    }
    drop(beatrice);
    fs::remove_dir_all(&home).unwrap();
    copy(&backup, &home);
    let beatrice = world.opens("Béatrice");
    // It writes before it has looked.
    operates(&beatrice, log, "quatre").await;
    operates(&beatrice, log, "cinq").await;
    let all = ["un", "deux", "trois", "quatre", "cinq"].map(|text| format!("Béatrice: {text}"));
    assert_eq!(sees(&amal, log).await, all);
    assert_eq!(sees(&beatrice, log).await, all);
    assert!(
        verdicts(&amal, log).is_empty() && alarms(&amal).is_empty(),
        "nobody contradicts itself"
    );
    assert_eq!(alarms(&beatrice), [AlarmCode::VaultPutBack]);
}
