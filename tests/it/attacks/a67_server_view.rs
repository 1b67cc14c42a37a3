// SPDX-License-Identifier: MIT OR Apache-2.0
//! A67: what the relay's store is given, searched byte by byte for what it must not learn.

use std::collections::BTreeSet;
use std::sync::Arc;

use toguna_sdk::{LogId, Role};
use toguna_store::{MemoryStore, NewLetter};
use toguna_tests::{Given, Member, Recorder, Tapped, World, fields, stands_in};
use toguna_types::{Class, Digest};

const TITLE: &str = "CANARY-TITLE-Kisangani";
const WORDS: [&str; 3] = ["CANARY-WORD-0", "CANARY-WORD-1 but longer", "كناري CANARY-WORD-2"];

struct Scene {
    recorder: Arc<Recorder>,
    members: [Member; 3],
    log: LogId,
}

/// Three talk, one is removed, one leaves; everything the store was given is on record.
async fn scene() -> Scene {
    let recorder = Arc::new(Recorder::default());
    let world = World::around(Tapped::new(MemoryStore::new(), recorder.clone()));
    let amal = world.member("CANARY-HANDLE-amal").await;
    let beatrice = world.member("CANARY-HANDLE-bea").await;
    let celeste = world.member("CANARY-HANDLE-cel").await;
    let log = amal.founds(TITLE).await;
    amal.brings(log, &beatrice).await;
    let handles = [celeste.name.clone()];
    amal.client.invite(log, &handles, Role::Reader).await.unwrap();
    celeste.accepts().await;
    amal.says(log, WORDS[0]).await;
    beatrice.says(log, WORDS[1]).await;
    amal.says(log, WORDS[2]).await;
    beatrice.client.leave(log, None).await.unwrap();
    amal.client.remove(log, &celeste.name).await.unwrap();
    Scene {
        recorder,
        members: [amal, beatrice, celeste],
        log,
    }
}

// claim: CLM-CONF-01
#[tokio::test(flavor = "multi_thread")]
async fn a67_no_word_title_name_or_passphrase_reaches_the_store() {
    let scene = scene().await;
    let passphrase = toguna_tests::passphrase();
    let secret = passphrase.expose();
    let mut searched = 0usize;
    for given in scene.recorder.all() {
        for (name, bytes) in fields(&given) {
            searched += bytes.len();
            for canary in WORDS
                .into_iter()
                .chain([TITLE])
                .map(str::as_bytes)
                .chain([secret])
            {
                assert!(!stands_in(canary, &bytes), "a canary stands in {name}");
            }
            if name != "handle" {
                // The handle stands in the account and nowhere else.
                assert!(!stands_in(b"CANARY-HANDLE", &bytes), "a handle stands in {name}");
            }
        }
    }
    assert!(searched > 100_000, "something was searched");
}

// claim: CLM-META-01
#[tokio::test(flavor = "multi_thread")]
async fn a67_nothing_of_a_space_names_who_is_in_it() {
    let scene = scene().await;
    let all = scene.recorder.all();
    let mut identities: BTreeSet<Vec<u8>> = BTreeSet::new();
    let mut packages = Vec::new();
    for given in &all {
        if let Given::Register(new) = given {
            identities.extend([new.account.to_vec(), new.account_key.to_vec()]);
            identities.extend([new.device.device.to_vec(), new.device.device_key.to_vec()]);
            identities.insert(new.device.cert.clone());
        }
        if let Given::Publish(new) = given {
            packages.extend(new.single_use.iter().chain(&new.last_resort).cloned());
        }
    }
    assert!(identities.len() == 15 && packages.len() > 100);
    let named: Vec<_> = packages
        .iter()
        .map(|package| reference(package))
        .chain(identities)
        .collect();
    let mut seen = 0;
    for given in &all {
        let of_a_space = matches!(
            given,
            Given::Append(_) | Given::Commit(_) | Given::Found(_) | Given::Attachment(..)
        );
        if of_a_space {
            seen += 1;
            for (field, bytes) in fields(given) {
                assert!(
                    !named.iter().any(|id| stands_in(id, &bytes)),
                    "somebody is named in {field}"
                );
            }
        }
        if let Given::Deposit(NewLetter {
            recipient,
            id: _,
            class: _,
            envelope,
            now: _,
        }) = given
        {
            seen += 1;
            // A letter says for whom it is; neither from whom nor about which space.
            let others = named.iter().filter(|id| **id != recipient.to_vec());
            assert!(!others.into_iter().any(|id| stands_in(id, envelope)));
            assert!(
                !fields(given)
                    .iter()
                    .any(|(_, bytes)| stands_in(&scene.log.to_vec(), bytes))
            );
        }
    }
    assert!(seen > 10 && scene.members.len() == 3);
}

// claim: CLM-META-01
#[tokio::test(flavor = "multi_thread")]
async fn a67_short_words_and_hellos_come_in_two_sizes() {
    let scene = scene().await;
    let mut sizes = BTreeSet::new();
    for given in scene.recorder.all() {
        if let Given::Append(new) = given {
            let messages = new
                .payloads
                .iter()
                .filter(|payload| payload.class == Class::Message);
            sizes.extend(messages.map(|payload| payload.bytes.len()));
        }
    }
    // Hellos, confirmations and three words of different lengths: two sizes, a step of the padding apart.
    let sizes: Vec<usize> = sizes.into_iter().collect();
    assert!(sizes.len() <= 2, "{sizes:?}");
    assert!(sizes.windows(2).all(|pair| pair[1] - pair[0] == 128), "{sizes:?}");
}

/// KeyPackageRef (RFC 9420 §5.2) of a KeyPackage as it is published, inside an `MLSMessage`.
fn reference(package: &[u8]) -> Vec<u8> {
    let label = b"MLS 1.0 KeyPackage Reference";
    let value = &package[4..];
    let length = u16::try_from(value.len()).unwrap() | 0x4000; // two-byte variable-size length (RFC 9420 §2.1.2)
    let mut bytes = vec![u8::try_from(label.len()).unwrap()];
    bytes.extend_from_slice(label);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(value);
    Digest::of(&bytes).as_bytes().to_vec()
}
