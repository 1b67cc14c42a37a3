// SPDX-License-Identifier: MIT OR Apache-2.0
//! A removal that leads nowhere: who is removed believes it, everybody else stops. The successor brings it back.

use toguna_mls::evil::Deed;
use toguna_sdk::{Doubt, Role, SpaceState};
use toguna_tests::{EvilMember, World};

use super::{leads_elsewhere, people, settle, state};

#[tokio::test(flavor = "multi_thread")]
async fn who_was_removed_by_the_commit_that_stopped_the_space_comes_back_by_the_successor() {
    let world = World::around(toguna_store::MemoryStore::new());
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.brings(log, &celeste).await;
    amal.client
        .set_role(log, "Béatrice", Role::Steward)
        .await
        .unwrap();
    settle(&world, &[&amal, &beatrice, &celeste]).await;
    celeste.client.queue(log, "je suis encore là").unwrap();
    let beatrice = EvilMember::of(beatrice);
    let leaf = 2;
    let deeds = beatrice.and_back(log, |_, group| {
        let mut policy = group.policy().clone();
        let view = group.view()?;
        policy.roles.remove(&view.leaves[&leaf].account());
        Ok([Deed::Remove(leaf), Deed::Policy(Box::new(policy))])
    });
    leads_elsewhere(&beatrice, log, &deeds).await;
    celeste.syncs().await;
    assert_eq!(state(&celeste, log), SpaceState::Removed);
    amal.syncs().await;
    assert_eq!(state(&amal, log), SpaceState::Wedged);

    let refounded = amal.client.refound_space(log, false).await.unwrap();
    let next = refounded.space.log;
    assert_eq!(refounded.invited, ["Celeste"]);
    settle(&world, &[&celeste, &amal]).await;
    let offers = celeste.client.invitations().unwrap();
    let succeeds = offers[0].succeeds.clone().unwrap();
    assert_eq!(succeeds.doubt, Some(Doubt::NotVerified), "it saw nothing wrong");
    assert_eq!(succeeds.title.as_deref(), Some("Monitoring"));
    celeste.client.accept(next).await.unwrap();
    settle(&world, &[&amal, &celeste]).await;
    assert_eq!(people(&celeste, next).len(), 2);
    for member in [&amal, &celeste] {
        assert_eq!(member.sees(next).await, ["Celeste: je suis encore là"], "once");
        assert_eq!(member.client.find_space("Monitoring").unwrap(), next);
    }
}
