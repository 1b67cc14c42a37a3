// SPDX-License-Identifier: MIT OR Apache-2.0
//! What may happen in a walk, and the generator that decides what does.

use std::time::Duration;

use toguna_sdk::{MessageId, Newcomers, Role};

/// A generator that gives the same numbers for the same seed (SplitMix64).
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap().max(1);
        usize::try_from(self.next() % end).unwrap()
    }

    /// Whether something of so many per cent happens.
    pub(super) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of these.
    pub(super) fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

/// One step.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A member does something, under some trouble.
    Acts(Act, Trouble),
    /// A member's program ends and is opened again.
    Reopens(usize),
    /// The relay is killed and comes back over the same store.
    RelayRestarts,
    /// A member's wire is cut, for now.
    Cuts(usize),
    /// A member's wire is whole again.
    Mends(usize),
    /// Time passes.
    Waits(Duration),
    /// A program that follows is opened beside a member's other ones, while somebody acts.
    Follows(usize, Act),
    /// The relay lies.
    Lies(Lie),
}

/// A lie of the relay, from its beginning to its end.
#[derive(Clone, Debug)]
pub(super) struct Lie {
    /// Who is lied to.
    pub(super) to: usize,
    /// Who are shown the truth and speak.
    pub(super) honest: [usize; 2],
    pub(super) what: Falsehood,
    /// What who is lied to, and others, do meanwhile.
    pub(super) meanwhile: Vec<Act>,
    /// Nobody says a word for a day, so that only heartbeats cross.
    pub(super) silence: bool,
}

/// What the relay does instead of showing the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Falsehood {
    /// Leaves an entry out.
    Drops,
    /// Exchanges two entries.
    Exchanges,
    /// Puts this member's words into a log of their own.
    Forks,
    /// None: it tells the truth.
    None,
    /// Shows an entry twice.
    Repeats,
    /// Shows other bytes in an entry's place.
    Replaces,
    /// Shows the log as it was before.
    RollsBack,
    /// Changes a bit of an entry.
    Spoils,
    /// Shows nothing that comes.
    Withholds,
}

impl Falsehood {
    pub(super) const ALL: [Self; 9] = [
        Self::Drops,
        Self::Exchanges,
        Self::Forks,
        Self::None,
        Self::Repeats,
        Self::Replaces,
        Self::RollsBack,
        Self::Spoils,
        Self::Withholds,
    ];

    /// Whether it tells entries otherwise than they are.
    pub(super) const fn retells(self) -> bool {
        matches!(
            self,
            Self::Drops | Self::Exchanges | Self::Repeats | Self::Replaces | Self::Spoils
        )
    }
}

/// What a member does.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) who: usize,
    /// Whether it is done in the second program on its home, if there are two.
    pub(super) second: bool,
    pub(super) deed: Deed,
}

impl Act {
    /// Somebody does something.
    pub(super) const fn of(who: usize, deed: Deed) -> Self {
        Self {
            who,
            second: false,
            deed,
        }
    }
}

/// A deed.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    Accepts,
    ChangesNewcomers(Newcomers),
    Deletes(usize, MessageId),
    Edits(usize, MessageId, String),
    Heals,
    Invites(usize),
    Leaves,
    Queues(usize),
    Reacts(MessageId, &'static str, bool),
    Removes(usize),
    Renames(String),
    Says(usize),
    SetsRole(usize, Role),
    Syncs,
    UpdatesKeys,
}

/// What befalls a request. `After(n)` is after so many moments at the store's door: each request has one before it
/// is stored and one after, when its answer is not on its way yet.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    /// None.
    None,
    /// The wire breaks, and is whole again at once.
    Snaps(After),
    /// The wire breaks and stays broken.
    Cuts(After),
    /// The member's program is killed, and opened again.
    Crashes(After),
    /// The relay is killed, and comes back.
    RelayDies(After),
    /// Every append and commit reaches the store twice.
    Twice,
    /// The first append or commit waits at the store's door while somebody else acts.
    Overtaken(Box<Act>),
}

/// After so many moments.
pub(super) type After = usize;

impl Trouble {
    /// Some trouble, or none.
    pub(super) fn some(random: &mut Random, other: Option<Act>) -> Self {
        let after = 1 + random.below(10);
        match (random.below(100), other) {
            (0..=7, _) => Self::Snaps(after),
            (8..=13, _) => Self::Cuts(after),
            (14..=20, _) => Self::Crashes(after),
            (21..=23, _) => Self::RelayDies(after),
            (24..=33, _) => Self::Twice,
            (34..=45, Some(act)) => Self::Overtaken(Box::new(act)),
            _ => Self::None,
        }
    }
}
