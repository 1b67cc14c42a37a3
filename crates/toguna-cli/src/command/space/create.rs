// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space create TITLE`.

use clap::{ArgMatches, Command};
use toguna_sdk::Suite;

use super::Row;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::Fault;
use crate::session::Session;
use crate::words::short;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("create", "toguna space create TITLE", "help-space-create")
        .arg(make.place("title", "TITLE", "arg-title").required(true))
        .arg(make.flag("large", "arg-large"))
        .after_help(make.after(
            &[],
            &[
                ("example-create", "toguna space create \"Witnesses of the river\""),
                ("example-create-large", "toguna space create Network --large"),
            ],
        ))
}

/// Founds a space, in the post-quantum suite unless it is to be large.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let suite = if matches.get_flag("large") {
        Suite::Classical
    } else {
        Suite::PostQuantum
    };
    let space = client.create_space(required(matches, "title"), suite).await?;
    let out = &session.out;
    if out.json() {
        return out.row(&Row::of(&space));
    }
    let id = short(space.log);
    let args = [
        ("title", Arg::Theirs(&space.title)),
        ("id", Arg::Code(id.clone())),
    ];
    out.say("out-space-created", &args)?;
    out.say("out-space-created-next", &[("id", Arg::Code(id))])
}
