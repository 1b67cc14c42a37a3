// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library get S ITEM`: an item's text, or a version of it as a file.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;
use toguna_sdk::{Client, Field, ItemFile, LibraryItem, LogId};

use super::export::write_new;
use super::file::{meant, save, version_arg};
use super::{fetch, item, named};
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::neutral;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("get", "toguna library get S ITEM", "help-library-get")
        .arg(make.space())
        .arg(item(make))
        .arg(
            make.option("to", "FILE", "arg-to-file")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(version_arg(make))
        .arg(make.flag("text", "arg-text-only").conflicts_with("version"))
        .arg(make.flag("offline", "arg-offline"))
        .after_help(make.after(
            &["help-library-get-after"],
            &[
                (
                    "example-library-get",
                    "toguna library get river UDHR --to udhr.txt",
                ),
                (
                    "example-library-get-version",
                    "toguna library get river 'Report 2026' --version 1 --to draft.pdf",
                ),
            ],
        ))
}

#[derive(Serialize)]
struct Row<'a> {
    title: &'a str,
    file: String,
    length: u64,
    sha256: String,
    version: u32,
}

/// Shows it, or writes it to a file that is not there yet.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    fetch(session, &client, matches).await?;
    let (log, item) = named(&client, matches)?;
    let to = matches.get_one::<PathBuf>("to").map(PathBuf::as_path);
    match meant(&item, matches)? {
        Some(file) if !matches.get_flag("text") => get_file(session, &client, (log, &item), file, to).await,
        Some(_) | None => get_text(session, &item, to),
    }
}

/// A file goes to a file: under its own name here, unless another is given.
async fn get_file(
    session: &Session,
    client: &Client,
    (log, item): (LogId, &LibraryItem),
    file: &ItemFile,
    to: Option<&Path>,
) -> Result<(), Fault> {
    let to = match to {
        Some(folder) if folder.is_dir() => folder.join(&file.name),
        Some(path) => path.to_owned(),
        None => PathBuf::from(&file.name),
    };
    save(session, client, log, file, &to).await?;
    let out = &session.out;
    let path = to.to_string_lossy();
    if out.json() {
        return out.row(&Row {
            title: item.title(),
            file: path.into_owned(),
            length: file.length,
            sha256: crate::words::hex(file.content.as_bytes()),
            version: file.version,
        });
    }
    let args = [("title", Arg::Theirs(item.title())), ("file", Arg::Theirs(&path))];
    out.say("out-saved", &args)
}

fn get_text(session: &Session, item: &LibraryItem, to: Option<&Path>) -> Result<(), Fault> {
    let text = item.item.get(Field::Text).unwrap_or_default();
    let out = &session.out;
    if let Some(path) = to {
        write_new(path, text)?;
        if out.json() {
            return Ok(());
        }
        return out.say("out-written", &[("title", Arg::Theirs(item.title()))]);
    }
    if out.json() {
        return out.row(&serde_json::json!({ "title": item.title(), "text": text }));
    }
    if text.is_empty() {
        return Err(Own::NoText.into());
    }
    neutral::lines(text, out.catalogue().around())
        .iter()
        .try_for_each(|line| out.line(line))
}
