// SPDX-License-Identifier: MIT OR Apache-2.0
//! Lies of the relay: told, and reported once a word crosses or a day has passed.
//!
//! | lie | what shows it | afterwards |
//! |---|---|---|
//! | withholds, rolls back | this device's own word or heartbeat; at once | it goes on where it stood |
//! | drops, exchanges, repeats, replaces, spoils | the next word of who has read farther | its log stays another one |
//! | forks | the next word that crosses, or the truth | its log stays another one |
//!
//! Whose log stays another one is removed, and somebody new comes.

use std::time::Duration;

use toguna_sdk::{Code, Seq};
use toguna_store::{Logs as _, MemoryStore, Told};
use toguna_tests::{EvilRelay, Shelf, crosses};
use toguna_types::Class;

use super::model::Outcome;
use super::plain::plain;
use super::stage::Stage;
use super::step::{Act, Deed, Falsehood, Lie};

/// How a lie is reported to who acts.
const REPORTS: [Code; 3] = [Code::RelayForked, Code::RelayLied, Code::SpaceInDoubt];

impl<S: Shelf> Stage<S> {
    /// The relay lies to somebody, and is found out.
    pub(super) async fn lies(&mut self, lie: Lie) {
        let Some(truth) = self.shelf.forks() else { return };
        let (to, what) = (lie.to, lie.what);
        for who in [lie.honest[0], lie.honest[1], to] {
            self.mends(who);
            self.reads(who).await;
        }
        let evil = EvilRelay::over(&self.world, &truth);
        let start = end_of(&truth, self).await;
        let mut told = match what {
            Falsehood::Forks => Telling::of(Some(evil.splits(&self.world))),
            Falsehood::None => Telling::of(None),
            Falsehood::RollsBack => self.rolls_back(&lie, &evil).await,
            Falsehood::Withholds => {
                evil.freezes(self.log);
                Telling::of(None)
            }
            Falsehood::Drops
            | Falsehood::Exchanges
            | Falsehood::Repeats
            | Falsehood::Replaces
            | Falsehood::Spoils => self.retells(&lie, &evil, start).await,
        };
        self.players[to].liar = Some(evil);
        self.mends(to);
        let mut reported = self.meanwhile(&lie).await;
        if !what.retells() {
            for _ in 0..2 {
                self.says(lie.honest[0]).await;
            }
        }
        reported |= self.crosses(&lie, &mut told, &truth, start).await;
        self.judges(&lie, told.shows, reported).await;
        self.is_honest(&lie, &told, start).await;
    }

    /// Somebody synchronises; whether that went well.
    async fn reads(&self, who: usize) -> bool {
        let report = self.players[who].member.client.sync(None, |_| {}).await;
        report.is_ok()
    }

    /// Somebody says a word; its place.
    async fn says(&mut self, who: usize) -> Option<Seq> {
        self.mends(who);
        self.reads(who).await;
        let deed = Deed::Says(self.model.new_word(who));
        match self.acts_plainly(Act::of(who, deed)).await {
            Some(Ok(said)) => said.and_then(|said| said.seq),
            Some(Err(_)) | None => None,
        }
    }

    /// The log is shown without its newest entry, which was read already.
    async fn rolls_back(&mut self, lie: &Lie, evil: &EvilRelay) -> Telling {
        let newest = self.says(lie.honest[0]).await;
        let read = self.reads(lie.to).await;
        let mut told = Telling::of(None);
        evil.shows(self.log, |entries| {
            told.shows = read && place(entries.len()) == newest && entries.pop().is_some();
        });
        told
    }

    /// Two members talk; then the log is shown otherwise, where that breaks no commit.
    async fn retells(&mut self, lie: &Lie, evil: &EvilRelay, start: Seq) -> Telling {
        let [one, other] = lie.honest;
        let mut newest = None;
        for who in [one, other, one, other] {
            newest = self.says(who).await;
        }
        let mut told = Telling::of(None);
        evil.shows(self.log, |entries| {
            told.shows = place(entries.len()) == newest && retold(entries, start, lie.what);
            told.parts = told.shows;
        });
        told
    }

    /// What who is lied to, and others, do meanwhile; whether a fault reported the lie.
    async fn meanwhile(&mut self, lie: &Lie) -> bool {
        let mut reported = false;
        for act in lie.meanwhile.clone() {
            if act.who == lie.to && lie.what != Falsehood::None {
                reported |= self.acts_deceived(act, lie.what).await;
            } else {
                self.acts_plainly(act).await;
            }
        }
        reported
    }

    /// Somebody does something who is lied to; whether a fault reported the lie. What comes of it nobody knows.
    async fn acts_deceived(&mut self, act: Act, what: Falsehood) -> bool {
        self.model.begins(&act);
        let outcome = self.doing(&act).await;
        let fault = outcome.as_ref().err().map(toguna_sdk::Fault::is);
        let reported = fault.is_some_and(|code| REPORTS.contains(&code));
        self.notes(format!("{act:?} under a lie: {fault:?}"));
        let known: Outcome = (!reported && what != Falsehood::Forks).then_some(outcome);
        self.ends(&act, &known);
        reported
    }

