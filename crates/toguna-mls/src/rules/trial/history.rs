// SPDX-License-Identifier: MIT OR Apache-2.0
//! Whole histories of random commits, against a model that keeps nothing but sets and knows no tree.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use toguna_auth::Signed;
use toguna_types::{Epoch, Seq};

use crate::rules::world::*;
use crate::rules::{
    CommitKind, CommitView, Committer, ContextChange, Evidence, GroupView, LeafView, Openness, Policy, Role,
    Roster, judge,
};

const PEOPLE: Person = 6;
const DEVICES: u8 = 2;

/// A random attempt; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
struct Attempt {
    committer: u32,
    from_outside: bool,
    adds: Vec<(Person, u8)>,
    /// Leaves to go; with a leave signed first or not, and whom it names.
    removes: Vec<(u32, Option<Option<Person>>)>,
    roles: Vec<(Person, Option<Role>)>,
    honest: bool,
    era: bool,
}

fn arb_role() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Reader), Just(Role::Contributor), Just(Role::Steward)]
}

fn arb_attempt() -> impl Strategy<Value = Attempt> {
    let person = 0..PEOPLE;
    let device = 0..DEVICES;
    let successor = prop::option::of(person.clone());
    (
        0u32..12,
        prop::bool::weighted(0.1),
        prop::collection::vec((person.clone(), device), 0..3),
        prop::collection::vec((0u32..12, prop::option::weighted(0.7, successor)), 0..3),
        prop::collection::vec((person, prop::option::of(arb_role())), 0..3),
        prop::bool::weighted(0.7),
        any::<bool>(),
    )
        .prop_map(
            |(committer, from_outside, adds, removes, roles, honest, era)| Attempt {
                committer,
                from_outside,
                adds,
                removes,
                roles,
                honest,
                era,
            },
        )
}

/// What the model knows of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seat {
    person: Person,
    device: u8,
    nth: u8,
}

/// The space as sets.
#[derive(Clone, Debug)]
struct Model {
    seats: BTreeSet<Seat>,
    roles: BTreeMap<Person, Role>,
    open: bool,
    /// How many leaves each device has had, so that no key comes twice.
    made: BTreeMap<(Person, u8), u8>,
}

impl Model {
    fn people(&self) -> BTreeSet<Person> {
        self.seats.iter().map(|seat| seat.person).collect()
    }

    fn role(&self, person: Person) -> Role {
        self.roles.get(&person).copied().unwrap_or(Role::Contributor)
    }
}

/// An attempt in both languages: what is judged, and what the model is told.
struct Told {
    commit: CommitView,
    evidence: Evidence,
    actor: Seat,
    removed: BTreeSet<Seat>,
    added: Vec<Seat>,
    roles: BTreeMap<Person, Role>,
    /// Seats whose leave holds, with the successor named.
    released: BTreeMap<Seat, Option<Person>>,
}

fn seat_leaf(seat: Seat) -> LeafView {
    nth_leaf(seat.person, seat.device, seat.nth)
}

fn seats(group: &GroupView, model: &Model) -> BTreeMap<u32, Seat> {
    let by_key: BTreeMap<_, _> = model
        .seats
        .iter()
        .map(|seat| (seat_leaf(*seat).leaf_key, *seat))
        .collect();
    group
        .leaves
        .iter()
        .map(|(index, leaf)| (*index, by_key[&leaf.leaf_key]))
        .collect()
}

