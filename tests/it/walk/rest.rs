// SPDX-License-Identifier: MIT OR Apache-2.0
//! How a walk comes to rest, and how everybody compares.

use std::collections::BTreeMap;
use std::time::Duration;

use toguna_sdk::{ReadRange, Role, Seq, Shown, SpaceState};
use toguna_tests::Shelf;

use super::plain::plain;
use super::stage::{ALL, CORE, Stage};

impl<S: Shelf> Stage<S> {
    /// Everything comes to rest, and everybody compares.
    pub(super) async fn rests(&mut self) {
        self.comes_to_rest().await;
        self.compare();
    }

    /// Everybody reads and says what there is, until there is no more.
    pub(super) async fn comes_to_rest(&mut self) {
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
    }

    /// The place of the newest thing that is seen.
    pub(super) fn end(&self) -> Seq {
        self.sees(0, Seq::default())
            .last()
            .map_or(Seq::default(), |shown| shown.seq)
    }

    fn compare(&mut self) {
        let first = self.sees(0, self.players[0].since);
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
                let since = self.players[who].since;
                let after = first.partition_point(|shown| shown.seq <= since);
                let (seen, first) = (self.sees(who, since), &first[after..]);
                assert_eq!(plain(&seen), plain(first), "M{who} sees what M0 sees");
            } else {
                let all: BTreeMap<_, _> = first.iter().map(|shown| (shown.seq, shown)).collect();
                for shown in self.sees(who, self.players[0].since) {
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
        self.model.agrees_with(&first, CORE);
    }

    /// What a member sees after a place.
    pub(super) fn sees(&self, who: usize, after: Seq) -> Vec<Shown> {
        let range = ReadRange {
            after: Some(after),
            ..ReadRange::default()
        };
        self.players[who].member.client.read(self.log, range).unwrap()
    }

    fn roles(&self, who: usize) -> BTreeMap<usize, Role> {
        let space = self.players[who].member.client.space(self.log).unwrap();
        let place = |handle: Option<String>| {
            self.model
                .names()
                .iter()
                .position(|name| Some(name) == handle.as_ref())
        };
        let people = space.people.into_iter();
        people
            .map(|person| (place(person.handle).unwrap(), person.role))
            .collect()
    }
}
