// SPDX-License-Identifier: MIT OR Apache-2.0
//! A34: a fault at every single write of the device's vault. Whatever write fails, the device that is opened
//! afterwards stands before or after the change, the operation can be repeated, and everybody converges.

use std::future::Future;
use std::time::Duration;

use toguna_sdk::{Code, Fault, LogId, ReadRange, Role, ShownKind, SpaceState, Suite};
use toguna_store::MemoryStore;
use toguna_tests::{Member, World};

/// Two members who are tried again and again.
struct Trial {
    world: World,
    amal: Member,
    beatrice: Member,
}

impl Trial {
    async fn begin() -> Self {
        let world = World::around(MemoryStore::new());
        let amal = world.member("Amal").await;
        let beatrice = world.member("Béatrice").await;
        Self {
            world,
            amal,
            beatrice,
        }
    }

    /// A new space with both in it.
    async fn space(&self, title: &str) -> LogId {
        let log = self.amal.founds_classical(title).await;
        self.amal.brings(log, &self.beatrice).await;
        log
    }

    /// KeyPackages are claimed a few times an hour only.
    async fn an_hour_later(&self) {
        self.world.clock.advance(Duration::from_hours(1));
        self.beatrice.syncs().await;
    }

    /// Both say a word and see the same.
    async fn converge(&self, amal: &Member, beatrice: &Member, log: LogId) {
        amal.syncs().await;
        beatrice.syncs().await;
        amal.says(log, "bien ?").await;
        beatrice.says(log, "bien").await;
        let seen = amal.sees(log).await;
        assert_eq!(seen, beatrice.sees(log).await);
        assert!(seen.ends_with(&["Amal: bien ?".to_owned(), "Béatrice: bien".to_owned()]));
    }
}

/// Plays `act` with the first write failing, then the second, until it passes without a fault. Returns the number of
/// points, after `check` of the device as it was opened afterwards.
async fn at_every_write<C, A, B>(
    what: &str,
    who: &Member,
    world: &World,
    mut act: impl FnMut(Member, u64) -> A,
    mut check: impl FnMut(Member, C, Result<(), Fault>) -> B,
) where
    A: Future<Output = (C, Member, Result<(), Fault>, bool)>,
    B: Future<Output = ()>,
{
    for n in 1u64.. {
        let (context, actor, result, struck) = act(who.reopened(world.options()), n).await;
        drop(actor);
        if !struck {
            result.expect("without a fault it passes");
            assert!(n > 1, "{what} writes something");
            #[expect(
                clippy::print_stderr,
                reason = "how many points there are belongs to the result"
            )]
            {
                eprintln!("{what}: a fault at each of {} writes", n - 1);
            }
            return;
        }
        check(who.reopened(world.options()), context, result).await;
    }
}

