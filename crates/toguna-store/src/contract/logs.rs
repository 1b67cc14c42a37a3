// SPDX-License-Identifier: MIT OR Apache-2.0
//! What every back end keeps of [`Logs`](crate::Logs), one caller at a time.

use std::sync::Arc;

use toguna_types::{AttachmentId, Class, Digest, Entry, Epoch, Seq, limit};

use super::sample::*;
use crate::{Committed, EpochKeys, Founded, NewLog, Outcome, ReadFrom, Store, StoreFault, sweep_day};

/// The same founding answers the same; another one finds the id taken.
pub async fn a_log_is_founded_once<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    append(&*store, 1, 0, vec![message("a")]).await;
    let later = NewLog {
        now: NOON.after(days(1)),
        ..new_log(1)
    };
    assert_eq!(store.found(later).await.unwrap(), Founded::Same(genesis(1)));
    let other = NewLog {
        keys: keys(2, 0),
        ..new_log(1)
    };
    assert_eq!(store.found(other).await.unwrap(), Founded::Taken);
    let state = store.log_state(log_id(1)).await.unwrap().unwrap();
    assert_eq!(state.head.seq, Seq::new(1));
    assert_eq!(state.keys, keys(1, 0));
    assert_eq!(state.steward, [1; 32]);
    commit(&*store, new_commit(1, 0, "amal")).await;
    assert_eq!(store.found(new_log(1)).await.unwrap(), Founded::Same(genesis(1)));
}

/// Named or not is part of a founding; the day is the first one's, and commits do not move it.
pub async fn a_log_that_is_named_says_until_which_day<S: Store>(store: Arc<S>) {
    let named = NewLog {
        named: true,
        ..new_log(1)
    };
    assert_eq!(
        store.found(named.clone()).await.unwrap(),
        Founded::Created(genesis(1))
    );
    let later = NewLog {
        now: NOON.after(days(9)),
        ..named
    };
    assert_eq!(store.found(later).await.unwrap(), Founded::Same(genesis(1)));
    assert_eq!(store.found(new_log(1)).await.unwrap(), Founded::Taken);
    commit(&*store, new_commit(1, 0, "amal")).await;
    let state = store.log_state(log_id(1)).await.unwrap().unwrap();
    assert_eq!(state.named_until, Some(sweep_day(NOON, limit::NAMED_FOR)));
    assert!(state.is_named(NOON.after(limit::NAMED_FOR)));
    assert!(!state.is_named(NOON.after(limit::NAMED_FOR + days(1))));
    found(&*store, 2).await;
    let state = store.log_state(log_id(2)).await.unwrap().unwrap();
    assert_eq!(state.named_until, None);
    assert!(!state.is_named(NOON));
}

/// Every verb answers `None` for a log that is not there, and makes none.
pub async fn an_unknown_log_takes_nothing<S: Store>(store: Arc<S>) {
    let new = crate::NewAppend {
        log: log_id(1),
        epoch: Epoch::new(0),
        payloads: vec![message("a")],
        now: NOON,
    };
    assert!(store.append(new).await.unwrap().is_none());
    assert!(store.commit(new_commit(1, 0, "amal")).await.unwrap().is_none());
    assert!(store.read(from(1, 0, current(0))).await.unwrap().is_none());
    assert!(store.log_state(log_id(1)).await.unwrap().is_none());
    assert!(
        store
            .epoch_keys(log_id(1), Epoch::new(0))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(*store.watch_log(log_id(1)).borrow(), Seq::new(0));
}

/// Order, class, epoch and bytes are those of the call.
pub async fn entries_come_back_as_they_were_appended<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let payloads = vec![message("one"), record("two"), message("three")];
    append(&*store, 1, 0, payloads.clone()).await;
    let page = read(&*store, from(1, 0, current(0))).await;
    assert_eq!(page.head, chain(genesis(1), &page.entries));
    for (entry, payload) in page.entries.iter().zip(&payloads) {
        let Entry::Whole {
            class,
            epoch,
            payload: bytes,
            stamps,
            ..
        } = entry
        else {
            panic!("an entry is a stub");
        };
        assert_eq!((*class, *epoch), (payload.class, Epoch::new(0)));
        assert_eq!(bytes, &payload.bytes);
        assert!(stamps.is_empty());
    }
    let state = store.log_state(log_id(1)).await.unwrap().unwrap();
    assert_eq!((state.head, state.bytes), (page.head, 11));
}

