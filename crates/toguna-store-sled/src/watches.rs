// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who waits for a log's or a mailbox's next entry.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

/// Senders for those things somebody watches.
pub(crate) struct Watches<K, V>(Mutex<BTreeMap<K, watch::Sender<V>>>);

impl<K: Ord, V: PartialEq + Copy> Watches<K, V> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// Watches `key`. `now` says how it stands, and is asked while no waking can come between.
    pub(crate) fn watch(&self, key: K, now: impl FnOnce() -> V) -> watch::Receiver<V> {
        let mut senders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        senders.retain(|_, sender| sender.receiver_count() > 0);
        senders
            .entry(key)
            .or_insert_with(|| watch::channel(now()).0)
            .subscribe()
    }

    pub(crate) fn wake(&self, key: &K, value: V) {
        let senders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = senders.get(key) {
            sender.send_if_modified(|last| {
                let moved = *last != value;
                *last = value;
                moved
            });
        }
    }

    /// Ends every watch.
    pub(crate) fn close(&self) {
        let mut senders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        senders.clear();
    }
}
