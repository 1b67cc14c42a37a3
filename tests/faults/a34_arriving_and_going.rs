// SPDX-License-Identifier: MIT OR Apache-2.0
//! A34: joining the network, declining, leaving, removing.

use std::cell::Cell;
use std::time::Duration;

use toguna_sdk::{Client, Code, LogId, RegistrationLink, SpaceState};
use toguna_tests::{Member, passphrase};

use crate::deed::{Deed, How, Order};
use crate::trial::{NOWHERE, Resting, Trial, converge};

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_joining_the_network() {
    joining(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_joining_the_network() {
    joining(How::Dies).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_declining() {
    declining(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_declining() {
    declining(How::Dies).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_leaving() {
    leaving(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_leaving() {
    leaving(How::Dies).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_removing() {
    removing(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_removing() {
    removing(How::Dies).await;
}

async fn joining(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.world.member("Amal").await;
    let prepare = async |n| {
        let name = format!("Celeste {n}");
        let newcomer = Resting {
            home: trial.world.homes.path().join(&name),
            name,
        };
        newcomer.to(Deed::Join, NOWHERE, &trial.world.link().to_text())
    };
    let check = async |order: Order, _| {
        // With the same link and the same home a join that was interrupted goes on; one that is done is done.
        let link = RegistrationLink::parse(&order.word).unwrap();
        let passphrase = passphrase();
        let join = || Client::join(&order.home, &passphrase, &link, &order.handle, trial.options());
        let client = join().await.unwrap();
        assert_eq!(join().await.unwrap_err().is(), Code::HomeExists);
        let who = Member {
            name: order.handle.clone(),
            home: order.home.clone(),
            client,
        };
        // Colleagues find and invite it.
        let log = amal.founds_classical(&order.handle).await;
        amal.brings(log, &who).await;
        converge(amal, &who, log).await;
    };
    trial.at_every_write("joining the network", prepare, check).await;
}

/// Members read, the random wait before a removal passes, they read again.
async fn settle(trial: &Trial, members: &[&Member]) {
    for _ in 0..2 {
        for member in members {
            member.syncs().await;
        }
        trial.world.clock.advance(Duration::from_mins(1));
    }
    for member in members {
        member.syncs().await;
    }
}

/// Who is out reads nothing more; who is left are these many and read a word once.
async fn is_out(who: &Member, others: &[&Member], log: LogId) {
    let before = who.has_seen(log);
    let fault = who.client.say(log, "?").await.unwrap_err();
    assert_eq!(fault.is(), Code::NotAMember);
    others[0].says(log, "entre nous").await;
    for other in others {
        let seen = other.sees(log).await;
        assert_eq!(
            seen.iter().filter(|seen| seen.ends_with(": entre nous")).count(),
            1
        );
        assert_eq!(other.client.space(log).unwrap().people.len(), others.len());
        assert_eq!(other.client.space(log).unwrap().summary.alarm, None);
    }
    assert_eq!(who.sees(log).await, before);
}

async fn declining(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.world.member("Amal").await;
    let beatrice = &trial.resting("Béatrice").await;
    let prepare = async |n| {
        let who = trial.wake(beatrice);
        trial.an_hour_later(&who).await;
        let log = amal.founds_classical(&format!("Space {n}")).await;
        amal.invites(log, &who).await;
        who.syncs().await;
        beatrice.to(Deed::Decline, log, "")
    };
    let check = async |order: Order, _| {
        let (who, log) = (trial.wake(beatrice), order.log);
        let waiting = who.client.invitations().unwrap();
        if waiting.iter().any(|invitation| invitation.log == log) {
            who.client.decline(log).await.unwrap();
        }
        assert!(who.client.invitations().unwrap().iter().all(|i| i.log != log));
        settle(trial, &[amal, &who]).await;
        assert_eq!(who.client.space(log).unwrap().summary.state, SpaceState::Left);
        is_out(&who, &[amal], log).await;
    };
    trial.at_every_write("declining", prepare, check).await;
}

/// A new space of three.
async fn three(trial: &Trial, others: [&Member; 3], title: &str) -> LogId {
    let [amal, beatrice, celeste] = others;
    trial.an_hour_later(beatrice).await;
    celeste.syncs().await;
    let log = amal.founds_classical(title).await;
    amal.brings(log, beatrice).await;
    amal.brings(log, celeste).await;
    beatrice.syncs().await;
    log
}

async fn leaving(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.world.member("Amal").await;
    let celeste = &trial.world.member("Celeste").await;
    let beatrice = &trial.resting("Béatrice").await;
    let prepare = async |n| {
        let who = trial.wake(beatrice);
        let log = three(trial, [amal, &who, celeste], &format!("Space {n}")).await;
        beatrice.to(Deed::Leave, log, "")
    };
    let check = async |order: Order, _| {
        let (who, log) = (trial.wake(beatrice), order.log);
        if who.client.space(log).unwrap().summary.state == SpaceState::Active {
            who.client.leave(log, None).await.unwrap();
        }
        who.syncs().await;
        settle(trial, &[amal, celeste, &who]).await;
        assert_eq!(who.client.space(log).unwrap().summary.state, SpaceState::Left);
        is_out(&who, &[amal, celeste], log).await;
    };
    trial.at_every_write("leaving", prepare, check).await;
}

async fn removing(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.resting("Amal").await;
    let celeste = &trial.world.member("Celeste").await;
    let beatrice = &trial.world.member("Béatrice").await;
    let epoch = Cell::new(0);
    let prepare = async |n| {
        let who = trial.wake(amal);
        let log = three(trial, [&who, beatrice, celeste], &format!("Space {n}")).await;
        who.syncs().await;
        epoch.set(who.client.space(log).unwrap().summary.epoch.get());
        amal.to(Deed::Remove, log, "Béatrice")
    };
    let check = async |order: Order, _| {
        let (who, log) = (trial.wake(amal), order.log);
        who.syncs().await;
        if who.client.space(log).unwrap().people.len() == 3 {
            who.client.remove(log, "Béatrice").await.unwrap();
        }
        let space = who.client.space(log).unwrap().summary;
        assert_eq!(space.epoch.get(), epoch.get() + 1, "one intent, one commit");
        beatrice.syncs().await;
        assert_eq!(
            beatrice.client.space(log).unwrap().summary.state,
            SpaceState::Removed
        );
        is_out(beatrice, &[&who, celeste], log).await;
    };
    trial.at_every_write("removing", prepare, check).await;
}