/// The new payloads of one call stand in one run under one span.
pub async fn a_span_covers_what_was_appended<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let payloads = vec![message("one"), message("two"), record("three")];
    let appended = append(&*store, 1, 0, payloads.clone()).await;
    for (outcome, (payload, seq)) in appended.outcomes.iter().zip(payloads.iter().zip(1..)) {
        assert_eq!(place(outcome, payload).unwrap().seq, Seq::new(seq));
        let Outcome::Stored(span) = outcome else {
            panic!("stale")
        };
        assert_eq!((span.log, span.epoch), (log_id(1), Epoch::new(0)));
        assert_eq!((span.before, span.after), (genesis(1), appended.head));
    }
}

/// (class, hash) names an entry for ever.
pub async fn a_repeated_payload_keeps_its_place<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let first = append(&*store, 1, 0, vec![message("a"), message("b")]).await;
    let again = append(
        &*store,
        1,
        0,
        vec![message("c"), message("b"), message("c"), message("a")],
    )
    .await;
    assert_eq!(
        place(&again.outcomes[1], &message("b")),
        place(&first.outcomes[1], &message("b"))
    );
    assert_eq!(
        place(&again.outcomes[3], &message("a")),
        place(&first.outcomes[0], &message("a"))
    );
    assert_eq!(place(&again.outcomes[0], &message("c")).unwrap().seq, Seq::new(3));
    assert_eq!(place(&again.outcomes[2], &message("c")).unwrap().seq, Seq::new(3));
    assert_eq!(again.head.seq, Seq::new(3));
}

/// What stands is looked for before the epoch is compared.
pub async fn a_repeated_payload_keeps_its_place_after_the_epoch_moved<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let first = append(&*store, 1, 0, vec![message("a")]).await;
    commit(&*store, new_commit(1, 0, "amal")).await;
    let again = append(&*store, 1, 0, vec![message("new"), message("a")]).await;
    assert!(matches!(again.outcomes[0], Outcome::Stale));
    assert_eq!(
        place(&again.outcomes[1], &message("a")),
        place(&first.outcomes[0], &message("a"))
    );
    let Outcome::Stored(span) = &again.outcomes[1] else {
        panic!("stale")
    };
    assert_eq!(span.epoch, Epoch::new(0));
    assert_eq!((again.epoch, again.head.seq), (Epoch::new(1), Seq::new(2)));
}

/// An epoch that has not come takes nothing.
pub async fn an_append_for_an_epoch_to_come_is_stale<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let early = append(&*store, 1, 1, vec![message("a")]).await;
    assert!(matches!(early.outcomes[0], Outcome::Stale));
    assert_eq!((early.epoch, early.head), (Epoch::new(0), genesis(1)));
}

/// A message is not a record of the same bytes.
pub async fn the_same_bytes_in_another_class_are_another_entry<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let appended = append(&*store, 1, 0, vec![message("a"), record("a")]).await;
    assert_eq!(appended.head.seq, Seq::new(2));
}

/// Only `commit` stores commits.
pub async fn a_commit_is_not_taken_for_an_append<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let new = crate::NewAppend {
        log: log_id(1),
        epoch: Epoch::new(0),
        payloads: vec![message("a"), payload(Class::Commit, b"c")],
        now: NOON,
    };
    assert!(matches!(
        store.append(new).await,
        Err(StoreFault::Inconsistent { .. })
    ));
    let state = store.log_state(log_id(1)).await.unwrap().unwrap();
    assert_eq!((state.head, state.bytes), (genesis(1), 0));
}

