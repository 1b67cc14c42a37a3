// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ids, roles and states: their names for programs, their words for people.

use std::time::Duration;

use data_encoding::HEXLOWER;
use toguna_sdk::{Alarm, Doubt, HistoryState, Lifetime, LogId, Newcomers, Role, SpaceState, Suite};

use crate::catalogue::{Arg, Catalogue};

/// An id in full, in hexadecimal.
pub(crate) fn hex(id: &[u8]) -> String {
    HEXLOWER.encode(id)
}

/// The beginning of a space's id, as people type it.
pub(crate) fn short(log: LogId) -> String {
    hex(log.as_bytes()).chars().take(8).collect()
}

/// A role's stable name.
pub(crate) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Reader => "reader",
        Role::Contributor => "contributor",
        Role::Steward => "steward",
    }
}

/// A role in words.
pub(crate) fn role(catalogue: &Catalogue, role: Option<Role>) -> String {
    catalogue.text(match role {
        Some(Role::Reader) => "role-reader",
        Some(Role::Contributor) => "role-contributor",
        Some(Role::Steward) => "role-steward",
        None => "role-none",
    })
}

/// The role with this name.
pub(crate) fn parse_role(name: &str) -> Option<Role> {
    [Role::Reader, Role::Contributor, Role::Steward]
        .into_iter()
        .find(|role| role_name(*role) == name)
}

/// A state's stable name.
pub(crate) const fn state_name(state: SpaceState) -> &'static str {
    match state {
        SpaceState::Founding => "founding",
        SpaceState::Joining => "joining",
        SpaceState::Active => "active",
        SpaceState::Closed => "closed",
        SpaceState::Leaving => "leaving",
        SpaceState::Left => "left",
        SpaceState::Removed => "removed",
        SpaceState::Succeeded => "succeeded",
        SpaceState::Wedged => "wedged",
    }
}

/// A state in words.
pub(crate) fn state(catalogue: &Catalogue, state: SpaceState) -> String {
    catalogue.text(match state {
        SpaceState::Founding => "state-founding",
        SpaceState::Joining => "state-joining",
        SpaceState::Active => "state-active",
        SpaceState::Closed => "state-closed",
        SpaceState::Leaving => "state-leaving",
        SpaceState::Left => "state-left",
        SpaceState::Removed => "state-removed",
        SpaceState::Succeeded => "state-succeeded",
        SpaceState::Wedged => "state-wedged",
    })
}

/// What newcomers may read, by stable name.
pub(crate) const NEWCOMERS: [(&str, Newcomers); 2] =
    [("full", Newcomers::Full), ("from-join", Newcomers::FromJoin)];

/// How far the time before a device is known, by stable name.
pub(crate) const HISTORY_STATES: [(&str, HistoryState); 3] = [
    ("reading", HistoryState::Reading),
    ("refused", HistoryState::Refused),
    ("whole", HistoryState::Whole),
];

/// How long messages may live, by stable name.
pub(crate) const LIFETIMES: [(&str, Lifetime); 6] = [
    ("keep", Lifetime::Keep),
    ("1d", Lifetime::Day),
    ("7d", Lifetime::Week),
    ("30d", Lifetime::Month),
    ("90d", Lifetime::Quarter),
    ("365d", Lifetime::Year),
];

/// The value with this name.
pub(crate) fn named<T: Copy>(table: &[(&'static str, T)], name: &str) -> Option<T> {
    table
        .iter()
        .find_map(|(known, value)| (*known == name).then_some(*value))
}

/// The name of this value.
pub(crate) fn name_of<T: PartialEq>(table: &[(&'static str, T)], value: T) -> &'static str {
    table
        .iter()
        .find_map(|(name, known)| (*known == value).then_some(*name))
        .unwrap_or("unknown")
}

/// What newcomers may read, in words.
pub(crate) fn newcomers(catalogue: &Catalogue, newcomers: Newcomers) -> String {
    catalogue.text(match newcomers {
        Newcomers::Full => "newcomers-full",
        Newcomers::FromJoin => "newcomers-from-join",
    })
}

/// How long messages live, in words.
pub(crate) fn lifetime(catalogue: &Catalogue, lifetime: Lifetime) -> String {
    match lifetime.length() {
        Some(length) => span(catalogue, length),
        None => catalogue.text("lifetime-keep"),
    }
}

/// A span of time, in hours or days.
pub(crate) fn span(catalogue: &Catalogue, span: Duration) -> String {
    let hours = span.as_secs() / 3_600;
    let (id, count) = if hours >= 48 && hours.is_multiple_of(24) {
        ("span-days", hours / 24)
    } else {
        ("span-hours", hours)
    };
    catalogue.with(id, &[("count", Arg::Number(count))])
}

/// A suite's stable name.
pub(crate) const fn suite_name(suite: Suite) -> &'static str {
    match suite {
        Suite::PostQuantum => "post-quantum",
        Suite::Classical => "classical",
    }
}

/// A suite in words.
pub(crate) fn suite(catalogue: &Catalogue, suite: Suite) -> String {
    catalogue.text(match suite {
        Suite::PostQuantum => "suite-post-quantum",
        Suite::Classical => "suite-classical",
    })
}

/// A handle for a sentence, or a word for one that is not known.
pub(crate) fn handle<'a>(catalogue: &Catalogue, handle: Option<&'a str>) -> Arg<'a> {
    match handle {
        Some(handle) => Arg::Theirs(handle),
        None => Arg::Own(catalogue.text("word-unknown")),
    }
}

/// Why a successor is not followed without being asked, by stable name.
pub(crate) const fn doubt_name(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Competing => "competing",
        Doubt::NotASteward => "not-a-steward",
        Doubt::NotAsAgreed => "not-as-agreed",
        Doubt::NotVerified => "not-verified",
        Doubt::NotStopped => "not-stopped",
    }
}

/// Why a successor is not followed without being asked, in words.
pub(crate) fn doubt(catalogue: &Catalogue, doubt: Option<Doubt>) -> String {
    catalogue.text(match doubt {
        Some(Doubt::Competing) => "out-doubt-competing",
        Some(Doubt::NotASteward) => "out-doubt-not-a-steward",
        Some(Doubt::NotAsAgreed) => "out-doubt-not-as-agreed",
        Some(Doubt::NotVerified) => "out-doubt-not-verified",
        Some(Doubt::NotStopped) => "out-doubt-not-stopped",
        None => "out-doubt-none",
    })
}

/// What an alarm says, and whom it accuses.
pub(crate) fn alarm(catalogue: &Catalogue, alarm: &Alarm) -> String {
    let what = catalogue.text(&format!("alarm-{}", alarm.code.code()));
    match &alarm.accused {
        Some(who) => {
            // Somebody whose handle this device has never heard is told by the account: an operator knows whose it is.
            let account = hex(who.account.as_bytes());
            let who = Arg::Theirs(who.handle.as_deref().unwrap_or(&account));
            catalogue.with("out-alarm-by", &[("what", Arg::Own(what)), ("who", who)])
        }
        None => what,
    }
}
