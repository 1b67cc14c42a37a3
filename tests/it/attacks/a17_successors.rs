// SPDX-License-Identifier: MIT OR Apache-2.0
//! A17: a way back or onward that nobody may offer. Nothing is followed by itself but what a steward of the stopped
//! space leads to and the device sees for itself.

use std::time::Duration;

use toguna_mls::Group;
use toguna_mls::evil::{Deed, Twist};
use toguna_mls::rules::Predecessor;
use toguna_sdk::{Doubt, LogId, Role, SpaceState};
use toguna_tests::{EvilMember, Member, World};
use toguna_types::{Clock as _, Digest, Seq};

struct Scene {
    world: World,
    amal: Member,
    /// A steward who keeps to no rule.
    beatrice: EvilMember,
    celeste: Member,
    log: LogId,
}

async fn scene() -> Scene {
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
    amal.client.set_role(log, "Celeste", Role::Reader).await.unwrap();
    for member in [&celeste, &beatrice, &amal] {
        member.syncs().await;
    }
    Scene {
        beatrice: EvilMember::of(beatrice),
        world,
        amal,
        celeste,
        log,
    }
}

impl Scene {
    /// Celeste's device is made to stop everybody; all see that it was hers.
    async fn stops(&self) {
        let celeste = EvilMember::of(self.celeste.clone());
        let account = celeste.member.client.whoami().unwrap().account;
        let deed = celeste.and_back(self.log, |_, group: &mut Group| {
            let mut policy = group.policy().clone();
            policy.roles.insert(account, Role::Steward);
            Ok(Deed::Policy(Box::new(policy)))
        });
        let forged = celeste.commit(self.log, &Twist::default(), &[deed]);
        celeste.commits(self.log, &forged).await;
        for member in [&self.amal, &self.beatrice.member] {
            member.syncs().await;
            assert_eq!(self.state_at(member), SpaceState::Wedged);
        }
    }

    fn state_at(&self, member: &Member) -> SpaceState {
        member.client.space(self.log).unwrap().summary.state
    }

    /// Where Amal's device stands, and what it refused there.
    fn truth(&self) -> Predecessor {
        let vault = self.amal.client.vault_for_tests();
        let (row, verdict) = vault
            .read(|tx| {
                let row = tx.spaces().get(self.log)?.unwrap();
                let verdict = tx.verdicts().get(self.log, Seq::new(row.cursor.seq.get() + 1))?;
                Ok::<_, toguna_vault::VaultFault>((row, verdict))
            })
            .unwrap();
        Predecessor {
            log: self.log,
            epoch: row.epoch,
            head: row.cursor,
            refused: verdict.map_or(Digest::of(b"nothing"), |verdict| verdict.hash),
            named_until: None,
        }
    }

    /// Somebody makes a space up that is to go on from this one, and leads Amal there.
    async fn makes_up(&self, by: &Member, of: Predecessor, title: &str, along: &[(&Member, Role)]) -> LogId {
        let door = by.client.backdoor();
        let log = door.makes_up(title, of).await.unwrap();
        for (member, role) in along {
            let name = std::slice::from_ref(&member.name);
            by.client.invite(log, name, *role).await.unwrap();
        }
        door.leads_on(log, &self.amal.name, of).await.unwrap();
        log
    }

    /// Amal is asked, with this against it, and goes nowhere by herself.
    async fn is_asked(&self, made_up: LogId, doubt: Doubt) {
        for _ in 0..3 {
            self.amal.syncs().await;
            self.world.clock.advance(Duration::from_mins(11));
        }
        assert!(self.amal.client.space(made_up).is_err(), "not followed by itself");
        let offers = self.amal.client.invitations().unwrap();
        let doubts: Vec<_> = offers
            .iter()
            .filter(|offer| offer.log == made_up)
            .filter_map(|offer| offer.succeeds.as_ref()?.doubt)
            .collect();
        assert_eq!(doubts, [doubt]);
    }
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a17_a_successor_of_a_space_that_goes_on_is_not_followed() {
    let of = scene().await;
    let by = &of.beatrice.member;
    let made_up = of
        .makes_up(by, of.truth(), "Monitoring", &[(&of.amal, Role::Contributor)])
        .await;
    of.is_asked(made_up, Doubt::NotStopped).await;
    assert_eq!(of.state_at(&of.amal), SpaceState::Active);
    // Even if she takes it for a space of its own, the old one goes on.
    of.amal.client.accept(made_up).await.unwrap();
    of.amal.says(of.log, "toujours ici").await;
    assert_eq!(of.celeste.sees(of.log).await, ["Amal: toujours ici"]);
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a17_a_successor_that_claims_what_this_device_did_not_refuse_is_not_followed() {
    let of = scene().await;
    of.stops().await;
    let mut tale = of.truth();
    tale.refused = Digest::of(b"another");
    let by = &of.beatrice.member;
    let along = [(&of.amal, Role::Steward)];
    let made_up = of.makes_up(by, tale, "Monitoring", &along).await;
    of.is_asked(made_up, Doubt::NotVerified).await;
    let mut tale = of.truth();
    tale.head.seq = Seq::new(1);
    let made_up = of.makes_up(by, tale, "Monitoring", &along).await;
    of.is_asked(made_up, Doubt::NotVerified).await;
    assert_eq!(of.state_at(&of.amal), SpaceState::Wedged);
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a17_a_stranger_or_the_culprit_leads_nobody_on() {
    let of = scene().await;
    let zeinab = of.world.member("Zeinab").await;
    of.stops().await;
    let along = [(&of.amal, Role::Steward)];
    let made_up = of.makes_up(&zeinab, of.truth(), "Monitoring", &along).await;
    of.is_asked(made_up, Doubt::NotASteward).await;
    let made_up = of.makes_up(&of.celeste, of.truth(), "Monitoring", &along).await;
    of.is_asked(made_up, Doubt::NotASteward).await;
}

// claim: CLM-AVAIL-01
#[tokio::test(flavor = "multi_thread")]
async fn a17_a_stewards_successor_with_other_people_roles_or_rules_is_not_followed() {
    let of = scene().await;
    let zeinab = of.world.member("Zeinab").await;
    of.stops().await;
    let by = &of.beatrice.member;
    let (amal, celeste) = ((&of.amal, Role::Steward), (&of.celeste, Role::Reader));
    for (title, along) in [
        ("Monitoring", vec![(&zeinab, Role::Reader), amal]),
        ("Monitoring", vec![celeste, amal]),
        ("Suivi", vec![amal]),
    ] {
        let made_up = of.makes_up(by, of.truth(), title, &along).await;
        of.is_asked(made_up, Doubt::NotAsAgreed).await;
    }
    let mut named = of.truth();
    named.named_until = Some(of.world.clock.now());
    let made_up = of.makes_up(by, named, "Monitoring", &[amal]).await;
    of.is_asked(made_up, Doubt::NotAsAgreed).await;
    // What is as it must be is followed at once.
    let right = of.makes_up(by, of.truth(), "Monitoring", &[amal]).await;
    of.amal.syncs().await;
    assert_eq!(of.amal.client.find_space("Monitoring").unwrap(), right);
}
