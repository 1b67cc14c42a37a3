// SPDX-License-Identifier: MIT OR Apache-2.0
//! A random walk over all verbs, compared answer by answer with the memory store.

use std::fmt::Debug;
use std::sync::Arc;

use toguna_types::{AttachmentId, Class, DeviceId, Digest, Epoch, Head, Lifetime, Seq, Timestamp};

use super::sample::*;
use crate::{
    Accounts as _, Appended, Committed, Directory as _, LogState, Logs as _, Mailboxes as _, MemoryStore,
    NewAppend, NewCommit, NewKeyPackages, NewPayload, Opens, Outcome, Page, ReadFrom, Store,
};

/// Four walks of 400 steps; the seed is in the message of a failure.
pub async fn a_random_walk_agrees_with_the_model<S: Store>(store: Arc<S>) {
    let model = MemoryStore::new();
    for seed in 0..4 {
        let mut walk = Walk {
            dice: Dice::new(seed),
            seed,
            now: NOON.after(days(seed * 1_000)),
        };
        for step in 0..400 {
            walk.step(&*store, &model, step).await;
        }
    }
}

struct Walk {
    dice: Dice,
    seed: u64,
    now: Timestamp,
}

impl Walk {
    async fn step<S: Store>(&mut self, store: &S, model: &MemoryStore, step: u32) {
        let log = u8::try_from(self.dice.below(3)).unwrap();
        match self.dice.below(100) {
            0..3 => {
                let new = new_log(log);
                self.same(
                    step,
                    store.found(new.clone()).await.unwrap(),
                    model.found(new).await.unwrap(),
                );
            }
            3..35 => {
                let new = self.append(model, log).await;
                let (a, b) = (
                    store.append(new.clone()).await.unwrap(),
                    model.append(new.clone()).await.unwrap(),
                );
                self.same(step, a.map(|a| seen(&a, &new)), b.map(|b| seen(&b, &new)));
            }
            35..45 => {
                let new = self.commit(model, log).await;
                let (a, b) = (
                    store.commit(new.clone()).await.unwrap(),
                    model.commit(new).await.unwrap(),
                );
                self.same(step, a.map(answer_of), b.map(answer_of));
            }
            45..70 => self.read(store, model, log, step).await,
            70..96 => self.step_of_a_device(store, model, step).await,
            _ => {
                self.now = self.now.after(days(self.dice.below(40)));
                self.same(
                    step,
                    store.sweep(self.now).await.unwrap(),
                    model.sweep(self.now).await.unwrap(),
                );
            }
        }
    }

    async fn step_of_a_device<S: Store>(&mut self, store: &S, model: &MemoryStore, step: u32) {
        let n = u8::try_from(self.dice.below(3)).unwrap();
        let id = device(n);
        let which = u16::try_from(self.dice.below(40)).unwrap();
        match self.dice.below(26) {
            0..4 => {
                let new = account(n);
                self.same(
                    step,
                    store.register(new.clone()).await.unwrap(),
                    model.register(new).await.unwrap(),
                );
            }
            4..12 => {
                let mut new = letter(n, which, &noise(self.dice.roll(), 64));
                new.now = self.now;
                self.same(
                    step,
                    store.deposit(new.clone()).await.unwrap(),
                    model.deposit(new).await.unwrap(),
                );
            }
            12..16 => {
                let ids = vec![letter(n, which, b"").id];
                self.same(
                    step,
                    store.ack(id, ids.clone()).await.unwrap(),
                    model.ack(id, ids).await.unwrap(),
                );
                let (a, b) = (
                    store.letters(id, 0, 100).await.unwrap(),
                    model.letters(id, 0, 100).await.unwrap(),
                );
                self.same(step, a, b);
            }
            16..20 => {
                let new = self.publication(id);
                self.same(
                    step,
                    store.publish(new.clone()).await.unwrap(),
                    model.publish(new).await.unwrap(),
                );
            }
            _ => {
                self.same(
                    step,
                    store.claim(id, 3).await.unwrap(),
                    model.claim(id, 3).await.unwrap(),
                );
                self.same(
                    step,
                    store.stock(id).await.unwrap(),
                    model.stock(id).await.unwrap(),
                );
            }
        }
    }

    fn same<T: PartialEq + Debug>(&self, step: u32, ours: T, models: T) {
        assert_eq!(ours, models, "seed {}, step {step}", self.seed);
    }

    async fn append(&mut self, model: &MemoryStore, log: u8) -> NewAppend {
        let epoch = self.epoch(model, log).await;
        let payloads = (0..1 + self.dice.below(4)).map(|_| self.payload()).collect();
        NewAppend {
            log: log_id(log),
            epoch,
            payloads,
            now: self.now,
        }
    }

