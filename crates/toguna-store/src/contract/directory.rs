// SPDX-License-Identifier: MIT OR Apache-2.0
//! What every back end keeps of [`Directory`](crate::Directory).

use std::sync::Arc;

use toguna_types::limit;

use super::sample::*;
use crate::{Claimed, NewKeyPackages, Stock, Store};

/// Oldest first; the last resort when nothing else is left, for ever.
pub async fn single_use_key_packages_go_oldest_first_then_the_last_resort<S: Store>(store: Arc<S>) {
    let longest = usize::try_from(limit::KEY_PACKAGE_BYTES).unwrap();
    let (one, two, last) = (noise(1, longest), noise(2, 300), noise(3, longest));
    let mut new = publication(1, 3, &[&one]);
    new.last_resort = Some(last.clone());
    assert_eq!(store.publish(new).await.unwrap(), stock(3, 1, true));
    assert_eq!(
        store.publish(publication(1, 3, &[&two])).await.unwrap(),
        stock(3, 2, true)
    );
    for (expected, last_resort) in [(&one, false), (&two, false), (&last, true), (&last, true)] {
        let claimed = store.claim(device(1), 3).await.unwrap();
        assert!(claimed == Some(claim(expected, last_resort)));
    }
    let mut renewed = publication(1, 3, &[]);
    renewed.last_resort = Some(b"renewed".to_vec());
    store.publish(renewed).await.unwrap();
    assert_eq!(
        store.claim(device(1), 3).await.unwrap(),
        Some(claim(b"renewed", true))
    );
}

/// Not an empty one.
pub async fn nothing_published_is_nothing_claimed<S: Store>(store: Arc<S>) {
    assert_eq!(store.claim(device(1), 3).await.unwrap(), None);
    assert!(store.stock(device(1)).await.unwrap().is_empty());
    store.publish(publication(1, 3, &[b"one"])).await.unwrap();
    store.claim(device(1), 3).await.unwrap().unwrap();
    assert_eq!(store.claim(device(1), 3).await.unwrap(), None);
}

/// In one call or in two.
pub async fn a_key_package_published_twice_is_stored_once<S: Store>(store: Arc<S>) {
    let twice = publication(1, 3, &[b"one", b"two", b"one"]);
    assert_eq!(store.publish(twice).await.unwrap(), stock(3, 2, false));
    let again = publication(1, 3, &[b"two", b"three"]);
    assert_eq!(store.publish(again).await.unwrap(), stock(3, 3, false));
    for expected in [b"one".as_slice(), b"two", b"three"] {
        assert_eq!(
            store.claim(device(1), 3).await.unwrap(),
            Some(claim(expected, false))
        );
    }
}

/// A device that repeats a publication whose answer was lost does not make a claimed one claimable again.
pub async fn a_claimed_key_package_published_again_is_not_claimed_again<S: Store>(store: Arc<S>) {
    store.publish(publication(1, 3, &[b"one", b"two"])).await.unwrap();
    assert_eq!(
        store.claim(device(1), 3).await.unwrap(),
        Some(claim(b"one", false))
    );
    let mut again = publication(1, 3, &[b"one", b"two"]);
    assert_eq!(store.publish(again.clone()).await.unwrap(), stock(3, 1, false));
    again.replace = true;
    assert_eq!(store.publish(again).await.unwrap(), stock(3, 1, false));
    assert_eq!(
        store.claim(device(1), 3).await.unwrap(),
        Some(claim(b"two", false))
    );
    assert_eq!(store.claim(device(1), 3).await.unwrap(), None);
}

/// The last resort stays unless a new one comes.
pub async fn replacing_drops_what_stood_before<S: Store>(store: Arc<S>) {
    let mut new = publication(1, 3, &[b"one", b"two"]);
    new.last_resort = Some(b"last".to_vec());
    store.publish(new).await.unwrap();
    let mut new = publication(1, 3, &[b"three", b"two"]);
    new.replace = true;
    assert_eq!(store.publish(new).await.unwrap(), stock(3, 2, true));
    for (expected, last_resort) in [(b"three".as_slice(), false), (b"two", false), (b"last", true)] {
        assert_eq!(
            store.claim(device(1), 3).await.unwrap(),
            Some(claim(expected, last_resort))
        );
    }
}

/// One suite's stock is not another's, one device's not another's.
pub async fn suites_and_devices_have_their_own_stock<S: Store>(store: Arc<S>) {
    store.publish(publication(1, 3, &[b"one"])).await.unwrap();
    store
        .publish(publication(1, 0x4f, &[b"one", b"two"]))
        .await
        .unwrap();
    store.publish(publication(2, 3, &[b"one"])).await.unwrap();
    assert_eq!(
        store.stock(device(1)).await.unwrap(),
        vec![stock(3, 1, false), stock(0x4f, 2, false)]
    );
    store.claim(device(1), 3).await.unwrap().unwrap();
    assert_eq!(
        store.stock(device(1)).await.unwrap(),
        vec![stock(3, 0, false), stock(0x4f, 2, false)]
    );
    assert_eq!(store.stock(device(2)).await.unwrap(), vec![stock(3, 1, false)]);
    assert_eq!(store.claim(device(1), 3).await.unwrap(), None);
}

fn publication(n: u8, suite: u16, single_use: &[&[u8]]) -> NewKeyPackages {
    NewKeyPackages {
        device: device(n),
        suite,
        single_use: single_use.iter().map(|bytes| bytes.to_vec()).collect(),
        last_resort: None,
        replace: false,
    }
}

const fn stock(suite: u16, single_use: u32, last_resort: bool) -> Stock {
    Stock {
        suite,
        single_use,
        last_resort,
    }
}

fn claim(key_package: &[u8], last_resort: bool) -> Claimed {
    Claimed {
        key_package: key_package.to_vec(),
        last_resort,
    }
}
