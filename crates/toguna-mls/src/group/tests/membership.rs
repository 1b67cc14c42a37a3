// SPDX-License-Identifier: MIT OR Apache-2.0
//! Members come, go, come back and renew their keys in any order, on real groups: after every commit the leaves are those
//! of a model that knows nothing but the rule of RFC 9420 §12.1, "leftmost free leaf".

use std::collections::BTreeMap;

use toguna_types::{AccountId, Suite};

use super::world::*;
use crate::rules::Role;
use crate::{Change, EngineFault};

/// Who holds which leaf.
type Model = BTreeMap<u32, AccountId>;

/// Numbers that look random and come again with the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap().checked_rem(n).unwrap()
    }
}

struct Space {
    log: Log,
    members: Vec<Member>,
    model: Model,
}

impl Space {
    fn founded() -> Self {
        let founder = Member::new();
        Self {
            log: founder.found(Suite::Classical),
            model: Model::from([(0, founder.account())]),
            members: vec![founder],
        }
    }

    /// `by` commits; the others follow; who goes is dropped; who comes joins.
    fn commits(&mut self, by: usize, change: Change, guests: Vec<Member>) {
        let staged = self.members[by].stage(&self.log, change).unwrap();
        let (payload, at) = self.log.take(&staged);
        self.members[by].merge_own(&staged, at).unwrap();
        for (n, member) in self.members.iter().enumerate() {
            let stays = self.model.values().any(|account| *account == member.account());
            if n != by && stays {
                member.receive(&payload, at).unwrap();
            }
        }
        self.members
            .retain(|member| self.model.values().any(|account| *account == member.account()));
        for guest in guests {
            guest.join(&staged, at).unwrap();
            self.members.push(guest);
        }
    }

    fn removed(&mut self, accounts: &[AccountId]) {
        self.model.retain(|_, account| !accounts.contains(account));
    }

    fn added(&mut self, account: AccountId) {
        let free = (0..).find(|index| !self.model.contains_key(index)).unwrap();
        self.model.insert(free, account);
    }

    /// Every member's group is the model's: its leaves, and the same secrets.
    fn holds(&self, what: &str) {
        let first = self.members[0].authenticator();
        for member in &self.members {
            let leaves = member.with_group(|_, group| {
                let leaves = &group.view()?.leaves;
                Ok::<_, EngineFault>(
                    leaves
                        .iter()
                        .map(|(index, leaf)| (*index, leaf.account()))
                        .collect::<Model>(),
                )
            });
            assert_eq!(leaves.unwrap(), self.model, "{what}");
            assert_eq!(member.authenticator(), first, "{what}");
        }
    }

    fn step(&mut self, dice: &mut Dice) -> &'static str {
        let by = dice.below(self.members.len());
        let others = self.members.len().saturating_sub(1);
        match dice.below(8) {
            0..=2 if others < 9 => {
                let guests: Vec<Member> = (0..=dice.below(3)).map(|_| Member::new()).collect();
                let packages = guests.iter().map(|guest| {
                    let package = verified(&guest.key_package(Suite::Classical), Suite::Classical);
                    (package, Role::Steward)
                });
                let change = Change::Add(packages.collect());
                // Their leaves are theirs once the commit is merged, in the order of the commit.
                let accounts: Vec<AccountId> = guests.iter().map(Member::account).collect();
                accounts.into_iter().for_each(|account| self.added(account));
                self.commits(by, change, guests);
                "somebody came"
            }
            3..=5 if others > 0 => {
                let mut gone: Vec<AccountId> = (0..=dice.below(others.min(4)))
                    .map(|_| self.members[dice.below(self.members.len())].account())
                    .filter(|account| *account != self.members[by].account())
                    .collect();
                gone.sort_unstable();
                gone.dedup();
                if gone.is_empty() {
                    return "nothing";
                }
                self.removed(&gone);
                let change = Change::Remove {
                    accounts: gone,
                    evidence: vec![],
                };
                self.commits(by, change, Vec::new());
                "somebody went"
            }
            6 => {
                self.commits(by, Change::UpdateKeys, Vec::new());
                "somebody renewed keys"
            }
            _ => {
                self.commits(by, Change::RenewLeaf, Vec::new());
                "somebody renewed the leaf"
            }
        }
    }
}

// claim: CLM-MEMB-01
#[test]
fn a29_after_any_comings_and_goings_the_tree_holds_whom_an_independent_model_says() {
    let mut widest = 0;
    for seed in 1..=4 {
        let (mut space, mut dice) = (Space::founded(), Dice(seed));
        for n in 0..24 {
            let what = space.step(&mut dice);
            space.holds(&format!("seed {seed}, step {n}: {what}"));
            widest = widest.max(*space.model.keys().last().unwrap());
        }
    }
    assert!(widest >= 8, "the trees never grew: {widest}");
}

// claim: CLM-MEMB-01
#[test]
fn a29_a_leaf_that_went_with_a_shrunken_tree_does_not_come_back_when_it_grows() {
    let mut space = Space::founded();
    let come = |space: &mut Space, n: usize| {
        for _ in 0..n {
            let guest = Member::new();
            let package = verified(&guest.key_package(Suite::Classical), Suite::Classical);
            space.added(guest.account());
            space.commits(0, Change::Add(vec![(package, Role::Steward)]), vec![guest]);
            space.holds("somebody came");
        }
    };
    come(&mut space, 5);
    // The right half goes, in one commit and so does the tree's width; then it grows over the same leaves again.
    let gone: Vec<AccountId> = space.model.range(1..).map(|(_, account)| *account).collect();
    space.removed(&gone);
    let change = Change::Remove {
        accounts: gone.clone(),
        evidence: vec![],
    };
    space.commits(0, change, Vec::new());
    space.holds("all others went");
    come(&mut space, 5);
    assert!(
        gone.iter()
            .all(|account| !space.model.values().any(|there| there == account))
    );
    space.commits(3, Change::UpdateKeys, Vec::new());
    space.holds("a new one renewed its keys");
}
