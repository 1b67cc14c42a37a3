// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space decline S`.

use clap::{ArgMatches, Command};
use serde::Serialize;

use crate::args::Maker;
use crate::command::required;
use crate::fault::Fault;
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("decline", "toguna space decline S", "help-space-decline")
        .arg(make.place("space", "S", "arg-invitation").required(true))
}

#[derive(Serialize)]
struct Row {
    space: String,
    declined: bool,
}

/// Says no to an invitation.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    session.sync(&client).await?;
    let log = client.find_invitation(required(matches, "space"))?;
    client.decline(log).await?;
    let out = &session.out;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            declined: true,
        });
    }
    out.say("out-declined", &[])
}
