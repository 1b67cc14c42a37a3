// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library …`: what a space keeps: adding, describing, finding, handing on.

mod add;
mod attach;
mod copy;
mod detach;
mod export;
mod file;
mod get;
mod history;
mod import;
mod index;
mod keep_file;
mod list;
mod open;
mod passage;
mod read_list;
mod refer;
mod set;
mod show;
mod table;
mod tag;

pub(crate) use file::{attach, size};
pub(crate) use list::line;

use clap::{ArgMatches, Command};
use serde::Serialize;
use serde_json::{Map, Value};
use toguna_sdk::{Change, Client, Field, FileText, Kind, LibraryItem, LogId, Unreadable};

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("library", "toguna library COMMAND", "help-library")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            add::args(make),
            import::args(make),
            index::args(make),
            list::args(make),
            show::args(make),
            get::args(make),
            open::args(make),
            attach::args(make),
            detach::args(make),
            keep_file::args(make),
            set::args(make),
            tag::args(make),
            history::args(make),
            read_list::args(make),
            refer::args(make),
            copy::args(make),
            export::args(make),
        ])
}

/// Runs the command that was given.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    match matches.subcommand() {
        Some(("add", of)) => add::run(session, of).await,
        Some(("import", of)) => import::run(session, of).await,
        Some(("index", of)) => index::run(session, of).await,
        Some(("list", of)) => list::run(session, of).await,
        Some(("show", of)) => show::run(session, of).await,
        Some(("get", of)) => get::run(session, of).await,
        Some(("open", of)) => open::run(session, of).await,
        Some(("attach", of)) => attach::run(session, of).await,
        Some(("detach", of)) => detach::run(session, of).await,
        Some(("keep-file", of)) => keep_file::run(session, of).await,
        Some(("set", of)) => set::run(session, of).await,
        Some(("tag", of)) => tag::run(session, of).await,
        Some(("copy", of)) => copy::run(session, of).await,
        Some(("read-list", of)) => read_list::run(session, of).await,
        Some(("refer", of)) => refer::run(session, of).await,
        Some(("history", of)) => history::run(session, of).await,
        Some(("export", of)) => export::run(session, of).await,
        // clap lets no other command through.
        Some(_) | None => Err(Own::Cancelled.into()),
    }
}

/// An item as programs read it.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    space: String,
    item: String,
    title: &'a str,
    added_by: String,
    added_by_handle: Option<&'a str>,
    added: Option<u64>,
    changed: Option<u64>,
    waiting: bool,
    fields: Map<String, Value>,
    /// What this device knows of what its newest file says.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_text: Option<&'static str>,
    /// The reading lists it is on, where that was looked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reading_lists: Vec<String>,
}

impl<'a> Row<'a> {
    pub(crate) fn of(space: LogId, item: &'a LibraryItem) -> Self {
        Self {
            space: hex(space.as_bytes()),
            item: hex(item.id.as_bytes()),
            title: item.title(),
            added_by: hex(item.added_by.account.as_bytes()),
            added_by_handle: item.added_by.handle.as_deref(),
            added: item.added.map(|place| place.get()),
            changed: item.changed.map(|place| place.get()),
            waiting: item.waiting,
            fields: item.item.to_json(),
            file_text: None,
            reading_lists: Vec::new(),
        }
    }

    fn with_text(self, text: Option<FileText>) -> Self {
        Self {
            file_text: text.map(FileText::name),
            ..self
        }
    }
}

/// What this device knows of what an item's newest file says.
fn newest_text(client: &Client, log: LogId, item: &LibraryItem) -> Result<Option<FileText>, Fault> {
    let newest = item.item.files.last();
    Ok(newest.map(|file| client.file_text(log, file)).transpose()?)
}

/// Says why a document cannot be searched, or not all of it. That a photograph cannot surprises nobody.
fn remark_text(session: &Session, text: Option<FileText>) {
    if let Some(text @ (FileText::Cut | FileText::Not(_))) = text
        && text != FileText::Not(Unreadable::Unknown)
        && !session.out.json()
    {
        session.out.remark(&words_for(session, text));
    }
}

fn words_for(session: &Session, text: FileText) -> String {
    session.out.catalogue().text(match text {
        FileText::Unread => "text-unread",
        FileText::Whole => "text-whole",
        FileText::Cut => "text-cut",
        FileText::Not(Unreadable::Unknown) => "text-unknown",
        FileText::Not(Unreadable::NoWords) => "text-no-words",
        FileText::Not(Unreadable::Damaged) => "text-damaged",
        FileText::Not(Unreadable::Locked) => "text-locked",
        FileText::Not(Unreadable::TooMuch) => "text-too-much",
        FileText::Not(Unreadable::Failed) => "text-failed",
    })
}

/// The space and the item that a command names.
fn named(client: &Client, matches: &ArgMatches) -> Result<(LogId, LibraryItem), Fault> {
    let log = client.find_space(required(matches, "space"))?;
    Ok((log, client.find_item(log, required(matches, "item"))?))
}

/// Fetches what is new, unless told not to.
async fn fetch(session: &Session, client: &Client, matches: &ArgMatches) -> Result<(), Fault> {
    if !matches.get_flag("offline") {
        session.sync(client).await?;
    }
    Ok(())
}

/// Says that an item was changed, and how it stands now.
fn tell_changed(session: &Session, client: &Client, log: LogId, before: &LibraryItem) -> Result<(), Fault> {
    let items = client.library(log)?;
    let now = items.iter().find(|now| now.id == before.id).unwrap_or(before);
    let out = &session.out;
    let text = newest_text(client, log, now)?;
    if out.json() {
        return out.row(&Row::of(log, now).with_text(text));
    }
    out.say("out-item-changed", &[("title", Arg::Theirs(now.title()))])
}

/// The item a command is about, after the space.
fn item(make: Maker<'_>) -> clap::Arg {
    make.place("item", "ITEM", "arg-item")
        .required(true)
        .display_order(1)
}

/// `FIELD=VALUE`, as it is typed.
#[derive(Clone, Debug)]
pub(crate) struct Setting(Field, String);

impl Setting {
    /// What is wrong with one that names no field.
    pub(crate) const NO_FIELD: &'static str = "no such field";

    fn parse(text: &str) -> Result<Self, &'static str> {
        let (field, value) = text.split_once('=').ok_or("not FIELD=VALUE")?;
        let field = Field::named(field.trim()).ok_or(Self::NO_FIELD)?;
        Ok(Self(field, value.to_owned()))
    }

    /// Every setting of an argument. A field of many is added to.
    fn all(matches: &ArgMatches, name: &str) -> Vec<(Field, String)> {
        let settings = matches.get_many::<Self>(name).into_iter().flatten();
        settings
            .map(|Self(field, value)| (*field, value.clone()))
            .collect()
    }
}

/// What setting a field to a value comes to.
fn change((field, value): (Field, String)) -> Change {
    match field.kind() {
        Kind::Many => Change::Add(field, value),
        Kind::One | Kind::Date | Kind::Text => Change::Set(field, value),
    }
}
