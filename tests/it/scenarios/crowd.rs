// SPDX-License-Identifier: MIT OR Apache-2.0
//! Many members in one space.

use toguna_sdk::{Role, SpaceState};
use toguna_tests::{Member, Shelf, World, on_every_store};

on_every_store! {
    twelve_members_see_the_same_order,
    sixty_members_see_the_same_order,
}

async fn twelve_members_see_the_same_order(shelf: impl Shelf) {
    see_the_same_order(shelf, 12).await;
}

async fn sixty_members_see_the_same_order(shelf: impl Shelf) {
    see_the_same_order(shelf, 60).await;
}

async fn see_the_same_order(shelf: impl Shelf, size: usize) {
    let world = World::on(&shelf).await;
    let founder = world.member("M0").await;
    let mut members: Vec<Member> = Vec::new();
    for n in 1..size {
        members.push(world.member(&format!("M{n}")).await);
    }
    let log = founder.founds_classical("Assemblée").await;
    for batch in members.chunks(30) {
        let handles: Vec<String> = batch.iter().map(|member| member.name.clone()).collect();
        let invited = founder
            .client
            .invite(log, &handles, Role::Contributor)
            .await
            .unwrap();
        assert_eq!(invited.invited.len(), batch.len());
    }
    for member in &members {
        member.accepts().await;
    }
    founder.syncs().await; // hears the hellos and confirms
    for speaker in members.iter().step_by(size / 5) {
        speaker.says(log, "présent").await;
    }
    founder.says(log, "le quorum est atteint").await;
    let all = founder.sees(log).await;
    assert!(all.len() > 5);
    for member in &members {
        assert_eq!(member.sees(log).await, all);
        let space = member.client.space(log).unwrap();
        assert_eq!(
            (space.people.len(), space.summary.state),
            (size, SpaceState::Active)
        );
        assert!(space.summary.confirmed);
    }
}
