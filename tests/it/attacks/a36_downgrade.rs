// SPDX-License-Identifier: MIT OR Apache-2.0
//! A36: a relay that hands out a KeyPackage of a weaker suite than the space was founded with.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use toguna_sdk::{Code, Role, Suite};
use toguna_store::{Claimed, MemoryStore};
use toguna_tests::{Given, Recorder, Tap, Tapped, World};
use toguna_types::DeviceId;

#[derive(Default)]
struct Downgrading {
    lies: AtomicBool,
    record: Recorder,
}

impl Tap for Downgrading {
    fn given(&self, given: &Given) {
        self.record.given(given);
    }

    fn claimed(&self, device: DeviceId, _suite: u16, answer: Option<Claimed>) -> Option<Claimed> {
        if !self.lies.load(Ordering::SeqCst) {
            return answer;
        }
        self.record.all().into_iter().find_map(|given| {
            let Given::Publish(new) = given else { return None };
            let weaker = new.device == device && new.suite == Suite::Classical.number();
            weaker.then(|| Claimed {
                key_package: new.single_use[0].clone(),
                last_resort: false,
            })
        })
    }
}

// claim: CLM-AUTH-05
#[tokio::test(flavor = "multi_thread")]
async fn a36_a_key_package_of_a_weaker_suite_is_refused_and_the_space_stays_as_it_was() {
    let relay = Arc::new(Downgrading::default());
    let world = World::around(Tapped::new(MemoryStore::new(), relay.clone()));
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;

    relay.lies.store(true, Ordering::SeqCst);
    let handles = [beatrice.name.clone()];
    let fault = amal
        .client
        .invite(log, &handles, Role::Contributor)
        .await
        .unwrap_err();
    assert_eq!(fault.is(), Code::KeyPackageRefused);
    assert_eq!(amal.client.space(log).unwrap().people.len(), 1);
    let committed = |given: &Given| matches!(given, Given::Commit(_));
    assert!(!relay.record.all().iter().any(committed), "nobody was added");

    relay.lies.store(false, Ordering::SeqCst);
    amal.invites(log, &beatrice).await;
    beatrice.accepts().await;
    assert_eq!(
        beatrice.client.space(log).unwrap().summary.suite,
        Suite::PostQuantum
    );
}
