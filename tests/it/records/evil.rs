// SPDX-License-Identifier: MIT OR Apache-2.0
//! A20, A53, A54, A55: members whose operations are authentic and not honest.

use toguna_sdk::{AlarmCode, LogId, Role};
use toguna_tests::{EvilMember, Member, Three, World};
use toguna_types::{Class, Digest, Timestamp};

use super::{alarms, has, operates, sees, settled, verdicts};

struct Scene {
    amal: Member,
    beatrice: Member,
    mallory: EvilMember,
    log: LogId,
    world: World,
}

async fn scene() -> Scene {
    let Three {
        world,
        amal,
        beatrice,
        mallory,
        log,
    } = Three::meet().await;
    settled(&world, &[&amal, &beatrice, &mallory]).await;
    Scene {
        amal,
        beatrice,
        mallory: EvilMember::of(mallory),
        log,
        world,
    }
}

// claim: CLM-HIST-03
#[tokio::test(flavor = "multi_thread")]
async fn a54_two_operations_for_one_place_end_their_device_on_every_device_alike() {
    let s = scene().await;
    let first = s
        .mallory
        .operates(s.log, |op| op.body = b"one".as_slice().into())
        .await;
    s.mallory
        .operates(s.log, |op| op.body = b"other".as_slice().into())
        .await;
    let next = |op: &mut toguna_auth::Op| {
        op.counter = 2;
        op.previous = first.digest();
    };
    s.mallory.operates(s.log, next).await;
    operates(&s.beatrice, s.log, "and I").await;
    let counts = ["Mallory: one", "Béatrice: and I"];
    assert_eq!(sees(&s.amal, s.log).await, counts);
    assert_eq!(sees(&s.beatrice, s.log).await, counts);
    assert_eq!(verdicts(&s.amal, s.log), ["equivocates", "quarantined"]);
    assert_eq!(alarms(&s.amal), [AlarmCode::MemberContradicts]);
    let door = s.amal.client.backdoor();
    let kept = door.vault().read(|tx| tx.evidence().list(s.log)).unwrap();
    assert_eq!(kept.iter().filter(|kept| kept.kind == "equivocation").count(), 1);
    // A newcomer comes to the same.
    let djamila = s.world.member("Djamila").await;
    s.amal.brings(s.log, &djamila).await;
    assert_eq!(sees(&djamila, s.log).await, counts);
    assert_eq!(verdicts(&djamila, s.log), ["equivocates", "quarantined"]);
}

// claim: CLM-HIST-03
#[tokio::test(flavor = "multi_thread")]
async fn a54_an_operation_that_names_another_past_ends_its_device() {
    let s = scene().await;
    s.mallory
        .operates(s.log, |op| op.body = b"one".as_slice().into())
        .await;
    let other = |op: &mut toguna_auth::Op| {
        op.counter = 2;
        op.previous = Digest::of(b"another past");
    };
    s.mallory.operates(s.log, other).await;
    assert_eq!(sees(&s.amal, s.log).await, ["Mallory: one"]);
    assert_eq!(verdicts(&s.amal, s.log), ["equivocates"]);
}

// claim: CLM-HIST-04
#[tokio::test(flavor = "multi_thread")]
async fn a20_an_operation_sealed_again_counts_once_and_one_out_of_its_turn_not_at_all() {
    let s = scene().await;
    let first = s.mallory.operates(s.log, |_| {}).await;
    let again = s.mallory.record(s.log, &first);
    s.mallory.appends(s.log, Class::Record, again).await;
    let later = |op: &mut toguna_auth::Op| op.counter = 3;
    s.mallory.operates(s.log, later).await;
    assert_eq!(sees(&s.amal, s.log).await, ["Mallory: op"]);
    assert_eq!(verdicts(&s.amal, s.log), ["repeated", "gap"]);
    assert!(alarms(&s.amal).is_empty());
}

// claim: CLM-HIST-05
#[tokio::test(flavor = "multi_thread")]
async fn a53_a_readers_operation_is_refused_by_everybody_and_named() {
    let s = scene().await;
    let first = |op: &mut toguna_auth::Op| op.body = b"as contributor".as_slice().into();
    s.mallory.operates(s.log, first).await;
    s.amal.syncs().await;
    s.amal
        .client
        .set_role(s.log, "Mallory", Role::Reader)
        .await
        .unwrap();
    s.mallory.member.syncs().await;
    // (Its own program found an operation that it had not written, and has renewed its leaf.)
    s.mallory.operates(s.log, |_| {}).await;
    for member in [&s.amal, &s.beatrice] {
        assert_eq!(sees(member, s.log).await, ["Mallory: as contributor"]);
        assert_eq!(verdicts(member, s.log), ["not-allowed"]);
        assert_eq!(alarms(member), [AlarmCode::MemberOversteps]);
    }
    // A newcomer judges by the role it had there, not by the one it has.
    s.amal
        .client
        .set_role(s.log, "Mallory", Role::Contributor)
        .await
        .unwrap();
    let djamila = s.world.member("Djamila").await;
    s.amal.brings(s.log, &djamila).await;
    assert_eq!(sees(&djamila, s.log).await, ["Mallory: as contributor"]);
    assert_eq!(verdicts(&djamila, s.log), ["not-allowed"]);
}

// claim: CLM-HIST-05
#[tokio::test(flavor = "multi_thread")]
async fn a55_a_removed_members_operation_and_one_of_a_closed_era_count_for_nobody() {
    let s = scene().await;
    let backdated = s.mallory.op(s.log, |op| op.time = Timestamp::from_millis(1));
    let payload = s.mallory.record(s.log, &backdated);
    s.amal.client.remove(s.log, "Mallory").await.unwrap();
    s.beatrice.syncs().await;
    // Béatrice's accomplice puts into the log what Mallory sealed while it was a member, and seals it anew.
    let beatrice = EvilMember::of(s.beatrice.clone());
    beatrice.appends(s.log, Class::Record, payload).await;
    let anew = beatrice.record(s.log, &backdated);
    beatrice.appends(s.log, Class::Record, anew).await;
    assert!(sees(&s.amal, s.log).await.is_empty());
    assert_eq!(verdicts(&s.amal, s.log), ["not-authentic", "stranger"]);
}

// claim: CLM-HIST-05
#[tokio::test(flavor = "multi_thread")]
async fn a54_an_operation_from_the_future_moves_nobodys_clock() {
    let s = scene().await;
    s.mallory
        .operates(s.log, |op| op.time = Timestamp::from_millis(u64::MAX))
        .await;
    s.amal.syncs().await;
    operates(&s.amal, s.log, "now").await;
    let all = s
        .amal
        .client
        .operations(s.log, None, toguna_sdk::Seq::new(0), 9)
        .unwrap();
    assert_eq!(all.len(), 2);
    assert!(
        all[1].time < Timestamp::from_millis(2_000_000_000_000),
        "{:?}",
        all[1].time
    );
    assert_eq!(has(&s.amal, s.log), ["Mallory: op", "Amal: now"]);
}
