// SPDX-License-Identifier: MIT OR Apache-2.0
//! What stewards ask for: the end of a log, and of its messages.

use std::sync::Arc;

use toguna_types::{AttachmentId, BlobId, Class, Digest, Entry, Epoch, Lifetime, Seq, StewardAsk};

use super::sample::*;
use crate::{BlobBegun, NewAppend, NewBlob, NewCommit, NewPiece, Store, Swept};

/// A week after it was first asked for; then nothing is added and nothing is left but stubs, and other logs are whole.
pub async fn a_closed_log_keeps_only_stubs<S: Store>(store: Arc<S>) {
    for n in [1, 2] {
        full(&*store, n).await;
    }
    let mut asked = new_commit(1, 1, "amal");
    asked.asked = Some(StewardAsk::Close);
    accepted(commit(&*store, asked).await);
    accepted(commit(&*store, at(new_commit(1, 2, "amal"), 3, Some(StewardAsk::Close))).await);
    let closes = state(&*store).await.closes.unwrap();
    assert_eq!(closes, NOON.day() + 8, "asked again it is no later");

    store.sweep(NOON.after(days(7))).await.unwrap();
    assert!(!state(&*store).await.is_closed(NOON.after(days(7))));
    let late = NewAppend {
        now: NOON.after(days(7)),
        ..new_append(b"last word")
    };
    store.append(late.clone()).await.unwrap().unwrap();

    let over = NOON.after(days(8));
    let before = state(&*store).await;
    assert!(before.is_closed(over));
    let late = NewAppend { now: over, ..late };
    assert!(store.append(late).await.unwrap().is_none());
    let withdraws = at(new_commit(1, 3, "amal"), 8, Some(StewardAsk::StayOpen));
    assert!(store.commit(withdraws).await.unwrap().is_none(), "it is too late");
    assert_eq!(begin(&*store, 1, 9).await, BlobBegun::NoSuchLog);

    let swept = store.sweep(over).await.unwrap();
    assert_eq!(swept.payloads, before.head.seq.get() - 1, "one had expired");
    let page = read(&*store, from(1, 0, past(0))).await;
    assert!(page.entries.iter().all(is_stub));
    assert_eq!(chain(genesis(1), &page.entries), before.head);
    let after = state(&*store).await;
    assert_eq!(
        (after.head, after.bytes, after.closes),
        (before.head, 0, Some(closes))
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
            .epoch_keys(log_id(1), Epoch::new(3))
            .await
            .unwrap()
            .is_some()
    );
    for blob in [1, 2] {
        assert_eq!(store.blob(log_id(1), blob_id(blob)).await.unwrap(), None);
        assert_eq!(store.blob_piece(log_id(1), blob_id(blob), 0).await.unwrap(), None);
    }
    let (id, token) = (AttachmentId::from_bytes([1; 16]), Digest::of(b"token"));
    assert!(store.attachment(log_id(1), id, token).await.unwrap().is_none());
    assert!(store.attachment(log_id(2), id, token).await.unwrap().is_some());
    assert!(
        store
            .blob_piece(log_id(2), blob_id(1), 0)
            .await
            .unwrap()
            .is_some()
    );
    let other = read(&*store, from(2, 0, past(0))).await.entries;
    assert_eq!(other.iter().filter(|entry| is_stub(entry)).count(), 1);
    assert_eq!(store.sweep(over).await.unwrap(), Swept::default());
    // What was to expire one by one does not stand in the way.
    store.sweep(NOON.after(days(100))).await.unwrap();
    assert_eq!(state(&*store).await.head.seq, Seq::new(after.head.seq.get()));
}

