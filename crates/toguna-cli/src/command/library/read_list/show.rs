// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reading lists as they are shown, each passage with where it stands now.

use serde::Serialize;
use serde_json::Value;
use toguna_sdk::{Client, LibraryItem, LibraryList, ListEntry, LogId, Passage, Standing};

use super::super::passage::{Stands, place, quoted};
use crate::catalogue::Arg;
use crate::fault::Fault;
use crate::neutral;
use crate::output::{Output, Style};
use crate::session::Session;
use crate::words::hex;

/// A list as programs read it, without its entries.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    space: String,
    list: String,
    title: &'a str,
    added_by: String,
    added_by_handle: Option<&'a str>,
    added: Option<u64>,
    changed: Option<u64>,
    waiting: bool,
    count: usize,
}

impl<'a> Row<'a> {
    pub(super) fn of(log: LogId, list: &'a LibraryList) -> Self {
        Self {
            space: hex(log.as_bytes()),
            list: hex(list.id.as_bytes()),
            title: &list.list.title,
            added_by: hex(list.added_by.account.as_bytes()),
            added_by_handle: list.added_by.handle.as_deref(),
            added: list.added.map(|place| place.get()),
            changed: list.changed.map(|place| place.get()),
            waiting: list.waiting,
            count: list.list.entries.len(),
        }
    }
}

/// A list with its entries, as programs read it.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    list: Row<'a>,
    entries: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    entry: String,
    item: String,
    /// Nothing if the item is not in the library.
    item_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stands: Option<Stands>,
    note: &'a str,
}

/// An entry, its item if that is in the library, and where its passage stands if it has one.
type Shown<'a> = (&'a ListEntry, Option<&'a LibraryItem>, Option<Standing>);

impl<'a> Entry<'a> {
    fn of((entry, item, stands): &Shown<'a>) -> Self {
        Self {
            entry: hex(entry.id.as_bytes()),
            item: hex(entry.item.as_bytes()),
            item_title: item.map(LibraryItem::title),
            passage: entry.passage.as_ref().map(Passage::to_json),
            stands: stands.map(Stands::from),
            note: &entry.note,
        }
    }
}

pub(super) fn show_all(session: &Session, client: &Client, log: LogId) -> Result<(), Fault> {
    let (out, lists) = (&session.out, client.reading_lists(log)?);
    if lists.is_empty() && !out.json() {
        return out.say("out-no-lists", &[]);
    }
    lists.iter().try_for_each(|list| {
        if out.json() {
            out.row(&Row::of(log, list))
        } else {
            out.line(&heading(out, list))
        }
    })
}

pub(super) fn show(session: &Session, client: &Client, log: LogId, list: &LibraryList) -> Result<(), Fault> {
    let (out, items) = (&session.out, client.library(log)?);
    let all = list.list.entries.iter();
    let asked: Vec<_> = all
        .filter_map(|entry| Some((entry.item, entry.passage.as_ref()?)))
        .collect();
    let mut stands = client.passages_stand(log, &asked)?.into_iter();
    let mut entries: Vec<Shown<'_>> = Vec::new();
    for entry in &list.list.entries {
        let item = items.iter().find(|item| item.id == entry.item);
        let stands = entry.passage.as_ref().and_then(|_| stands.next());
        entries.push((entry, item, stands));
    }
    if out.json() {
        let entries = entries.iter().map(Entry::of).collect();
        let list = Row::of(log, list);
        return out.row(&Whole { list, entries });
    }
    out.line(&heading(out, list))?;
    for (number, (entry, item, stands)) in (1..).zip(entries) {
        show_entry(out, number, entry, item, stands)?;
    }
    Ok(())
}

/// Title, how much is on it, and the beginning of the id on one line.
fn heading(out: &Output, list: &LibraryList) -> String {
    let words = out.catalogue();
    let id: String = hex(list.id.as_bytes()).chars().take(8).collect();
    let id = out.styled(Style::Faint, &words.code(&id));
    let title = out.styled(Style::Bold, &neutral::line(&list.list.title, words.around()));
    let count = words.with(
        "out-list-entries",
        &[("entries", Arg::from(list.list.entries.len()))],
    );
    let waits = if list.waiting {
        words.text("word-queued")
    } else {
        String::new()
    };
    let parts = [id, title, count, waits];
    let said = parts.into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join("  ")
}

fn show_entry(
    out: &Output,
    number: u32,
    entry: &ListEntry,
    item: Option<&LibraryItem>,
    stands: Option<Standing>,
) -> Result<(), Fault> {
    let words = out.catalogue();
    let title = match item {
        Some(item) => neutral::line(item.title(), words.around()),
        None => words.text("out-entry-missing"),
    };
    out.line(&format!("{number:>4}  {title}"))?;
    if let Some((passage, standing)) = entry.passage.as_ref().zip(stands) {
        out.line(&format!("      {}", quoted(words, passage)))?;
        if let Some(place) = place(words, standing) {
            out.line(&format!("      {}", out.styled(Style::Faint, &place)))?;
        }
    }
    if entry.note.is_empty() {
        return Ok(());
    }
    let note = neutral::lines(&entry.note, words.around()).join("\n      ");
    out.line(&format!("      {note}"))
}
