// SPDX-License-Identifier: MIT OR Apache-2.0
//! The members and the relay of a walk, and how a step is done.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use toguna_sdk::{Code, Fault, LogId, Options, Role, Said, Seq};
use toguna_tests::{EvilRelay, Member, Shelf, Tapped, Wire, World};
use toguna_types::SeededEntropy;
use tokio::sync::Notify;

use super::choice::chooses;
use super::deed::perform;
use super::model::{Model, Outcome};
use super::step::{Act, Random, Step, Trouble};
use super::weather::{Strike, Weather};

/// Members who stay; the first is always a steward.
pub(super) const CORE: usize = 6;
/// Members in all: the others come and go.
pub(super) const ALL: usize = 8;
/// The member on whose home two programs run.
pub(super) const SHARED: usize = 1;
/// What a deed may fail with under trouble, or because others were first.
const CLEAR: [Code; 8] = [
    Code::AlreadyMember,
    Code::MessageUnknown,
    Code::NotAllowed,
    Code::PersonUnknown,
    Code::RelayBusy,
    Code::RelayUnreachable,
    Code::StillQueued,
    Code::Unconfirmed,
];
/// What a deed of somebody may fail with who comes and goes.
const CLEAR_TO_GUESTS: [Code; 3] = [Code::InvitationGone, Code::NotAMember, Code::SpaceUnknown];
/// After so long a step is taken to hang.
const PATIENCE: Duration = Duration::from_mins(10);
/// Steps that a failure tells.
const TOLD: usize = 40;

/// The members, the relay, and what should be seen.
pub(super) struct Stage<S: Shelf> {
    pub(super) shelf: S,
    pub(super) world: World,
    weather: Arc<Weather>,
    pub(super) players: Vec<Player>,
    pub(super) log: LogId,
    pub(super) model: Model,
    entropy: Arc<SeededEntropy>,
    trail: Trail,
}

/// A member, and the way from it to the relay.
pub(super) struct Player {
    pub(super) member: Member,
    /// A second program on the same home.
    second: Option<Member>,
    wire: Wire,
    cut: bool,
    /// The relay that lies to this member, if one does.
    pub(super) liar: Option<EvilRelay>,
    /// What stands in the log up to here is not compared.
    pub(super) since: Seq,
}

/// What was done last, told if the walk fails.
struct Trail {
    seed: u64,
    count: usize,
    steps: VecDeque<String>,
}

impl Drop for Trail {
    #[expect(clippy::print_stderr, reason = "how a failed walk is walked again")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            for step in &self.steps {
                eprintln!("  {step}");
            }
            eprintln!(
                "the walk failed after {} steps; again: TOGUNA_SEED={}",
                self.count, self.seed
            );
        }
    }
}

impl<S: Shelf> Stage<S> {
    /// Six members in one space, and two who are not in it yet.
    pub(super) async fn new(shelf: S, seed: u64) -> Self {
        let weather = Arc::new(Weather::default());
        let world = World::around(Tapped::new(shelf.open().await, weather.clone()));
        let entropy = Arc::new(SeededEntropy::new(seed));
        let mut players = Vec::new();
        for n in 0..ALL {
            players.push(Player::new(&world, &entropy, n, n).await);
        }
        let names: Vec<String> = players.iter().map(|player| player.member.name.clone()).collect();
        let log = players[0].member.founds_classical("Marche").await;
        let founder = &players[0].member;
        founder
            .client
            .invite(log, &names[1..CORE], Role::Contributor)
            .await
            .unwrap();
        for player in &players[1..CORE] {
            player.member.accepts().await;
        }
        let mut stage = Self {
            shelf,
            world,
            weather,
            players,
            log,
            model: Model::of(names),
            entropy,
            trail: Trail {
                seed,
                count: 0,
                steps: VecDeque::new(),
            },
        };
        stage.comes_to_rest().await;
        let since = stage.end();
        stage.players.iter_mut().for_each(|player| player.since = since);
        stage.rests().await;
        stage
    }

