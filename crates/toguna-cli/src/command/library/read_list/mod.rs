// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library read-list S [LIST]`: reading lists, what stands on one, and changing it.

mod show;

use clap::{ArgGroup, ArgMatches, Command, value_parser};
use toguna_sdk::{Client, Code, EntryId, LibraryList, ListChange, ListEntry, LogId, OsEntropy, ReadingList};

use self::show::{Row, show, show_all};
use super::fetch;
use super::passage::found;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::{required, text};
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::terminal;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let number = |name, shown, help| {
        make.option(name, shown, help)
            .value_parser(value_parser!(u32).range(1..))
            .requires("list")
    };
    let action = |name, shown, help| make.option(name, shown, help).requires("list");
    make.command(
        "read-list",
        "toguna library read-list S [LIST]",
        "help-library-read-list",
    )
    .arg(make.space())
    .arg(make.place("list", "LIST", "arg-list").display_order(1))
    .arg(make.flag("new", "arg-list-new").requires("list"))
    .arg(action("add", "ITEM", "arg-list-add"))
    .arg(make.option("quote", "WORDS", "arg-quote").requires("add"))
    .arg(number("page", "N", "arg-page").requires("quote"))
    .arg(make.option("note", "TEXT", "arg-note"))
    .arg(number("entry", "N", "arg-list-entry").requires("note"))
    .arg(number("move", "N", "arg-list-move").requires("to"))
    .arg(number("to", "N", "arg-list-to").requires("move"))
    .arg(number("remove", "N", "arg-list-remove"))
    .arg(action("rename", "TITLE", "arg-list-rename"))
    .arg(make.flag("delete", "arg-list-delete").requires("list"))
    .arg(make.flag("yes", "arg-yes").requires("delete"))
    .arg(make.flag("offline", "arg-offline"))
    .group(ArgGroup::new("action").args(["add", "entry", "move", "remove", "rename", "delete"]))
    .group(ArgGroup::new("noted").args(["add", "entry"]).multiple(true))
    .mut_arg("note", |note| note.requires("noted"))
    .mut_arg("new", |new| {
        new.conflicts_with_all(["entry", "move", "remove", "rename", "delete"])
    })
    .after_help(make.after(
        &["help-library-read-list-after"],
        &[
            (
                "example-library-read-list-new",
                "toguna library read-list river 'First week' --new --add UDHR",
            ),
            (
                "example-library-read-list-quote",
                "toguna library read-list river 'First week' --add UDHR --quote 'right to life' --note 'Article 3'",
            ),
            (
                "example-library-read-list",
                "toguna library read-list river 'First week'",
            ),
        ],
    ))
}

/// Shows the lists or one, or changes it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    // Entries are named by the number that was shown: nothing new comes between that and a change.
    if !matches.contains_id("action") {
        fetch(session, &client, matches).await?;
    }
    let log = client.find_space(required(matches, "space"))?;
    let Some(name) = text(matches, "list") else {
        return show_all(session, &client, log);
    };
    let list = match known(&client, log, name, matches.get_flag("new"))? {
        Some(list) => {
            if matches.get_flag("delete") {
                return delete(session, &client, log, &list, matches.get_flag("yes")).await;
            }
            if let Some(change) = change(session, &client, log, &list.list, matches).await? {
                client.change_reading_list(log, list.id, vec![change]).await?;
            }
            list.id
        }
        None => {
            let entry = added(session, &client, log, &ReadingList::default(), matches).await?;
            let entries = entry.into_iter().collect();
            client.start_reading_list(log, name, entries).await?
        }
    };
    let lists = client.reading_lists(log)?;
    match lists.iter().find(|now| now.id == list) {
        Some(now) => show(session, &client, log, now),
        None => Ok(()),
    }
}

/// The list that is meant; none if it is to be started, and no other is called so.
fn known(client: &Client, log: LogId, name: &str, start: bool) -> Result<Option<LibraryList>, Fault> {
    if !start {
        return Ok(Some(client.find_reading_list(log, name)?));
    }
    let lists = client.reading_lists(log)?.into_iter();
    Ok(lists.into_iter().find(|list| list.list.title == name.trim()))
}

/// The change that was asked for.
async fn change(
    session: &Session,
    client: &Client,
    log: LogId,
    list: &ReadingList,
    matches: &ArgMatches,
) -> Result<Option<ListChange>, Fault> {
    if let Some(added) = added(session, client, log, list, matches).await? {
        return Ok(Some(added));
    }
    let entry = |name| numbered(list, matches, name);
    if let Some((id, _)) = entry("entry")? {
        return Ok(Some(ListChange::Note(id, required(matches, "note").to_owned())));
    }
    if let Some((id, from)) = entry("move")? {
        let to = entry("to")?.map_or(from, |(_, to)| to);
        let behind = if to > from { Some(to) } else { to.checked_sub(1) };
        let behind = behind.and_then(|at| list.entries.get(at)).map(|entry| entry.id);
        return Ok(Some(ListChange::Move(id, behind)));
    }
    if let Some((id, _)) = entry("remove")? {
        return Ok(Some(ListChange::Remove(id)));
    }
    Ok(text(matches, "rename").map(|title| ListChange::Title(title.to_owned())))
}

/// The entry that bears a number, and its place from 0 on.
fn numbered(list: &ReadingList, matches: &ArgMatches, name: &str) -> Result<Option<(EntryId, usize)>, Fault> {
    let Some(number) = matches.get_one::<u32>(name) else {
        return Ok(None);
    };
    let at = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    match list.entries.get(at) {
        Some(entry) => Ok(Some((entry.id, at))),
        None => Err(toguna_sdk::Fault::new(Code::EntryUnknown).into()),
    }
}

/// The entry that is to be added, or what is to be said of it if it is there already.
async fn added(
    session: &Session,
    client: &Client,
    log: LogId,
    list: &ReadingList,
    matches: &ArgMatches,
) -> Result<Option<ListChange>, Fault> {
    let Some(name) = text(matches, "add") else {
        return Ok(None);
    };
    let item = client.find_item(log, name)?;
    let page = matches.get_one::<u32>("page").copied();
    let passage = found(session, client, log, &item, text(matches, "quote"), page).await?;
    let note = text(matches, "note").unwrap_or_default().to_owned();
    let there = |entry: &&ListEntry| entry.item == item.id && entry.passage == passage;
    if let Some(there) = list.entries.iter().find(there) {
        return Ok((!note.is_empty()).then_some(ListChange::Note(there.id, note)));
    }
    Ok(Some(ListChange::Add(Box::new(ListEntry {
        id: EntryId::make(&OsEntropy),
        item: item.id,
        passage,
        note,
    }))))
}

async fn delete(
    session: &Session,
    client: &Client,
    log: LogId,
    list: &LibraryList,
    is_sure: bool,
) -> Result<(), Fault> {
    let out = &session.out;
    let words = out.catalogue();
    let args = [("title", Arg::Theirs(&list.list.title))];
    if !is_sure
        && !terminal::confirm(
            &words.with("ask-list-delete", &args),
            &words.text("ask-yes-words"),
        )?
    {
        return Err(Own::Cancelled.into());
    }
    client.remove_reading_list(log, list.id).await?;
    if out.json() {
        return out.row(&Row::of(log, list));
    }
    out.say("out-list-deleted", &args)
}
