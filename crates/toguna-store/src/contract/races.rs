// SPDX-License-Identifier: MIT OR Apache-2.0
//! Races: many callers at once, one order.

use std::collections::BTreeSet;
use std::sync::Arc;

use toguna_types::{Class, Entry, Epoch, Seq};
use tokio::task::JoinSet;

use super::sample::*;
use crate::{Claimed, Committed, NewAccount, NewKeyPackages, Outcome, Registered, Store};

/// Exactly one is accepted; everybody else learns its hash and place.
pub async fn a_hundred_commits_have_one_winner<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    append(&*store, 1, 0, vec![message("a")]).await;
    let answers = race(&store, 100, |store, n| async move {
        let new = new_commit(1, 0, &format!("member {n}"));
        (new.hash, commit(&*store, new).await)
    })
    .await;
    let mut winners = Vec::new();
    let mut told = BTreeSet::new();
    for (hash, answer) in answers {
        match answer {
            Committed::Accepted(span) => {
                assert_eq!(span.entries, vec![(Class::Commit, hash)]);
                winners.push((hash, span.after.seq));
            }
            Committed::Lost { epoch, winner, .. } => {
                assert_eq!(epoch, Epoch::new(1));
                told.insert(winner.unwrap());
            }
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(told, winners.into_iter().collect());
    assert_eq!(read(&*store, from(1, 0, current(1))).await.head.seq, Seq::new(2));
}

/// Every call's payloads stand in one run, and the places of all are 1 to n.
pub async fn concurrent_appends_leave_no_hole<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let calls = race(&store, 100, |store, n| async move {
        let payloads = vec![message(&format!("{n} first")), record(&format!("{n} second"))];
        let answer = append(&*store, 1, 0, payloads.clone()).await;
        let places: Vec<Seq> = answer
            .outcomes
            .iter()
            .zip(&payloads)
            .map(|(outcome, payload)| place(outcome, payload).unwrap().seq)
            .collect();
        places
    })
    .await;
    let mut all = BTreeSet::new();
    for places in calls {
        assert_eq!(places[0].next(), places[1]);
        all.extend(places);
    }
    assert_eq!(all, (1..=200).map(Seq::new).collect());
    let page = read(&*store, from(1, 0, current(0))).await;
    assert_eq!(chain(genesis(1), &page.entries), page.head);
    assert_eq!(page.entries.len(), 200);
}

/// A payload sent many times at once is stored once.
pub async fn concurrent_repeats_of_a_payload_have_one_place<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let places = race(&store, 64, |store, _| async move {
        let answer = append(&*store, 1, 0, vec![message("again")]).await;
        place(&answer.outcomes[0], &message("again")).unwrap()
    })
    .await;
    assert_eq!(places.into_iter().collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(read(&*store, from(1, 0, current(0))).await.entries.len(), 1);
}

/// No entry of an epoch stands after the commit that ended it.
pub async fn appends_racing_a_commit_stand_before_it_or_are_stale<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let stored = race(&store, 100, |store, n| async move {
        if n == 50 {
            accepted(commit(&*store, new_commit(1, 0, "amal")).await);
            return 0;
        }
        let answer = append(&*store, 1, 0, vec![message(&format!("{n}"))]).await;
        usize::from(matches!(answer.outcomes[0], Outcome::Stored(_)))
    })
    .await;
    let page = read(&*store, from(1, 0, past(0))).await;
    assert_eq!(page.entries.len(), stored.into_iter().sum::<usize>() + 1);
    assert_eq!(page.entries.last().map(Entry::class), Some(Class::Commit));
    assert_eq!(chain(genesis(1), &page.entries), page.head);
}

/// No two callers get the same single-use KeyPackage; the rest get the last resort.
pub async fn claims_racing_sixty_four_ways_share_nothing<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    let new = NewKeyPackages {
        device: device(1),
        suite: 3,
        single_use: (0..20).map(|n| noise(n, 300)).collect(),
        last_resort: Some(b"last".to_vec()),
        replace: false,
    };
    store.publish(new).await.unwrap();
    let claims: Vec<Claimed> = race(&store, 64, |store, _| async move {
        store.claim(device(1), 3).await.unwrap().unwrap()
    })
    .await;
    let single: Vec<_> = claims.iter().filter(|claim| !claim.last_resort).collect();
    let distinct: BTreeSet<_> = single.iter().map(|claim| &claim.key_package).collect();
    assert_eq!((single.len(), distinct.len()), (20, 20));
    assert!(
        claims
            .iter()
            .filter(|claim| claim.last_resort)
            .all(|claim| claim.key_package == b"last")
    );
}

/// The others find the handle taken, and their tokens are still good.
pub async fn sixty_four_accounts_racing_for_a_handle_have_one_winner<S: Store>(store: Arc<S>) {
    let answers = race(&store, 64, |store, n| async move {
        let new = NewAccount {
            folded: "amal".into(),
            ..account(n)
        };
        store.register(new).await.unwrap()
    })
    .await;
    let created = answers
        .iter()
        .filter(|answer| **answer == Registered::Created)
        .count();
    let refused = answers
        .iter()
        .filter(|answer| **answer == Registered::HandleTaken)
        .count();
    assert_eq!((created, refused), (1, 63));
    let holder = store.account_by_handle("amal").await.unwrap().unwrap();
    for n in 0..64 {
        let there = store.account(account(n).account).await.unwrap().is_some();
        assert_eq!(there, account(n).account == holder.account);
        assert_eq!(store.token(account(n).token).await.unwrap().is_some(), there);
    }
}

/// A token makes one account.
pub async fn sixty_four_accounts_racing_for_a_token_have_one_winner<S: Store>(store: Arc<S>) {
    let token = account(200).token;
    let answers = race(&store, 64, move |store, n| async move {
        let new = NewAccount { token, ..account(n) };
        store.register(new).await.unwrap()
    })
    .await;
    let created = answers
        .iter()
        .filter(|answer| **answer == Registered::Created)
        .count();
    let refused = answers
        .iter()
        .filter(|answer| **answer == Registered::TokenUsed)
        .count();
    assert_eq!((created, refused), (1, 63));
}

/// Places in a mailbox are 1 to n.
pub async fn concurrent_letters_leave_no_hole<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    race(&store, 100, |store, n| async move {
        store.deposit(letter(1, u16::from(n), b"letter")).await.unwrap()
    })
    .await;
    let letters = store.letters(device(1), 0, 1_000).await.unwrap();
    assert_eq!(
        letters.iter().map(|letter| letter.place).collect::<Vec<_>>(),
        (1..=100).collect::<Vec<_>>()
    );
}

/// Runs `n` calls at once.
async fn race<S, T, F>(store: &Arc<S>, n: u8, call: impl Fn(Arc<S>, u8) -> F) -> Vec<T>
where
    S: Store,
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let mut calls = JoinSet::new();
    for i in 0..n {
        calls.spawn(call(Arc::clone(store), i));
    }
    calls.join_all().await
}
