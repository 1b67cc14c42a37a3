// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library detach S ITEM`: takes a version away, and deletes its file at the relay if this device brought it, or has
//! it deleted there if a steward says so.

use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{Code, LibraryItem};

use super::file::{meant, version_arg};
use super::{item, named};
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::terminal;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("detach", "toguna library detach S ITEM", "help-library-detach")
        .arg(make.space())
        .arg(item(make))
        .arg(version_arg(make))
        .arg(make.flag("at-relay", "arg-at-relay"))
        .arg(make.flag("yes", "arg-yes"))
        .after_help(make.after(
            &["help-library-detach-after"],
            &[
                (
                    "example-library-detach",
                    "toguna library detach river 'Report 2026' --version 1",
                ),
                (
                    "example-library-detach-relay",
                    "toguna library detach river 'Report 2026' --at-relay",
                ),
            ],
        ))
}

#[derive(Serialize)]
struct Row<'a> {
    space: String,
    item: String,
    title: &'a str,
    file: &'a str,
    version: u32,
    deleted_at_relay: bool,
    /// The file that the relay deletes in a week.
    deletes_file: Option<String>,
}

/// Takes it away, after asking.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    session.sync(&client).await?;
    let (log, item): (_, LibraryItem) = named(&client, matches)?;
    if matches.get_flag("at-relay") {
        client.may_ask_relay(log)?;
    }
    let file = meant(&item, matches)?.ok_or(toguna_sdk::Fault::new(Code::FileUnknown))?;
    let out = &session.out;
    let words = out.catalogue();
    let args = [
        ("title", Arg::Theirs(item.title())),
        ("file", Arg::Theirs(&file.name)),
        ("version", Arg::Number(file.version.into())),
    ];
    if !matches.get_flag("yes")
        && !terminal::confirm(&words.with("ask-detach", &args), &words.text("ask-yes-words"))?
    {
        return Err(Own::Cancelled.into());
    }
    let deleted = client.remove_file(log, item.id, file.blob).await?;
    let asks = matches.get_flag("at-relay") && !deleted;
    if asks {
        client.ask_to_delete_file(log, file.blob).await?;
    }
    let id = hex(file.blob.as_bytes());
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            item: hex(item.id.as_bytes()),
            title: item.title(),
            file: &file.name,
            version: file.version,
            deleted_at_relay: deleted,
            deletes_file: asks.then_some(id),
        });
    }
    out.say("out-detached", &args)?;
    if asks {
        return out.say("out-detached-goes", &[("id", Arg::Code(id))]);
    }
    out.say(
        if deleted {
            "out-detached-deleted"
        } else {
            "out-detached-stays"
        },
        &[],
    )
}
