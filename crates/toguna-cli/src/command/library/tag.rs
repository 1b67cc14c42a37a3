// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library tag S ITEM TAG...`: puts words on an item, or takes them off.

use clap::{ArgMatches, Command};
use toguna_sdk::{Change, Field};

use super::{item, named, tell_changed};
use crate::args::Maker;
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let tags = make.place("tags", "TAG", "arg-tag");
    make.command("tag", "toguna library tag S ITEM TAG...", "help-library-tag")
        .arg(make.space())
        .arg(item(make))
        .arg(tags.required(true).num_args(1..).display_order(2))
        .arg(make.flag("remove", "arg-remove-tag"))
        .after_help(make.after(
            &[],
            &[(
                "example-library-tag",
                "toguna library tag river UDHR liberté الحرية",
            )],
        ))
}

/// Tags it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let (log, item) = named(&client, matches)?;
    let remove = matches.get_flag("remove");
    let tags = matches.get_many::<String>("tags").into_iter().flatten();
    let changes = tags.map(|tag| {
        if remove {
            Change::Remove(Field::Tags, tag.clone())
        } else {
            Change::Add(Field::Tags, tag.clone())
        }
    });
    client.change_item(log, item.id, changes.collect()).await?;
    tell_changed(session, &client, log, &item)
}
