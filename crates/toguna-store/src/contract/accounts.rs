// SPDX-License-Identifier: MIT OR Apache-2.0
//! What every back end keeps of [`Accounts`](crate::Accounts).

use std::sync::Arc;

use super::sample::*;
use crate::{AccountRow, NewAccount, Registered, Store, Withdrawn};

/// By id, by folded handle, by device.
pub async fn a_device_and_an_account_are_found<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    let row = AccountRow {
        account: account(1).account,
        handle: "Amal1".into(),
        devices: vec![account(1).device],
    };
    assert_eq!(store.account(row.account).await.unwrap(), Some(row.clone()));
    assert_eq!(store.account_by_handle("amal1").await.unwrap(), Some(row));
    assert_eq!(store.account_by_handle("Amal1").await.unwrap(), None);
    assert_eq!(store.device(device(1)).await.unwrap(), Some(account(1).device));
    assert_eq!(store.device(device(2)).await.unwrap(), None);
    assert_eq!(
        store.token(account(1).token).await.unwrap(),
        Some(Withdrawn::Redeemed)
    );
    assert_eq!(store.token(account(2).token).await.unwrap(), None);
}

/// So that a lost answer can be asked for again.
pub async fn a_repeated_registration_answers_same<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    assert_eq!(store.register(account(1)).await.unwrap(), Registered::Same);
}

/// By whoever comes first.
pub async fn a_token_is_redeemed_once<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    let other = NewAccount {
        token: account(1).token,
        ..account(2)
    };
    assert_eq!(store.register(other).await.unwrap(), Registered::TokenUsed);
    assert_eq!(store.account(account(2).account).await.unwrap(), None);
}

/// Compared folded.
pub async fn a_handle_belongs_to_one_account<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    let other = NewAccount {
        folded: account(1).folded,
        ..account(2)
    };
    assert_eq!(store.register(other).await.unwrap(), Registered::HandleTaken);
    assert_eq!(store.device(device(2)).await.unwrap(), None);
}

/// Under whatever token.
pub async fn an_account_or_device_is_made_once<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    let again = NewAccount {
        token: account(2).token,
        ..account(1)
    };
    assert_eq!(store.register(again).await.unwrap(), Registered::Exists);
    let mut same_device = account(3);
    same_device.device.device = device(1);
    assert_eq!(store.register(same_device).await.unwrap(), Registered::Exists);
    assert_eq!(store.device(device(1)).await.unwrap(), Some(account(1).device));
}

/// A refusal changes nothing.
pub async fn a_refused_registration_leaves_the_token_good<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    let taken = NewAccount {
        folded: account(1).folded,
        ..account(2)
    };
    assert_eq!(store.register(taken).await.unwrap(), Registered::HandleTaken);
    assert_eq!(store.token(account(2).token).await.unwrap(), None);
    register(&*store, 2).await;
}

/// And withdrawing twice answers the same.
pub async fn a_withdrawn_token_is_worthless<S: Store>(store: Arc<S>) {
    let token = account(1).token;
    for _ in 0..2 {
        let answer = store.withdraw_token(token, NOON.after(days(7))).await.unwrap();
        assert_eq!(answer, Withdrawn::Withdrawn);
    }
    assert_eq!(store.token(token).await.unwrap(), Some(Withdrawn::Withdrawn));
    assert_eq!(
        store.register(account(1)).await.unwrap(),
        Registered::TokenWithdrawn
    );
    assert_eq!(store.account(account(1).account).await.unwrap(), None);
}

/// The account stays.
pub async fn a_redeemed_token_cannot_be_withdrawn<S: Store>(store: Arc<S>) {
    register(&*store, 1).await;
    let answer = store.withdraw_token(account(1).token, NOON).await.unwrap();
    assert_eq!(answer, Withdrawn::Redeemed);
    assert_eq!(store.register(account(1)).await.unwrap(), Registered::Same);
}
