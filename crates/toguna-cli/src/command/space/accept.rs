// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space accept S`.

use clap::{ArgMatches, Command};

use super::Row;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("accept", "toguna space accept S", "help-space-accept")
        .arg(make.place("space", "S", "arg-invitation").required(true))
}

/// Joins the space of an invitation.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    session.sync(&client).await?;
    let log = client.find_invitation(required(matches, "space"))?;
    let space = client.accept(log).await?;
    let out = &session.out;
    if out.json() {
        return out.row(&Row::of(&space));
    }
    out.say("out-accepted", &[("title", Arg::Theirs(&space.title))])
}
