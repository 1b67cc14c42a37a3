// SPDX-License-Identifier: MIT OR Apache-2.0
//! A commit whose path secrets are wrong: only those it is sealed to can see it. If enough of them say so, that is
//! evidence; if only some cannot follow, they are put back.

use toguna_mls::evil::{Misled, Twist};
use toguna_sdk::{AlarmCode, Code, Doubt, LogId, Role, SpaceState};
use toguna_tests::{EvilMember, Member, World};

use super::{people, settle, state};

struct Scene {
    world: World,
    honest: Vec<Member>,
    mallory: EvilMember,
    log: LogId,
}

impl Scene {
    fn honest(&self) -> Vec<&Member> {
        self.honest.iter().collect()
    }
}

/// Amal, steward, some contributors, and at the last leaf Mallory.
async fn scene(names: &[&str]) -> Scene {
    let world = World::around(toguna_store::MemoryStore::new());
    let amal = world.member("Amal").await;
    let log = amal.founds("Monitoring").await;
    let mut honest = vec![amal];
    for name in names {
        let member = world.member(name).await;
        honest[0].brings(log, &member).await;
        honest.push(member);
    }
    let mallory = world.member("Mallory").await;
    honest[0].brings(log, &mallory).await;
    let mut all: Vec<&Member> = honest.iter().collect();
    all.push(&mallory);
    settle(&world, &all).await;
    Scene {
        mallory: EvilMember::of(mallory),
        honest,
        world,
        log,
    }
}

async fn misleads(of: &Scene, whom: Misled) {
    let mut twist = Twist::default();
    twist.misleads = Some(whom);
    let forged = of.mallory.commit(of.log, &twist, &[]);
    of.mallory.commits(of.log, &forged).await;
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a19_a_path_that_nobody_can_follow_names_its_author_once_three_say_so() {
    let of = scene(&["Béatrice", "Celeste"]).await;
    let [amal, beatrice, celeste] = of.honest()[..] else {
        panic!("three")
    };
    amal.says(of.log, "avant").await;
    settle(&of.world, &[beatrice, celeste, &of.mallory.member]).await;
    beatrice.client.queue(of.log, "en attente").unwrap();
    misleads(&of, Misled::All).await;
    amal.syncs().await;
    let alarms = amal.client.status().unwrap().alarms;
    assert_eq!(alarms[0].code, AlarmCode::NeedsReAdd);
    assert!(alarms[0].accused.is_none(), "one alone proves nothing");
    let alone = amal.client.refound_space(of.log, false).await.unwrap_err();
    assert_eq!((alone.is(), alone.limit()), (Code::RefoundingUnproven, Some(1)));
    beatrice.syncs().await;
    let two = amal.client.refound_space(of.log, false).await.unwrap_err();
    assert_eq!((two.is(), two.limit()), (Code::RefoundingUnproven, Some(2)));
    celeste.syncs().await;

    let refounded = amal.client.refound_space(of.log, false).await.unwrap();
    let next = refounded.space.log;
    assert_eq!(refounded.left_out.unwrap().handle.as_deref(), Some("Mallory"));
    settle(&of.world, &[beatrice, celeste, amal]).await;
    for member in [amal, beatrice, celeste] {
        assert_eq!(state(member, of.log), SpaceState::Succeeded, "{}", member.name);
        assert_eq!(people(member, next).len(), 3);
        let seen = member.sees(next).await;
        assert_eq!(
            seen,
            ["Amal: avant", "Béatrice: en attente"],
            "all plaintext is kept"
        );
    }
    assert!(of.mallory.member.client.space(next).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a18_a_path_that_some_can_follow_stops_nobody_for_good() {
    let of = scene(&["Béatrice", "Celeste"]).await;
    let [amal, beatrice, celeste] = of.honest()[..] else {
        panic!("three")
    };
    // Celeste stands beside Mallory in the tree: what is sealed to her is sealed to her alone.
    misleads(&of, Misled::Leaves(vec![2])).await;
    settle(&of.world, &[amal, beatrice, celeste]).await;
    settle(&of.world, &[amal, beatrice, celeste]).await;
    for member in [amal, beatrice, celeste] {
        assert_eq!(state(member, of.log), SpaceState::Active, "{}", member.name);
    }
    let wrong = celeste.client.refound_space(of.log, true).await.unwrap_err();
    assert_eq!(wrong.is(), Code::SpaceNotWedged);
    amal.says(of.log, "tout le monde est là").await;
    assert_eq!(celeste.sees(of.log).await, ["Amal: tout le monde est là"]);
    assert_eq!(people(amal, of.log).len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_cannot_follow_go_on_only_if_both_want_it() {
    let of = scene(&["Béatrice"]).await;
    let [amal, beatrice] = of.honest()[..] else {
        panic!("two")
    };
    misleads(&of, Misled::All).await;
    for _ in 0..2 {
        amal.syncs().await;
        beatrice.syncs().await;
    }
    let few = amal.client.refound_space(of.log, false).await.unwrap_err();
    assert_eq!((few.is(), few.limit()), (Code::RefoundingUnproven, Some(2)));
    let refounded = amal.client.refound_space(of.log, true).await.unwrap();
    settle(&of.world, &[beatrice]).await;
    assert_eq!(state(beatrice, of.log), SpaceState::Wedged, "it is asked");
    let offers = beatrice.client.invitations().unwrap();
    assert_eq!(
        offers[0].succeeds.as_ref().unwrap().doubt,
        Some(Doubt::NotVerified)
    );
    beatrice.client.accept(refounded.space.log).await.unwrap();
    settle(&of.world, &[amal, beatrice]).await;
    let expected = [
        ("Amal".to_owned(), Role::Steward),
        ("Béatrice".to_owned(), Role::Contributor),
    ];
    assert_eq!(people(beatrice, refounded.space.log), expected);
}
