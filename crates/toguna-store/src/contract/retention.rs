// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a sweep takes, what it leaves, and what a closed store answers.

use std::sync::Arc;

use toguna_types::{AttachmentId, Digest, Epoch, Lifetime, Seq};

use super::sample::*;
use crate::{Outcome, Store, StoreFault, Swept};

/// Hash and place stay, bytes go; what is kept for ever stays whole.
pub async fn expired_payloads_become_stubs_and_the_chain_holds<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let payloads = vec![
        message("kept"),
        lasting("a day", Lifetime::Day),
        record("r"),
        lasting("a week", Lifetime::Week),
        lasting("a year", Lifetime::Year),
    ];
    append(&*store, 1, 0, payloads).await;
    let (w, s) = (false, true);
    for (after, gone, stubs) in [
        (3, 1, [w, s, w, w, w]),
        (10, 1, [w, s, w, s, w]),
        (368, 1, [w, s, w, s, s]),
        (10_000, 0, [w, s, w, s, s]),
    ] {
        let swept = store.sweep(NOON.after(days(after))).await.unwrap();
        assert_eq!(swept.payloads, gone);
        let page = read(&*store, from(1, 0, current(0))).await;
        assert_eq!(page.entries.iter().map(is_stub).collect::<Vec<_>>(), stubs);
        assert_eq!(chain(genesis(1), &page.entries), page.head);
    }
    assert_eq!(store.log_state(log_id(1)).await.unwrap().unwrap().bytes, 5);
}

/// The stub still answers for its payload.
pub async fn a_payload_that_expired_keeps_its_place<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let brief = lasting("brief", Lifetime::Day);
    let first = append(&*store, 1, 0, vec![brief.clone()]).await;
    store.sweep(NOON.after(days(3))).await.unwrap();
    let again = append(&*store, 1, 0, vec![brief.clone()]).await;
    assert_eq!(
        place(&again.outcomes[0], &brief),
        place(&first.outcomes[0], &brief)
    );
    assert!(is_stub(&read(&*store, from(1, 0, current(0))).await.entries[0]));
    assert_eq!(again.head.seq, Seq::new(1));
}

/// A lifetime is a promise.
pub async fn nothing_goes_before_its_time<S: Store>(store: Arc<S>) {
    full(&*store).await;
    assert_eq!(store.sweep(NOON.after(days(1))).await.unwrap(), Swept::default());
    let page = read(&*store, from(1, 0, past(0))).await;
    assert!(!page.entries.iter().any(is_stub));
    store.sweep(NOON.after(days(89))).await.unwrap();
    assert_eq!(store.letters(device(1), 0, 10).await.unwrap().len(), 1);
    assert!(
        store
            .epoch_keys(log_id(1), Epoch::new(0))
            .await
            .unwrap()
            .is_some()
    );
    let (id, token) = (AttachmentId::from_bytes([1; 16]), Digest::of(b"token"));
    assert!(store.attachment(log_id(1), id, token).await.unwrap().is_some());
}

/// After `CATCH_UP`; the current epoch's keys stay.
pub async fn attachments_and_past_keys_go_after_their_time<S: Store>(store: Arc<S>) {
    full(&*store).await;
    let swept = store.sweep(NOON.after(days(92))).await.unwrap();
    assert_eq!(
        swept,
        Swept {
            payloads: 1,
            others: 4
        },
        "keys, attachment, letter, token"
    );
    assert!(
        store
            .epoch_keys(log_id(1), Epoch::new(0))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        store
            .epoch_keys(log_id(1), Epoch::new(1))
            .await
            .unwrap()
            .is_some()
    );
    let (id, token) = (AttachmentId::from_bytes([1; 16]), Digest::of(b"token"));
    assert!(store.attachment(log_id(1), id, token).await.unwrap().is_none());
    assert_eq!(store.sweep(NOON.after(days(92))).await.unwrap(), Swept::default());
    let Outcome::Stored(_) = append(&*store, 1, 1, vec![message("on")]).await.outcomes[0] else {
        panic!("the log no longer takes entries");
    };
}

/// After `CATCH_UP`; the places of later letters rise on.
pub async fn letters_go_after_their_time<S: Store>(store: Arc<S>) {
    full(&*store).await;
    store.sweep(NOON.after(days(92))).await.unwrap();
    assert!(store.letters(device(1), 0, 10).await.unwrap().is_empty());
    store
        .deposit(letter(1, 1, b"the id is free again"))
        .await
        .unwrap();
    assert_eq!(store.letters(device(1), 0, 10).await.unwrap()[0].place, 2);
}

/// When the token itself has ended.
pub async fn tokens_go_after_their_time<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    store.sweep(NOON.after(days(6))).await.unwrap();
    assert!(store.token(account(1).token).await.unwrap().is_some());
    assert_eq!(store.sweep(NOON.after(days(9))).await.unwrap().others, 1);
    assert!(store.token(account(1).token).await.unwrap().is_none());
    assert!(store.account(account(1).account).await.unwrap().is_some());
}

/// Every verb, and watches end.
pub async fn a_closed_store_answers_closed<S: Store>(store: Arc<S>) {
    full(&*store).await;
    let mut log = store.watch_log(log_id(1));
    let mut mailbox = store.watch_mailbox(device(1));
    store.close().await.unwrap();
    assert!(log.changed().await.is_err());
    assert!(mailbox.changed().await.is_err());
    macro_rules! closed {
        ($($call:expr,)*) => {$(
            assert!(matches!($call.await, Err(StoreFault::Closed)), stringify!($call));
        )*};
    }
    closed!(
        store.found(new_log(2)),
        store.log_state(log_id(1)),
        store.epoch_keys(log_id(1), Epoch::new(0)),
        store.commit(new_commit(1, 1, "amal")),
        store.read(from(1, 0, current(1))),
        store.attachment(log_id(1), AttachmentId::from_bytes([1; 16]), Digest::of(b"token")),
        store.register(account(2)),
        store.device(device(1)),
        store.account(account(1).account),
        store.account_by_handle("amal1"),
        store.token(account(1).token),
        store.withdraw_token(account(3).token, NOON),
        store.claim(device(1), 3),
        store.stock(device(1)),
        store.deposit(letter(1, 2, b"letter")),
        store.letters(device(1), 0, 10),
        store.ack(device(1), Vec::new()),
        store.sweep(NOON),
    );
}

/// One of each thing that expires: a payload, keys, an attachment, a letter, a token.
async fn full<S: Store>(store: &S) {
    register(store, 1).await;
    found(store, 1).await;
    append(
        store,
        1,
        0,
        vec![lasting("brief", Lifetime::Day), message("kept")],
    )
    .await;
    let mut new = new_commit(1, 0, "amal");
    new.attachments = vec![attachment(1, b"token", b"welcome")];
    accepted(commit(store, new).await);
    store.deposit(letter(1, 1, b"letter")).await.unwrap();
}
