// SPDX-License-Identifier: MIT OR Apache-2.0
//! One entry of a space, as people and programs see it.

use serde::Serialize;
use toguna_sdk::{Agreed, LogId, Shown, ShownKind, Waiting, Who, WhoAmI};

use crate::catalogue::{Arg, Catalogue};
use crate::fault::Fault;
use crate::output::{Output, Style};
use crate::words::{self, LIFETIMES, NEWCOMERS, hex, role_name};
use crate::{moment, neutral};

#[derive(Serialize)]
struct Row<'a> {
    space: String,
    seq: Option<u64>,
    kind: &'static str,
    author: String,
    handle: Option<&'a str>,
    mine: bool,
    written: String,
    text: &'a str,
    joined: Vec<WhoRow<'a>>,
    left: Vec<WhoRow<'a>>,
    agreed: Vec<AgreedRow<'a>>,
    message: Option<String>,
    queued: bool,
}

#[derive(Serialize)]
struct WhoRow<'a> {
    account: String,
    handle: Option<&'a str>,
}

/// What is agreed on now; one of the values is there.
#[derive(Default, Serialize)]
struct AgreedRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<WhoRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    newcomers: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifetime: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    era_max_age_seconds: Option<u64>,
}

impl<'a> AgreedRow<'a> {
    fn of(agreed: &'a Agreed) -> Self {
        let mut row = Self::default();
        match agreed {
            Agreed::Role(who, role) => {
                row.account = Some(WhoRow::of(who));
                row.role = Some(role_name(*role));
            }
            Agreed::Title(title) => row.title = Some(title),
            Agreed::Newcomers(newcomers) => row.newcomers = Some(words::name_of(&NEWCOMERS, *newcomers)),
            Agreed::Lifetime(lifetime) => row.lifetime = Some(words::name_of(&LIFETIMES, *lifetime)),
            Agreed::EraMaxAge(age) => row.era_max_age_seconds = Some(age.as_secs()),
        }
        row
    }
}

impl<'a> WhoRow<'a> {
    fn of(who: &'a Who) -> Self {
        Self {
            account: hex(who.account.as_bytes()),
            handle: who.handle.as_deref(),
        }
    }
}

/// Writes one entry; where several spaces are followed, `title` says which it is from.
pub(crate) fn show(out: &Output, log: LogId, title: Option<&str>, shown: &Shown) -> Result<(), Fault> {
    if out.json() {
        return out.row(&row(log, shown));
    }
    let words = out.catalogue();
    let when = out.styled(Style::Faint, &words.code(&moment::here(shown.written)));
    let place = match title {
        Some(title) => format!("{}  ", neutral::line(title, words.around())),
        None => String::new(),
    };
    if shown.kind != ShownKind::Said {
        for event in events(words, shown) {
            out.line(&format!("{when}  {place}{}", out.styled(Style::Faint, &event)))?;
        }
        return Ok(());
    }
    let who = out.styled(Style::Bold, &author(words, shown));
    speech(out, &format!("{when}  {place}{who}"), &shown.text)
}

fn row(log: LogId, shown: &Shown) -> Row<'_> {
    let (kind, joined, left, agreed) = match &shown.kind {
        ShownKind::Said => ("said", &[][..], &[][..], &[][..]),
        ShownKind::Arrived => ("arrived", &[][..], &[][..], &[][..]),
        ShownKind::Members { joined, left, agreed } => {
            let kind = if joined.is_empty() && left.is_empty() {
                "agreed"
            } else {
                "members"
            };
            (kind, joined.as_slice(), left.as_slice(), agreed.as_slice())
        }
        ShownKind::Unknown => ("unknown", &[][..], &[][..], &[][..]),
    };
    Row {
        space: hex(log.as_bytes()),
        seq: Some(shown.seq.get()),
        kind,
        author: hex(shown.author.as_bytes()),
        handle: shown.handle.as_deref(),
        mine: shown.mine,
        written: moment::utc(shown.written),
        text: &shown.text,
        joined: joined.iter().map(WhoRow::of).collect(),
        left: left.iter().map(WhoRow::of).collect(),
        agreed: agreed.iter().map(AgreedRow::of).collect(),
        message: shown.message.map(|id| hex(id.as_bytes())),
        queued: false,
    }
}