/// Epoch, keys, join key and steward key move together.
pub async fn a_commit_changes_keys_steward_and_join_in_one_step<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let mut new = new_commit(1, 0, "amal");
    new.payload.next_join = Some([5; 32]);
    new.payload.next_steward = Some([6; 32]);
    let span = accepted(commit(&*store, new.clone()).await);
    assert_eq!((span.epoch, span.before), (Epoch::new(0), genesis(1)));
    assert_eq!(span.entries, vec![(Class::Commit, new.hash)]);
    let state = store.log_state(log_id(1)).await.unwrap().unwrap();
    assert_eq!((state.epoch, state.head), (Epoch::new(1), span.after));
    assert_eq!(
        (state.keys, state.join, state.steward),
        (keys(1, 1), Some([5; 32]), [6; 32])
    );
    commit(&*store, new_commit(1, 1, "amal")).await;
    let state = store.log_state(log_id(1)).await.unwrap().unwrap();
    assert_eq!((state.join, state.steward), (None, [6; 32]));
    for (epoch, expected) in [
        (0, Some(keys(1, 0))),
        (1, Some(keys(1, 1))),
        (2, Some(keys(1, 2))),
        (3, None),
    ] {
        let found: Option<EpochKeys> = store.epoch_keys(log_id(1), Epoch::new(epoch)).await.unwrap();
        assert_eq!(found, expected);
    }
}

/// A repeat is answered as the first time, however far the log has moved.
pub async fn a_repeated_commit_gets_its_first_answer<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let first = accepted(commit(&*store, new_commit(1, 0, "amal")).await);
    commit(&*store, new_commit(1, 1, "binta")).await;
    append(&*store, 1, 2, vec![message("a")]).await;
    let again = accepted(commit(&*store, new_commit(1, 0, "amal")).await);
    assert_eq!(
        (again.epoch, again.before, again.after),
        (first.epoch, first.before, first.after)
    );
    assert_eq!(again.entries, first.entries);
    let state = store.log_state(log_id(1)).await.unwrap().unwrap();
    assert_eq!((state.epoch, state.head.seq), (Epoch::new(2), Seq::new(3)));
}

/// Also long after, and it changes nothing.
pub async fn a_losing_commit_learns_hash_and_place_of_the_winner<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    append(&*store, 1, 0, vec![message("a")]).await;
    commit(&*store, new_commit(1, 0, "amal")).await;
    commit(&*store, new_commit(1, 1, "amal")).await;
    let mut loser = new_commit(1, 0, "binta");
    loser.attachments = vec![attachment(1, b"token", b"welcome")];
    let Committed::Lost { epoch, head, winner } = commit(&*store, loser).await else {
        panic!("two commits ended one epoch");
    };
    assert_eq!((epoch, head.seq), (Epoch::new(2), Seq::new(3)));
    assert_eq!(winner, Some((new_commit(1, 0, "amal").hash, Seq::new(2))));
    let (id, token) = (AttachmentId::from_bytes([1; 16]), Digest::of(b"token"));
    assert!(store.attachment(log_id(1), id, token).await.unwrap().is_none());
}

/// The future has no winner.
pub async fn a_commit_for_an_epoch_to_come_is_lost_without_a_winner<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let answer = commit(&*store, new_commit(1, 1, "amal")).await;
    let Committed::Lost { epoch, head, winner } = answer else {
        panic!("a commit for an epoch to come was taken");
    };
    assert_eq!((epoch, head, winner), (Epoch::new(0), genesis(1), None));
}

