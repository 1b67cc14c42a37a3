// SPDX-License-Identifier: MIT OR Apache-2.0
//! A relay that lies: it has the identity that members pinned, keeps one history and shows another.
//!
//! What it shows is a second store, forked from the first and told otherwise ([`MemoryStore::retell`]), so that its
//! lies do not contradict themselves: only what members sign can.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a lie that cannot be told is a failed test"
)]

use std::sync::{Arc, Mutex, PoisonError};

use toguna_store::{Logs as _, MemoryStore, NewAppend, NewPayload, Opens, ReadFrom, Told};
use toguna_types::{Class, Clock as _, Digest, Entry, Epoch, Lifetime, LogId, Seq};

use crate::{Tap, Tapped, Wire, World};

/// One member's view of a lying relay.
#[derive(Clone, Debug)]
pub struct EvilRelay {
    truth: MemoryStore,
    shown: Shown,
    past: Past,
    wire: Wire,
}

/// The history that is shown instead, if one is.
#[derive(Clone, Debug, Default)]
struct Shown(Arc<Mutex<Option<MemoryStore>>>);

/// The past that is shown instead, up to a place, if one is.
#[derive(Clone, Debug, Default)]
struct Past(Arc<Mutex<Option<(MemoryStore, Seq)>>>);

/// Both lies.
#[derive(Debug)]
struct Lies(Shown, Past);

impl Tap for Lies {
    fn shown_instead(&self) -> Option<MemoryStore> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn past_instead(&self, after: Seq) -> Option<MemoryStore> {
        let past = self.1.0.lock().unwrap_or_else(PoisonError::into_inner);
        past.as_ref()
            .filter(|(_, upto)| after < *upto)
            .map(|(lie, _)| lie.clone())
    }
}

impl EvilRelay {
    /// Stands between one member and the truth; honest until it is told to lie.
    #[must_use]
    pub fn over(world: &World, truth: &MemoryStore) -> Self {
        let (shown, past, wire) = (Shown::default(), Past::default(), Wire::loose());
        let lies = Lies(shown.clone(), past.clone());
        world.plug(&wire, Tapped::new(truth.clone(), lies));
        Self {
            truth: truth.clone(),
            shown,
            past,
            wire,
        }
    }

    /// The wire that leads to it.
    #[must_use]
    pub const fn wire(&self) -> &Wire {
        &self.wire
    }

    /// Shows the log as it is now, told otherwise; later entries are hidden until it lies again or is honest.
    pub fn shows(&self, log: LogId, tell: impl FnOnce(&mut Vec<Told>)) {
        let lie = self.truth.fork().expect("a fork");
        lie.retell(log, tell).expect("a lie");
        *self.shown.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(lie);
    }

    /// Shows the log up to a place told otherwise to whoever reads from before it; what comes after is shown as it is.
    pub fn shows_past(&self, log: LogId, upto: Seq, tell: impl FnOnce(&mut Vec<Told>)) {
        let lie = self.truth.fork().expect("a fork");
        lie.retell(log, tell).expect("a lie");
        *self.past.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((lie, upto));
    }

    /// Shows what there is now and nothing that comes.
    pub fn freezes(&self, log: LogId) {
        self.shows(log, |_| {});
    }

    /// Shows the truth again.
    pub fn is_honest(&self) {
        *self.past.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        *self.shown.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Splits the world: this member's words go into a log of their own from now on. Returns it.
    pub fn splits(&self, world: &World) -> MemoryStore {
        let other = self.truth.fork().expect("a fork");
        world.plug(&self.wire, other.clone());
        other
    }
}

/// Puts the newest message of one log into another store's log of the same id, as only the relay can.
pub async fn crosses(world: &World, log: LogId, from: &MemoryStore, into: &MemoryStore) {
    let state = into.log_state(log).await.expect("a store").expect("a log");
    let newest = newest_message(log, state.epoch, from).await;
    let append = NewAppend {
        log,
        epoch: state.epoch,
        payloads: vec![NewPayload {
            class: Class::Message,
            lifetime: Lifetime::Keep,
            hash: Digest::of(&newest),
            bytes: newest,
        }],
        now: world.clock.now(),
    };
    into.append(append).await.expect("a store");
}

async fn newest_message(log: LogId, epoch: Epoch, store: &MemoryStore) -> Vec<u8> {
    let from = ReadFrom {
        log,
        after: Seq::new(0),
        opens: Opens { epoch, current: true },
        entries: u32::MAX,
        bytes: u32::MAX,
    };
    let page = store.read(from).await.expect("a store").expect("a log");
    let newest = page.entries.into_iter().rev().find_map(|entry| match entry {
        Entry::Whole {
            class: Class::Message,
            payload,
            ..
        } => Some(payload),
        Entry::Whole { .. } | Entry::Stub { .. } => None,
    });
    newest.expect("a message")
}
