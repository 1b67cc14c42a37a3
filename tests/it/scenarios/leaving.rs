// SPDX-License-Identifier: MIT OR Apache-2.0
//! How members go, and what readers may do.

use std::time::Duration;

use super::three;
use toguna_sdk::{Code, LogId, Role, SpaceState};
use toguna_tests::{Member, Shelf, World, on_every_store};

on_every_store! {
    a_contributor_leaves,
    a_leave_said_offline_goes_out_later,
    the_last_steward_names_a_successor,
    who_was_removed_may_be_invited_again,
    a_reader_may_not_say,
}

/// Everybody reads, the random wait before a removal passes, everybody reads again.
async fn settle(world: &World, members: &[&Member]) {
    for _ in 0..2 {
        for member in members {
            member.syncs().await;
        }
        world.clock.advance(Duration::from_mins(1));
    }
}

fn handles(who: &Member, log: LogId) -> Vec<(String, Role)> {
    let people = who.client.space(log).unwrap().people.into_iter();
    let mut people: Vec<_> = people.map(|p| (p.handle.unwrap_or_default(), p.role)).collect();
    people.sort();
    people
}

async fn a_contributor_leaves(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    celeste.says(log, "adeus").await;
    celeste.client.leave(log, None).await.unwrap();
    assert_eq!(
        celeste.client.say(log, "?").await.unwrap_err().is(),
        Code::NotAMember
    );
    settle(&world, &[&amal, &beatrice, &celeste]).await;
    assert_eq!(celeste.client.space(log).unwrap().summary.state, SpaceState::Left);
    let left = [
        ("Amal".to_owned(), Role::Steward),
        ("Béatrice".to_owned(), Role::Contributor),
    ];
    assert_eq!(handles(&amal, log), left);
    assert_eq!(handles(&beatrice, log), left);
    amal.says(log, "à bientôt").await;
    assert_eq!(beatrice.sees(log).await, ["Celeste: adeus", "Amal: à bientôt"]);
    assert_eq!(celeste.sees(log).await, ["Celeste: adeus"]);
}

async fn a_leave_said_offline_goes_out_later(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let wire = world.wire.branch();
    let beatrice = world.member_on("Béatrice", &wire).await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    wire.cut();
    for _ in 0..2 {
        let fault = beatrice.client.leave(log, None).await.unwrap_err();
        assert_eq!(fault.is(), Code::StillQueued);
    }
    assert_eq!(
        beatrice.client.say(log, "?").await.unwrap_err().is(),
        Code::NotAMember
    );
    wire.mend(&world.wire);
    settle(&world, &[&beatrice, &amal]).await;
    assert_eq!(handles(&amal, log), [("Amal".to_owned(), Role::Steward)]);
    beatrice.syncs().await;
    assert_eq!(
        beatrice.client.space(log).unwrap().summary.state,
        SpaceState::Left
    );
}

async fn the_last_steward_names_a_successor(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let alone = amal.client.leave(log, None).await.unwrap_err();
    assert_eq!(alone.is(), Code::LastSteward);
    amal.client.leave(log, Some("Béatrice")).await.unwrap();
    settle(&world, &[&beatrice, &celeste, &amal]).await;
    assert_eq!(amal.client.space(log).unwrap().summary.state, SpaceState::Left);
    let left = [
        ("Béatrice".to_owned(), Role::Steward),
        ("Celeste".to_owned(), Role::Contributor),
    ];
    assert_eq!(handles(&beatrice, log), left);
    assert_eq!(handles(&celeste, log), left);
    // The new steward does what only stewards do.
    beatrice.client.remove(log, "Celeste").await.unwrap();
    celeste.syncs().await;
    assert_eq!(
        celeste.client.space(log).unwrap().summary.state,
        SpaceState::Removed
    );
}

async fn who_was_removed_may_be_invited_again(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    celeste.says(log, "bom dia").await;
    amal.client.remove(log, "Celeste").await.unwrap();
    celeste.syncs().await;
    amal.says(log, "entre nous").await;
    amal.brings(log, &celeste).await;
    celeste.says(log, "de volta").await;
    assert_eq!(celeste.sees(log).await, ["Celeste: bom dia", "Celeste: de volta"]);
    let all = ["Celeste: bom dia", "Amal: entre nous", "Celeste: de volta"];
    assert_eq!(amal.sees(log).await, all);
    assert_eq!(beatrice.sees(log).await, all);
    assert_eq!(handles(&celeste, log), handles(&amal, log));
}

async fn a_reader_may_not_say(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    let invited = amal
        .client
        .invite(log, &["Béatrice".to_owned()], Role::Reader)
        .await;
    invited.unwrap();
    beatrice.accepts().await;
    amal.says(log, "lisez").await;
    assert_eq!(beatrice.sees(log).await, ["Amal: lisez"]);
    for fault in [
        beatrice
            .client
            .say(log, "moi aussi")
            .await
            .map(|_| ())
            .unwrap_err(),
        beatrice.client.queue(log, "moi aussi").map(|_| ()).unwrap_err(),
    ] {
        assert_eq!(fault.is(), Code::NotAllowed);
    }
    let invited = beatrice
        .client
        .invite(log, &["Celeste".to_owned()], Role::Reader)
        .await;
    assert_eq!(invited.unwrap_err().is(), Code::NotAllowed);
    let removed = beatrice.client.remove(log, "Amal").await.unwrap_err();
    assert!(matches!(removed.is(), Code::NotAllowed | Code::LastSteward));
    celeste.syncs().await;
    assert_eq!(celeste.client.invitations().unwrap(), []);
    beatrice.client.leave(log, None).await.unwrap();
}
