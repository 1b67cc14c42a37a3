// SPDX-License-Identifier: MIT OR Apache-2.0
//! What befalls requests at the store's door: breaks, repetition, delay.

use std::sync::{Arc, Mutex};

use toguna_tests::{Given, Tap, Wire};
use tokio::sync::Notify;

/// The weather between the relay and its store; fair unless something is announced.
#[derive(Default)]
pub(super) struct Weather {
    strikes: Mutex<Option<(usize, Strike)>>,
    twice: Mutex<bool>,
    held: Mutex<Option<Held>>,
}

/// What happens after so many moments.
pub(super) enum Strike {
    /// The wire breaks and is whole again.
    Snap(Wire),
    /// The wire breaks.
    Cut(Wire),
    /// Somebody is told.
    Tell(Arc<Notify>),
}

/// A request that waits.
#[derive(Clone, Default)]
pub(super) struct Held {
    /// Told when it waits.
    pub(super) waits: Arc<Notify>,
    /// Lets it go on.
    pub(super) goes_on: Arc<Notify>,
}

impl Weather {
    /// Something strikes after so many moments.
    pub(super) fn strike(&self, after: usize, strike: Strike) {
        *self.strikes.lock().unwrap() = Some((after, strike));
    }

    /// Everything that is stored is given twice.
    pub(super) fn repeat(&self) {
        *self.twice.lock().unwrap() = true;
    }

    /// The next append or commit waits.
    pub(super) fn hold(&self) -> Held {
        let held = Held::default();
        *self.held.lock().unwrap() = Some(held.clone());
        held
    }

    /// Fair again.
    pub(super) fn clear(&self) {
        *self.strikes.lock().unwrap() = None;
        *self.twice.lock().unwrap() = false;
        *self.held.lock().unwrap() = None;
    }

    fn moment(&self) {
        let mut strikes = self.strikes.lock().unwrap();
        let due = strikes.as_mut().is_some_and(|(left, _)| {
            *left = left.saturating_sub(1);
            *left == 0
        });
        match strikes.take_if(|_| due) {
            Some((_, Strike::Snap(wire))) => wire.snap(),
            Some((_, Strike::Cut(wire))) => wire.cut(),
            Some((_, Strike::Tell(who))) => who.notify_one(),
            None => {}
        }
    }
}

fn writes(given: &Given) -> bool {
    matches!(given, Given::Append(_) | Given::Commit(_))
}

impl Tap for Weather {
    fn given(&self, _: &Given) {
        self.moment();
    }

    fn stored(&self, _: &Given) {
        self.moment();
    }

    fn twice(&self, given: &Given) -> bool {
        writes(given) && *self.twice.lock().unwrap()
    }

    async fn held(&self, given: &Given) {
        let held = self.held.lock().unwrap().take_if(|_| writes(given));
        if let Some(held) = held {
            held.waits.notify_one();
            held.goes_on.notified().await;
        }
    }
}