/// Writes one of our own words that still waits in the outbox: it has no place in the log yet.
pub(crate) fn show_waiting(out: &Output, log: LogId, me: &WhoAmI, waiting: &Waiting) -> Result<(), Fault> {
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            seq: None,
            kind: "said",
            author: hex(me.account.as_bytes()),
            handle: Some(&me.handle),
            mine: true,
            written: moment::utc(waiting.written),
            text: &waiting.text,
            joined: Vec::new(),
            agreed: Vec::new(),
            left: Vec::new(),
            message: Some(hex(waiting.message.as_bytes())),
            queued: true,
        });
    }
    let words = out.catalogue();
    let when = out.styled(Style::Faint, &words.code(&moment::here(waiting.written)));
    let who = out.styled(Style::Bold, &words.text("word-you"));
    let queued = out.styled(Style::Warning, &format!("({})", words.text("word-queued")));
    speech(out, &format!("{when}  {who} {queued}"), &waiting.text)
}

/// A text after who said it and when, its other lines under its first.
fn speech(out: &Output, before: &str, text: &str) -> Result<(), Fault> {
    let mut lines = neutral::lines(text, out.catalogue().around()).into_iter();
    let first = lines.next().unwrap_or_default();
    out.line(&format!("{before}: {first}"))?;
    lines.try_for_each(|line| out.line(&format!("{INDENT}{line}")))
}

/// Who an entry is from, in words.
fn author(words: &Catalogue, shown: &Shown) -> String {
    match (&shown.handle, shown.mine) {
        (_, true) => words.text("word-you"),
        (Some(handle), false) => neutral::line(handle, words.around()),
        (None, false) => words.text("word-unknown"),
    }
}

/// What happened, in words.
fn events(words: &Catalogue, shown: &Shown) -> Vec<String> {
    let who = ("who", Arg::Own(author(words, shown)));
    let people = |people: &[Who]| {
        let names = people.iter().map(|one| match &one.handle {
            Some(handle) => neutral::line(handle, words.around()),
            None => words.text("word-unknown"),
        });
        ("people", Arg::Own(names.collect::<Vec<_>>().join(words.comma())))
    };
    match &shown.kind {
        ShownKind::Arrived => vec![words.with("event-arrived", &[who])],
        ShownKind::Members { joined, left, agreed } => {
            let mut events = Vec::new();
            if !joined.is_empty() {
                events.push(words.with("event-joined", &[who, people(joined)]));
            }
            if !left.is_empty() {
                events.push(words.with("event-gone", &[people(left)]));
            }
            let who = author(words, shown);
            events.extend(agreed.iter().map(|agreed| agreement(words, &who, agreed)));
            events
        }
        ShownKind::Said | ShownKind::Unknown => vec![words.text("event-unknown")],
    }
}

/// What is agreed on now, in words.
fn agreement(words: &Catalogue, who: &str, agreed: &Agreed) -> String {
    let who = ("who", Arg::Own(who.to_owned()));
    let (id, what) = match agreed {
        Agreed::Role(person, role) => {
            let person = match &person.handle {
                Some(handle) => neutral::line(handle, words.around()),
                None => words.text("word-unknown"),
            };
            let role = ("role", Arg::Own(words::role(words, Some(*role))));
            return words.with("event-role", &[who, ("person", Arg::Own(person)), role]);
        }
        Agreed::Title(title) => return words.with("event-renamed", &[who, ("title", Arg::Theirs(title))]),
        Agreed::Newcomers(newcomers) => ("event-newcomers", words::newcomers(words, *newcomers)),
        Agreed::Lifetime(lifetime) => ("event-lifetime", words::lifetime(words, *lifetime)),
        Agreed::EraMaxAge(age) => ("event-era-age", words::span(words, *age)),
    };
    words.with(id, &[who, ("what", Arg::Own(what))])
}

/// As wide as a time and what follows it.
const INDENT: &str = "                  ";
