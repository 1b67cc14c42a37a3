// SPDX-License-Identifier: MIT OR Apache-2.0
//! Devices that are away for long, and what crosses with what while they are.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use toguna_sdk::{AlarmCode, CancellationToken, Code, Event, LogId, ShownKind, SpaceState};
use toguna_store::Store as _;
use toguna_tests::{Given, Member, Shelf, Tap, Tapped, World, beside, on_every_store};
use toguna_types::Clock as _;
use tokio::sync::{Notify, watch};

on_every_store! {
    who_was_away_for_forty_epochs_reads_everything,
    who_was_away_for_89_days_reads_everything,
    who_was_away_for_91_days_is_told_and_put_back,
    what_failed_is_said_once_hours_later,
    a_leave_that_crosses_a_commit_is_heard,
    words_in_flight_survive_commits,
    who_follows_misses_nothing_when_the_relay_is_killed,
}

const DAY: Duration = Duration::from_hours(24);

async fn two(world: &World) -> (Member, Member, LogId) {
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    (amal, beatrice, log)
}

async fn who_was_away_for_forty_epochs_reads_everything(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, log) = two(&world).await;
    let mut all = Vec::new();
    for n in 0..40 {
        amal.client.update_keys(log).await.unwrap();
        let word = format!("semaine {n}");
        amal.says(log, &word).await;
        all.push(format!("Amal: {word}"));
    }
    assert_eq!(beatrice.sees(log).await, all);
    beatrice.says(log, "me revoilà").await;
    all.push("Béatrice: me revoilà".to_owned());
    assert_eq!(amal.sees(log).await, all);
}

/// Amal speaks through two epochs; after so many days the relay has swept what it may forget.
async fn away(world: &World, shelf: &impl Shelf, days: u32) -> (Member, Member, LogId) {
    let (amal, beatrice, log) = two(world).await;
    amal.says(log, "avant").await;
    amal.client.update_keys(log).await.unwrap();
    amal.says(log, "après").await;
    world.clock.advance(DAY * days);
    world.crashes();
    let store = shelf.open().await;
    store.sweep(world.clock.now()).await.unwrap();
    world.restart(store);
    (amal, beatrice, log)
}

async fn who_was_away_for_89_days_reads_everything(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, log) = away(&world, &shelf, 89).await;
    assert_eq!(beatrice.sees(log).await, ["Amal: avant", "Amal: après"]);
    assert_eq!(beatrice.client.space(log).unwrap().summary.alarm, None);
    amal.says(log, "enfin").await;
    assert_eq!(beatrice.sees(log).await, amal.has_seen(log));
}

async fn who_was_away_for_91_days_is_told_and_put_back(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, log) = away(&world, &shelf, 91).await;
    beatrice.client.sync(None, |_| {}).await.unwrap(); // her other spaces go on
    let space = beatrice.client.space(log).unwrap().summary;
    assert_eq!(space.alarm.map(|alarm| alarm.code), Some(AlarmCode::NeedsReAdd));
    assert_eq!(beatrice.has_seen(log), [""; 0]);
    amal.says(log, "où es-tu ?").await; // who was there goes on
    assert_eq!(amal.client.space(log).unwrap().summary.alarm, None);
    for _ in 0..4 {
        amal.syncs().await;
        beatrice.client.sync(None, |_| {}).await.unwrap();
        world.clock.advance(Duration::from_mins(11));
    }
    amal.says(log, "te voilà").await;
    let seen = beatrice.sees(log).await;
    assert_eq!(seen.last().map(String::as_str), Some("Amal: te voilà"));
}

async fn what_failed_is_said_once_hours_later(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let wire = world.wire.branch();
    let amal = world.member_on("Amal", &wire).await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    wire.cut();
    let fault = amal.client.say(log, "tard").await.unwrap_err();
    assert_eq!(fault.is(), Code::StillQueued);
    for _ in 0..3 {
        world.clock.advance(Duration::from_hours(5));
        beatrice.client.update_keys(log).await.unwrap();
        assert!(amal.client.sync(None, |_| {}).await.is_err());
    }
    wire.mend(&world.wire);
    let amal = amal.reopened(world.options());
    amal.syncs().await;
    amal.syncs().await;
    assert_eq!(beatrice.sees(log).await, ["Amal: tard"]);
    assert_eq!(amal.has_seen(log), ["Amal: tard"]);
}

