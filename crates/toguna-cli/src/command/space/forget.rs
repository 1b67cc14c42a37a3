// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space forget S`.

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
    make.command("forget", "toguna space forget S", "help-space-forget")
        .arg(make.space())
        .arg(make.flag("yes", "arg-yes"))
        .after_help(make.after(
            &["help-space-forget-after"],
            &[("example-forget", "toguna space forget river")],
        ))
}

#[derive(Serialize)]
struct Row {
    space: String,
    forgotten: bool,
}

/// Erases what this device holds of a space that was left, after asking.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    client.may_forget(log)?;
    let title = client.space(log)?.summary.title;
    let out = &session.out;
    let words = out.catalogue();
    let args = [("title", Arg::Theirs(&title))];
    if !matches.get_flag("yes")
        && !terminal::confirm(&words.with("ask-forget", &args), &words.text("ask-yes-words"))?
    {
        return Err(Own::Cancelled.into());
    }
    client.forget(log).await?;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            forgotten: true,
        });
    }
    out.say("out-forgotten", &args)
}
