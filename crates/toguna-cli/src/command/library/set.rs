// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library set S ITEM FIELD=VALUE...`: says more of an item, or something else.

use clap::{ArgMatches, Command};

use super::{Setting, change, item, named, tell_changed};
use crate::args::Maker;
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let settings = make.place("settings", "FIELD=VALUE", "arg-set");
    make.command(
        "set",
        "toguna library set S ITEM FIELD=VALUE...",
        "help-library-set",
    )
    .arg(make.space())
    .arg(item(make))
    .arg(
        settings
            .required(true)
            .num_args(1..)
            .display_order(2)
            .value_parser(Setting::parse),
    )
    .after_help(make.after(
        &["help-library-set-after", "help-library-fields"],
        &[(
            "example-library-set",
            "toguna library set river UDHR 'instruments=ICCPR 19' organisation=ONU",
        )],
    ))
}

/// Changes it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let (log, item) = named(&client, matches)?;
    let changes = Setting::all(matches, "settings")
        .into_iter()
        .map(change)
        .collect();
    client.change_item(log, item.id, changes).await?;
    tell_changed(session, &client, log, &item)
}
