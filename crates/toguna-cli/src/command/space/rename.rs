// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space rename S TITLE`.

use clap::{ArgMatches, Command};

use super::Row;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("rename", "toguna space rename S TITLE", "help-space-rename")
        .arg(make.space())
        .arg(make.place("title", "TITLE", "arg-title-new").required(true))
}

/// Gives a space another title, for all its members.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    client.rename(log, required(matches, "title")).await?;
    let space = client.space(log)?.summary;
    let out = &session.out;
    if out.json() {
        return out.row(&Row::of(&space));
    }
    out.say("out-renamed", &[("title", Arg::Theirs(&space.title))])
}
