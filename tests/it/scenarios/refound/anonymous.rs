// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rubbish under the write key names nobody: the space goes on with everybody, and for a while commits are named.

use std::time::Duration;

use toguna_mls::Group;
use toguna_mls::evil::Twist;
use toguna_sdk::{AlarmCode, LogId, SpaceState};
use toguna_tests::World;
use toguna_types::Clock as _;

use super::{Scene, people, scene, settle, state};

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a_space_that_nobody_knows_who_stopped_goes_on_with_everybody_and_says_until_when_commits_are_named()
{
    let of = scene(World::around(toguna_store::MemoryStore::new())).await;
    let (amal, beatrice, log) = (&of.amal, &of.beatrice, of.log);
    amal.says(log, "avant").await;
    rubbish(&of, log).await;
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

/// Mallory takes the space's next place with bytes that nobody can open.
async fn rubbish(of: &Scene, log: LogId) {
    let mut forged = of.mallory.commit(log, &Twist::default(), &[]);
    forged.payload.envelope = vec![7; 400];
    of.mallory.commits(log, &forged).await;
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn whoever_stops_a_space_namelessly_a_second_time_is_known_and_left_out() {
    let of = scene(World::around(toguna_store::MemoryStore::new())).await;
    let (amal, beatrice, mallory) = (&of.amal, &of.beatrice, &of.mallory.member);
    amal.says(of.log, "un").await;
    rubbish(&of, of.log).await;
    amal.syncs().await;
    let second = amal.client.refound_space(of.log, false).await.unwrap().space.log;
    settle(&of.world, &[beatrice, mallory, amal]).await;
    beatrice.says(second, "deux").await;
    settle(&of.world, &[amal, mallory]).await;

    rubbish(&of, second).await;
    beatrice.client.queue(second, "trois").unwrap();
    for member in [amal, beatrice] {
        member.client.sync(Some(second), |_| {}).await.unwrap();
        let alarm = member.client.status().unwrap().alarms.remove(0);
        assert_eq!(alarm.code, AlarmCode::CommitInvalidCommitter);
        assert_eq!(alarm.accused.unwrap().handle.as_deref(), Some("Mallory"));
    }
    let refounded = amal.client.refound_space(second, false).await.unwrap();
    assert_eq!(refounded.left_out.unwrap().handle.as_deref(), Some("Mallory"));
    let third = refounded.space.log;
    settle(&of.world, &[beatrice, amal]).await;
    let handles: Vec<String> = people(amal, third)
        .into_iter()
        .map(|(handle, _)| handle)
        .collect();
    assert_eq!(handles, ["Amal", "Béatrice"]);
    let all = ["Amal: un", "Béatrice: deux", "Béatrice: trois"];
    assert_eq!(amal.sees(third).await, all);
    assert_eq!(beatrice.sees(third).await, all);
}
