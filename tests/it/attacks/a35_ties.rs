// SPDX-License-Identifier: MIT OR Apache-2.0
//! A35: of two commits for one epoch the one that the log shows first stands on every device, whichever has the smaller
//! hash or the earlier clock; the other is taken up by nobody later, whatever a relay then tells.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use toguna_mls::{EngineFault, Group};
use toguna_sdk::{AlarmCode, LogId, Role};
use toguna_store::{Committed, MemoryStore, NewCommit, Told};
use toguna_tests::{EvilRelay, Given, Member, Tap, Tapped, World, beside};
use toguna_types::{Clock as _, Digest, Epoch, TestClock};
use tokio::sync::watch;

/// Lets the next two commits reach the store in the order of their hashes, or the other way round.
struct Order {
    smaller_first: Mutex<Option<bool>>,
    arrived: watch::Sender<Vec<Digest>>,
    first_is_in: watch::Sender<bool>,
    lost: Mutex<Option<NewCommit>>,
}

impl Order {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            smaller_first: Mutex::default(),
            arrived: watch::Sender::new(Vec::new()),
            first_is_in: watch::Sender::new(false),
            lost: Mutex::default(),
        })
    }

    fn arm(&self, smaller_first: bool) {
        self.arrived.send_replace(Vec::new());
        self.first_is_in.send_replace(false);
        *self.smaller_first.lock().unwrap() = Some(smaller_first);
    }
}

impl Tap for Order {
    async fn held(&self, given: &Given) {
        let smaller_first = *self.smaller_first.lock().unwrap();
        let (Given::Commit(new), Some(smaller_first)) = (given, smaller_first) else {
            return;
        };
        self.arrived.send_modify(|hashes| hashes.push(new.hash));
        let mut both = self.arrived.subscribe();
        let hashes = both.wait_for(|hashes| hashes.len() == 2).await.unwrap().clone();
        let first = if smaller_first {
            hashes.iter().min()
        } else {
            hashes.iter().max()
        };
        if first != Some(&new.hash) {
            self.first_is_in.subscribe().wait_for(|is| *is).await.unwrap();
        }
    }

    fn committed(&self, new: &NewCommit, answer: &Committed) {
        match answer {
            Committed::Accepted(_) => {
                *self.smaller_first.lock().unwrap() = None;
                self.first_is_in.send_replace(true);
            }
            Committed::Lost { .. } => *self.lost.lock().unwrap() = Some(new.clone()),
        }
    }
}

/// What tells one state of a space from another: the epoch's number and its authenticator.
fn state(member: &Member, log: LogId) -> (Epoch, Vec<u8>) {
    let door = member.client.backdoor();
    let read = door.vault().write(|tx| {
        let group = Group::load(tx, log)?;
        assert!(!group.has_pending(), "nothing staged is left");
        Ok::<_, EngineFault>((group.epoch(), group.authenticator()))
    });
    read.unwrap()
}

fn alarms(member: &Member) -> Vec<AlarmCode> {
    let status = member.client.status().unwrap();
    status.alarms.iter().map(|alarm| alarm.code).collect()
}

struct Tie {
    world: World,
    truth: MemoryStore,
    order: Arc<Order>,
    clocks: [Arc<TestClock>; 2],
    amal: Member,
    beatrice: Member,
    celeste: Member,
    log: LogId,
}

async fn meet() -> Tie {
    let (truth, order) = (MemoryStore::new(), Order::new());
    let world = World::around(Tapped::new(truth.clone(), Arc::clone(&order)));
    let now = world.clock.now();
    let clocks = [TestClock::at(now), TestClock::at(now)].map(Arc::new);
    let [amal, beatrice] = ["Amal", "Béatrice"];
    let amal = world
        .member_with(amal, world.options_with(clocks[0].clone()))
        .await;
    let beatrice = world
        .member_with(beatrice, world.options_with(clocks[1].clone()))
        .await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    let handles = [&beatrice, &celeste].map(|guest| guest.name.clone());
    amal.client.invite(log, &handles, Role::Steward).await.unwrap();
    beatrice.accepts().await;
    celeste.accepts().await;
    // Whoever came renews its keys within ten minutes; nothing more is to change by itself.
    world.clock.advance(Duration::from_mins(11));
    clocks
        .iter()
        .for_each(|clock| clock.advance(Duration::from_mins(11)));
    for member in [&amal, &beatrice, &celeste, &amal, &beatrice] {
        member.syncs().await;
    }
    Tie {
        world,
        truth,
        order,
        clocks,
        amal,
        beatrice,
        celeste,
        log,
    }
}