    /// A word crosses, or a day passes. Returns whether a fault reported the lie.
    async fn crosses(&mut self, lie: &Lie, told: &mut Telling, truth: &MemoryStore, start: Seq) -> bool {
        let mut reported = false;
        match (lie.what, told.other.clone()) {
            (Falsehood::Withholds, _) if lie.silence => {
                self.world.clock.advance(Duration::from_hours(25));
                for _ in 0..12 {
                    self.reads(lie.to).await;
                    self.world.clock.advance(Duration::from_mins(10)); // each device waits its turn
                }
                told.shows = true;
            }
            (Falsehood::Withholds, _) => {
                let word = Deed::Says(self.model.new_word(lie.to));
                reported = self.acts_deceived(Act::of(lie.to, word), lie.what).await;
                told.shows = true;
            }
            (_, Some(other)) => {
                if !commits_after(truth, self, start) && !commits_after(&other, self, start) {
                    crosses(&self.world, self.log, truth, &other).await;
                    told.shows = true;
                }
                told.parts = end_of(&other, self).await > start;
            }
            _ => {}
        }
        reported
    }

    /// What who is lied to sees otherwise than it is was reported, and nothing was that is true.
    async fn judges(&mut self, lie: &Lie, shows: bool, mut reported: bool) {
        let to = lie.to;
        self.reads(to).await;
        reported |= self.is_alarmed(to);
        self.notes(format!("reported: {reported}"));
        if lie.what == Falsehood::None {
            assert!(!reported, "nobody lied to M{to}");
            return;
        }
        assert!(!shows || reported, "M{to} is told that the relay lied");
        self.mends(0);
        self.reads(0).await;
        let since = self.players[to].since;
        let changed = plain(&self.sees(to, since)) != plain(&self.sees(0, since));
        let unknowable = lie.what == Falsehood::Forks && !shows;
        assert!(
            !changed || reported || unknowable,
            "M{to} sees another log and does not know"
        );
    }

    /// The relay shows the truth again: who was only kept from it goes on, and somebody new comes for who believed
    /// another log.
    async fn is_honest(&mut self, lie: &Lie, told: &Telling, start: Seq) {
        let to = lie.to;
        self.players[to].liar = None;
        self.mends(to);
        let well = self.reads(to).await;
        if told.parts {
            assert!(
                !well || self.is_alarmed(to),
                "M{to} does not take one log for another, after {start:?}"
            );
            self.replaces(to).await;
            return;
        }
        self.players[to]
            .member
            .client
            .settle_alarm(self.log)
            .await
            .unwrap();
        self.reads(to).await;
        assert!(!self.is_alarmed(to), "M{to} goes on");
    }

    fn is_alarmed(&self, who: usize) -> bool {
        let space = self.players[who].member.client.space(self.log).unwrap();
        space.summary.alarm.is_some()
    }
}

/// How a lie is told.
#[derive(Debug)]
struct Telling {
    /// The log that a member's words go into.
    other: Option<MemoryStore>,
    /// The next word that crosses must show it.
    shows: bool,
    /// The two logs stay two.
    parts: bool,
}

impl Telling {
    const fn of(other: Option<MemoryStore>) -> Self {
        Self {
            other,
            shows: false,
            parts: false,
        }
    }
}

/// Tells what comes after a place otherwise; whether it could.
fn retold(entries: &mut Vec<Told>, start: Seq, what: Falsehood) -> bool {
    let at = usize::try_from(start.get()).unwrap() + 1;
    let tail = entries.get(at - 1..).unwrap_or_default();
    let plain = |told: &Told| told.class == Class::Message && told.payload.is_some();
    if tail.len() < 4 || !tail.iter().all(plain) {
        return false;
    }
    match what {
        Falsehood::Drops => drop(entries.remove(at)),
        Falsehood::Exchanges => entries.swap(at, at - 1),
        Falsehood::Repeats => entries.insert(at + 1, entries[at].clone()),
        Falsehood::Replaces => entries[at] = Told::new(Class::Message, entries[at].epoch, vec![7; 300]),
        Falsehood::Spoils => {
            let payload = entries[at].payload.as_mut().unwrap();
            let middle = payload.len() / 2;
            payload[middle] ^= 1;
        }
        Falsehood::Forks | Falsehood::None | Falsehood::RollsBack | Falsehood::Withholds => return false,
    }
    true
}

/// The place of the last of so many entries.
fn place(entries: usize) -> Option<Seq> {
    Some(Seq::new(u64::try_from(entries).unwrap()))
}

async fn end_of<S: Shelf>(store: &MemoryStore, stage: &Stage<S>) -> Seq {
    let state = store.log_state(stage.log).await.unwrap().unwrap();
    state.head.seq
}

/// Whether a log has a commit after a place.
fn commits_after<S: Shelf>(store: &MemoryStore, stage: &Stage<S>, start: Seq) -> bool {
    let mut commits = false;
    let look = |entries: &mut Vec<Told>| {
        let after = usize::try_from(start.get()).unwrap();
        commits = entries[after..].iter().any(|told| told.class == Class::Commit);
    };
    store.fork().unwrap().retell(stage.log, look).unwrap();
    commits
}
