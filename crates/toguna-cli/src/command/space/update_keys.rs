// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space update-keys S`.

use clap::{ArgMatches, Command};

use super::Row;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command(
        "update-keys",
        "toguna space update-keys S",
        "help-space-update-keys",
    )
    .arg(make.space())
    .arg(make.flag("heal", "arg-heal"))
    .after_help(make.after(&["help-space-update-keys-after"], &[]))
}

/// Renews this device's keys in a space.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    if matches.get_flag("heal") {
        client.heal(log).await?;
    } else {
        client.update_keys(log).await?;
    }
    let space = client.space(log)?.summary;
    let out = &session.out;
    if out.json() {
        return out.row(&Row::of(&space));
    }
    out.say("out-keys-updated", &[("title", Arg::Theirs(&space.title))])
}