fn tell(group: &GroupView, model: &Model, attempt: &Attempt) -> Told {
    let seats = seats(group, model);
    let indices: Vec<u32> = seats.keys().copied().collect();
    let pick = |n: u32| indices[usize::try_from(n).unwrap() % indices.len()];
    let fresh = |person: Person, device: u8| Seat {
        person,
        device,
        nth: model.made.get(&(person, device)).copied().unwrap_or(0),
    };
    let committer = pick(attempt.committer);
    let mut removes: BTreeMap<u32, _> = attempt
        .removes
        .iter()
        .map(|(n, leave)| (pick(*n), leave))
        .collect();
    if attempt.honest && !attempt.from_outside {
        removes.remove(&committer);
    }
    let removed: BTreeSet<Seat> = removes.keys().map(|index| seats[index]).collect();
    let wanted: BTreeSet<(Person, u8)> = attempt.adds.iter().copied().collect();
    let mut added: Vec<Seat> = wanted.iter().map(|(p, d)| fresh(*p, *d)).collect();

    let (mut evidence, mut released) = (Evidence::none(), BTreeMap::new());
    for (index, successor) in &removes {
        let Some(successor) = successor else { continue };
        let seat = seats[index];
        let mut words = leave_words(seat.person, *successor);
        words.leaf_keys = vec![seat_leaf(seat).leaf_key];
        let key = leaf_key(seat.person, seat.device, seat.nth);
        released.insert(seat, *successor);
        evidence.leaves.push(Signed::sign(&key, &words).unwrap());
    }

    let (actor, mut commit) = if attempt.from_outside {
        let actor = added.pop().unwrap_or_else(|| fresh(0, 0));
        (actor, CommitView::of_joiner(seat_leaf(actor)))
    } else {
        (
            seats[&committer],
            CommitView::of_member(committer, seat_leaf(seats[&committer])),
        )
    };
    if attempt.from_outside {
        added.clear();
    }
    let roles = planned(model, attempt, &removed, &added, &released);
    commit.adds = added.iter().map(|seat| seat_leaf(*seat)).collect();
    commit.removes = removes.into_keys().collect();
    commit.kind = if attempt.era && !attempt.from_outside {
        CommitKind::Era
    } else {
        CommitKind::Plain
    };
    if roles != model.roles {
        let policy = Policy {
            roles: roles
                .iter()
                .map(|(person, role)| (account(*person), *role))
                .collect(),
            ..group.policy.clone()
        };
        commit.context = Some(ContextChange::Policy(policy));
    }
    Told {
        commit,
        evidence,
        actor,
        removed,
        added,
        roles,
        released,
    }
}

/// The roles a commit proposes: what they must become, or, where it is not honest, whatever comes to mind.
fn planned(
    model: &Model,
    attempt: &Attempt,
    removed: &BTreeSet<Seat>,
    added: &[Seat],
    released: &BTreeMap<Seat, Option<Person>>,
) -> BTreeMap<Person, Role> {
    let wishes: BTreeMap<Person, Option<Role>> = attempt.roles.iter().copied().collect();
    let after = people_after(model, removed, added);
    let mut roles = model.roles.clone();
    roles.retain(|person, _| after.contains(person));
    for seat in added {
        if !model.people().contains(&seat.person) {
            let wish = wishes.get(&seat.person).copied().flatten();
            roles.insert(seat.person, wish.unwrap_or(Role::Reader));
        }
    }
    if !roles.values().any(|role| *role == Role::Steward)
        && let Some(heirs) = heirs(model, removed, &roles, released)
    {
        roles.extend(heirs.into_iter().map(|heir| (heir, Role::Steward)));
    }
    if !attempt.honest {
        for (person, wish) in wishes {
            match wish {
                Some(role) => roles.insert(person, role),
                None => roles.remove(&person),
            };
        }
    }
    roles
}

fn people_after(model: &Model, removed: &BTreeSet<Seat>, added: &[Seat]) -> BTreeSet<Person> {
    model
        .seats
        .difference(removed)
        .chain(added)
        .map(|seat| seat.person)
        .collect()
}

/// Who must follow the last steward, by the model's lights; it knows no leaf index, so that it answers only
/// where a leave names somebody who stays.
fn heirs(
    model: &Model,
    removed: &BTreeSet<Seat>,
    roles: &BTreeMap<Person, Role>,
    released: &BTreeMap<Seat, Option<Person>>,
) -> Option<BTreeSet<Person>> {
    let stay: BTreeSet<Person> = model.seats.difference(removed).map(|seat| seat.person).collect();
    let named: BTreeSet<Person> = released
        .iter()
        .filter(|(seat, _)| model.roles.get(&seat.person) == Some(&Role::Steward))
        .filter(|(seat, _)| !stay.contains(&seat.person) && !roles.contains_key(&seat.person))
        .filter_map(|(seat, successor)| successor.filter(|successor| *successor != seat.person))
        .filter(|successor| stay.contains(successor))
        .collect();
    (!named.is_empty()).then_some(named)
}

