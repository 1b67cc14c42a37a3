// SPDX-License-Identifier: MIT OR Apache-2.0
//! A member wins the race with a commit that nobody may follow; the space goes on without it.

mod anonymous;
mod competing;
mod path;
mod reader;
mod removed;
mod steward;

use std::time::Duration;

use toguna_auth::SigningKey;
use toguna_mls::Group;
use toguna_mls::evil::{Deed, Twist};
use toguna_sdk::{LogId, Role, SpaceState};
use toguna_tests::{EvilMember, Member, World};
use toguna_types::OsEntropy;

/// Amal, steward, with Béatrice, a contributor, and Mallory, a reader who keeps to no rule.
struct Scene {
    world: World,
    amal: Member,
    beatrice: Member,
    mallory: EvilMember,
    log: LogId,
}

async fn scene(world: World) -> Scene {
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let mallory = world.member("Mallory").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.brings(log, &mallory).await;
    amal.client.set_role(log, "Mallory", Role::Reader).await.unwrap();
    settle(&world, &[&amal, &beatrice, &mallory]).await;
    Scene {
        mallory: EvilMember::of(mallory),
        world,
        amal,
        beatrice,
        log,
    }
}

impl Scene {
    /// Mallory gives itself a steward's role: it may not, and everybody else stops.
    async fn wedge(&self) {
        wedges(&self.mallory, self.log).await;
    }
}

/// A member wins the epoch with a commit that makes it steward.
async fn wedges(who: &EvilMember, log: LogId) {
    let account = who.member.client.whoami().unwrap().account;
    let deed = who.and_back(log, |_, group: &mut Group| {
        let mut policy = group.policy().clone();
        policy.title = "Ours now".to_owned();
        policy.roles.insert(account, Role::Steward);
        Ok(Deed::Policy(Box::new(policy)))
    });
    let forged = who.commit(log, &Twist::default(), &[deed]);
    who.commits(log, &forged).await;
}

/// Everybody reads while the random and ordered waits pass.
async fn settle(world: &World, members: &[&Member]) {
    for _ in 0..4 {
        for member in members {
            member.syncs().await;
        }
        world.clock.advance(Duration::from_mins(11));
    }
}

fn state(who: &Member, log: LogId) -> SpaceState {
    who.client.space(log).unwrap().summary.state
}

fn people(who: &Member, log: LogId) -> Vec<(String, Role)> {
    let people = who.client.space(log).unwrap().people;
    let mut people: Vec<_> = people
        .into_iter()
        .map(|person| (person.handle.unwrap_or_default(), person.role))
        .collect();
    people.sort();
    people
}

/// A member wins the epoch with a commit whose next keys are not those it signs: it may do what it does, and nobody
/// can follow.
async fn leads_elsewhere(who: &EvilMember, log: LogId, deeds: &[Deed]) {
    let mut twist = Twist::default();
    twist.write = Some(SigningKey::make(&OsEntropy).public().to_bytes());
    let forged = who.commit(log, &twist, deeds);
    who.commits(log, &forged).await;
}
