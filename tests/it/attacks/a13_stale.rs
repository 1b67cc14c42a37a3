// SPDX-License-Identifier: MIT OR Apache-2.0
//! A13: a relay that hands out KeyPackages that are old, dated ahead, or used up.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use toguna_mls::{Uses, make_key_package};
use toguna_sdk::{Code, LogId, Role, Suite};
use toguna_store::{Claimed, MemoryStore};
use toguna_tests::{Given, Member, Recorder, Tap, Tapped, World};
use toguna_types::{Clock as _, DeviceId, OsEntropy, limit};
use toguna_vault::VaultTx;

/// A relay that can hand out, again and again, what it handed out or was given first.
#[derive(Default)]
struct Hoarder {
    serves: Mutex<Option<Vec<u8>>>,
    handed: Mutex<Vec<Vec<u8>>>,
    record: Recorder,
}

impl Tap for Hoarder {
    fn given(&self, given: &Given) {
        self.record.given(given);
    }

    fn claimed(&self, _device: DeviceId, _suite: u16, answer: Option<Claimed>) -> Option<Claimed> {
        let served = self.serves.lock().unwrap().clone();
        let answer = answer.map(|claimed| Claimed {
            key_package: served.unwrap_or(claimed.key_package),
            last_resort: claimed.last_resort,
        });
        let handed = answer.as_ref().map(|claimed| claimed.key_package.clone());
        self.handed.lock().unwrap().extend(handed);
        answer
    }
}

impl Hoarder {
    fn serves(&self, package: Option<Vec<u8>>) {
        *self.serves.lock().unwrap() = package;
    }

    fn last_handed(&self) -> Vec<u8> {
        self.handed
            .lock()
            .unwrap()
            .last()
            .expect("one was handed out")
            .clone()
    }

    fn commits(&self) -> usize {
        let all = self.record.all();
        all.iter()
            .filter(|given| matches!(given, Given::Commit(_)))
            .count()
    }

    /// The publications so far that stand in place of all before: single-use KeyPackages of each.
    fn renewals(&self) -> Vec<Vec<Vec<u8>>> {
        let all = self.record.all().into_iter().filter_map(|given| {
            let Given::Publish(new) = given else { return None };
            new.replace.then_some(new.single_use)
        });
        all.collect()
    }
}

fn world() -> (World, Arc<Hoarder>) {
    let relay = Arc::new(Hoarder::default());
    let world = World::around(Tapped::new(MemoryStore::new(), relay.clone()));
    (world, relay)
}

async fn is_not_added(relay: &Hoarder, inviter: &Member, log: LogId, who: &Member, code: Code) {
    let (before, people) = (relay.commits(), inviter.client.space(log).unwrap().people.len());
    let handles = [who.name.clone()];
    let invited = inviter.client.invite(log, &handles, Role::Contributor).await;
    assert_eq!(invited.map(|_| ()).unwrap_err().is(), code);
    inviter.syncs().await;
    assert_eq!(relay.commits(), before, "nothing was committed");
    assert_eq!(inviter.client.space(log).unwrap().people.len(), people);
}

// claim: CLM-AUTH-06
#[tokio::test(flavor = "multi_thread")]
async fn a13_a_key_package_past_its_age_adds_nobody() {
    let (world, relay) = world();
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    // As long as she is away, what she published stands, and grows old.
    world
        .clock
        .advance(limit::KEY_PACKAGE_AGE + limit::KEY_PACKAGE_SKEW + Duration::from_hours(1));
    amal.syncs().await;
    is_not_added(&relay, &amal, log, &beatrice, Code::KeyPackagesOld).await;
    let old = relay.last_handed();

    // Back, she publishes anew at once; what the relay still has of the old is refused as before.
    beatrice.syncs().await;
    relay.serves(Some(old));
    is_not_added(&relay, &amal, log, &beatrice, Code::KeyPackagesOld).await;
    relay.serves(None);
    amal.brings(log, &beatrice).await;
    assert_eq!(amal.client.space(log).unwrap().people.len(), 2);
}

