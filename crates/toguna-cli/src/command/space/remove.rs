// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space remove S HANDLE`.

use clap::{ArgMatches, Command};
use serde::Serialize;

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::terminal;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("remove", "toguna space remove S HANDLE", "help-space-remove")
        .arg(make.space())
        .arg(make.place("handle", "HANDLE", "arg-removed").required(true))
        .arg(make.flag("yes", "arg-yes"))
        .after_help(make.after(
            &[],
            &[("example-remove", "toguna space remove river Celeste --yes")],
        ))
}

#[derive(Serialize)]
struct Row<'a> {
    space: String,
    removed: &'a str,
}

/// Removes a member, after asking.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let title = client.space(log)?.summary.title;
    let handle = required(matches, "handle");
    let out = &session.out;
    let words = out.catalogue();
    let args = [("handle", Arg::Theirs(handle)), ("title", Arg::Theirs(&title))];
    if !matches.get_flag("yes")
        && !terminal::confirm(&words.with("ask-remove", &args), &words.text("ask-yes-words"))?
    {
        return Err(Own::Cancelled.into());
    }
    client.remove(log, handle).await?;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            removed: handle,
        });
    }
    out.say("out-removed", &args)
}
