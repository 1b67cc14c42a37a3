// SPDX-License-Identifier: MIT OR Apache-2.0
//! A34: founding a stopped space anew.

use toguna_mls::evil::{Deed as Forgery, Twist};
use toguna_sdk::{Code, LogId, Role, SpaceState};
use toguna_tests::{EvilMember, Member};

use crate::deed::{Deed, How, Order};
use crate::trial::{Trial, converge};

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
    let trial = &Trial::begin(how).await;
    let amal = &trial.resting("Amal").await;
    let beatrice = &trial.world.member("Béatrice").await;
    let mallory = &trial.world.member("Mallory").await;
    let prepare = async |_| {
        let steward = trial.wake(amal);
        for who in [&steward, beatrice, mallory] {
            trial.an_hour_later(who).await;
        }
        let log = steward.founds_classical("Veille").await;
        steward.brings(log, beatrice).await;
        steward.brings(log, mallory).await;
        steward.syncs().await;
        mallory.syncs().await;
        steward.client.queue(log, "en attente").unwrap();
        stops(mallory, log).await;
        for who in [&steward, beatrice] {
            who.client.sync(Some(log), |_| {}).await.unwrap();
            assert_eq!(who.client.space(log).unwrap().summary.state, SpaceState::Wedged);
        }
        amal.to(Deed::Refound, log, "")
    };
    let check = async |order: Order, _| {
        let steward = trial.wake(amal);
        let before = successors(&steward).len();
        let begun = steward.client.space(order.log).unwrap().summary.state == SpaceState::Succeeded;
        match steward.client.refound_space(order.log, false).await {
            Ok(_) => {}
            Err(fault) => assert_eq!(fault.is(), Code::SpaceRefounded, "it was done"),
        }
        let there = successors(&steward);
        let next = *there.last().unwrap();
        assert_eq!(there.len(), before + usize::from(!begun), "no second successor");
        let people = steward.client.space(next).unwrap().people;
        assert_eq!(people.len(), 2);
        for who in [&steward, beatrice, &steward] {
            who.syncs().await;
        }
        assert_eq!(
            beatrice.client.space(order.log).unwrap().summary.state,
            SpaceState::Succeeded
        );
        let seen = beatrice.sees(next).await;
        assert_eq!(seen, ["Amal: en attente"], "once");
        converge(&steward, beatrice, next).await;
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
