// SPDX-License-Identifier: MIT OR Apache-2.0
//! A16: Welcomes that come again, lead elsewhere, or belong to a commit that lost.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use toguna_sdk::{Code, Role};
use toguna_store::{MemoryStore, StoredLetter};
use toguna_tests::{Given, Recorder, Tap, Tapped, World};
use toguna_types::{AttachmentId, DeviceId, LogId};

/// A relay that hands letters out again and again, and attachments of one invitation for those of another.
#[derive(Default)]
struct EvilRelay {
    letters: Mutex<BTreeMap<DeviceId, Vec<StoredLetter>>>,
    replays: Mutex<bool>,
    swap: Mutex<Option<Vec<u8>>>,
    record: Recorder,
}

impl Tap for EvilRelay {
    fn given(&self, given: &Given) {
        self.record.given(given);
    }

    fn letters(&self, device: DeviceId, answer: Vec<StoredLetter>) -> Vec<StoredLetter> {
        let mut all = self.letters.lock().unwrap();
        let kept = all.entry(device).or_default();
        kept.extend(answer.iter().cloned());
        // Once: a client reads until nothing is left.
        if std::mem::take(&mut *self.replays.lock().unwrap()) {
            kept.clone()
        } else {
            answer
        }
    }

    fn attachment(&self, _log: LogId, _id: AttachmentId, answer: Option<Vec<u8>>) -> Option<Vec<u8>> {
        let swap = self.swap.lock().unwrap().clone();
        answer.map(|bytes| swap.unwrap_or(bytes))
    }
}

fn world() -> (World, Arc<EvilRelay>) {
    let evil = Arc::new(EvilRelay::default());
    (World::around(Tapped::new(MemoryStore::new(), evil.clone())), evil)
}

// claim: CLM-JOIN-01
#[tokio::test(flavor = "multi_thread")]
async fn a16_a_letter_that_comes_again_invites_nobody() {
    let (world, evil) = world();
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.client.remove(log, "Béatrice").await.unwrap();
    beatrice.syncs().await;
    // She is out, and would take a new invitation; the old one is none.
    *evil.replays.lock().unwrap() = true;
    let report = beatrice.client.sync(None, |_| {}).await.unwrap();
    assert!(!*evil.replays.lock().unwrap(), "the letter was handed out again");
    assert_eq!(report.invitations, 0);
    assert_eq!(beatrice.client.invitations().unwrap(), []);
}

// claim: CLM-JOIN-01
#[tokio::test(flavor = "multi_thread")]
async fn a16_a_welcome_for_a_space_that_is_held_is_refused() {
    let (world, evil) = world();
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.invites(log, &celeste).await;
    beatrice.syncs().await;
    // Celeste joins; nobody hears her hello before a day is over, so the others deliver her Welcome again.
    celeste.accepts().await;
    evil.record.forget();
    world.clock.advance(Duration::from_hours(25));
    for member in [&beatrice, &amal] {
        member.client.flush_letters(|_| {}).await.unwrap();
        member
            .client
            .sync(Some(LogId::from_bytes([0; 32])), |_| {})
            .await
            .unwrap();
    }
    let delivered = |given: &Given| matches!(given, Given::Deposit(_));
    assert!(evil.record.all().iter().any(delivered), "somebody delivers again");
    assert_eq!(celeste.client.sync(None, |_| {}).await.unwrap().invitations, 0);
    assert_eq!(celeste.client.invitations().unwrap(), []);
    assert_eq!(
        celeste.client.accept(log).await.unwrap_err().is(),
        Code::InvitationUnknown
    );
    amal.syncs().await;
    celeste.says(log, "ici").await;
    assert_eq!(amal.sees(log).await, ["Celeste: ici"]);
}

// claim: CLM-JOIN-01
#[tokio::test(flavor = "multi_thread")]
async fn a16_a_welcome_of_another_space_does_not_open() {
    let (world, evil) = world();
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let (log, other) = (amal.founds("Monitoring").await, amal.founds("Other").await);
    amal.invites(log, &beatrice).await;
    amal.invites(other, &beatrice).await;
    beatrice.syncs().await;
    let attachments = evil.record.all().into_iter().filter_map(|given| {
        let Given::Commit(new) = given else { return None };
        (new.log == other).then_some(new.attachments)
    });
    for foreign in attachments.into_iter().flatten() {
        *evil.swap.lock().unwrap() = Some(foreign.bytes);
        assert_eq!(
            beatrice.client.accept(log).await.unwrap_err().is(),
            Code::RelayLied
        );
        assert_eq!(beatrice.client.spaces().unwrap(), []);
    }
    *evil.swap.lock().unwrap() = None;
    beatrice.client.accept(log).await.unwrap();
}

// claim: CLM-JOIN-01
#[tokio::test(flavor = "multi_thread")]
async fn a16_the_welcome_of_a_commit_that_lost_is_never_released() {
    let (world, evil) = world();
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    for round in 0..4 {
        let log = amal.founds(&format!("Space {round}")).await;
        amal.brings(log, &beatrice).await;
        evil.record.forget();
        // Both invite her at once: one commit wins, the other is dropped with its Welcome.
        let handles = ["Celeste".to_owned()];
        let (one, two) = tokio::join!(
            amal.client.invite(log, &handles, Role::Contributor),
            beatrice.client.invite(log, &handles, Role::Contributor),
        );
        let won = [one, two].map(|invited| invited.map_err(|fault| fault.is()));
        assert_eq!(won.iter().filter(|won| won.is_ok()).count(), 1, "{won:?}");
        assert!(won.contains(&Err(Code::AlreadyMember)), "{won:?}");
        let letters = evil
            .record
            .all()
            .into_iter()
            .filter(|given| matches!(given, Given::Deposit(_)));
        assert_eq!(letters.count(), 1, "one Welcome is pointed to");
        celeste.accepts().await;
        assert_eq!(celeste.client.space(log).unwrap().people.len(), 3);
    }
}