// claim: CLM-AUTH-06
#[tokio::test(flavor = "multi_thread")]
async fn a13_a_key_package_from_the_future_adds_nobody_and_one_by_a_clock_a_day_off_does() {
    let (world, relay) = world();
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    let now = world.clock.now();
    let door = beatrice.client.backdoor();
    let made = |now| {
        let make = |tx: &VaultTx<'_>| {
            make_key_package(tx, &door.me(), Suite::PostQuantum, Uses::Once, now, &OsEntropy)
        };
        door.vault().write(make).unwrap()
    };
    let far = limit::KEY_PACKAGE_SKEW + Duration::from_hours(24);
    relay.serves(Some(made(now.after(far))));
    is_not_added(&relay, &amal, log, &beatrice, Code::KeyPackageRefused).await;
    relay.serves(Some(made(now.after(Duration::from_hours(24)))));
    amal.brings(log, &beatrice).await;
}

// claim: CLM-AUTH-06
#[tokio::test(flavor = "multi_thread")]
async fn a13_a_key_package_served_again_to_who_used_it_adds_nobody() {
    let (world, relay) = world();
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let (one, two) = (amal.founds("Monitoring").await, amal.founds("Legal").await);
    amal.invites(one, &beatrice).await;
    relay.serves(Some(relay.last_handed()));
    is_not_added(&relay, &amal, two, &beatrice, Code::KeyPackageRefused).await;
    relay.serves(None);
    amal.invites(two, &beatrice).await;
}

// claim: CLM-AUTH-07
#[tokio::test(flavor = "multi_thread")]
async fn a13_a_key_package_served_to_two_lets_its_owner_into_one_space_and_tears_nothing() {
    let (world, relay) = world();
    let amal = world.member("Amal").await;
    let chiara = world.member("Chiara").await;
    let beatrice = world.member("Béatrice").await;
    let (one, two) = (amal.founds("Monitoring").await, chiara.founds("Legal").await);
    amal.invites(one, &beatrice).await;
    relay.serves(Some(relay.last_handed()));
    chiara.invites(two, &beatrice).await;
    relay.serves(None);

    beatrice.syncs().await;
    beatrice.client.accept(one).await.unwrap();
    let second = beatrice.client.accept(two).await.map(|_| ());
    assert_eq!(second.unwrap_err().is(), Code::InvitationGone);
    amal.syncs().await;
    beatrice.syncs().await;
    beatrice.says(one, "ici").await;
    assert_eq!(amal.sees(one).await, ["Béatrice: ici"]);
    assert_eq!(beatrice.client.status().unwrap().spaces, 1);
}

// claim: CLM-AUTH-07
#[tokio::test(flavor = "multi_thread")]
async fn a13_a_joiner_renews_its_own_leaf_within_a_day() {
    let (world, relay) = world();
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    let added = amal.client.space(log).unwrap().summary.epoch;
    let before = relay.commits();
    world.clock.advance(Duration::from_hours(1));
    // Only she acts: what is committed now is hers, and each commit of a member renews its leaf.
    beatrice.syncs().await;
    amal.syncs().await;
    let renewed = amal.client.space(log).unwrap().summary.epoch;
    assert_eq!(relay.commits(), before + 1);
    assert_eq!(renewed.get(), added.get() + 1);
}

// claim: CLM-AUTH-07
#[tokio::test(flavor = "multi_thread")]
async fn a13_a_device_publishes_all_its_key_packages_anew_long_before_they_are_refused() {
    let (world, relay) = world();
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    relay.record.forget();
    beatrice.syncs().await;
    assert!(relay.renewals().is_empty(), "what is young stays");
    world.clock.advance(limit::KEY_PACKAGE_RENEWED);
    beatrice.syncs().await;
    let renewed = relay.renewals();
    assert_eq!(renewed.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20]);
    beatrice.syncs().await;
    assert_eq!(relay.renewals().len(), 2, "once");
    amal.invites(log, &beatrice).await;
    let handed = relay.last_handed();
    assert!(renewed.iter().flatten().any(|package| *package == handed));
}