/// What was withdrawn closes nothing, on its day or later, unless it is asked for again.
pub async fn a_withdrawn_request_closes_nothing<S: Store>(store: Arc<S>) {
    full(&*store, 1).await;
    accepted(commit(&*store, at(new_commit(1, 1, "amal"), 0, Some(StewardAsk::Close))).await);
    accepted(
        commit(
            &*store,
            at(new_commit(1, 2, "amal"), 3, Some(StewardAsk::StayOpen)),
        )
        .await,
    );
    assert_eq!(state(&*store).await.closes, None);
    store.sweep(NOON.after(days(9))).await.unwrap();
    assert!(state(&*store).await.bytes > 0);
    accepted(commit(&*store, at(new_commit(1, 3, "amal"), 9, Some(StewardAsk::Close))).await);
    // Withdrawn and asked for again the same day, so that the day is the same.
    accepted(
        commit(
            &*store,
            at(new_commit(1, 4, "amal"), 9, Some(StewardAsk::StayOpen)),
        )
        .await,
    );
    accepted(commit(&*store, at(new_commit(1, 5, "amal"), 9, Some(StewardAsk::Close))).await);
    accepted(commit(&*store, at(new_commit(1, 6, "amal"), 16, None)).await);
    assert_eq!(state(&*store).await.closes, Some(NOON.day() + 17));
    store.sweep(NOON.after(days(16))).await.unwrap();
    assert!(state(&*store).await.bytes > 0);
    store.sweep(NOON.after(days(17))).await.unwrap();
    assert_eq!(state(&*store).await.bytes, 0);
}

/// A week after it was asked for, messages up to a place are stubs; what came later, records and commits are whole.
pub async fn asked_for_messages_are_erased_and_nothing_else<S: Store>(store: Arc<S>) {
    for n in [1, 2] {
        talk(&*store, n).await;
    }
    let (before, other) = (
        state(&*store).await,
        read(&*store, from(2, 0, past(0))).await.entries,
    );
    let all = StewardAsk::Erase {
        upto: Seq::new(u64::MAX),
    };
    accepted(commit(&*store, at(new_commit(1, 0, "amal"), 0, Some(all))).await);
    append(&*store, 1, 1, vec![lasting("last word", Lifetime::Keep)]).await;
    let erasing = state(&*store).await.erases.unwrap();
    let place = (NOON.day() + 8, before.head.seq.next());
    assert_eq!((erasing.day, erasing.upto), place, "no farther than the log goes");
    store.sweep(NOON.after(days(7))).await.unwrap();
    assert_eq!(state(&*store).await.erases, Some(erasing));
    let whole = |entry: &&Entry| !is_stub(entry);
    let page = read(&*store, from(1, 0, past(0))).await.entries;
    let messages = page
        .iter()
        .filter(whole)
        .filter(|entry| entry.class() == Class::Message);
    let swept = store.sweep(NOON.after(days(8))).await.unwrap();
    assert_eq!(swept.payloads, u64::try_from(messages.count()).unwrap());
    let erased = state(&*store).await;
    assert_eq!(erased.erases, None);
    let after = read(&*store, from(1, 0, past(0))).await.entries;
    assert_eq!(chain(genesis(1), &after), erased.head);
    for (entry, was) in after.iter().zip(&page) {
        let goes = entry.class() == Class::Message && entry.seq() <= erasing.upto;
        assert_eq!(is_stub(entry), goes || is_stub(was), "at {:?}", entry.seq());
    }
    let last = read(&*store, from(1, erasing.upto.get(), past(1))).await.entries;
    assert!(
        last.iter().all(|entry| !is_stub(entry)),
        "what was said later stays"
    );
    assert_eq!(read(&*store, from(2, 0, past(0))).await.entries, other);
    assert_eq!(store.sweep(NOON.after(days(8))).await.unwrap(), Swept::default());
}

/// What was taken back erases nothing, and asked for anew it has its week again.
pub async fn messages_that_are_to_be_kept_after_all_stay<S: Store>(store: Arc<S>) {
    talk(&*store, 1).await;
    let ask = StewardAsk::Erase {
        upto: state(&*store).await.head.seq,
    };
    let asks = [(0, ask), (1, StewardAsk::KeepMessages), (9, ask), (12, ask)];
    for (epoch, (day, ask)) in (0..).zip(asks) {
        accepted(commit(&*store, at(new_commit(1, epoch, "amal"), day, Some(ask))).await);
        let before = state(&*store).await.bytes;
        let swept = if epoch == 1 { 9 } else { day };
        store.sweep(NOON.after(days(swept))).await.unwrap();
        assert_eq!(state(&*store).await.bytes, before);
    }
    let before = state(&*store).await.bytes;
    store.sweep(NOON.after(days(17))).await.unwrap();
    assert_eq!(
        state(&*store).await.bytes,
        before,
        "asked for again it has another day"
    );
    store.sweep(NOON.after(days(20))).await.unwrap();
    assert!(state(&*store).await.bytes < before);
}

