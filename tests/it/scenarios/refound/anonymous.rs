// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rubbish under the write key names nobody: the space goes on with everybody, and for a while commits are named.

use std::time::Duration;

use toguna_mls::Group;
use toguna_mls::evil::Twist;
use toguna_sdk::{AlarmCode, SpaceState};
use toguna_tests::World;
use toguna_types::Clock as _;

use super::{people, scene, settle, state};

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a_space_that_nobody_knows_who_stopped_goes_on_with_everybody_and_says_until_when_commits_are_named()
{
    let of = scene(World::around(toguna_store::MemoryStore::new())).await;
    let (amal, beatrice, log) = (&of.amal, &of.beatrice, of.log);
    amal.says(log, "avant").await;
    let mut forged = of.mallory.commit(log, &Twist::default(), &[]);
    forged.payload.envelope = vec![7; 400];
    of.mallory.commits(log, &forged).await;
    for member in [amal, beatrice] {
        member.client.sync(Some(log), |_| {}).await.unwrap();
        let alarms = member.client.status().unwrap().alarms;
        assert_eq!(alarms[0].code, AlarmCode::CommitInvalidNobody);
        assert!(alarms[0].accused.is_none());
    }
    let refounded = amal.client.refound_space(log, false).await.unwrap();
    let next = refounded.space.log;
    assert!(refounded.left_out.is_none());
    let month = Duration::from_hours(24 * 30);
    let until = of.world.clock.now().after(month);
    let vault = amal.client.vault_for_tests();
    let named = vault
        .read(|tx| Ok::<_, toguna_mls::EngineFault>(Group::load(tx, next)?.policy().predecessor))
        .unwrap();
    assert_eq!(named.unwrap().named_until, Some(until));
    settle(&of.world, &[beatrice, amal]).await;
    assert_eq!(state(beatrice, log), SpaceState::Succeeded, "followed by itself");
    assert_eq!(people(beatrice, next).len(), 3, "Mallory too: nobody knows");
    assert_eq!(beatrice.sees(next).await, ["Amal: avant"]);
}
