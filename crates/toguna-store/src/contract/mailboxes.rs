// SPDX-License-Identifier: MIT OR Apache-2.0
//! What every back end keeps of [`Mailboxes`](crate::Mailboxes).

use std::sync::Arc;

use toguna_types::limit;

use super::sample::*;
use crate::{Deposited, Store};

/// With their bytes, from any place, at most as many as asked for.
pub async fn letters_come_back_in_order<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    register(&*store, 2).await;
    let longest = noise(1, usize::try_from(limit::LETTER_BYTES).unwrap());
    for (n, envelope) in [(1, b"one".as_slice()), (2, &longest), (3, b"three")] {
        assert_eq!(
            store.deposit(letter(1, n, envelope)).await.unwrap(),
            Deposited::Stored
        );
    }
    store.deposit(letter(2, 4, b"for another")).await.unwrap();
    let letters = store.letters(device(1), 0, 10).await.unwrap();
    assert_eq!(
        letters.iter().map(|letter| letter.place).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert!(letters[1].envelope == longest);
    assert_eq!((letters[0].id, letters[0].class), (letter(1, 1, b"").id, 2));
    assert_eq!(store.letters(device(1), 1, 1).await.unwrap(), letters[1..2]);
    assert!(store.letters(device(1), 3, 10).await.unwrap().is_empty());
    assert_eq!(store.letters(device(2), 0, 10).await.unwrap().len(), 1);
}

/// Whatever it says the second time.
pub async fn a_letter_that_waits_is_stored_once<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    for envelope in [b"one", b"two"] {
        assert_eq!(
            store.deposit(letter(1, 1, envelope)).await.unwrap(),
            Deposited::Stored
        );
    }
    let letters = store.letters(device(1), 0, 10).await.unwrap();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].envelope, b"one");
}

/// No device, no mailbox.
pub async fn a_mailbox_of_nobody_takes_nothing<S: Store>(store: Arc<S>) {
    assert_eq!(
        store.deposit(letter(1, 1, b"one")).await.unwrap(),
        Deposited::NoSuchDevice
    );
    assert!(store.letters(device(1), 0, 10).await.unwrap().is_empty());
    assert_eq!(store.ack(device(1), vec![letter(1, 1, b"").id]).await.unwrap(), 0);
}

/// A place is never used twice, or a reader would miss a letter.
pub async fn acknowledged_letters_are_gone_and_places_rise_on<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    for n in 1..=3 {
        store
            .deposit(letter(1, n, &noise(u64::from(n), 6_000)))
            .await
            .unwrap();
    }
    let ids = vec![letter(1, 1, b"").id, letter(1, 3, b"").id, letter(1, 9, b"").id];
    assert_eq!(store.ack(device(1), ids.clone()).await.unwrap(), 2);
    assert_eq!(store.ack(device(1), ids).await.unwrap(), 0);
    store.deposit(letter(1, 1, b"again")).await.unwrap();
    let letters = store.letters(device(1), 0, 10).await.unwrap();
    assert_eq!(
        letters.iter().map(|letter| letter.place).collect::<Vec<_>>(),
        [2, 4]
    );
    assert_eq!(letters[1].envelope, b"again");
}

/// Until some are acknowledged; one that waits is still answered for.
pub async fn a_full_mailbox_takes_no_more<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    let most = u16::try_from(limit::LETTERS_PER_MAILBOX).unwrap();
    let mut deposits = tokio::task::JoinSet::new();
    for n in 0..most {
        let store = Arc::clone(&store);
        deposits.spawn(async move { store.deposit(letter(1, n, b"letter")).await.unwrap() });
    }
    assert!(
        deposits
            .join_all()
            .await
            .iter()
            .all(|answer| *answer == Deposited::Stored)
    );
    assert_eq!(
        store.deposit(letter(1, most, b"more")).await.unwrap(),
        Deposited::Full
    );
    assert_eq!(
        store.deposit(letter(1, 7, b"letter")).await.unwrap(),
        Deposited::Stored
    );
    store.ack(device(1), vec![letter(1, 7, b"").id]).await.unwrap();
    assert_eq!(
        store.deposit(letter(1, most, b"more")).await.unwrap(),
        Deposited::Stored
    );
}

/// It starts at the last place.
pub async fn a_watch_wakes_with_every_letter<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    let mut early = store.watch_mailbox(device(1));
    assert_eq!(*early.borrow_and_update(), 0);
    store.deposit(letter(1, 1, b"one")).await.unwrap();
    early.changed().await.unwrap();
    assert_eq!(*early.borrow_and_update(), 1);
    store.ack(device(1), vec![letter(1, 1, b"").id]).await.unwrap();
    assert_eq!(*store.watch_mailbox(device(1)).borrow(), 1);
    store.deposit(letter(1, 2, b"two")).await.unwrap();
    early.changed().await.unwrap();
    assert_eq!(*early.borrow_and_update(), 2);
}
