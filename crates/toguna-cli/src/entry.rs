// SPDX-License-Identifier: MIT OR Apache-2.0
//! One entry of a space, as people and programs see it.

mod row;

pub(crate) use row::{Row, row};

use toguna_sdk::{Agreed, LogId, Shown, ShownKind, StewardAsk, Waiting, Who, WhoAmI};

use crate::catalogue::{Arg, Catalogue};
use crate::command::library::size;
use crate::fault::Fault;
use crate::output::{Output, Style};
use crate::words;
use crate::{moment, neutral};

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
    let place = match shown.kind {
        ShownKind::Said | ShownKind::Deleted => {
            let seq = out.styled(Style::Faint, &words.code(&format!("#{}", shown.seq.get())));
            format!("{place}{seq}  ")
        }
        ShownKind::Arrived | ShownKind::Members { .. } | ShownKind::Unknown => place,
    };
    if shown.kind != ShownKind::Said {
        for event in events(words, shown) {
            out.line(&format!("{when}  {place}{}", out.styled(Style::Faint, &event)))?;
        }
        return Ok(());
    }
    let who = out.styled(Style::Bold, &author(words, shown));
    speech(out, &format!("{when}  {place}{who}"), &shown.text)?;
    for line in beside(words, shown) {
        out.line(&format!("{INDENT}{}", out.styled(Style::Faint, &line)))?;
    }
    Ok(())
}

/// What stands below a text: what it answers, who is meant, its files, what others did to it.
fn beside(words: &Catalogue, shown: &Shown) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(quoted) = &shown.reply {
        let seq = quoted
            .seq
            .map_or_else(String::new, |seq| format!("#{}", seq.get()));
        let start: String = quoted.text.chars().take(QUOTED).collect();
        let args = [
            ("who", words::handle(words, quoted.handle.as_deref())),
            ("place", Arg::Code(seq)),
            ("text", Arg::Theirs(&start)),
        ];
        lines.push(words.with("entry-answers", &args));
    }
    if !shown.mentions.is_empty() {
        lines.push(words.with("entry-for", &[people(words, &shown.mentions)]));
    }
    for file in &shown.attachments {
        let mut args = vec![
            ("name", Arg::Theirs(file.name.as_str())),
            ("size", Arg::Own(size(file.size))),
        ];
        lines.push(match file.item() {
            Some((item, _)) => {
                let id: String = words::hex(item.as_bytes()).chars().take(8).collect();
                args.push(("item", Arg::Code(id)));
                words.with("entry-file-item", &args)
            }
            None => words.with("entry-file", &args),
        });
    }
    let mut marks = Vec::new();
    if shown.edited.is_some() {
        marks.push(words.text("entry-edited"));
    }
    if shown.pinned {
        marks.push(words.text("entry-pinned"));
    }
    for reaction in &shown.reactions {
        let sign = neutral::line(&reaction.sign, words.around());
        let by = words.with("entry-by", &[people(words, &reaction.by)]);
        marks.push(format!("{sign} {by}"));
    }
    if !marks.is_empty() {
        lines.push(marks.join(words.comma()));
    }
    lines
}

fn people(words: &Catalogue, people: &[Who]) -> (&'static str, Arg<'static>) {
    let names = people.iter().map(|one| match &one.handle {
        Some(handle) => neutral::line(handle, words.around()),
        None => words.text("word-unknown"),
    });
    ("people", Arg::Own(names.collect::<Vec<_>>().join(words.comma())))
}

/// Writes one of our own words that still waits in the outbox: it has no place in the log yet.
pub(crate) fn show_waiting(out: &Output, log: LogId, me: &WhoAmI, waiting: &Waiting) -> Result<(), Fault> {
    if out.json() {
        return out.row(&row::waiting(log, me, waiting));
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
pub(crate) fn author(words: &Catalogue, shown: &Shown) -> String {
    match (&shown.handle, shown.mine) {
        (_, true) => words.text("word-you"),
        (Some(handle), false) => neutral::line(handle, words.around()),
        (None, false) => words.text("word-unknown"),
    }
}

/// What happened, in words.
fn events(words: &Catalogue, shown: &Shown) -> Vec<String> {
    let who = ("who", Arg::Own(author(words, shown)));
    match &shown.kind {
        ShownKind::Arrived => vec![words.with("event-arrived", &[who])],
        ShownKind::Deleted => vec![words.with("event-deleted", &[who])],
        ShownKind::Members { joined, left, agreed } => {
            let mut events = Vec::new();
            if !joined.is_empty() {
                events.push(words.with("event-joined", &[who, people(words, joined)]));
            }
            if !left.is_empty() {
                events.push(words.with("event-gone", &[people(words, left)]));
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
        Agreed::Asked(StewardAsk::Close) => return words.with("event-closing", &[who]),
        Agreed::Asked(StewardAsk::Erase { .. }) => return words.with("event-erasing", &[who]),
        Agreed::Asked(StewardAsk::DeleteFile { .. }) => return words.with("event-file-goes", &[who]),
        Agreed::Asked(StewardAsk::KeepFile { .. }) => return words.with("event-file-stays", &[who]),
        Agreed::Asked(StewardAsk::KeepMessages) => return words.with("event-kept", &[who]),
        Agreed::Asked(StewardAsk::StayOpen) => return words.with("event-stays-open", &[who]),
        Agreed::EraMaxAge(age) => ("event-era-age", words::span(words, *age)),
    };
    words.with(id, &[who, ("what", Arg::Own(what))])
}

/// As wide as a time and what follows it.
const INDENT: &str = "                  ";
/// Characters of a quoted text that are shown.
const QUOTED: usize = 60;