impl Tie {
    /// Amal and Béatrice renew their keys at once; which commit comes first is as the order says.
    async fn both_commit(&self, smaller_first: bool) {
        self.order.arm(smaller_first);
        let (one, other, log) = (self.amal.clone(), self.beatrice.clone(), self.log);
        let one = beside(async move { one.client.update_keys(log).await });
        let other = beside(async move { other.client.update_keys(log).await });
        one.await.unwrap().unwrap();
        other.await.unwrap().unwrap();
        for member in [&self.amal, &self.beatrice, &self.celeste] {
            member.syncs().await;
        }
    }
}

// claim: CLM-ORDER-03
#[tokio::test(flavor = "multi_thread")]
async fn a35_which_commit_stands_is_the_logs_order_and_neither_hash_nor_clock() {
    let tie = meet().await;
    for round in 0..4_u8 {
        // Now one of the two is ahead, now the other, within what a stamp may be off.
        tie.clocks[usize::from(round / 2)].advance(Duration::from_mins(2));
        let (before, _) = state(&tie.celeste, tie.log);
        tie.both_commit(round.is_multiple_of(2)).await;
        let agreed = state(&tie.celeste, tie.log);
        assert_eq!(
            agreed.0,
            before.next().next(),
            "both are in effect, one after the other"
        );
        for member in [&tie.amal, &tie.beatrice] {
            assert_eq!(state(member, tie.log), agreed, "round {round}");
            assert!(alarms(member).is_empty());
        }
        let lost = tie.order.lost.lock().unwrap().take().unwrap();
        assert_eq!(lost.epoch, before, "a commit lost the first epoch");
    }
}

// claim: CLM-ORDER-03
#[tokio::test(flavor = "multi_thread")]
async fn a35_a_commit_that_lost_and_is_told_in_the_winners_place_is_an_alarm_and_moves_nobody() {
    moves_nobody(|told, winner, lost, _| {
        told.truncate(winner + 1);
        told[winner].payload = Some(lost.bytes.clone());
        told[winner].stamps.clone_from(&lost.stamps);
    })
    .await;
}

// claim: CLM-ORDER-03
#[tokio::test(flavor = "multi_thread")]
async fn a35_a_commit_that_lost_and_is_told_again_at_the_end_is_an_alarm_and_moves_nobody() {
    moves_nobody(|told, winner, lost, epoch| {
        let mut again = told[winner].clone();
        again.epoch = epoch;
        again.payload = Some(lost.bytes.clone());
        again.stamps.clone_from(&lost.stamps);
        told.push(again);
    })
    .await;
}

/// After a tie is decided, each of the members is told a log in which the loser stands; `tell` is given the entries,
/// where the winner stands among them, the commit that lost and the epoch there is now.
async fn moves_nobody(tell: impl Fn(&mut Vec<Told>, usize, &NewCommit, Epoch)) {
    let tie = meet().await;
    tie.both_commit(true).await;
    let lost = tie.order.lost.lock().unwrap().take().unwrap();
    for member in [&tie.amal, &tie.beatrice, &tie.celeste] {
        let stood = state(member, tie.log);
        let evil = EvilRelay::over(&tie.world, &tie.truth);
        evil.shows(tie.log, |told| {
            let ends = |told: &Told| told.epoch == lost.epoch && !told.stamps.is_empty();
            let winner = told.iter().position(ends).unwrap();
            tell(told, winner, &lost, stood.0);
        });
        let deceived = member.reopened(tie.world.options_on(evil.wire()));
        deceived.client.sync(None, |_| {}).await.unwrap();
        assert_eq!(state(&deceived, tie.log), stood);
        assert_eq!(alarms(&deceived), [AlarmCode::RelayLied]);
    }
}

// claim: CLM-ORDER-03
#[tokio::test(flavor = "multi_thread")]
async fn a35_keys_of_epochs_that_are_over_go_with_the_first_change_after_seven_days() {
    let tie = meet().await;
    let kept = |member: &Member| {
        let door = member.client.backdoor();
        let epoch = state(member, tie.log).0.get();
        let kept = (0..=epoch).filter(|epoch| {
            let keys = door
                .vault()
                .read(|tx| tx.epoch_keys().get(tie.log, Epoch::new(*epoch)));
            keys.unwrap().is_some()
        });
        (kept.collect::<Vec<_>>(), epoch)
    };
    tie.both_commit(true).await;
    let (before, then) = kept(&tie.celeste);
    assert!(before.contains(&(then - 1)), "within the seven days");
    let week = Duration::from_hours(24 * 7 + 1);
    tie.world.clock.advance(week);
    tie.clocks.iter().for_each(|clock| clock.advance(week));
    tie.amal.client.update_keys(tie.log).await.unwrap();
    for member in [&tie.amal, &tie.beatrice, &tie.celeste] {
        member.syncs().await;
        let (kept, epoch) = kept(member);
        assert!(
            kept.contains(&epoch) && kept.iter().all(|kept| *kept > then),
            "{kept:?}"
        );
    }
}
