// SPDX-License-Identifier: MIT OR Apache-2.0
//! Whole histories of random commits, against a model that keeps nothing but sets.

use std::collections::btree_set::Difference;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use toguna_types::{AccountId, Seq};

use super::model::{Model, Seat, allowed, arb_attempt, seat_leaf, tell};
use crate::rules::world::*;
use crate::rules::{CommitKind, GroupView, Openness, Role, Roster, RosterStep, judge};

fn founded(open: bool) -> (GroupView, Model) {
    let openness = if open {
        Openness::Network
    } else {
        Openness::Confidential
    };
    let group = space(
        openness,
        &[
            (AMAL, Role::Steward),
            (BINTA, Role::Contributor),
            (CHEIKH, Role::Reader),
        ],
    );
    let seat = |person| Seat {
        person,
        device: 0,
        nth: 0,
    };
    let model = Model {
        seats: [AMAL, BINTA, CHEIKH].map(seat).into(),
        roles: roles(&group.policy),
        open,
        made: [AMAL, BINTA, CHEIKH].map(|person| ((person, 0), 1)).into(),
    };
    (group, model)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    // claim: CLM-MEMB-01
    #[test]
    fn after_any_history_the_members_are_those_whom_the_rules_let_in(
        open in any::<bool>(),
        attempts in prop::collection::vec(arb_attempt(), 1..24),
    ) {
        let (mut group, mut model) = founded(open);
        let (mut here, first) = Roster::start(&group).unwrap();
        let mut steps = vec![first];
        for (place, attempt) in (1u64..).zip(&attempts) {
            let told = tell(&group, &model, attempt);
            let verdict = judge(&group, &told.commit, &told.evidence);
            if let Some(allowed) = allowed(&model, &told) {
                prop_assert_eq!(verdict.is_ok(), allowed, "{:?}", verdict.err());
            }
            let Ok(judged) = verdict else { continue };

            let before = model.people();
            model.fold(&told);
            let now = model.people();
            prop_assert_eq!(set(&judged.removed_accounts), ids(before.difference(&now)));
            prop_assert_eq!(set(&judged.joined_accounts), ids(now.difference(&before)));
            prop_assert_eq!(judged.turns_era, !told.removed.is_empty() || told.commit.kind == CommitKind::Era);
            let step = judged.step(here.era, Seq::new(place));
            here = here.after(&step).unwrap();
            steps.push(step);
            group = judged.into_view();
            let stand: BTreeSet<_> = group.leaves.values().map(|leaf| leaf.leaf_key).collect();
            let expected: BTreeSet<_> = model.seats.iter().map(|seat| seat_leaf(*seat).leaf_key).collect();
            prop_assert_eq!(stand, expected);
            prop_assert_eq!(roles(&group.policy), model.roles.clone());
            prop_assert_eq!(group.check(), Ok(()));
        }
        follows_from_the_steps(&group, here, &steps)?;
    }
}

/// Whoever holds only the steps knows the same members, the same roles and the same tip.
fn follows_from_the_steps(
    group: &GroupView,
    here: Roster,
    steps: &[RosterStep],
) -> Result<(), TestCaseError> {
    let mut leaves = BTreeMap::new();
    let mut entries = BTreeMap::new();
    for step in steps {
        leaves.retain(|index, _| !step.outs.contains(index));
        leaves.extend(step.ins.iter().map(|leaf| (leaf.index, leaf.leaf_key)));
        for change in &step.roles {
            match change.role {
                Some(role) => entries.insert(change.account, role),
                None => entries.remove(&change.account),
            };
        }
    }
    let stand: BTreeMap<u32, _> = group
        .leaves
        .iter()
        .map(|(index, leaf)| (*index, leaf.leaf_key))
        .collect();
    prop_assert_eq!(leaves, stand);
    prop_assert_eq!(&entries, &group.policy.roles);
    let (start, _) = Roster::start(&founded(group.policy.openness == Openness::Network).0).unwrap();
    let again = steps[1..]
        .iter()
        .try_fold(start, |roster, step| roster.after(step));
    prop_assert_eq!(again, Ok(here));
    Ok(())
}

fn ids(people: Difference<'_, Person>) -> BTreeSet<AccountId> {
    people.copied().map(account).collect()
}

fn set(accounts: &[AccountId]) -> BTreeSet<AccountId> {
    accounts.iter().copied().collect()
}