    /// Somebody new takes a member's place: who believed a lie that cannot be taken back has fallen out with the
    /// others for good.
    pub(super) async fn replaces(&mut self, who: usize) {
        self.mends(0);
        let old = self.players[who].member.clone();
        let first = self.players[0].member.clone();
        first.syncs().await;
        first.client.remove(self.log, &old.name).await.unwrap();
        let number = ALL + self.trail.count;
        self.players[who] = Player::new(&self.world, &self.entropy, who, number).await;
        let new = self.players[who].member.clone();
        self.model.replaces(who, &new.name);
        first.brings(self.log, &new).await;
        self.comes_to_rest().await;
        self.players[who].since = self.end();
        drop(std::fs::remove_dir_all(old.home)); // room for who comes
    }

    /// What happens next.
    pub(super) fn chooses(&mut self, random: &mut Random) -> Step {
        chooses(&mut self.model, random)
    }

    /// Does a step.
    pub(super) async fn does(&mut self, step: Step) {
        self.trail.count += 1;
        if self.trail.steps.len() == TOLD {
            self.trail.steps.pop_front();
        }
        self.trail
            .steps
            .push_back(format!("{}: {step:?}", self.trail.count));
        let done = tokio::time::timeout(PATIENCE, self.takes(step)).await;
        done.expect("a step ends within ten minutes");
    }

    async fn takes(&mut self, step: Step) {
        match step {
            Step::Acts(act, trouble) => self.acts(act, trouble).await,
            Step::Reopens(who) => self.reopens(who),
            Step::RelayRestarts => self.relay_restarts().await,
            Step::Cuts(who) => self.cuts(who),
            Step::Mends(who) => self.mends(who),
            Step::Waits(time) => self.world.clock.advance(time),
            Step::Follows(who, act) => self.follows(who, act).await,
            Step::Lies(lie) => self.lies(lie).await,
        }
    }

    pub(super) async fn acts(&mut self, act: Act, trouble: Trouble) {
        self.model.begins(&act);
        let wire = self.players[act.who].wire.clone();
        let struck = Arc::new(Notify::new());
        let doing = self.doing(&act);
        tokio::pin!(doing);
        let outcome: Outcome = match trouble {
            Trouble::None => Some(doing.await),
            Trouble::Snaps(after) => {
                self.weather.strike(after, Strike::Snap(wire));
                Some(doing.await)
            }
            Trouble::Cuts(after) => {
                self.weather.strike(after, Strike::Cut(wire));
                let outcome = doing.await;
                self.cuts(act.who);
                Some(outcome)
            }
            Trouble::Twice => {
                self.weather.repeat();
                Some(doing.await)
            }
            Trouble::Crashes(after) => {
                self.weather.strike(after, Strike::Tell(struck.clone()));
                tokio::select! {
                    biased;
                    () = struck.notified() => None,
                    outcome = &mut doing => Some(outcome),
                }
            }
            Trouble::RelayDies(after) => {
                self.weather.strike(after, Strike::Tell(struck.clone()));
                let early = tokio::select! {
                    biased;
                    () = struck.notified() => None,
                    outcome = &mut doing => Some(outcome),
                };
                self.relay_crashes();
                let outcome = match early {
                    Some(outcome) => outcome,
                    None => doing.await,
                };
                self.relay_comes_back().await;
                Some(outcome)
            }
            Trouble::Overtaken(other) => {
                let held = self.weather.hold();
                let early = tokio::select! {
                    biased;
                    outcome = &mut doing => Some(outcome),
                    () = held.waits.notified() => None,
                };
                self.weather.clear(); // only one request waits
                self.model.begins(&other);
                let between = Some(self.doing(&other).await);
                self.ends(&other, &between);
                held.goes_on.notify_one();
                match early {
                    Some(outcome) => Some(outcome),
                    None => Some(doing.await),
                }
            }
        };
        self.weather.clear();
        if outcome.is_none() {
            self.reopens(act.who);
        }
        self.ends(&act, &outcome);
    }

