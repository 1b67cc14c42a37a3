// SPDX-License-Identifier: MIT OR Apache-2.0
//! A34: writing to a library, taking in what others wrote, and reading the time before.

use toguna_sdk::{Code, Field, HistoryState, LogId, NewItem};
use toguna_tests::Member;

use crate::deed::{Deed, How, Order};
use crate::trial::{Struck, Trial};

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_adding_to_a_library() {
    adding(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_adding_to_a_library() {
    adding(How::Dies).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_reading_the_time_before() {
    reading_the_past(How::Fails).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_killed_while_reading_the_time_before() {
    reading_the_past(How::Dies).await;
}

fn titled(title: &str) -> NewItem {
    NewItem::from(vec![(Field::Title, title.to_owned())])
}

/// How many items of a title a member has.
fn items(who: &Member, log: LogId, title: &str) -> usize {
    let items = who.client.library(log).unwrap();
    items.iter().filter(|item| item.title() == title).count()
}

/// Both have the same library, and nothing of it was refused anywhere.
async fn same_library(one: &Member, other: &Member, log: LogId) {
    for who in [one, other, one, other] {
        who.syncs().await;
    }
    let exports = [one, other].map(|who| who.client.export_library(log).unwrap());
    assert_eq!(exports[0], exports[1]);
    for who in [one, other] {
        let refused = who
            .client
            .vault_for_tests()
            .read(|tx| tx.verdicts().list(log))
            .unwrap();
        assert!(refused.is_empty());
    }
}

async fn adding(how: How) {
    let trial = &Trial::begin(how).await;
    let amal = &trial.resting("Amal").await;
    let beatrice = &trial.world.member("Béatrice").await;
    let log = trial.wake(amal).founds_classical("Monitoring").await;
    trial.wake(amal).brings(log, beatrice).await;
    let prepare = async |n| amal.to(Deed::Add, log, &format!("loi {n}"));
    let check = async |order: Order, struck| {
        let who = trial.wake(amal);
        who.syncs().await;
        let there = items(&who, log, &order.word);
        match struck {
            Struck::Died => assert!(there <= 1),
            Struck::Failed(code) => match code.as_deref() {
                None | Some("still-queued") => {
                    assert_eq!(there, 1, "an operation in the outbox gets through")
                }
                Some(code) => assert_eq!((code, there), (Code::DiskFull.text(), 0)),
            },
        }
        if there == 0 {
            who.client.add_item(log, titled(&order.word)).await.unwrap();
        }
        same_library(&who, beatrice, log).await;
        assert_eq!(items(beatrice, log, &order.word), 1);
    };
    trial.at_every_write("adding to a library", prepare, check).await;
}

async fn reading_the_past(how: How) {
    let trial = &Trial::begin_many(how).await;
    let amal = &trial.world.member("Amal").await;
    let beatrice = &trial.resting("Béatrice").await;
    let prepare = async |n| {
        let who = trial.wake(beatrice);
        trial.an_hour_later(&who).await;
        let log = amal.founds_classical(&format!("Space {n}")).await;
        for title in ["un", "deux", "trois"] {
            amal.client.add_item(log, titled(title)).await.unwrap();
        }
        amal.invites(log, &who).await;
        who.syncs().await;
        who.client.accept(log).await.unwrap();
        assert!(who.client.library(log).unwrap().is_empty());
        beatrice.to(Deed::Sync, log, "")
    };
    let check = async |order: Order, _| {
        let (who, log) = (trial.wake(beatrice), order.log);
        same_library(amal, &who, log).await;
        assert_eq!(who.client.library(log).unwrap().len(), 3);
        assert_eq!(who.client.history(log).unwrap().state, HistoryState::Whole);
    };
    trial
        .at_every_write("reading the time before", prepare, check)
        .await;
}
