// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space settle S`.

use clap::{ArgMatches, Command};

use super::Row;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::terminal;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("settle", "toguna space settle S", "help-space-settle")
        .arg(make.space())
        .arg(make.flag("yes", "arg-yes"))
        .after_help(make.after(&["help-space-settle-after"], &[]))
}

/// Goes on in a space after its histories were compared; asks first.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let title = client.space(log)?.summary.title;
    let out = &session.out;
    let words = out.catalogue();
    let args = [("title", Arg::Theirs(&title))];
    if !matches.get_flag("yes")
        && !terminal::confirm(&words.with("ask-settle", &args), &words.text("ask-yes-words"))?
    {
        return Err(Own::Cancelled.into());
    }
    client.settle_alarm(log).await?;
    if out.json() {
        return out.row(&Row::of(&client.space(log)?.summary));
    }
    out.say("out-settled", &args)
}
