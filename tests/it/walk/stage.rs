// SPDX-License-Identifier: MIT OR Apache-2.0
//! The members and the relay of a walk, and how a step is done.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use toguna_sdk::{Code, Fault, LogId, Options, ReadRange, Role, Said, Seq, Shown, SpaceState};
use toguna_tests::{Member, Shelf, Tapped, Wire, World};
use toguna_types::SeededEntropy;
use tokio::sync::Notify;

use super::choice::chooses;
use super::deed::perform;
use super::model::{Model, Outcome};
use super::plain::plain;
use super::step::{Act, Random, Step, Trouble};
use super::weather::{Strike, Weather};

/// Members who stay; the first is always a steward.
pub(super) const CORE: usize = 6;
/// Members in all: the others come and go.
pub(super) const ALL: usize = 8;
/// What a deed may fail with under trouble, or because others were first.
const CLEAR: [Code; 7] = [
    Code::AlreadyMember,
    Code::MessageUnknown,
    Code::NotAllowed,
    Code::PersonUnknown,
    Code::RelayBusy,
    Code::RelayUnreachable,
    Code::StillQueued,
];
/// What a deed of somebody may fail with who comes and goes.
const CLEAR_TO_GUESTS: [Code; 3] = [Code::InvitationGone, Code::NotAMember, Code::SpaceUnknown];
/// After so long a step is taken to hang.
const PATIENCE: Duration = Duration::from_mins(10);
/// Steps that a failure tells.
const TOLD: usize = 40;

/// The members, the relay, and what should be seen.
pub(super) struct Stage<S: Shelf> {
    shelf: S,
    world: World,
    weather: Arc<Weather>,
    players: Vec<Player>,
    names: Vec<String>,
    log: LogId,
    model: Model,
    /// The walk begins after this place.
    start: Seq,
    entropy: Arc<SeededEntropy>,
    trail: Trail,
}

struct Player {
    member: Member,
    wire: Wire,
    cut: bool,
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
            let wire = world.wire.branch();
            let options = options(&world, &wire, &entropy);
            let member = world.member_with(&format!("M{n}"), options).await;
            players.push(Player {
                member,
                wire,
                cut: false,
            });
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
        let start = founder.client.read(log, ReadRange::default()).unwrap();
        let start = start.last().map_or(Seq::default(), |shown| shown.seq);
        let mut stage = Self {
            shelf,
            world,
            weather,
            players,
            names,
            log,
            model: Model::default(),
            start,
            entropy,
            trail: Trail {
                seed,
                count: 0,
                steps: VecDeque::new(),
            },
        };
        stage.rests().await;
        let shown = stage.sees(0);
        stage.start = shown.last().map_or(stage.start, |shown| shown.seq);
        stage
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
        }
    }

    async fn acts(&mut self, act: Act, trouble: Trouble) {
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

    /// Judges what a deed came to: under trouble it may fail, but only in a way that says what happened.
    fn ends(&mut self, act: &Act, outcome: &Outcome) {
        if let Some(Err(fault)) = outcome {
            let guest = act.who >= CORE;
            let clear = CLEAR.contains(&fault.is()) || (guest && CLEAR_TO_GUESTS.contains(&fault.is()));
            assert!(clear, "{act:?} failed in a way that it should not: {fault:?}");
        }
        self.trail.steps.push_back(format!(
            "   {}",
            match outcome {
                None => "killed".to_owned(),
                Some(Ok(said)) => format!("done {:?}", said.and_then(|said| said.seq)),
                Some(Err(fault)) => fault.to_string(),
            }
        ));
        self.model.ends(act, outcome);
    }

    fn doing(&self, act: &Act) -> impl Future<Output = Result<Option<Said>, Fault>> + use<S> {
        let client = self.players[act.who].member.client.clone();
        perform(client, self.log, act.deed.clone(), self.names.clone())
    }

    fn reopens(&mut self, who: usize) {
        let options = options(&self.world, &self.players[who].wire, &self.entropy);
        let member = self.players[who].member.reopened(options);
        self.players[who].member = member;
    }

    fn cuts(&mut self, who: usize) {
        self.players[who].wire.cut();
        self.players[who].cut = true;
    }

    fn mends(&mut self, who: usize) {
        self.players[who].wire.mend(&self.world.wire);
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
            player.wire.mend(&self.world.wire);
        }
    }

    async fn relay_restarts(&self) {
        self.relay_crashes();
        self.relay_comes_back().await;
    }

    /// Everything comes to rest, and everybody compares.
    pub(super) async fn rests(&mut self) {
        (0..ALL).for_each(|who| self.mends(who));
        let mut calm = 0;
        for round in 0.. {
            assert!(round < 60, "the space comes to rest");
            let mut moved = 0;
            for player in &self.players {
                let report = player.member.client.sync(None, |_| {}).await;
                let report = report.expect("who is in reach synchronises");
                moved += report.entries + report.sent;
            }
            self.world.clock.advance(Duration::from_secs(61)); // who waits a random minute has waited
            calm = if moved == 0 { calm + 1 } else { 0 };
            if calm == 2 {
                break;
            }
        }
        self.compare();
    }

    fn compare(&mut self) {
        let first = self.sees(0);
        let space = self.players[0].member.client.space(self.log).unwrap();
        let roles = self.roles(0);
        for who in 0..ALL {
            let client = &self.players[who].member.client;
            let Ok(other) = client.space(self.log) else {
                continue;
            };
            let summary = &other.summary;
            if who < CORE || summary.state == SpaceState::Active {
                assert_eq!(summary.state, SpaceState::Active, "M{who}");
                assert_eq!(summary.alarm, None, "M{who}");
                assert_eq!(summary.epoch, space.summary.epoch, "M{who}");
                assert_eq!(summary.title, space.summary.title, "M{who}");
                assert_eq!(other.policy, space.policy, "M{who}");
                assert_eq!(self.roles(who), roles, "M{who}");
            }
            if who < CORE {
                assert!(other.waiting.is_empty(), "M{who} has nothing left to say");
                let (seen, first) = (self.sees(who), &first);
                assert_eq!(plain(&seen), plain(first), "M{who} sees what M0 sees");
            } else {
                let all: BTreeMap<_, _> = first.iter().map(|shown| (shown.seq, shown)).collect();
                for shown in self.sees(who) {
                    let same = all.get(&shown.seq).map(|same| (same.author, same.message));
                    assert_eq!(
                        Some((shown.author, shown.message)),
                        same,
                        "M{who} sees nothing else"
                    );
                }
            }
        }
        self.model.agrees_on(&space.summary.title, &roles, CORE);
        self.model.agrees_with(&first, &self.names, CORE);
    }

    fn sees(&self, who: usize) -> Vec<Shown> {
        let range = ReadRange {
            after: Some(self.start),
            ..ReadRange::default()
        };
        self.players[who].member.client.read(self.log, range).unwrap()
    }

    fn roles(&self, who: usize) -> BTreeMap<usize, Role> {
        let space = self.players[who].member.client.space(self.log).unwrap();
        let place = |handle: Option<String>| self.names.iter().position(|name| Some(name) == handle.as_ref());
        let people = space.people.into_iter();
        people
            .map(|person| (place(person.handle).unwrap(), person.role))
            .collect()
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