/// A week after it was asked for a file is gone, whoever brought it, and makes room; one that is to stay after all stays.
pub async fn an_asked_for_file_goes_and_no_other<S: Store>(store: Arc<S>) {
    for n in [1, 2] {
        full(&*store, n).await;
    }
    assert_eq!(begin(&*store, 1, 3).await, BlobBegun::Received(0));
    let piece = NewPiece {
        log: log_id(1),
        id: blob_id(3),
        offset: 0,
        bytes: b"nine byte".to_vec(),
    };
    store.append_blob(piece).await.unwrap();
    let delete = |blob| StewardAsk::DeleteFile { blob: blob_id(blob) };
    let asks = [
        (0, delete(1)),
        (0, delete(3)),
        (1, StewardAsk::KeepFile { blob: blob_id(3) }),
        (1, delete(9)),
        (2, delete(1)),
    ];
    for (epoch, (day, ask)) in (1..).zip(asks) {
        accepted(commit(&*store, at(new_commit(1, epoch, "amal"), day, Some(ask))).await);
    }
    let there = |n, blob| {
        let store = store.clone();
        async move { store.blob(log_id(n), blob_id(blob)).await.unwrap().is_some() }
    };
    store.sweep(NOON.after(days(9))).await.unwrap();
    assert!(there(1, 1).await, "asked for again it has its week again");
    store.sweep(NOON.after(days(10))).await.unwrap();
    assert!(!there(1, 1).await && there(1, 3).await && there(2, 1).await);
    assert_eq!(store.blob_piece(log_id(1), blob_id(1), 0).await.unwrap(), None);
    assert_eq!(
        begin(&*store, 1, 1).await,
        BlobBegun::Received(0),
        "its id is free and its room"
    );
    assert_eq!(store.sweep(NOON.after(days(10))).await.unwrap().payloads, 0);
    assert!(there(1, 1).await, "what was brought later stays");
}

fn at(mut commit: NewCommit, day: u64, asked: Option<StewardAsk>) -> NewCommit {
    commit.now = NOON.after(days(day));
    commit.asked = asked;
    commit
}

fn new_append(text: &[u8]) -> NewAppend {
    NewAppend {
        log: log_id(1),
        epoch: Epoch::new(3),
        payloads: vec![payload(Class::Record, text)],
        now: NOON,
    }
}

async fn state<S: Store>(store: &S) -> crate::LogState {
    store.log_state(log_id(1)).await.unwrap().unwrap()
}

async fn begin<S: Store>(store: &S, n: u8, blob: u8) -> BlobBegun {
    let new = NewBlob {
        log: log_id(n),
        id: blob_id(blob),
        size: 9,
        delete_key: Digest::of(b"delete"),
        quota: 1_000,
        now: NOON.after(days(8)),
    };
    store.begin_blob(new).await.unwrap()
}

/// More entries than one step deletes, large and small, one that has expired; a commit with an attachment; a file that is
/// whole and one that is not.
async fn full<S: Store>(store: &S, n: u8) {
    found(store, n).await;
    for frame in 0..10 {
        let texts = (0..60).map(|at| record(&format!("{frame} {at}")));
        append(store, n, 0, texts.collect()).await;
    }
    let large = String::from_utf8(vec![b'x'; 9_000]).unwrap();
    append(store, n, 0, vec![record(&large), lasting("brief", Lifetime::Day)]).await;
    let mut new = new_commit(n, 0, "amal");
    new.attachments = vec![attachment(1, b"token", large.as_bytes())];
    accepted(commit(store, new).await);
    for (blob, whole) in [(1, true), (2, false)] {
        let id: BlobId = blob_id(blob);
        assert_eq!(begin(store, n, blob).await, BlobBegun::Received(0));
        if whole {
            let piece = NewPiece {
                log: log_id(n),
                id,
                offset: 0,
                bytes: b"nine byte".to_vec(),
            };
            store.append_blob(piece).await.unwrap();
        }
    }
}

/// Messages and records in turn, more than one step erases, and a large message.
async fn talk<S: Store>(store: &S, n: u8) {
    found(store, n).await;
    for frame in 0..10 {
        let both = |at| {
            [
                record(&format!("{frame} {at}")),
                lasting(&format!("{frame}, {at}"), Lifetime::Keep),
            ]
        };
        append(store, n, 0, (0..30).flat_map(both).collect()).await;
    }
    let large = String::from_utf8(vec![b'x'; 9_000]).unwrap();
    append(store, n, 0, vec![lasting(&large, Lifetime::Year)]).await;
}