    /// Out of few enough that some come again.
    fn payload(&mut self) -> NewPayload {
        let lifetime = Lifetime::from_number(u8::try_from(self.dice.below(6)).unwrap()).unwrap();
        let class = if self.dice.below(3) == 0 {
            Class::Record
        } else {
            Class::Message
        };
        let len = [10, 200, 4_096, 4_097, 9_000][usize::try_from(self.dice.below(5)).unwrap()];
        NewPayload {
            lifetime: if class == Class::Record {
                Lifetime::Keep
            } else {
                lifetime
            },
            ..payload(class, &noise(self.dice.below(200), len))
        }
    }

    async fn commit(&mut self, model: &MemoryStore, log: u8) -> NewCommit {
        let epoch = self.epoch(model, log).await.get();
        let who = self.dice.below(3);
        let mut new = new_commit(log, epoch, &format!("member {who}"));
        new.now = self.now;
        new.attachments = vec![attachment(
            u8::try_from(who).unwrap(),
            b"token",
            &noise(epoch, 5_000),
        )];
        new
    }

    /// Mostly the current epoch, sometimes one beside it.
    async fn epoch(&mut self, model: &MemoryStore, log: u8) -> Epoch {
        let state = model.log_state(log_id(log)).await.unwrap();
        let epoch = state.map_or(0, |state: LogState| state.epoch.get());
        Epoch::new(match self.dice.below(8) {
            0 => epoch.saturating_sub(1),
            1 => epoch + 1,
            _ => epoch,
        })
    }

    async fn read<S: Store>(&mut self, store: &S, model: &MemoryStore, log: u8, step: u32) {
        let epoch = self.epoch(model, log).await;
        let state = model.log_state(log_id(log)).await.unwrap();
        self.same(step, store.log_state(log_id(log)).await.unwrap(), state.clone());
        let last = state.as_ref().map_or(0, |state| state.head.seq.get());
        let from = ReadFrom {
            log: log_id(log),
            after: Seq::new(self.dice.below(last + 2)),
            opens: Opens {
                epoch,
                current: state.is_some_and(|state| state.epoch == epoch),
            },
            entries: u32::try_from(1 + self.dice.below(50)).unwrap(),
            bytes: u32::try_from(self.dice.below(60_000)).unwrap(),
        };
        let seen = |page: Page| (page.entries, page.epoch, page.head);
        self.same(
            step,
            store.read(from).await.unwrap().map(seen),
            model.read(from).await.unwrap().map(seen),
        );
        let keys = model.epoch_keys(from.log, epoch).await.unwrap();
        self.same(step, store.epoch_keys(from.log, epoch).await.unwrap(), keys);
        let id = AttachmentId::from_bytes([u8::try_from(self.dice.below(3)).unwrap(); 16]);
        let bytes = model
            .attachment(from.log, id, Digest::of(b"token"))
            .await
            .unwrap();
        self.same(
            step,
            store
                .attachment(from.log, id, Digest::of(b"token"))
                .await
                .unwrap(),
            bytes,
        );
    }

    fn publication(&mut self, device: DeviceId) -> NewKeyPackages {
        let mut of = |n: u64| noise(self.dice.below(n), 300);
        NewKeyPackages {
            device,
            suite: 3,
            single_use: vec![of(1_000), of(1_000), of(30)],
            last_resort: Some(of(2)),
            replace: self.dice.below(4) == 0,
        }
    }
}

/// What an append answered, as values.
#[derive(Debug, PartialEq)]
struct Seen {
    places: Vec<(Option<Head>, Option<Epoch>)>,
    epoch: Epoch,
    head: Head,
}

/// Where each payload stands and in which epoch it was accepted, and the log's epoch and head.
fn seen(answer: &Appended, new: &NewAppend) -> Seen {
    let outcomes = answer.outcomes.iter().zip(&new.payloads);
    let places = outcomes.map(|(outcome, payload)| (place(outcome, payload), epoch_of(outcome)));
    Seen {
        places: places.collect(),
        epoch: answer.epoch,
        head: answer.head,
    }
}

fn epoch_of(outcome: &Outcome) -> Option<Epoch> {
    match outcome {
        Outcome::Stored(span) => Some(span.epoch),
        Outcome::Stale => None,
    }
}

/// A commit's answer, as values.
fn answer_of(committed: Committed) -> (Epoch, Head, Option<(Digest, Seq)>) {
    match committed {
        Committed::Accepted(span) => (span.epoch, span.after, None),
        Committed::Lost { epoch, head, winner } => (epoch, head, winner),
    }
}
