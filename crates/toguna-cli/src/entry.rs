// SPDX-License-Identifier: MIT OR Apache-2.0
//! One entry of a space, as people and programs see it.

use serde::Serialize;
use toguna_sdk::{LogId, Shown, ShownKind};

use crate::catalogue::{Arg, Catalogue};
use crate::fault::Fault;
use crate::output::{Output, Style};
use crate::words::hex;
use crate::{moment, neutral};

#[derive(Serialize)]
struct Row<'a> {
    space: String,
    seq: u64,
    kind: &'static str,
    author: String,
    handle: Option<&'a str>,
    mine: bool,
    written: String,
    text: &'a str,
    people: &'a [String],
    message: Option<String>,
}

/// Writes one entry; where several spaces are followed, `title` says which it is from.
pub(crate) fn show(out: &Output, log: LogId, title: Option<&str>, shown: &Shown) -> Result<(), Fault> {
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            seq: shown.seq.get(),
            kind: kind(shown.kind),
            author: hex(shown.author.as_bytes()),
            handle: shown.handle.as_deref(),
            mine: shown.mine,
            written: moment::utc(shown.written),
            text: &shown.text,
            people: &shown.people,
            message: shown.message.map(|id| hex(id.as_bytes())),
        });
    }
    let words = out.catalogue();
    let when = out.styled(Style::Faint, &moment::here(shown.written));
    let place = match title {
        Some(title) => format!("{}  ", neutral::line(title, words.around())),
        None => String::new(),
    };
    if !matches!(shown.kind, ShownKind::Said) {
        let event = event(words, shown);
        return out.line(&format!("{when}  {place}{}", out.styled(Style::Faint, &event)));
    }
    let mut lines = neutral::lines(&shown.text, words.around()).into_iter();
    let who = out.styled(Style::Bold, &who(words, shown));
    out.line(&format!(
        "{when}  {place}{who}: {}",
        lines.next().unwrap_or_default()
    ))?;
    lines.try_for_each(|line| out.line(&format!("{INDENT}{line}")))
}

/// Who an entry is from, in words.
fn who(words: &Catalogue, shown: &Shown) -> String {
    match (&shown.handle, shown.mine) {
        (_, true) => words.text("word-you"),
        (Some(handle), false) => neutral::line(handle, words.around()),
        (None, false) => words.text("word-unknown"),
    }
}

/// What happened, in words.
fn event(words: &Catalogue, shown: &Shown) -> String {
    let id = match shown.kind {
        ShownKind::Founded => "event-founded",
        ShownKind::Joined => "event-joined",
        ShownKind::Left => "event-left",
        ShownKind::Removed => "event-removed",
        ShownKind::Said => "event-other",
    };
    let people = shown
        .people
        .iter()
        .map(|handle| neutral::line(handle, words.around()))
        .collect::<Vec<_>>();
    let args = [
        ("who", Arg::Own(who(words, shown))),
        ("people", Arg::Own(people.join(", "))),
    ];
    words.with(id, &args)
}

/// An entry's stable kind.
const fn kind(kind: ShownKind) -> &'static str {
    match kind {
        ShownKind::Founded => "founded",
        ShownKind::Joined => "joined",
        ShownKind::Left => "left",
        ShownKind::Removed => "removed",
        ShownKind::Said => "said",
    }
}

/// As wide as a time and what follows it.
const INDENT: &str = "                  ";