/// Holds one append at the store's door.
#[derive(Default)]
struct Door {
    armed: AtomicBool,
    waits: Notify,
    opens: Notify,
}

impl Tap for Door {
    async fn held(&self, given: &Given) {
        if matches!(given, Given::Append(_)) && self.armed.swap(false, Ordering::SeqCst) {
            self.waits.notify_one();
            self.opens.notified().await;
        }
    }
}

async fn a_leave_that_crosses_a_commit_is_heard(shelf: impl Shelf) {
    let door = Arc::new(Door::default());
    let world = World::around(Tapped::new(shelf.open().await, door.clone()));
    let (amal, beatrice, log) = two(&world).await;
    let celeste = world.member("Celeste").await;
    amal.brings(log, &celeste).await;
    beatrice.syncs().await;
    // Her leave is on its way; before the relay has it, epoch and era end under it.
    door.armed.store(true, Ordering::SeqCst);
    let leaving = {
        let client = celeste.client.clone();
        beside(async move { client.leave(log, None).await })
    };
    door.waits.notified().await;
    beatrice.client.heal(log).await.unwrap();
    door.opens.notify_one();
    leaving.await.unwrap().unwrap();
    for _ in 0..3 {
        for member in [&celeste, &amal, &beatrice] {
            member.syncs().await;
        }
        world.clock.advance(Duration::from_mins(2));
    }
    beatrice.syncs().await; // may renew her keys, as newcomers do after some minutes
    amal.syncs().await;
    let of = |who: &Member| who.client.space(log).unwrap();
    assert_eq!(of(&celeste).summary.state, SpaceState::Left);
    assert_eq!((of(&amal).people.len(), of(&beatrice).people.len()), (2, 2));
    assert_eq!(of(&amal).summary.epoch, of(&beatrice).summary.epoch);
}

async fn words_in_flight_survive_commits(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, log) = two(&world).await;
    let talk = {
        let beatrice = beatrice.clone();
        beside(async move {
            for n in 0..12 {
                beatrice.says(log, &format!("b{n}")).await;
            }
        })
    };
    for _ in 0..8 {
        amal.client.update_keys(log).await.unwrap();
    }
    talk.await.unwrap();
    let all: Vec<String> = (0..12).map(|n| format!("Béatrice: b{n}")).collect();
    assert_eq!(amal.sees(log).await, all);
    assert_eq!(beatrice.sees(log).await, all);
}

/// What a following member was told.
#[derive(Clone)]
struct Heard(watch::Sender<Vec<String>>);

impl Heard {
    fn hear(&self, event: Event) {
        let told = match event {
            Event::Entry { shown, .. } if shown.kind == ShownKind::Said => shown.text,
            Event::Offline => "offline".to_owned(),
            Event::Online => "online".to_owned(),
            Event::Entry { .. } | Event::Invitation(_) | Event::Alarm { .. } => return,
        };
        self.0.send_modify(|all| all.push(told));
    }

    async fn until(&self, last: &str) {
        let mut told = self.0.subscribe();
        let heard = told.wait_for(|all: &Vec<String>| all.last().is_some_and(|told| told == last));
        let heard = tokio::time::timeout(Duration::from_secs(60), heard).await;
        heard
            .expect("it is heard within a minute")
            .expect("the follower lives");
    }
}

async fn who_follows_misses_nothing_when_the_relay_is_killed(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, log) = two(&world).await;
    let (heard, stop) = (Heard(watch::Sender::default()), CancellationToken::new());
    let follower = {
        let (client, heard, stop) = (beatrice.client.clone(), heard.clone(), stop.clone());
        beside(async move { client.follow(None, |event| heard.hear(event), stop).await })
    };
    let mut all = Vec::new();
    for round in 0..3 {
        let (before, after) = (format!("avant {round}"), format!("après {round}"));
        amal.says(log, &before).await;
        heard.until(&before).await;
        world.crashes();
        heard.until("offline").await;
        world.comes_back(&shelf).await;
        heard.until("online").await;
        amal.client.update_keys(log).await.unwrap();
        amal.says(log, &after).await;
        heard.until(&after).await;
        all.extend([before, "offline".to_owned(), "online".to_owned(), after]);
    }
    stop.cancel();
    follower.await.unwrap().unwrap();
    assert_eq!(*heard.0.borrow(), all, "each word once, in order");
}
