// SPDX-License-Identifier: MIT OR Apache-2.0
//! A11: the relay keeps a member's new keys from the log, so that whoever has copied the old ones reads on. It may say
//! that it took them.

use std::sync::Arc;
use std::time::Duration;

use toguna_sdk::{AlarmCode, Clock as _, Code, LogId, Timestamp};
use toguna_store::MemoryStore;
use toguna_tests::{EvilRelay, Given, Member, Tap, Tapped, Wire, World};
use tokio::sync::Notify;

struct Scene {
    world: World,
    amal: Member,
    beatrice: Member,
    log: LogId,
}

/// Béatrice has a wire of her own.
async fn scene(world: World, wire: &Wire) -> Scene {
    let amal = world.member("Amal").await;
    let beatrice = world.member_on("Béatrice", wire).await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    for _ in 0..2 {
        for member in [&amal, &beatrice] {
            member.syncs().await;
        }
        world.clock.advance(Duration::from_mins(11));
    }
    Scene {
        world,
        amal,
        beatrice,
        log,
    }
}

impl Scene {
    fn epoch(&self) -> u64 {
        self.beatrice.client.space(self.log).unwrap().summary.epoch.get()
    }

    fn is_not_healed(&self) -> bool {
        let alarms = self.beatrice.client.status().unwrap().alarms;
        alarms.iter().any(|alarm| alarm.code == AlarmCode::NotHealed)
    }

    /// A day later the device says that it is not healed. It has kept its epoch.
    fn is_missed_after_a_day(&self, before: u64) {
        assert_eq!(self.epoch(), before, "nothing is merged on the relay's word");
        assert!(!self.is_not_healed(), "it may still be on its way");
        self.world.clock.advance(Duration::from_hours(25));
        assert!(self.is_not_healed());
    }

    /// It has not given up either.
    async fn heals(&self, before: u64) {
        assert_eq!(self.epoch(), before);
        self.beatrice.syncs().await;
        assert!(self.epoch() > before && !self.is_not_healed());
        self.amal.syncs().await;
        assert_eq!(
            self.amal.client.space(self.log).unwrap().summary.epoch.get(),
            self.epoch()
        );
    }
}

impl Scene {
    /// When Amal saw that Béatrice had renewed her keys.
    fn seen_renewed(&self) -> Option<Timestamp> {
        let people = self.amal.client.space(self.log).unwrap().people;
        let beatrice = people.into_iter().find(|person| !person.me).unwrap();
        beatrice.keys_renewed
    }
}

// claim: CLM-PCS-01
#[tokio::test]
async fn a11_colleagues_see_when_a_device_last_renewed_its_keys() {
    let world = World::around(MemoryStore::new());
    let wire = world.wire.branch();
    let scene = scene(world, &wire).await;
    assert_eq!(scene.seen_renewed(), None, "her first renewal was not read yet");
    scene.amal.syncs().await;
    let came = scene
        .seen_renewed()
        .expect("she has renewed them once since she came");
    scene.world.clock.advance(Duration::from_hours(48));
    scene.amal.client.update_keys(scene.log).await.unwrap();
    scene.beatrice.syncs().await;
    assert_eq!(
        scene.seen_renewed(),
        Some(came),
        "another's commit renews nothing of hers"
    );
    scene.beatrice.client.update_keys(scene.log).await.unwrap();
    scene.amal.syncs().await;
    assert_eq!(scene.seen_renewed(), Some(scene.world.clock.now()));
}

// claim: CLM-PCS-01
#[tokio::test]
async fn a11_new_keys_that_the_relay_says_it_took_and_keeps_from_the_log_are_missed() {
    let store = MemoryStore::new();
    let world = World::around(store.clone());
    let relay = EvilRelay::over(&world, &store);
    let scene = scene(world, relay.wire()).await;
    let before = scene.epoch();
    relay.freezes(scene.log);
    // It signs a receipt for the commit, and goes on showing the log without it.
    assert!(scene.beatrice.client.update_keys(scene.log).await.is_err());
    scene.is_missed_after_a_day(before);
    relay.is_honest();
    scene.heals(before).await;
}

/// Swallows commits: they are never answered.
#[derive(Default)]
struct Blackhole {
    swallowed: Notify,
}

impl Tap for Blackhole {
    async fn held(&self, given: &Given) {
        if matches!(given, Given::Commit(_)) {
            self.swallowed.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

// claim: CLM-PCS-01
#[tokio::test]
async fn a11_new_keys_that_the_relay_swallows_are_missed() {
    let store = MemoryStore::new();
    let world = World::around(store.clone());
    let (wire, hole) = (world.wire.branch(), Arc::new(Blackhole::default()));
    let scene = scene(world, &wire).await;
    let before = scene.epoch();
    scene.world.plug(&wire, Tapped::new(store.clone(), hole.clone()));
    tokio::select! {
        done = scene.beatrice.client.heal(scene.log) => panic!("the commit got through: {done:?}"),
        () = hole.swallowed.notified() => {}
    }
    scene.is_missed_after_a_day(before);
    scene.world.plug(&wire, store);
    scene.heals(before).await;
}

// claim: CLM-PCS-01
#[tokio::test]
async fn a11_keys_renewed_where_no_relay_is_reached_wait_and_are_missed() {
    let store = MemoryStore::new();
    let world = World::around(store.clone());
    let wire = world.wire.branch();
    let scene = scene(world, &wire).await;
    let before = scene.epoch();
    wire.cut();
    for _ in 0..2 {
        let renewed = scene.beatrice.client.update_keys(scene.log).await;
        assert_eq!(renewed.unwrap_err().is(), Code::StillQueued);
    }
    scene.is_missed_after_a_day(before);
    scene.world.plug(&wire, store);
    scene.heals(before).await;
    assert_eq!(scene.epoch(), before + 1, "it waited once");
}
