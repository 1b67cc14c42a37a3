// SPDX-License-Identifier: MIT OR Apache-2.0
//! What happens next in a walk: how often what is tried, and by whom.

use std::time::Duration;

use toguna_sdk::{Newcomers, Role};

use super::model::{Model, text};
use super::stage::{ALL, CORE, SHARED};
use super::step::{Act, Deed, Falsehood, Lie, Random, Step, Trouble};

/// What happens next.
pub(super) fn chooses(model: &mut Model, random: &mut Random) -> Step {
    match random.below(100) {
        0..=4 => Step::Reopens(random.below(ALL)),
        5..=6 => Step::RelayRestarts,
        7..=10 => Step::Cuts(random.below(ALL)),
        11..=20 => Step::Mends(random.below(ALL)),
        21..=26 => {
            let most = if random.percent(10) { 12 * 3600 } else { 120 };
            Step::Waits(Duration::from_secs(
                u64::try_from(1 + random.below(most)).unwrap(),
            ))
        }
        27..=28 => Step::Lies(lie(model, random)),
        29..=30 => Step::Follows(random.below(CORE), act(model, random, None)),
        _ => {
            let first = act(model, random, None);
            let mut other = act(model, random, Some(first.who));
            if first.who == SHARED && random.percent(30) {
                other = act_of(model, random, SHARED);
                other.second = !first.second;
            }
            Step::Acts(first, Trouble::some(random, Some(other)))
        }
    }
}

fn lie(model: &mut Model, random: &mut Random) -> Lie {
    let to = 1 + random.below(CORE - 1); // the first member brings in who takes the place of others
    let speaker = (to + 1 + random.below(CORE - 1)) % CORE;
    let other = (0..CORE).find(|who| ![to, speaker].contains(who)).unwrap();
    let what = *random.one(&Falsehood::ALL).unwrap();
    let mut meanwhile = Vec::new();
    for _ in 0..if what.retells() { 0 } else { random.below(4) } {
        meanwhile.push(if random.percent(40) {
            act_of(model, random, to)
        } else {
            act(model, random, Some(to))
        });
    }
    Lie {
        to,
        honest: [speaker, other],
        what,
        meanwhile,
        silence: random.percent(25),
    }
}

fn act(model: &mut Model, random: &mut Random, not: Option<usize>) -> Act {
    let mut who = random.below(ALL);
    if Some(who) == not {
        who = (who + 1) % ALL;
    }
    act_of(model, random, who)
}

fn act_of(model: &mut Model, random: &mut Random, who: usize) -> Act {
    let second = who == SHARED && random.percent(50);
    let deed = if who < CORE {
        deed(model, random, who)
    } else {
        guest(model, random, who)
    };
    Act { who, second, deed }
}

fn guest(model: &mut Model, random: &mut Random, who: usize) -> Deed {
    match random.below(100) {
        0..=39 => Deed::Accepts,
        40..=44 if model.may_be_inside(who) => Deed::Leaves,
        45..=89 if model.may_be_inside(who) => Deed::Says(model.new_word(who)),
        _ => Deed::Syncs,
    }
}

fn deed(model: &mut Model, random: &mut Random, who: usize) -> Deed {
    let guest = CORE + random.below(ALL - CORE);
    let standing = model.standing();
    let any = random.one(&standing).copied();
    let own: Vec<_> = standing
        .into_iter()
        .filter(|(word, _)| model.is_by(*word, who))
        .collect();
    let own = random.one(&own).copied();
    match (random.below(100), any, own) {
        (0..=34, _, _) => Deed::Says(model.new_word(who)),
        (35..=39, _, _) => Deed::Queues(model.new_word(who)),
        (40..=47, Some((_, message)), _) => {
            let sign = if random.percent(50) { "🌱" } else { "✓" };
            Deed::Reacts(message, sign, random.percent(70))
        }
        (48..=55, _, Some((word, message))) => {
            let text = format!("{} e{}", text(word), random.below(1_000_000));
            Deed::Edits(word, message, text)
        }
        (56..=58, _, Some((word, message))) => Deed::Deletes(word, message),
        (59..=64, _, _) => Deed::Renames(format!("Marche {}", random.below(1_000_000))),
        (65..=70, _, _) => Deed::UpdatesKeys,
        (71..=72, _, _) => Deed::Heals,
        (73..=74, _, _) => Deed::ChangesNewcomers(if random.percent(50) {
            Newcomers::FromJoin
        } else {
            Newcomers::Full
        }),
        (75..=82, _, _) => Deed::Invites(guest),
        (83..=85, _, _) if who == 0 => Deed::Removes(guest),
        (86..=90, _, _) if who == 0 => {
            let role = if random.percent(50) {
                Role::Steward
            } else {
                Role::Contributor
            };
            Deed::SetsRole(1 + random.below(CORE - 1), role)
        }
        _ => Deed::Syncs,
    }
}
