// SPDX-License-Identifier: MIT OR Apache-2.0
//! A34: founding, inviting, accepting, saying, receiving, merging.

use toguna_sdk::{Code, LogId, ReadRange, Role, ShownKind, SpaceState, Suite};
use toguna_tests::Member;

use crate::deed::{Deed, How, Order};
use crate::trial::{NOWHERE, Struck, Trial, converge};

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_founding_a_space() {
    founding(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_founding() {
    founding(How::Dies).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_inviting() {
    inviting(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_inviting() {
    inviting(How::Dies).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_accepting() {
    accepting(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_accepting() {
    accepting(How::Dies).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_saying() {
    saying(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_saying() {
    saying(How::Dies).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_receiving() {
    receiving(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_receiving() {
    receiving(How::Dies).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_merging_the_commit_of_another() {
    merging(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_merging() {
    merging(How::Dies).await;
}

async fn founding(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.resting("Amal").await;
    let prepare = async |n| amal.to(Deed::Found, NOWHERE, &format!("Space {n}"));
    let check = async |order: Order, _| {
        let who = trial.wake(amal);
        let there = || {
            let spaces = who.client.spaces().unwrap().into_iter();
            spaces
                .filter(|space| space.title == order.word)
                .collect::<Vec<_>>()
        };
        if there().is_empty() {
            who.client
                .create_space(&order.word, Suite::Classical)
                .await
                .unwrap();
        }
        who.syncs().await;
        let spaces = there();
        assert_eq!(spaces.len(), 1);
        assert_eq!(spaces[0].state, SpaceState::Active);
        who.says(spaces[0].log, "premier").await;
        assert_eq!(who.sees(spaces[0].log).await, ["Amal: premier"]);
    };
    trial.at_every_write("founding", prepare, check).await;
}

async fn inviting(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.resting("Amal").await;
    let beatrice = &trial.world.member("Béatrice").await;
    let prepare = async |n| {
        trial.an_hour_later(beatrice).await;
        let log = trial.wake(amal).founds_classical(&format!("Space {n}")).await;
        amal.to(Deed::Invite, log, "Béatrice")
    };
    let check = async |order: Order, _| {
        let (who, log) = (trial.wake(amal), order.log);
        who.syncs().await;
        let again = who
            .client
            .invite(log, &["Béatrice".to_owned()], Role::Contributor)
            .await;
        if let Err(fault) = again {
            assert_eq!(fault.is(), Code::AlreadyMember);
        }
        let space = who.client.space(log).unwrap();
        assert_eq!(
            (space.people.len(), space.summary.epoch.get()),
            (2, 1),
            "one intent, one commit"
        );
        beatrice.syncs().await;
        let waiting = beatrice.client.invitations().unwrap();
        assert_eq!(waiting.iter().filter(|i| i.log == log).count(), 1);
        beatrice.client.accept(log).await.unwrap();
        converge(&who, beatrice, log).await;
    };
    trial.at_every_write("inviting", prepare, check).await;
}

async fn accepting(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.world.member("Amal").await;
    let beatrice = &trial.resting("Béatrice").await;
    let prepare = async |n| {
        let who = trial.wake(beatrice);
        trial.an_hour_later(&who).await;
        let log = amal.founds_classical(&format!("Space {n}")).await;
        amal.invites(log, &who).await;
        who.syncs().await;
        beatrice.to(Deed::Accept, log, "")
    };
    let check = async |order: Order, _| {
        let (who, log) = (trial.wake(beatrice), order.log);
        let waiting = who.client.invitations().unwrap();
        if waiting.iter().any(|invitation| invitation.log == log) {
            who.client.accept(log).await.unwrap();
        }
        converge(amal, &who, log).await;
        let shown = amal.client.read(log, ReadRange::default()).unwrap();
        let arrived = shown
            .iter()
            .filter(|shown| shown.kind == ShownKind::Arrived && !shown.mine);
        assert_eq!(arrived.count(), 1, "one hello");
        assert_eq!(who.client.space(log).unwrap().summary.epoch.get(), 1);
    };
    trial.at_every_write("accepting", prepare, check).await;
}

/// How often a member has seen a word.
async fn times(who: &Member, log: LogId, word: &str) -> usize {
    let seen = who.sees(log).await;
    seen.iter().filter(|seen| seen.ends_with(word)).count()
}

async fn saying(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.resting("Amal").await;
    let beatrice = &trial.world.member("Béatrice").await;
    let log = trial.wake(amal).founds_classical("Monitoring").await;
    trial.wake(amal).brings(log, beatrice).await;
    let prepare = async |n| amal.to(Deed::Say, log, &format!("mot {n}"));
    let check = async |order: Order, struck| {
        let who = trial.wake(amal);
        who.syncs().await;
        let said = times(beatrice, log, &order.word).await;
        match struck {
            Struck::Died => assert!(said <= 1),
            Struck::Failed(code) => match code.as_deref() {
                None | Some("still-queued") => assert_eq!(said, 1, "a word in the outbox gets through"),
                Some(code) => {
                    assert_eq!(code, Code::DiskFull.text());
                    assert_eq!(said, 0, "a word that was refused is not said");
                }
            },
        }
        if said == 0 {
            who.says(log, &order.word).await;
        }
        assert_eq!(times(beatrice, log, &order.word).await, 1);
        converge(&who, beatrice, log).await;
    };
    trial.at_every_write("saying", prepare, check).await;
}

async fn receiving(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.world.member("Amal").await;
    let beatrice = &trial.resting("Béatrice").await;
    let log = amal.founds_classical("Monitoring").await;
    amal.brings(log, &trial.wake(beatrice)).await;
    let prepare = async |n| {
        for word in ["un", "deux"] {
            amal.says(log, &format!("{word} {n}")).await;
        }
        beatrice.to(Deed::Sync, log, &format!("un {n}"))
    };
    let check = async |order: Order, _| {
        let who = trial.wake(beatrice);
        assert_eq!(times(&who, log, &order.word).await, 1);
        assert_eq!(who.has_seen(log), amal.sees(log).await);
        converge(amal, &who, log).await;
    };
    trial.at_every_write("receiving", prepare, check).await;
}

async fn merging(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.world.member("Amal").await;
    let celeste = &trial.world.member("Celeste").await;
    let beatrice = &trial.resting("Béatrice").await;
    let log = amal.founds_classical("Monitoring").await;
    let who = trial.wake(beatrice);
    amal.brings(log, &who).await;
    trial.an_hour_later(&who).await; // its new keys are out
    drop(who);
    let prepare = async |_| {
        // In turn: a commit that adds somebody, and one that removes her and turns the era.
        if amal.client.remove(log, "Celeste").await.is_err() {
            trial.an_hour_later(celeste).await;
            amal.invites(log, celeste).await;
        }
        beatrice.to(Deed::Sync, log, "")
    };
    let check = async |_: Order, _| {
        let who = trial.wake(beatrice);
        who.syncs().await;
        amal.syncs().await;
        let (here, there) = (who.client.space(log).unwrap(), amal.client.space(log).unwrap());
        assert_eq!(
            (here.summary.epoch, here.people.len()),
            (there.summary.epoch, there.people.len())
        );
        converge(amal, &who, log).await;
    };
    trial.at_every_write("merging", prepare, check).await;
}
