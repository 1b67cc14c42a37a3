// SPDX-License-Identifier: MIT OR Apache-2.0
//! The model for random histories: a space as sets of seats, which knows no tree and reads no table.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use toguna_auth::Signed;

use crate::rules::world::*;
use crate::rules::{
    CommitKind, CommitView, Committer, ContextChange, Evidence, GroupView, LeafView, Policy, Role,
};

const PEOPLE: Person = 6;
pub(super) const DEVICES: u8 = 2;

/// A random attempt; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
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

pub(super) fn arb_attempt() -> impl Strategy<Value = Attempt> {
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
pub(super) struct Seat {
    pub(super) person: Person,
    pub(super) device: u8,
    pub(super) nth: u8,
}

/// The space as sets.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) seats: BTreeSet<Seat>,
    pub(super) roles: BTreeMap<Person, Role>,
    pub(super) open: bool,
    /// How many leaves each device has had, so that no key comes twice.
    pub(super) made: BTreeMap<(Person, u8), u8>,
}

impl Model {
    pub(super) fn people(&self) -> BTreeSet<Person> {
        self.seats.iter().map(|seat| seat.person).collect()
    }

    /// Takes over what an accepted commit did.
    pub(super) fn fold(&mut self, told: &Told) {
        self.seats.retain(|seat| !told.removed.contains(seat));
        for seat in told.added.iter().chain(told.joins().then_some(&told.actor)) {
            self.seats.insert(*seat);
            let made = self.made.entry((seat.person, seat.device)).or_default();
            *made = made.saturating_add(1);
        }
        self.roles.clone_from(&told.roles);
    }

    fn role(&self, person: Person) -> Role {
        self.roles.get(&person).copied().unwrap_or(Role::Contributor)
    }
}

/// An attempt in both languages: what is judged, and what the model is told.
pub(super) struct Told {
    pub(super) commit: CommitView,
    pub(super) evidence: Evidence,
    pub(super) actor: Seat,
    pub(super) removed: BTreeSet<Seat>,
    pub(super) added: Vec<Seat>,
    pub(super) roles: BTreeMap<Person, Role>,
    /// Seats whose leave holds, with the successor named.
    pub(super) released: BTreeMap<Seat, Option<Person>>,
}

impl Told {
    pub(super) fn joins(&self) -> bool {
        self.commit.committer == Committer::External
    }
}

pub(super) fn seat_leaf(seat: Seat) -> LeafView {
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

pub(super) fn tell(group: &GroupView, model: &Model, attempt: &Attempt) -> Told {
    let seats = seats(group, model);
    let indices: Vec<u32> = seats.keys().copied().collect();
    let pick = |n: u32| *indices.iter().cycle().nth(usize::try_from(n).unwrap()).unwrap();
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
        commit.context = Some(ContextChange::Policy(Box::new(policy)));
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

/// The model's own verdict, from docs/protocol.md and not from the table; `None` where it does not know.
pub(super) fn allowed(model: &Model, told: &Told) -> Option<bool> {
    let after = people_after(model, &told.removed, &told.added);
    let joining = told.joins();
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
