// SPDX-License-Identifier: MIT OR Apache-2.0
//! What was deleted is looked for by somebody who has the passphrase: in every page of the database, used and free, and
//! in the write-ahead log.

use std::sync::mpsc;
use std::thread;

use toguna_types::{Digest, Epoch, IntentId, MessageId, Seq, Timestamp};
use toguna_vault::{Vault, VaultFault};

use crate::home::{CANARY, LOG, fresh, open, receive};

/// Deletes everything that [`receive`] wrote of the `n`-th message.
fn delete(vault: &Vault, n: u8) {
    vault
        .write(|tx| {
            tx.entries().delete(LOG, Seq::new(n.into()))?;
            tx.intents().delete(IntentId::from_bytes([n; 16]))?;
            tx.mls_delete("group", &[n])
        })
        .unwrap();
}

/// In how many pages the `n`-th word stands.
fn pages_with(vault: &Vault, n: u8) -> usize {
    let canary = [CANARY.as_bytes(), &[n]].concat();
    let pages = vault.pages().unwrap();
    let holds = |page: &&Vec<u8>| page.windows(canary.len()).any(|window| window == canary);
    pages.iter().filter(holds).count()
}

// claim: CLM-REST-03
#[test]
fn a79_what_was_deleted_is_in_no_page_of_any_file() {
    let (vault, home) = fresh();
    for n in 0..40 {
        vault.write(|tx| receive(tx, n)).unwrap();
    }
    for n in 0..40 {
        assert!(pages_with(&vault, n) > 0, "the search finds nothing at all");
    }
    for n in (0..40).filter(|n| n % 3 == 0) {
        delete(&vault, n);
        assert_eq!(pages_with(&vault, n), 0, "right after it was deleted");
    }
    drop(vault);
    let vault = open(home.path());
    for n in 0..40 {
        assert_eq!(pages_with(&vault, n) == 0, n % 3 == 0, "{n}");
    }
}

// claim: CLM-REST-03
#[test]
fn a79_what_an_emptied_entry_or_intent_said_is_in_no_page_of_any_file() {
    let (vault, _home) = fresh();
    for n in 0..10 {
        vault.write(|tx| receive(tx, n)).unwrap();
    }
    vault
        .write(|tx| {
            tx.entries().empty(LOG, Seq::new(4), 9)?;
            tx.intents().empty(IntentId::from_bytes([4; 16]))?;
            tx.mls_delete("group", &[4])
        })
        .unwrap();
    assert_eq!(pages_with(&vault, 4), 0);
    let row = vault
        .read(|tx| tx.intents().get(IntentId::from_bytes([4; 16])))
        .unwrap();
    let row = row.expect("it is known that there was one");
    assert_eq!(
        row.sealed.map(|sealed| (sealed.epoch, sealed.payload)),
        Some((Epoch::new(1), Vec::new()))
    );
    assert_eq!((row.body, row.message), (Vec::new(), None::<MessageId>));
}

// claim: CLM-REST-03
#[test]
fn a79_a_forgotten_space_is_in_no_page_of_any_file() {
    let (vault, _home) = fresh();
    for n in 0..40 {
        vault.write(|tx| receive(tx, n)).unwrap();
    }
    vault
        .write(|tx| {
            (0..40).try_for_each(|n| tx.mls_delete("group", &[n]))?;
            tx.spaces().forget(LOG)
        })
        .unwrap();
    for n in 0..40 {
        // What it received, and what it had to say. The handles of people it met are not the space's.
        assert_eq!(pages_with(&vault, n), 0);
    }
    let log = LOG.as_bytes();
    let holds = |page: &Vec<u8>| page.windows(log.len()).any(|window| window == log);
    assert!(
        !vault.pages().unwrap().iter().any(holds),
        "the space's id is somewhere"
    );
}

// claim: CLM-REST-03
#[test]
fn a79_what_a_reader_held_back_is_gone_with_the_next_change() {
    let (vault, _home) = fresh();
    vault.write(|tx| receive(tx, 0)).unwrap();
    let (reading, is_reading) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let reader = vault.clone();
    let reader = thread::spawn(move || {
        reader.read(|tx| {
            let _ = tx.spaces().list()?;
            reading.send(()).unwrap();
            gone.recv().unwrap();
            Ok::<_, VaultFault>(())
        })
    });
    is_reading.recv().unwrap();
    delete(&vault, 0);
    assert!(
        pages_with(&vault, 0) > 0,
        "a reader's snapshot stands in the way: this proves nothing"
    );
    go.send(()).unwrap();
    reader.join().unwrap().unwrap();
    let at = Timestamp::from_millis(1);
    vault
        .write(|tx| tx.meta().put("anything", &at.millis().to_be_bytes()))
        .unwrap();
    assert_eq!(pages_with(&vault, 0), 0);
}

/// A word that begins like no other: the index keeps of neighbours only what they differ in.
fn rare(n: u8) -> String {
    let hash = Digest::of(&[n]);
    let letters = hash
        .as_bytes()
        .iter()
        .take(12)
        .map(|byte| char::from(b'a' + byte % 26));
    letters.collect()
}

fn pages_with_word(vault: &Vault, n: u8) -> usize {
    let word = rare(n);
    let pages = vault.pages().unwrap();
    let holds = |page: &&Vec<u8>| page.windows(word.len()).any(|window| window == word.as_bytes());
    pages.iter().filter(holds).count()
}

// claim: CLM-REST-03
#[test]
fn a79_the_words_of_what_was_deleted_are_in_no_page_of_the_index() {
    let (vault, home) = fresh();
    for n in 0..60 {
        let text = format!("{} and {}", rare(n), rare(n).to_uppercase());
        vault
            .write(|tx| {
                receive(tx, n)?;
                tx.texts().put(LOG, Seq::new(n.into()), Some(&text))
            })
            .unwrap();
    }
    for n in 0..60 {
        assert!(pages_with_word(&vault, n) > 1, "{n}: in the index, and beside it");
    }
    for n in (0..60).filter(|n| n % 3 == 0) {
        delete(&vault, n);
        assert_eq!(pages_with_word(&vault, n), 0, "{n}, right after it was deleted");
    }
    vault
        .write(|tx| tx.texts().put(LOG, Seq::new(1), Some("other words")))
        .unwrap();
    assert_eq!(pages_with_word(&vault, 1), 0, "what was worded anew");
    drop(vault);
    let vault = open(home.path());
    for n in (0..60).filter(|n| *n != 1) {
        assert_eq!(pages_with_word(&vault, n) == 0, n % 3 == 0, "{n}");
    }
    vault.write(|tx| tx.spaces().forget(LOG)).unwrap();
    for n in 0..60 {
        assert_eq!(pages_with_word(&vault, n), 0, "{n}, of a forgotten space");
    }
}
