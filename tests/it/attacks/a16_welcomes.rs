// SPDX-License-Identifier: MIT OR Apache-2.0
//! A16: Welcomes that come again, lead elsewhere, or belong to a commit that lost.

use std::collections::BTreeMap;
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use toguna_sdk::{Code, Role};
use toguna_store::{Logs as _, MemoryStore, NewAttachment, StoredLetter};
use toguna_tests::{Given, Recorder, Tap, Tapped, World};
use toguna_types::{AttachmentId, DeviceId, LogId};

/// A relay that hands letters out again and again, and attachments of one invitation for those of another.
#[derive(Default)]
struct EvilRelay {
    letters: Mutex<BTreeMap<DeviceId, Vec<StoredLetter>>>,
    replays: Mutex<bool>,
    swap: Mutex<BTreeMap<AttachmentId, Vec<u8>>>,
    /// Where commits wait for each other, so that they race.
    meet: Mutex<Option<Arc<Barrier>>>,
    record: Recorder,
}

impl Tap for EvilRelay {
    fn given(&self, given: &Given) {
        self.record.given(given);
        let meet = self.meet.lock().unwrap().clone();
        if let (Given::Commit(_), Some(meet)) = (given, meet) {
            meet.wait();
        }
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

    fn attachment(&self, _log: LogId, id: AttachmentId, answer: Option<Vec<u8>>) -> Option<Vec<u8>> {
        let swap = self.swap.lock().unwrap().get(&id).cloned();
        answer.map(|bytes| swap.unwrap_or(bytes))
    }
}

impl EvilRelay {
    /// The attachments of every commit to a log, Welcome before tree.
    fn attachments(&self, log: LogId) -> Vec<Vec<NewAttachment>> {
        let commits = self.record.all().into_iter().filter_map(|given| {
            let Given::Commit(new) = given else { return None };
            (new.log == log).then_some(new.attachments)
        });
        commits.collect()
    }
}

fn world() -> (World, Arc<EvilRelay>) {
    let (world, evil, _) = world_over(MemoryStore::new());
    (world, evil)
}

fn world_over(store: MemoryStore) -> (World, Arc<EvilRelay>, MemoryStore) {
    let evil = Arc::new(EvilRelay::default());
    let world = World::around(Tapped::new(store.clone(), evil.clone()));
    (world, evil, store)
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
    let (own, foreign) = (evil.attachments(log).remove(0), evil.attachments(other).remove(0));
    // Both parts of the other invitation, which belong together; then each of them alone.
    for parts in [vec![0, 1], vec![0], vec![1]] {
        let swap = parts
            .iter()
            .map(|part| (own[*part].id, foreign[*part].bytes.clone()));
        *evil.swap.lock().unwrap() = swap.collect();
        assert_eq!(
            beatrice.client.accept(log).await.unwrap_err().is(),
            Code::RelayLied
        );
        assert_eq!(beatrice.client.spaces().unwrap(), []);
    }
    evil.swap.lock().unwrap().clear();
    beatrice.client.accept(log).await.unwrap();
}

// claim: CLM-JOIN-01
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a16_the_welcome_of_a_commit_that_lost_is_never_released() {
    let (world, evil, store) = world_over(MemoryStore::new());
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    for round in 0..4 {
        let log = amal.founds(&format!("Space {round}")).await;
        amal.brings(log, &beatrice).await;
        evil.record.forget();
        // Both invite her at once: one commit wins, the other is dropped with its Welcome.
        *evil.meet.lock().unwrap() = Some(Arc::new(Barrier::new(2)));
        let handles = ["Celeste".to_owned()];
        let (one, two) = tokio::join!(
            amal.client.invite(log, &handles, Role::Contributor),
            beatrice.client.invite(log, &handles, Role::Contributor),
        );
        *evil.meet.lock().unwrap() = None;
        let won = [one, two].map(|invited| invited.map_err(|fault| fault.is()));
        assert_eq!(won.iter().filter(|won| won.is_ok()).count(), 1, "{won:?}");
        assert!(won.contains(&Err(Code::AlreadyMember)), "{won:?}");
        // Of the two Welcomes the relay keeps the winner's and no byte of the other.
        let commits = evil.attachments(log);
        assert_eq!(commits.len(), 2, "they raced");
        let mut kept = 0;
        for NewAttachment { id, token, .. } in commits.into_iter().flatten() {
            kept += usize::from(store.attachment(log, id, token).await.unwrap().is_some());
        }
        assert_eq!(kept, 2, "one Welcome and its tree");
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
