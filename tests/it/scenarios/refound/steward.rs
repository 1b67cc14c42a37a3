// SPDX-License-Identifier: MIT OR Apache-2.0
//! The only steward is the culprit: a reader founds the space anew, the others are asked, and the rules say who follows.

use toguna_sdk::{AlarmCode, Code, Doubt, LogId, Role, SpaceState};
use toguna_tests::{EvilMember, Member, World};

use super::super::steward_key::secrets;
use super::{leads_elsewhere, people, settle, state};

struct Scene {
    world: World,
    amal: EvilMember,
    beatrice: Member,
    celeste: Member,
    log: LogId,
}

/// Amal, the only steward, keeps to no rule; Béatrice is contributor, Celeste reader.
async fn scene() -> Scene {
    let world = World::around(toguna_store::MemoryStore::new());
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.brings(log, &celeste).await;
    amal.client.set_role(log, "Celeste", Role::Reader).await.unwrap();
    settle(&world, &[&amal, &beatrice, &celeste]).await;
    let amal = EvilMember::of(amal);
    leads_elsewhere(&amal, log, &[]).await;
    for member in [&beatrice, &celeste] {
        member.client.sync(Some(log), |_| {}).await.unwrap();
        assert_eq!(state(member, log), SpaceState::Wedged);
    }
    Scene {
        world,
        amal,
        beatrice,
        celeste,
        log,
    }
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn where_the_only_steward_is_the_culprit_the_others_are_asked_and_the_first_contributor_follows_it() {
    let of = scene().await;
    of.beatrice.client.queue(of.log, "?").unwrap_err(); // a stopped space takes no words
    let refounded = of.celeste.client.refound_space(of.log, false).await.unwrap();
    let next = refounded.space.log;
    assert_eq!(refounded.left_out.unwrap().handle.as_deref(), Some("Amal"));
    settle(&of.world, &[&of.beatrice, &of.celeste, &of.amal.member]).await;

    assert_eq!(
        state(&of.beatrice, of.log),
        SpaceState::Wedged,
        "not followed by itself"
    );
    let alarms = of.beatrice.client.status().unwrap().alarms;
    assert!(alarms.iter().any(|alarm| alarm.code == AlarmCode::SpaceRefounded));
    let offers = of.beatrice.client.invitations().unwrap();
    let succeeds = offers[0].succeeds.clone().unwrap();
    assert_eq!(offers[0].inviter_handle.as_deref(), Some("Celeste"));
    assert_eq!(succeeds.title.as_deref(), Some("Monitoring"));
    assert_eq!(succeeds.doubt, Some(Doubt::NotASteward));
    let second = of.beatrice.client.refound_space(of.log, false).await.unwrap_err();
    assert_eq!(second.is(), Code::SpaceRefounded, "somebody was first");

    of.beatrice.client.accept(next).await.unwrap();
    settle(&of.world, &[&of.celeste, &of.beatrice]).await;
    assert_eq!(state(&of.beatrice, of.log), SpaceState::Succeeded);
    let expected = [
        ("Béatrice".to_owned(), Role::Steward),
        ("Celeste".to_owned(), Role::Reader),
    ];
    for member in [&of.beatrice, &of.celeste] {
        assert_eq!(people(member, next), expected);
        assert!(member.client.status().unwrap().alarms.is_empty());
    }
    // Who founded it was its steward until another was there, and has the key of then no more.
    assert_eq!(secrets(&of.celeste, next), []);
    of.beatrice.client.close_space(next).await.unwrap();
    of.beatrice.client.withdraw_closing(next).await.unwrap();
    of.beatrice.says(next, "on continue").await;
    assert_eq!(of.celeste.sees(next).await, ["Béatrice: on continue"]);
    assert!(of.amal.member.client.space(next).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_declined_leaves_the_stopped_space_as_it_is() {
    let of = scene().await;
    let refounded = of.celeste.client.refound_space(of.log, false).await.unwrap();
    settle(&of.world, &[&of.beatrice]).await;
    of.beatrice.client.decline(refounded.space.log).await.unwrap();
    settle(&of.world, &[&of.celeste, &of.beatrice]).await;
    assert_eq!(state(&of.beatrice, of.log), SpaceState::Wedged);
    assert!(of.beatrice.client.invitations().unwrap().is_empty());
    // Nobody else offers one: it may make its own, and the heir is who the rules say.
    let own = of.beatrice.client.refound_space(of.log, false).await.unwrap();
    assert_eq!(own.space.role, Some(Role::Steward));
    settle(&of.world, &[&of.celeste, &of.beatrice]).await;
    let offers = of.celeste.client.invitations().unwrap();
    let doubt = offers[0].succeeds.as_ref().unwrap().doubt;
    assert_eq!(doubt, Some(Doubt::Competing), "it goes on in its own");
}