/// What it does not open comes as stubs.
pub async fn a_past_key_opens_its_epoch_and_the_commits_after_it<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    append(&*store, 1, 0, vec![message("m0"), record("r0")]).await;
    commit(&*store, new_commit(1, 0, "amal")).await;
    append(&*store, 1, 1, vec![message("m1"), record("r1")]).await;
    commit(&*store, new_commit(1, 1, "amal")).await;
    append(&*store, 1, 2, vec![message("m2"), record("r2")]).await;
    let (w, s) = (false, true);
    for (opens, stubs) in [
        (past(0), [w, w, w, s, s, w, s, s]),
        (past(1), [s, s, s, w, w, w, s, s]),
        (current(2), [s, w, s, s, w, s, w, w]),
    ] {
        let page = read(&*store, from(1, 0, opens)).await;
        assert_eq!(page.entries.iter().map(is_stub).collect::<Vec<_>>(), stubs);
        assert_eq!(chain(genesis(1), &page.entries), page.head);
        assert_eq!(page.epoch, Epoch::new(2));
    }
    let page = read(&*store, from(1, 2, past(0))).await;
    let Entry::Whole { stamps, payload, .. } = &page.entries[0] else {
        panic!("a stub")
    };
    let new = new_commit(1, 0, "amal");
    assert_eq!((stamps, payload), (&new.stamps, &new.bytes));
}

/// Entries and bytes are bounded; one entry always comes; stubs weigh nothing.
pub async fn a_page_keeps_to_its_limits<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let payloads = (0..9).map(|n| payload(Class::Message, &noise(n, 100))).collect();
    append(&*store, 1, 0, payloads).await;
    let limited = |entries, bytes| ReadFrom {
        entries,
        bytes,
        ..from(1, 0, current(0))
    };
    for (entries, bytes, expected) in [(4, 10_000, 4), (100, 250, 2), (100, 1, 1), (100, 10_000, 9)] {
        assert_eq!(
            read(&*store, limited(entries, bytes)).await.entries.len(),
            expected
        );
    }
    let closed = ReadFrom {
        opens: past(7),
        ..limited(100, 1)
    };
    assert_eq!(read(&*store, closed).await.entries.len(), 9);
    let end = read(&*store, from(1, 9, current(0))).await;
    assert!(end.entries.is_empty());
    assert_eq!(end.head.seq, Seq::new(9));
}

/// Whatever the page size and the key, the pages join to one chain.
pub async fn the_chain_can_be_recomputed_from_any_page<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    for epoch in 0..5 {
        for n in 0..7 {
            append(
                &*store,
                1,
                epoch,
                vec![
                    message(&format!("m{epoch}.{n}")),
                    record(&format!("r{epoch}.{n}")),
                ],
            )
            .await;
        }
        commit(&*store, new_commit(1, epoch, "amal")).await;
    }
    for opens in [past(0), past(3), current(5)] {
        for entries in [1, 2, 7, 30] {
            let mut head = genesis(1);
            loop {
                let page = ReadFrom {
                    entries,
                    ..from(1, head.seq.get(), opens)
                };
                let page = read(&*store, page).await;
                if page.entries.is_empty() {
                    assert_eq!(head, page.head);
                    break;
                }
                head = chain(head, &page.entries);
            }
        }
    }
}

