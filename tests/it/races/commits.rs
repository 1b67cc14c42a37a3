// SPDX-License-Identifier: MIT OR Apache-2.0
//! Many commits on one epoch: one wins, each of the others is told which, and in the end all of them are in effect.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use toguna_sdk::{Agreed, Epoch, LogId, ReadRange, Role, Shown, ShownKind};
use toguna_store::{Committed, NewCommit};
use toguna_tests::{Given, Member, Shelf, Tap, Tapped, World, beside, on_every_store};
use toguna_types::{Digest, Seq};
use tokio::sync::Barrier;

on_every_store! {
    of_many_commits_on_one_epoch_one_wins_and_all_come_into_effect,
    two_commits_on_one_epoch_both_come_into_effect,
}

/// Commits at once: 100 in the long form.
fn contenders() -> usize {
    if std::env::var_os("TOGUNA_LONG").is_some() {
        100
    } else {
        16
    }
}

/// Holds commits at the store's door until all who will race stand there, and writes down what each is told.
#[derive(Default)]
struct Gate {
    armed: Mutex<Option<Arc<Barrier>>>,
    told: Mutex<Vec<Told>>,
}

/// What one commit came to.
#[derive(Clone, Debug)]
struct Told {
    epoch: Epoch,
    hash: Digest,
    /// `None` if it won; else what it was told of the winner.
    lost_to: Option<Option<(Digest, Seq)>>,
}

impl Tap for Gate {
    async fn held(&self, given: &Given) {
        let barrier = self.armed.lock().unwrap().clone();
        if let (Given::Commit(_), Some(barrier)) = (given, barrier)
            && barrier.wait().await.is_leader()
        {
            *self.armed.lock().unwrap() = None; // they race on by themselves
        }
    }

    fn committed(&self, new: &NewCommit, answer: &Committed) {
        let lost_to = match answer {
            Committed::Accepted(_) => None,
            Committed::Lost { winner, .. } => Some(*winner),
        };
        self.told.lock().unwrap().push(Told {
            epoch: new.epoch,
            hash: new.hash,
            lost_to,
        });
    }
}

impl Gate {
    /// The next so many commits reach the store together.
    fn close(&self, contenders: usize) {
        self.told.lock().unwrap().clear();
        *self.armed.lock().unwrap() = Some(Arc::new(Barrier::new(contenders)));
    }

    /// What was told, by the epoch the commits were for.
    fn by_epoch(&self) -> BTreeMap<Epoch, Vec<Told>> {
        let mut epochs: BTreeMap<Epoch, Vec<Told>> = BTreeMap::new();
        for told in self.told.lock().unwrap().iter() {
            epochs.entry(told.epoch).or_default().push(told.clone());
        }
        epochs
    }
}

async fn of_many_commits_on_one_epoch_one_wins_and_all_come_into_effect(shelf: impl Shelf) {
    race(shelf, contenders()).await;
}

async fn two_commits_on_one_epoch_both_come_into_effect(shelf: impl Shelf) {
    race(shelf, 2).await;
}

async fn race(shelf: impl Shelf, size: usize) {
    let gate = Arc::new(Gate::default());
    let world = World::around(Tapped::new(shelf.open().await, gate.clone()));
    let (members, log) = stewards(&world, size).await;
    let before = members[0].client.space(log).unwrap().summary.epoch;
    gate.close(size);
    let mut deeds = Vec::new();
    for (n, member) in members.iter().cloned().enumerate() {
        deeds.push(beside(async move {
            if renames(n) {
                member.client.rename(log, &title(n)).await
            } else {
                member.client.update_keys(log).await
            }
        }));
    }
    for deed in deeds {
        deed.await
            .unwrap()
            .expect("each is in effect in the end, none gives up");
    }
    each_epoch_has_one_winner(&gate, before, size);
    all_are_in_effect(&members, log, before, size).await;
}

/// A space whose members are all stewards, all of the same epoch.
async fn stewards(world: &World, size: usize) -> (Vec<Member>, LogId) {
    let mut members = Vec::new();
    for n in 0..size {
        members.push(world.member(&format!("M{n}")).await);
    }
    let log = members[0].founds_classical("Assemblée").await;
    for batch in members[1..].chunks(32) {
        let handles: Vec<String> = batch.iter().map(|member| member.name.clone()).collect();
        let invited = members[0].client.invite(log, &handles, Role::Steward).await;
        invited.unwrap();
    }
    for member in &members[1..] {
        member.accepts().await;
    }
    members[0].syncs().await; // hears the hellos and confirms
    for member in &members {
        member.syncs().await;
    }
    (members, log)
}

fn renames(n: usize) -> bool {
    n.is_multiple_of(2)
}

fn title(n: usize) -> String {
    format!("Assemblée {n}")
}

fn each_epoch_has_one_winner(gate: &Gate, before: Epoch, size: usize) {
    let epochs = gate.by_epoch();
    assert_eq!(
        epochs.len(),
        size,
        "as many epochs were fought for as there were commits"
    );
    assert_eq!(epochs.keys().next(), Some(&before));
    assert_eq!(epochs[&before].len(), size, "all stood at the door together");
    for (epoch, told) in &epochs {
        let won: BTreeSet<Digest> = told
            .iter()
            .filter(|told| told.lost_to.is_none())
            .map(|told| told.hash)
            .collect();
        assert_eq!(won.len(), 1, "epoch {} has one winner", epoch.get());
        for loser in told.iter().filter_map(|told| told.lost_to) {
            let (hash, _) = loser.expect("who loses is told the winner");
            assert!(won.contains(&hash), "and it is the one that won");
        }
    }
}

/// Every member is in the last epoch and was told every new title once, in the same order, by who gave it.
async fn all_are_in_effect(members: &[Member], log: LogId, before: Epoch, size: usize) {
    let mut first = None;
    for member in members {
        member.syncs().await;
        let space = member.client.space(log).unwrap();
        assert_eq!(
            space.summary.epoch.get(),
            before.get() + u64::try_from(size).unwrap(),
            "one epoch for each"
        );
        assert_eq!(space.people.len(), size);
        assert_eq!(space.summary.alarm, None);
        assert_eq!(member.client.status().unwrap().waiting_messages, 0);
        let told = titles(member, log);
        assert_eq!(told.last().map(|(_, title)| title), Some(&space.summary.title));
        match &first {
            None => first = Some(told),
            Some(first) => assert_eq!(&told, first),
        }
    }
    let mut told = first.unwrap();
    told.sort();
    let mut meant: Vec<_> = (0..size)
        .filter(|n| renames(*n))
        .map(|n| (format!("M{n}"), title(n)))
        .collect();
    meant.sort();
    assert_eq!(told, meant, "each title was given once, by who meant it");
}

fn titles(member: &Member, log: LogId) -> Vec<(String, String)> {
    let shown = member.client.read(log, ReadRange::default()).unwrap();
    shown.into_iter().filter_map(given_title).collect()
}

fn given_title(shown: Shown) -> Option<(String, String)> {
    let by = shown.handle.unwrap_or_default();
    let ShownKind::Members { agreed, .. } = shown.kind else {
        return None;
    };
    agreed.into_iter().find_map(|agreed| match agreed {
        Agreed::Title(title) => Some((by.clone(), title)),
        Agreed::Role(..)
        | Agreed::Newcomers(_)
        | Agreed::Lifetime(_)
        | Agreed::EraMaxAge(_)
        | Agreed::Asked(_) => None,
    })
}
