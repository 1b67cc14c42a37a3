// SPDX-License-Identifier: MIT OR Apache-2.0
//! How newcomers arrive when something is missing: the inviter, a KeyPackage, the invitation's answer.

use std::time::Duration;

use toguna_sdk::{Code, Options, Role, SpaceState, Suite};
use toguna_tests::{Member, Shelf, World, on_every_store};
use toguna_types::limit;

on_every_store! {
    another_member_delivers_for_an_inviter_who_is_gone,
    the_last_resort_is_renewed_at_once,
    a_decline_is_seen_as_a_leave,
}

const DAY: Duration = Duration::from_hours(24);

async fn another_member_delivers_for_an_inviter_who_is_gone(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let unhurried = Options {
        hurry: false,
        ..world.options()
    };
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let daoud = world.member("Daoud").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.brings(log, &celeste).await;
    beatrice.syncs().await;
    // Amal's commit is accepted; before her letter leaves, her device is gone for good.
    let amal = amal.reopened(unhurried);
    let invited = amal
        .client
        .invite(log, &["Daoud".to_owned()], Role::Contributor)
        .await
        .unwrap();
    assert_eq!((invited.invited.len(), invited.letters_waiting), (1, 1));
    drop(amal);
    let others = [&beatrice, &celeste];
    all_sync(&others).await;
    daoud.syncs().await;
    assert_eq!(daoud.client.invitations().unwrap(), []);
    // A day and everybody's turn later, somebody delivers in her place.
    world.clock.advance(DAY + Duration::from_hours(1));
    all_sync(&others).await;
    daoud.accepts().await;
    assert!(!daoud.client.space(log).unwrap().summary.confirmed);
    let daoud = daoud.reopened(Options {
        wait: Duration::from_millis(300),
        ..world.options()
    });
    let waits = daoud.client.say(log, "me voici").await.unwrap_err();
    assert_eq!(waits.is(), Code::Unconfirmed);
    // Two others hear the hello, and confirm.
    all_sync(&others).await;
    world.clock.advance(Duration::from_mins(5));
    all_sync(&others).await;
    daoud.syncs().await;
    let space = daoud.client.space(log).unwrap().summary;
    assert!(space.confirmed && !space.seen_only_by_inviter);
    assert_eq!(daoud.sees(log).await, ["Daoud: me voici"]);
    assert_eq!(beatrice.sees(log).await, ["Daoud: me voici"]);
    // Nobody delivers again to one who has arrived.
    world.clock.advance(4 * DAY);
    all_sync(&others).await;
    assert_eq!(daoud.client.sync(None, |_| {}).await.unwrap().invitations, 0);
}

async fn all_sync(members: &[&Member]) {
    for member in members {
        member.syncs().await;
    }
}

async fn the_last_resort_is_renewed_at_once(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    // Béatrice is offline while more invite her than she has KeyPackages.
    let mut logs = Vec::new();
    for n in 0..limit::KEY_PACKAGES + 2 {
        let title = format!("Space {n}");
        let space = amal.client.create_space(&title, Suite::Classical).await.unwrap();
        amal.invites(space.log, &beatrice).await;
        logs.push(space.log);
    }
    beatrice.syncs().await;
    assert_eq!(beatrice.client.invitations().unwrap().len(), logs.len());
    let (first, last) = (logs[0], &logs[logs.len() - 2..]);
    beatrice.client.accept(first).await.unwrap();
    assert_eq!(beatrice.client.space(first).unwrap().summary.epoch.get(), 1);
    for log in last {
        let space = beatrice.client.accept(*log).await.unwrap();
        assert_eq!(
            (space.state, space.epoch.get()),
            (SpaceState::Active, 2),
            "the leaf is new"
        );
        amal.syncs().await;
        amal.says(*log, "bienvenue").await;
        assert_eq!(beatrice.sees(*log).await, ["Amal: bienvenue"]);
        beatrice.says(*log, "merci").await;
        assert_eq!(amal.sees(*log).await, beatrice.has_seen(*log));
    }
}

async fn a_decline_is_seen_as_a_leave(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.invites(log, &beatrice).await;
    beatrice.syncs().await;
    beatrice.client.decline(log).await.unwrap();
    assert_eq!(beatrice.client.invitations().unwrap(), []);
    amal.syncs().await;
    world.clock.advance(Duration::from_mins(1));
    amal.syncs().await;
    let space = amal.client.space(log).unwrap();
    assert_eq!(space.people.len(), 1);
    beatrice.syncs().await;
    assert_eq!(
        beatrice.client.space(log).unwrap().summary.state,
        SpaceState::Left
    );
    let fault = beatrice.client.say(log, "?").await.unwrap_err();
    assert_eq!(fault.is(), Code::NotAMember);
}