    /// Somebody does something, and nothing befalls it.
    pub(super) async fn acts_plainly(&mut self, act: Act) -> Outcome {
        self.model.begins(&act);
        let outcome = Some(self.doing(&act).await);
        self.ends(&act, &outcome);
        outcome
    }

    /// Judges what a deed came to: under trouble it may fail, but only in a way that says what happened.
    pub(super) fn ends(&mut self, act: &Act, outcome: &Outcome) {
        if let Some(Err(fault)) = outcome {
            let guest = act.who >= CORE;
            let clear = CLEAR.contains(&fault.is()) || (guest && CLEAR_TO_GUESTS.contains(&fault.is()));
            assert!(clear, "{act:?} failed in a way that it should not: {fault:?}");
        }
        self.notes(match outcome {
            None => "killed".to_owned(),
            Some(Ok(said)) => format!("done {:?}", said.and_then(|said| said.seq)),
            Some(Err(fault)) => fault.to_string(),
        });
        self.model.ends(act, outcome);
    }

    /// Writes something down that is told if the walk fails.
    pub(super) fn notes(&mut self, what: impl std::fmt::Display) {
        self.trail.steps.push_back(format!("   {what}"));
    }

    pub(super) fn doing(&self, act: &Act) -> impl Future<Output = Result<Option<Said>, Fault>> + use<S> {
        let player = &self.players[act.who];
        let second = player.second.as_ref().filter(|_| act.second);
        let client = second.unwrap_or(&player.member).client.clone();
        perform(client, self.log, act.deed.clone(), self.model.names().to_vec())
    }

    /// Every program on a home is killed, and opened again.
    fn reopens(&mut self, who: usize) {
        let member = self.opens(who);
        self.players[who].second = self.players[who].second.is_some().then(|| self.opens(who));
        self.players[who].member = member;
    }

    /// Another program on a member's home.
    pub(super) fn opens(&self, who: usize) -> Member {
        let options = options(&self.world, &self.players[who].wire, &self.entropy);
        self.players[who].member.reopened(options)
    }

    fn cuts(&mut self, who: usize) {
        self.players[who].wire.cut();
        self.players[who].cut = true;
    }

    pub(super) fn mends(&mut self, who: usize) {
        self.players[who].mends(&self.world);
        self.players[who].cut = false;
    }

    fn relay_crashes(&self) {
        self.world.crashes();
        self.players.iter().for_each(|player| player.wire.cut());
    }

    async fn relay_comes_back(&self) {
        let store = Tapped::new(self.shelf.open().await, self.weather.clone());
        self.world.restart(store);
        for player in self.players.iter().filter(|player| !player.cut) {
            player.mends(&self.world);
        }
    }

    async fn relay_restarts(&self) {
        self.relay_crashes();
        self.relay_comes_back().await;
    }
}

impl Player {
    /// Somebody with a wire of its own.
    async fn new(world: &World, entropy: &Arc<SeededEntropy>, place: usize, number: usize) -> Self {
        let wire = world.wire.branch();
        let member = world
            .member_with(&format!("M{number}"), options(world, &wire, entropy))
            .await;
        let second = (place == SHARED).then(|| member.reopened(options(world, &wire, entropy)));
        Self {
            member,
            second,
            wire,
            cut: false,
            liar: None,
            since: Seq::default(),
        }
    }

    /// The wire leads to the relay, or to who lies in its stead.
    fn mends(&self, world: &World) {
        self.wire
            .mend(self.liar.as_ref().map_or(&world.wire, EvilRelay::wire));
    }
}

/// Options of a member on a wire: the walk's own randomness, and no patience with a relay that is gone.
fn options(world: &World, wire: &Wire, entropy: &Arc<SeededEntropy>) -> Options {
    Options {
        entropy: entropy.clone(),
        wait: Duration::from_secs(2), // a newcomer's word waits until somebody confirms what it was shown
        ..world.options_on(wire)
    }
}
