// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library copy S ITEM TO`: an item, to another space's library, with where it is from.

use clap::{ArgMatches, Command};

use super::file::show;
use super::{Row, item, named};
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let to = make.place("to", "TO", "arg-to-space");
    make.command("copy", "toguna library copy S ITEM TO", "help-library-copy")
        .arg(make.space())
        .arg(item(make))
        .arg(to.required(true).display_order(2))
        .after_help(make.after(
            &["help-library-copy-after"],
            &[("example-library-copy", "toguna library copy river UDHR training")],
        ))
}

/// Copies it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let (log, item) = named(&client, matches)?;
    let to = client.find_space(required(matches, "to"))?;
    let id = client
        .copy_item(log, item.id, to, |done, of| {
            show(session, "out-copy-progress", done, of);
        })
        .await;
    let out = &session.out;
    out.rub_out();
    let id = id?;
    if out.json() {
        let items = client.library(to)?;
        let copy = items.iter().find(|copy| copy.id == id).unwrap_or(&item);
        return out.row(&Row::of(to, copy));
    }
    out.say("out-item-added", &[("title", Arg::Theirs(item.title()))])
}
