// SPDX-License-Identifier: MIT OR Apache-2.0
//! A20, A21: a member repeats what another signed, in another ciphertext. An MLS signature does not cover the generation
//! of the ratchet, so whoever knows the epoch's secrets can encrypt another's signed message again, further ahead. And: it forges, which must
//! cost nobody a key.

use std::time::Duration;

use toguna_mls::evil;
use toguna_sdk::{Backdoor, Lifetime, LogId, PolicyChange, RawWord};
use toguna_tests::{EvilMember, Member, Three, World};
use toguna_types::{Class, Digest, OsEntropy};

struct Scene {
    world: World,
    amal: Member,
    /// Keeps to the rules; taken apart only to have in hand what the epoch's secrets give of its ratchet.
    beatrice: EvilMember,
    mallory: EvilMember,
    log: LogId,
}

/// Amal stewards a space; Béatrice and Mallory contribute to it.
async fn scene(lifetime: Lifetime) -> Scene {
    let Three {
        world,
        amal,
        beatrice,
        mallory,
        log,
    } = Three::meet().await;
    if lifetime != Lifetime::Keep {
        let change = PolicyChange {
            lifetime: Some(lifetime),
            ..PolicyChange::default()
        };
        amal.client.change_policy(log, change).await.unwrap();
    }
    // Newcomers renew their keys within ten minutes; after that the epoch lasts.
    for _ in 0..2 {
        for member in [&beatrice, &mallory, &amal, &beatrice, &mallory] {
            member.syncs().await;
        }
        world.clock.advance(Duration::from_mins(11));
    }
    Scene {
        world,
        amal,
        beatrice: EvilMember::of(beatrice),
        mallory: EvilMember::of(mallory),
        log,
    }
}

impl Scene {
    /// Béatrice says a word, and Amal sees it.
    async fn said(&self, text: &str) -> RawWord {
        let word = self.beatrice.word(self.log, text);
        let message = self.beatrice.message(self.log, &word);
        self.beatrice.appends(self.log, Class::Message, message).await;
        assert_eq!(self.amal.sees(self.log).await, [format!("Béatrice: {text}")]);
        word
    }

    /// Mallory appends the same signed word, 900 generations further. (Ed25519 signatures are a function of what is
    /// signed: Béatrice's group makes the very signature that Mallory copies.)
    async fn again(&self, word: &RawWord) {
        let content = Backdoor::encode(word).unwrap();
        let again = self.beatrice.and_back(self.log, |tx, group| {
            for _ in 0..900 {
                group.encrypt(tx, b"skipped", &OsEntropy)?;
            }
            group.encrypt(tx, &content, &OsEntropy)
        });
        self.mallory.appends(self.log, Class::Message, again).await;
    }

    /// The reason of the last verdict of Amal's device, and whether it accuses anybody.
    fn last_verdict(&self) -> (String, bool) {
        let door = self.amal.client.backdoor();
        let verdicts = door.vault().read(|tx| tx.verdicts().list(self.log)).unwrap();
        let last = verdicts.last().unwrap();
        (last.reason.clone(), last.accused.is_some())
    }

    /// The MLS state of Amal's device.
    fn mls(&self) -> Vec<Digest> {
        let door = self.amal.client.backdoor();
        let mut dump = door.vault().read(|tx| tx.dump()).unwrap();
        dump.remove("mls").unwrap()
    }

    /// The repetition was dropped, accused nobody, moved no ratchet; what Béatrice says next is heard.
    async fn came_to_nothing(&self, seen: &[&str], mls: &[Digest]) {
        assert_eq!(self.amal.sees(self.log).await, seen);
        assert_eq!(self.last_verdict(), ("said-again".to_owned(), false));
        assert_eq!(self.amal.client.status().unwrap().alarms, []);
        assert!(self.mls() == mls, "the ratchet's jump is rolled back");
        for next in ["deux", "trois"] {
            self.beatrice.says(self.log, next).await;
        }
        let heard = self.amal.sees(self.log).await;
        assert_eq!(heard[seen.len()..], ["Béatrice: deux", "Béatrice: trois"]);
    }
}

// claim: CLM-AUTH-02
#[tokio::test(flavor = "multi_thread")]
async fn a20_anothers_word_at_a_later_generation_is_dropped_and_burns_nothing() {
    let scene = scene(Lifetime::Keep).await;
    let word = scene.said("un").await;
    let mls = scene.mls();
    scene.again(&word).await;
    scene.came_to_nothing(&["Béatrice: un"], &mls).await;
}

// claim: CLM-AUTH-02
#[tokio::test(flavor = "multi_thread")]
async fn a20_a_deleted_word_repeated_by_another_accuses_nobody() {
    let scene = scene(Lifetime::Keep).await;
    let word = scene.said("un").await;
    scene.amal.client.delete(scene.log, word.id).await.unwrap();
    scene.amal.syncs().await;
    let mls = scene.mls();
    scene.again(&word).await;
    scene.came_to_nothing(&[], &mls).await;
}

// claim: CLM-AUTH-02
#[tokio::test(flavor = "multi_thread")]
async fn a20_an_expired_word_repeated_by_another_does_not_come_back() {
    let scene = scene(Lifetime::Day).await;
    let word = scene.said("un").await;
    scene.world.clock.advance(Duration::from_hours(25));
    scene.amal.syncs().await;
    assert_eq!(scene.amal.sees(scene.log).await, Vec::<String>::new());
    let mls = scene.mls();
    scene.again(&word).await;
    scene.came_to_nothing(&[], &mls).await;
}

// claim: CLM-FS-01
#[tokio::test(flavor = "multi_thread")]
async fn a21_what_is_forged_under_anothers_leaf_moves_no_ratchet() {
    let scene = scene(Lifetime::Keep).await;
    scene.said("un").await;
    let mls = scene.mls();
    let word = Backdoor::encode(&scene.beatrice.word(scene.log, "faux")).unwrap();
    for skip in [0, 1, 900, 1_100] {
        let forged = scene.beatrice.and_back(scene.log, |tx, group| {
            evil::forged_message(tx, group, skip, &word)
        });
        scene.mallory.appends(scene.log, Class::Message, forged).await;
    }
    scene.amal.syncs().await;
    assert!(scene.mls() == mls);
    // In one page with what is honest as well, where the group stays in memory.
    let forged = scene
        .beatrice
        .and_back(scene.log, |tx, group| evil::forged_message(tx, group, 900, &word));
    scene.mallory.appends(scene.log, Class::Message, forged).await;
    scene.beatrice.says(scene.log, "deux").await;
    assert_eq!(
        scene.amal.sees(scene.log).await,
        ["Béatrice: un", "Béatrice: deux"]
    );
    assert_eq!(scene.last_verdict(), ("not-authentic".to_owned(), false));
}
