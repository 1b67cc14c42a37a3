// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space leave S`.

use clap::{ArgMatches, Command};
use serde::Serialize;

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::{required, text};
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::terminal;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("leave", "toguna space leave S", "help-space-leave")
        .arg(make.space())
        .arg(make.option("successor", "HANDLE", "arg-successor"))
        .arg(make.flag("yes", "arg-yes"))
}

#[derive(Serialize)]
struct Row {
    space: String,
    left: bool,
}

/// Leaves a space, after asking.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let title = client.space(log)?.summary.title;
    let out = &session.out;
    let words = out.catalogue();
    let args = [("title", Arg::Theirs(&title))];
    if !matches.get_flag("yes")
        && !terminal::confirm(&words.with("ask-leave", &args), &words.text("ask-yes-words"))?
    {
        return Err(Own::Cancelled.into());
    }
    client.leave(log, text(matches, "successor")).await?;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            left: true,
        });
    }
    out.say("out-left", &args)
}
