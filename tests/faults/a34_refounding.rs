// SPDX-License-Identifier: MIT OR Apache-2.0
//! A34: founding a stopped space anew.

use std::cell::RefCell;

use toguna_mls::evil::{Deed as Forgery, Twist};
use toguna_sdk::{Code, LogId, Role, SpaceState};
use toguna_tests::{EvilMember, Member};

use crate::deed::{Deed, How, Order};
use crate::trial::{Resting, Trial, converge};

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_founding_anew() {
    founding_anew(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_founding_anew() {
    founding_anew(How::Dies).await;
}

async fn founding_anew(how: How) {
    let trial = &Trial::begin_many(how).await;
    // New people each time: who has many spaces behind it takes long to read them all.
    let colleague = RefCell::new(None);
    let prepare = async |n| {
        let steward = trial.world.member(&format!("Amal {n}")).await;
        let beatrice = trial.world.member(&format!("Béatrice {n}")).await;
        let mallory = trial.world.member(&format!("Mallory {n}")).await;
        let log = steward.founds_classical("Veille").await;
        steward.brings(log, &beatrice).await;
        steward.brings(log, &mallory).await;
        steward.client.queue(log, "en attente").unwrap();
        stops(&mallory, log).await;
        for who in [&steward, &beatrice] {
            who.client.sync(Some(log), |_| {}).await.unwrap();
            assert_eq!(who.client.space(log).unwrap().summary.state, SpaceState::Wedged);
        }
        colleague.replace(Some(beatrice));
        let resting = Resting {
            name: steward.name,
            home: steward.home,
        };
        resting.to(Deed::Refound, log, "")
    };
    let check = async |order: Order, _| {
        let beatrice = colleague.take().unwrap();
        let steward = trial.wake(&Resting {
            name: order.handle.clone(),
            home: order.home.clone(),
        });
        let begun = successors(&steward);
        match steward.client.refound_space(order.log, false).await {
            Ok(_) => {}
            Err(fault) => assert_eq!(fault.is(), Code::SpaceRefounded, "it was done"),
        }
        let there = successors(&steward);
        assert_eq!(there.len(), 1, "no second successor");
        assert!(begun.is_empty() || begun == there, "the same one");
        let next = there[0];
        assert_eq!(steward.client.space(next).unwrap().people.len(), 2);
        for who in [&steward, &beatrice, &steward] {
            who.syncs().await;
        }
        let stopped = beatrice.client.space(order.log).unwrap().summary.state;
        assert_eq!(stopped, SpaceState::Succeeded);
        let once = format!("{}: en attente", steward.name);
        assert_eq!(beatrice.sees(next).await, [once]);
        converge(&steward, &beatrice, next).await;
        let again = steward.client.refound_space(order.log, false).await.unwrap_err();
        assert_eq!(again.is(), Code::SpaceRefounded);
    };
    trial.at_every_write("founding anew", prepare, check).await;
}

/// The spaces that are not stopped, the newest last.
fn successors(who: &Member) -> Vec<LogId> {
    let mut spaces = who.client.spaces().unwrap();
    spaces.retain(|space| matches!(space.state, SpaceState::Active | SpaceState::Founding));
    spaces.into_iter().map(|space| space.log).collect()
}

async fn stops(who: &Member, log: LogId) {
    let evil = EvilMember::of(who.clone());
    let account = who.client.whoami().unwrap().account;
    let deed = evil.and_back(log, |_, group| {
        let mut policy = group.policy().clone();
        policy.roles.insert(account, Role::Steward);
        Ok(Forgery::Policy(Box::new(policy)))
    });
    let forged = evil.commit(log, &Twist::default(), &[deed]);
    evil.commits(log, &forged).await;
}