/// Arms the `n`-th write, acts, and says whether it was reached.
async fn strike<T>(
    who: &Member,
    n: u64,
    act: impl Future<Output = Result<T, Fault>>,
) -> (Result<(), Fault>, bool) {
    let before = who.client.writes_seen();
    who.client.fail_nth_write(n);
    let result = act.await.map(|_| ());
    let struck = who.client.writes_seen() - before >= n;
    who.client.fail_nth_write(0);
    (result, struck)
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_founding_a_space() {
    let trial = Trial::begin().await;
    let (world, amal) = (&trial.world, &trial.amal);
    let act = |who: Member, n| async move {
        let title = format!("Space {n}");
        let (result, struck) = strike(&who, n, who.client.create_space(&title, Suite::Classical)).await;
        (title, who, result, struck)
    };
    let check = |who: Member, title: String, _| async move {
        let there = |who: &Member| {
            let spaces = who.client.spaces().unwrap().into_iter();
            spaces.filter(|space| space.title == title).collect::<Vec<_>>()
        };
        if there(&who).is_empty() {
            who.client.create_space(&title, Suite::Classical).await.unwrap();
        }
        who.syncs().await;
        let spaces = there(&who);
        assert_eq!(spaces.len(), 1);
        assert_eq!(spaces[0].state, SpaceState::Active);
        who.says(spaces[0].log, "premier").await;
        assert_eq!(who.sees(spaces[0].log).await, ["Amal: premier"]);
    };
    at_every_write("founding", amal, world, act, check).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_inviting() {
    let trial = &Trial::begin().await;
    let act = |who: Member, n| async move {
        trial.an_hour_later().await;
        let log = who.founds_classical(&format!("Space {n}")).await;
        let handles = ["Béatrice".to_owned()];
        let invite = who.client.invite(log, &handles, Role::Contributor);
        let (result, struck) = strike(&who, n, invite).await;
        (log, who, result, struck)
    };
    let check = |who: Member, log: LogId, _| async move {
        who.syncs().await;
        let again = who
            .client
            .invite(log, &["Béatrice".to_owned()], Role::Contributor)
            .await;
        if let Err(fault) = again {
            assert_eq!(fault.is(), Code::AlreadyMember);
        }
        let space = who.client.space(log).unwrap();
        assert_eq!(
            (space.people.len(), space.summary.epoch.get()),
            (2, 1),
            "one intent, one commit"
        );
        trial.beatrice.syncs().await;
        let waiting = trial.beatrice.client.invitations().unwrap();
        assert_eq!(waiting.iter().filter(|i| i.log == log).count(), 1);
        trial.beatrice.client.accept(log).await.unwrap();
        trial.converge(&who, &trial.beatrice, log).await;
    };
    at_every_write("inviting", &trial.amal, &trial.world, act, check).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_accepting() {
    let trial = &Trial::begin().await;
    let act = |who: Member, n| async move {
        trial.an_hour_later().await;
        let log = trial.amal.founds_classical(&format!("Space {n}")).await;
        trial.amal.invites(log, &trial.beatrice).await;
        who.syncs().await;
        let (result, struck) = strike(&who, n, who.client.accept(log)).await;
        (log, who, result, struck)
    };
    let check = |who: Member, log: LogId, _| async move {
        let waiting = who.client.invitations().unwrap();
        if waiting.iter().any(|invitation| invitation.log == log) {
            who.client.accept(log).await.unwrap();
        }
        trial.converge(&trial.amal, &who, log).await;
        let shown = trial.amal.client.read(log, ReadRange::default()).unwrap();
        let arrived = shown
            .iter()
            .filter(|shown| shown.kind == ShownKind::Arrived && !shown.mine);
        assert_eq!(arrived.count(), 1, "one hello");
        assert_eq!(who.client.space(log).unwrap().summary.epoch.get(), 1);
    };
    at_every_write("accepting", &trial.beatrice, &trial.world, act, check).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_saying() {
    let trial = &Trial::begin().await;
    let log = trial.space("Monitoring").await;
    let act = |who: Member, n| async move {
        let word = format!("mot {n}");
        let (result, struck) = strike(&who, n, who.client.say(log, &word)).await;
        (word, who, result, struck)
    };
    let check = |who: Member, word: String, result: Result<(), Fault>| async move {
        who.syncs().await;
        let said = || async {
            trial
                .beatrice
                .sees(log)
                .await
                .iter()
                .filter(|w| w.ends_with(&word))
                .count()
        };
        match result.map_err(|fault| fault.is()) {
            Ok(()) | Err(Code::StillQueued) => {
                assert_eq!(said().await, 1, "a word in the outbox gets through")
            }
            Err(code) => {
                assert_eq!(code, Code::DiskFull);
                assert_eq!(said().await, 0, "a word that was refused is not said");
                who.says(log, &word).await;
                assert_eq!(said().await, 1);
            }
        }
        trial.converge(&who, &trial.beatrice, log).await;
    };
    at_every_write("saying", &trial.amal, &trial.world, act, check).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_receiving() {
    let trial = &Trial::begin().await;
    let log = trial.space("Monitoring").await;
    let act = |who: Member, n| async move {
        for word in ["un", "deux"] {
            trial.amal.says(log, &format!("{word} {n}")).await;
        }
        let (result, struck) = strike(&who, n, who.client.sync(None, |_| {})).await;
        (n, who, result, struck)
    };
    let check = |who: Member, n: u64, _| async move {
        let seen = who.sees(log).await;
        assert_eq!(
            seen.iter()
                .filter(|word| word.ends_with(&format!("un {n}")))
                .count(),
            1
        );
        assert_eq!(seen, trial.amal.sees(log).await);
        trial.converge(&trial.amal, &who, log).await;
    };
    at_every_write("receiving", &trial.beatrice, &trial.world, act, check).await;
}

// claim: CLM-CRASH-01
#[tokio::test(flavor = "multi_thread")]
async fn a34_merging_the_commit_of_another() {
    let trial = &Trial::begin().await;
    let celeste = &trial.world.member("Celeste").await;
    let log = trial.space("Monitoring").await;
    let act = |who: Member, n| async move {
        // In turn: a commit that adds somebody, and one that removes her and turns the era.
        if trial.amal.client.remove(log, "Celeste").await.is_err() {
            trial.an_hour_later().await;
            celeste.syncs().await;
            trial.amal.invites(log, celeste).await;
        }
        let (result, struck) = strike(&who, n, who.client.sync(None, |_| {})).await;
        (n, who, result, struck)
    };
    let check = |who: Member, _n, _| async move {
        who.syncs().await;
        let (here, there) = (
            who.client.space(log).unwrap(),
            trial.amal.client.space(log).unwrap(),
        );
        assert_eq!(
            (here.summary.epoch, here.people.len()),
            (there.summary.epoch, there.people.len())
        );
        trial.converge(&trial.amal, &who, log).await;
    };
    at_every_write("merging", &trial.beatrice, &trial.world, act, check).await;
}