/// The largest of each kind.
pub async fn large_payloads_come_back_whole<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let big = payload(
        Class::Record,
        &noise(1, usize::try_from(limit::RECORD_BYTES).unwrap()),
    );
    let edge: Vec<_> = [4_095, 4_096, 4_097]
        .map(|len| payload(Class::Message, &noise(2, len)))
        .to_vec();
    append(&*store, 1, 0, [vec![big.clone()], edge.clone()].concat()).await;
    let mut new = new_commit(1, 0, "amal");
    new.bytes = noise(3, usize::try_from(limit::COMMIT_BYTES).unwrap());
    new.hash = Digest::of(&new.bytes);
    new.stamps = noise(4, 9_000);
    let welcome = noise(5, usize::try_from(limit::ATTACHMENT_BYTES).unwrap());
    new.attachments = vec![attachment(1, b"token", &welcome)];
    accepted(commit(&*store, new.clone()).await);
    let page = read(&*store, from(1, 0, past(0))).await;
    let expected = [
        big.bytes,
        edge[0].bytes.clone(),
        edge[1].bytes.clone(),
        edge[2].bytes.clone(),
        new.bytes,
    ];
    for (entry, bytes) in page.entries.iter().zip(&expected) {
        let Entry::Whole { payload, .. } = entry else {
            panic!("a stub")
        };
        assert!(payload == bytes);
    }
    let Entry::Whole { stamps, .. } = &page.entries[4] else {
        panic!("a stub")
    };
    assert!(*stamps == new.stamps);
    let (id, token) = (AttachmentId::from_bytes([1; 16]), Digest::of(b"token"));
    assert!(store.attachment(log_id(1), id, token).await.unwrap() == Some(welcome));
    let state = store.log_state(log_id(1)).await.unwrap().unwrap();
    let sum = expected.iter().map(Vec::len).sum::<usize>();
    assert_eq!(state.bytes, u64::try_from(sum).unwrap());
}

/// Neither another token nor another log fetches it.
pub async fn an_attachment_needs_its_token<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    found(&*store, 2).await;
    let mut new = new_commit(1, 0, "amal");
    new.attachments = vec![
        attachment(1, b"token", b"welcome"),
        attachment(2, b"other", b"tree"),
    ];
    accepted(commit(&*store, new).await);
    let fetch = async |log, id, token: &[u8]| {
        let id = AttachmentId::from_bytes([id; 16]);
        store
            .attachment(log_id(log), id, Digest::of(token))
            .await
            .unwrap()
    };
    assert_eq!(fetch(1, 1, b"token").await, Some(b"welcome".to_vec()));
    assert_eq!(fetch(1, 2, b"other").await, Some(b"tree".to_vec()));
    assert_eq!(fetch(1, 1, b"other").await, None);
    assert_eq!(fetch(1, 2, b"token").await, None);
    assert_eq!(fetch(2, 1, b"token").await, None);
    assert_eq!(fetch(1, 3, b"token").await, None);
}

/// A later commit cannot put its own bytes in the place of a Welcome that waits.
pub async fn an_attachment_is_never_replaced<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let mut new = new_commit(1, 0, "amal");
    new.attachments = vec![attachment(1, b"token", b"welcome")];
    accepted(commit(&*store, new).await);
    let mut evil = new_commit(1, 1, "mallory");
    evil.attachments = vec![
        attachment(1, b"token", b"poison"),
        attachment(1, b"mine", b"poison"),
    ];
    accepted(commit(&*store, evil).await);
    let (id, token) = (AttachmentId::from_bytes([1; 16]), Digest::of(b"token"));
    let kept = store.attachment(log_id(1), id, token).await.unwrap();
    assert_eq!(kept, Some(b"welcome".to_vec()));
}

/// It starts at the last place, and a repeat does not wake.
pub async fn a_watch_wakes_with_every_entry<S: Store>(store: Arc<S>) {
    let mut early = store.watch_log(log_id(1));
    found(&*store, 1).await;
    append(&*store, 1, 0, vec![message("a"), message("b")]).await;
    early.changed().await.unwrap();
    assert_eq!(*early.borrow_and_update(), Seq::new(2));
    let mut late = store.watch_log(log_id(1));
    assert_eq!(*late.borrow_and_update(), Seq::new(2));
    commit(&*store, new_commit(1, 0, "amal")).await;
    for watch in [&mut early, &mut late] {
        watch.changed().await.unwrap();
        assert_eq!(*watch.borrow_and_update(), Seq::new(3));
    }
    append(&*store, 1, 1, vec![message("a")]).await;
    assert!(!late.has_changed().unwrap());
}
