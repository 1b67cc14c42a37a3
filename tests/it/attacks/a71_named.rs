// SPDX-License-Identifier: MIT OR Apache-2.0
//! A71: bytes under the write key that say nothing of who made them, for the second time. In the space that goes on from
//! the one they stopped, the relay takes no commit that no device stands for, and the sender is known.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use toguna_mls::evil::Twist;
use toguna_mls::rules::Predecessor;
use toguna_sdk::{AlarmCode, Code, LogId, Role, SpaceState};
use toguna_store::{MemoryStore, Page};
use toguna_tests::{EvilMember, Member, Tap, Tapped, World};
use toguna_types::{Clock as _, Digest, Entry, Epoch, Head, OsEntropy, Seq, limit};
use toguna_wire::{Message as _, v1};

/// Sees for which commits a device stands, and keeps that back when it is told to.
#[derive(Default)]
struct Nameless {
    keeps: AtomicBool,
    seen: Mutex<BTreeSet<(LogId, Seq)>>,
}

impl Tap for Nameless {
    fn page(&self, log: LogId, answer: Option<Page>) -> Option<Page> {
        let mut page = answer?;
        for entry in &mut page.entries {
            let Entry::Whole { seq, stamps, .. } = entry else {
                continue;
            };
            let kept = v1::CommitStamps::decode(stamps.as_slice()).unwrap();
            if kept.device_stamp.is_none() {
                continue;
            }
            self.seen.lock().unwrap().insert((log, *seq));
            if self.keeps.load(Ordering::SeqCst) {
                let bare = v1::CommitStamps {
                    device_stamp: None,
                    ..kept
                };
                *stamps = bare.encode_to_vec();
            }
        }
        Some(page)
    }
}

struct Scene {
    amal: Member,
    beatrice: Member,
    mallory: EvilMember,
    log: LogId,
    relay: Arc<Nameless>,
    world: World,
}

/// A space that Amal has founded in place of one that was stopped; Béatrice and Mallory contribute to it.
async fn scene() -> Scene {
    let relay = Arc::new(Nameless::default());
    let world = World::around(Tapped::new(MemoryStore::new(), relay.clone()));
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let mallory = world.member("Mallory").await;
    let before = Predecessor {
        log: LogId::make(&OsEntropy),
        epoch: Epoch::new(7),
        head: Head {
            seq: Seq::new(40),
            hash: Digest::of(b"where it stopped"),
        },
        refused: Digest::of(b"bytes of nobody"),
        named_until: Some(world.clock.now().after(limit::NAMED_FOR)),
    };
    let founded = amal.client.backdoor().makes_up("Monitoring", before).await;
    let log = founded.unwrap();
    for member in [&beatrice, &mallory] {
        amal.brings(log, member).await;
    }
    for member in [&beatrice, &amal, &mallory] {
        member.syncs().await;
    }
    Scene {
        amal,
        beatrice,
        mallory: EvilMember::of(mallory),
        log,
        relay,
        world,
    }
}

impl Scene {
    /// A commit payload whose envelope opens for nobody.
    fn rubbish(&self) -> Vec<u8> {
        let mut payload = self.mallory.commit(self.log, &Twist::default(), &[]).payload;
        payload.envelope.fill(7);
        toguna_wire::encode_commit_payload(&payload)
    }