/// The model's own verdict, from DESIGN §4 and not from the table; `None` where it does not know.
fn allowed(model: &Model, told: &Told) -> Option<bool> {
    let after = people_after(model, &told.removed, &told.added);
    let joining = told.commit.committer == Committer::External;
    let devices: Vec<(Person, u8)> = model
        .seats
        .difference(&told.removed)
        .chain(&told.added)
        .chain(joining.then_some(&told.actor))
        .map(|seat| (seat.person, seat.device))
        .collect();
    if devices.iter().collect::<BTreeSet<_>>().len() != devices.len() {
        return Some(false);
    }
    if joining {
        let own = |seat: &Seat| (seat.person, seat.device) == (told.actor.person, told.actor.device);
        return Some(model.open && told.roles == model.roles && told.removed.iter().all(own));
    }
    let fits = told.roles.keys().all(|person| after.contains(person))
        && (model.open || told.roles.len() == after.len())
        && told.roles.values().any(|role| *role == Role::Steward);
    let new: BTreeSet<Person> = after.difference(&model.people()).copied().collect();
    if !fits || told.removed.contains(&told.actor) || new.iter().any(|p| !told.roles.contains_key(p)) {
        return Some(false);
    }
    let role = model.role(told.actor.person);
    if role == Role::Steward {
        return Some(true);
    }
    let removes = told
        .removed
        .iter()
        .all(|seat| seat.person == told.actor.person || told.released.contains_key(seat));
    let adds = told.added.iter().all(|seat| {
        seat.person == told.actor.person
            || (new.contains(&seat.person)
                && role == Role::Contributor
                && told.roles.get(&seat.person) != Some(&Role::Steward))
    });
    if !removes || !adds {
        return Some(false);
    }
    let mut due = model.roles.clone();
    due.retain(|person, _| after.contains(person));
    for person in &new {
        due.insert(*person, told.roles[person]);
    }
    if !due.values().any(|role| *role == Role::Steward) {
        let heirs = heirs(model, &told.removed, &due, &told.released)?;
        due.extend(heirs.into_iter().map(|heir| (heir, Role::Steward)));
    }
    Some(due == told.roles)
}

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

            // The fold, on sets.
            let before = model.people();
            model.seats.retain(|seat| !told.removed.contains(seat));
            let arrived = told.added.iter().copied()
                .chain((told.commit.committer == Committer::External).then_some(told.actor));
            for seat in arrived {
                model.seats.insert(seat);
                model.made.insert((seat.person, seat.device), seat.nth + 1);
            }
            model.roles = told.roles;
            let now = model.people();

            let ids = |people: BTreeSet<Person>| people.into_iter().map(account).collect::<BTreeSet<_>>();
            prop_assert_eq!(judged.removed_accounts.iter().copied().collect::<BTreeSet<_>>(), ids(&before - &now));
            prop_assert_eq!(judged.joined_accounts.iter().copied().collect::<BTreeSet<_>>(), ids(&now - &before));
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
        // Whoever holds only the steps knows the same members and the same tip.
        let mut leaves = BTreeMap::new();
        let mut entries = BTreeMap::new();
        for step in &steps {
            leaves.retain(|index, _| !step.outs.contains(index));
            leaves.extend(step.ins.iter().map(|leaf| (leaf.index, leaf.leaf_key)));
            for change in &step.roles {
                match change.role {
                    Some(role) => entries.insert(change.account, role),
                    None => entries.remove(&change.account),
                };
            }
        }
        let stand: BTreeMap<u32, _> = group.leaves.iter().map(|(index, leaf)| (*index, leaf.leaf_key)).collect();
        prop_assert_eq!(leaves, stand);
        prop_assert_eq!(&entries, &group.policy.roles);
        let (start, _) = Roster::start(&founded(open).0).unwrap();
        let again = steps[1..].iter().try_fold(start, |roster, step| roster.after(step)).unwrap();
        prop_assert_eq!(again, here);
        prop_assert!(group.epoch >= Epoch::new(7));
    }
}
