// SPDX-License-Identifier: MIT OR Apache-2.0
//! A25, A32: a member with a program of its own. Commits that its role forbids, words under another's leaf, bytes that
//! are none, all under the write capability that every member has.

use toguna_mls::Group;
use toguna_mls::evil::{Deed, Twist};
use toguna_mls::rules::Role;
use toguna_sdk::{AlarmCode, Code, LogId, SpaceState};
use toguna_tests::{EvilMember, Member, Three, World};
use toguna_types::{AccountId, Class};

struct Scene {
    amal: Member,
    beatrice: Member,
    mallory: EvilMember,
    account: AccountId,
    log: LogId,
    _world: World,
}

/// Amal stewards a space; Béatrice and Mallory contribute to it.
async fn scene() -> Scene {
    let Three {
        world,
        amal,
        beatrice,
        mallory,
        log,
    } = Three::meet().await;
    for member in [&beatrice, &amal, &mallory] {
        member.syncs().await;
    }
    Scene {
        account: mallory.client.whoami().unwrap().account,
        mallory: EvilMember::of(mallory),
        amal,
        beatrice,
        log,
        _world: world,
    }
}

impl Scene {
    /// Mallory wins the epoch with a commit of this deed, and everybody else stops before it.
    async fn stops_everybody(&self, deed: impl FnOnce(&Group) -> Deed) {
        let deed = self.mallory.and_back(self.log, |_, group| Ok(deed(group)));
        let forged = self.mallory.commit(self.log, &Twist::default(), &[deed]);
        self.mallory.commits(self.log, &forged).await;
        let mut places = Vec::new();
        for member in [&self.amal, &self.beatrice] {
            member.client.sync(Some(self.log), |_| {}).await.unwrap();
            let space = member.client.space(self.log).unwrap();
            assert_eq!(space.summary.state, SpaceState::Wedged);
            let roles: Vec<Role> = space.people.iter().map(|person| person.role).collect();
            assert_eq!(roles.iter().filter(|role| **role == Role::Steward).count(), 1);
            assert_eq!(roles.len(), 3, "nobody came and nobody went");
            let alarm = space.summary.alarm.expect("an alarm");
            let accused = alarm.accused.expect("somebody is accused");
            assert_eq!(
                (alarm.code, accused.account),
                (AlarmCode::CommitInvalidCommitter, self.account)
            );
            let said = member.client.say(self.log, "?").await;
            assert_eq!(said.unwrap_err().is(), Code::SpaceStopped);
            let door = member.client.backdoor();
            let row = door.vault().read(|tx| tx.spaces().get(self.log)).unwrap();
            let evidence = door.vault().read(|tx| tx.evidence().list(self.log)).unwrap();
            assert_eq!(evidence.len(), 1, "the refused bytes are kept");
            places.push((row.unwrap().cursor, evidence[0].bytes.clone()));
        }
        assert!(
            places[0] == places[1],
            "all stop at one place, with the same evidence"
        );
    }
}

// claim: CLM-MEMB-01, CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a25_a_member_that_makes_itself_a_steward_stops_everybody_at_one_place_and_is_named() {
    let scene = scene().await;
    let account = scene.account;
    let rises = |group: &Group| {
        let mut policy = group.policy().clone();
        policy.roles.insert(account, Role::Steward);
        Deed::Policy(Box::new(policy))
    };
    scene.stops_everybody(rises).await;
}

// claim: CLM-MEMB-01, CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a25_a_contributor_that_removes_somebody_stops_everybody_at_one_place_and_is_named() {
    let scene = scene().await;
    let beatrice = scene.beatrice.client.whoami().unwrap().account;
    let removes = |group: &Group| {
        let mut leaves = group.view().unwrap().leaves.iter();
        let (index, _) = leaves.find(|(_, leaf)| leaf.account() == beatrice).unwrap();
        Deed::Remove(*index)
    };
    scene.stops_everybody(removes).await;
}

// claim: CLM-AUTH-02
#[tokio::test(flavor = "multi_thread")]
async fn a32_a_word_under_somebody_elses_leaf_is_shown_to_nobody_and_accuses_nobody() {
    let scene = scene().await;
    let (amal, beatrice, mallory, log) = (&scene.amal, &scene.beatrice, &scene.mallory, scene.log);
    // Mallory knows the epoch's secrets, and so what Béatrice's ratchet would give; it lacks her signature.
    let word = mallory.word(log, "je n'ai jamais dit cela");
    let forged = EvilMember::of(beatrice.clone()).unsigned(log, &word);
    mallory.appends(log, Class::Message, forged).await;
    for rubbish in [
        b"rubbish".to_vec(),
        mallory.sealed(log, Class::Message, b"rubbish"),
    ] {
        for class in [Class::Message, Class::Record] {
            let bytes = [rubbish.clone(), vec![class.number()]].concat();
            mallory.appends(log, class, bytes).await;
        }
    }
    beatrice.says(log, "et ceci est de moi").await;
    for member in [amal, beatrice] {
        assert_eq!(member.sees(log).await, ["Béatrice: et ceci est de moi"]);
        // Béatrice cannot tell it from words of her own that her vault has forgotten: her keys are renewed, and nobody is
        // accused of it.
        let alarms = member.client.status().unwrap().alarms;
        assert!(
            alarms
                .iter()
                .all(|alarm| alarm.code == AlarmCode::VaultPutBack && alarm.accused.is_none())
        );
        assert_eq!(alarms.is_empty(), member.name != beatrice.name);
        let door = member.client.backdoor();
        let verdicts = door.vault().read(|tx| tx.verdicts().list(log)).unwrap();
        let refused = verdicts.iter().rev().take(5);
        assert!(refused.clone().all(|verdict| verdict.accused.is_none()));
        assert_eq!(refused.count(), 5);
    }
    // Only the signature was missing: with Béatrice's own key the same word is hers to others, and yet she is not
    // made to believe that she said it.
    mallory.member.syncs().await;
    let signed = EvilMember::of(beatrice.clone()).message(log, &word);
    mallory.appends(log, Class::Message, signed).await;
    assert_eq!(amal.sees(log).await.len(), 2);
    assert_eq!(beatrice.sees(log).await, ["Béatrice: et ceci est de moi"]);
}