    async fn stops(&self, member: &Member) -> (AlarmCode, Option<String>) {
        member.client.sync(Some(self.log), |_| {}).await.unwrap();
        let space = member.client.space(self.log).unwrap().summary;
        assert_eq!(space.state, SpaceState::Wedged);
        let alarm = space.alarm.expect("an alarm");
        (alarm.code, alarm.accused.and_then(|who| who.handle))
    }
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a71_rubbish_under_the_write_key_of_a_named_space_names_its_sender_to_all() {
    let scene = scene().await;
    let door = scene.mallory.door();
    let nobodys = door.commit_by(scene.log, scene.rubbish(), Vec::new(), None).await;
    assert_eq!(nobodys.unwrap_err().is(), Code::CommitUnnamed);
    scene.beatrice.says(scene.log, "rien ne s'est passé").await;
    assert!(door.commit(scene.log, scene.rubbish(), Vec::new()).await.unwrap());
    for member in [&scene.amal, &scene.beatrice] {
        let found = scene.stops(member).await;
        assert_eq!(
            found,
            (AlarmCode::CommitInvalidCommitter, Some("Mallory".to_owned()))
        );
    }
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a71_rubbish_that_an_outsiders_device_stands_for_names_the_outsider_and_leaves_nobody_out() {
    let scene = scene().await;
    let outsider = scene.world.member("Nemo").await;
    let door = scene.mallory.door();
    let sent = door.commit_by(scene.log, scene.rubbish(), Vec::new(), Some(&outsider.client));
    assert!(sent.await.unwrap());
    for member in [&scene.amal, &scene.beatrice] {
        member.client.sync(Some(scene.log), |_| {}).await.unwrap();
        let space = member.client.space(scene.log).unwrap().summary;
        let alarm = space.alarm.expect("an alarm");
        assert_eq!(
            (space.state, alarm.code, alarm.accused.map(|who| who.account)),
            (
                SpaceState::Wedged,
                AlarmCode::CommitInvalidOutsider,
                Some(outsider.client.whoami().unwrap().account)
            )
        );
        let plan = member.client.plan_refounding(scene.log, false).unwrap();
        assert_eq!(
            (plan.left_out, plan.brings.len()),
            (None, 2),
            "somebody else's key was used"
        );
    }
    let anew = scene.amal.client.refound_space(scene.log, false).await.unwrap();
    let door = scene.amal.client.backdoor();
    let until = door.vault().read(|tx| {
        Ok::<_, toguna_mls::EngineFault>(
            toguna_mls::Group::load(tx, anew.space.log)?
                .policy()
                .predecessor
                .unwrap()
                .named_until,
        )
    });
    assert!(until.unwrap().is_some(), "the next change names its device too");
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a71_a_relay_that_keeps_the_name_back_accuses_nobody_and_is_written_down() {
    let scene = scene().await;
    let verdicts = |member: &Member| {
        let door = member.client.backdoor();
        let verdicts = door.vault().read(|tx| tx.verdicts().list(scene.log)).unwrap();
        verdicts
            .into_iter()
            .map(|verdict| (verdict.reason, verdict.accused))
            .collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&scene.beatrice), []);
    scene.relay.keeps.store(true, Ordering::SeqCst);
    let raised = scene
        .amal
        .client
        .set_role(scene.log, "Mallory", Role::Steward)
        .await;
    raised.unwrap();
    scene.beatrice.syncs().await;
    assert_eq!(verdicts(&scene.beatrice), [("commit-unnamed".to_owned(), None)]);
    scene.mallory.member.syncs().await;
    let door = scene.mallory.door();
    assert!(door.commit(scene.log, scene.rubbish(), Vec::new()).await.unwrap());
    let found = scene.stops(&scene.beatrice).await;
    assert_eq!(found, (AlarmCode::CommitInvalidNobody, None));
}

// claim: CLM-META-01
#[tokio::test(flavor = "multi_thread")]
async fn a71_after_thirty_days_and_in_other_spaces_no_device_names_itself() {
    let scene = scene().await;
    let seen = || scene.relay.seen.lock().unwrap().clone();
    let within = seen();
    assert!(within.len() >= 2, "the two who were added");
    scene.world.clock.advance(limit::NAMED_FOR + limit::NAMED_GRACE);
    let raised = scene.amal.client.set_role(scene.log, "Béatrice", Role::Steward);
    raised.await.unwrap();
    let plain = scene.amal.founds("Autre chose").await;
    scene.amal.brings(plain, &scene.beatrice).await;
    scene.beatrice.syncs().await;
    assert_eq!(seen(), within);
    for log in [scene.log, plain] {
        let door = scene.beatrice.client.backdoor();
        let verdicts = door.vault().read(|tx| tx.verdicts().list(log)).unwrap();
        assert!(verdicts.is_empty());
    }
}
