// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library index [S]`: fetches the documents that this device has not read, so that they can be searched offline.

use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{Client, FileText, ItemFile, LibraryItem, LogId, SpaceState};

use super::file::size;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::text;
use crate::fault::Fault;
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("index", "toguna library index [S]", "help-library-index")
        .arg(make.space().required(false))
        .after_help(make.after(
            &["help-library-index-after"],
            &[("example-library-index", "toguna library index river")],
        ))
}

#[derive(Serialize)]
struct Row<'a> {
    space: String,
    item: String,
    title: &'a str,
    file: &'a str,
    file_text: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'static str>,
}

/// Reads what is due. Each document is kept at once: whoever is interrupted goes on with the next. One that does not come
/// as its author signed it is named, and the others are read.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    session.sync(&client).await?;
    let due = due(&client, text(matches, "space"))?;
    let (out, mut readable, mut failed) = (&session.out, 0_usize, None);
    for (number, (log, item)) in due.iter().enumerate() {
        let Some(file) = item.item.files.last() else {
            continue;
        };
        let read = client
            .read_file(*log, file, |_, of| {
                let args = [
                    ("number", Arg::from(number.saturating_add(1))),
                    ("of", Arg::from(due.len())),
                    ("size", Arg::Own(size(of))),
                ];
                out.progress(&out.catalogue().with("out-index-progress", &args));
            })
            .await
            .map_err(Fault::from);
        out.rub_out();
        tell(session, *log, item, file, &read)?;
        match read {
            Ok(FileText::Whole | FileText::Cut) => readable = readable.saturating_add(1),
            Ok(FileText::Unread | FileText::Not(_)) => {}
            Err(fault) if fault.is_of_one_file() => failed = Some(fault),
            Err(fault) => return Err(fault),
        }
    }
    if !out.json() {
        let counts = [("read", Arg::from(readable)), ("of", Arg::from(due.len()))];
        out.say("out-indexed", &counts)?;
    }
    failed.map_or(Ok(()), Err)
}

/// The items whose newest file was not read. Nobody looks for words in pictures, sounds and films.
fn due(client: &Client, space: Option<&str>) -> Result<Vec<(LogId, LibraryItem)>, Fault> {
    let logs = match space {
        Some(space) => vec![client.find_space(space)?],
        None => {
            let spaces = client.spaces()?.into_iter();
            let read = spaces.filter(|space| space.state == SpaceState::Active);
            read.map(|space| space.log).collect()
        }
    };
    let mut due = Vec::new();
    for log in logs {
        for item in client.library(log)? {
            if let Some(file) = item.item.files.last()
                && !is_media(file)
                && client.file_text(log, file)? == FileText::Unread
            {
                due.push((log, item));
            }
        }
    }
    Ok(due)
}

fn is_media(file: &ItemFile) -> bool {
    let kinds = ["image/", "audio/", "video/"];
    kinds.iter().any(|kind| file.media_type.starts_with(kind))
}

fn tell(
    session: &Session,
    log: LogId,
    item: &LibraryItem,
    file: &ItemFile,
    read: &Result<FileText, Fault>,
) -> Result<(), Fault> {
    let out = &session.out;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            item: hex(item.id.as_bytes()),
            title: item.title(),
            file: &file.name,
            file_text: read.as_ref().map_or(FileText::Unread, |text| *text).name(),
            fault: read.as_ref().err().map(Fault::code),
        });
    }
    let what = match read {
        Ok(text) => super::words_for(session, *text),
        Err(fault) => fault.happened(out.catalogue()),
    };
    let args = [("title", Arg::Theirs(item.title())), ("text", Arg::Own(what))];
    out.say("out-index-item", &args)
}
