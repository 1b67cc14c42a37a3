// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library get S ITEM`: an item's text, as it is.

use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};
use toguna_sdk::Field;

use super::{fetch, item, named};
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::neutral;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("get", "toguna library get S ITEM", "help-library-get")
        .arg(make.space())
        .arg(item(make))
        .arg(
            make.option("to", "FILE", "arg-to-file")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(make.flag("offline", "arg-offline"))
        .after_help(make.after(
            &["help-library-get-after"],
            &[(
                "example-library-get",
                "toguna library get river UDHR --to udhr.txt",
            )],
        ))
}

/// Shows it, or writes it to a file that is not there yet.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    fetch(session, &client, matches).await?;
    let (_, item) = named(&client, matches)?;
    let text = item.item.get(Field::Text).unwrap_or_default();
    let out = &session.out;
    if let Some(path) = matches.get_one::<PathBuf>("to") {
        super::export::write_new(path, text)?;
        if out.json() {
            return Ok(());
        }
        return out.say("out-written", &[("title", Arg::Theirs(item.title()))]);
    }
    if out.json() {
        return out.row(&serde_json::json!({ "title": item.title(), "text": text }));
    }
    if text.is_empty() {
        return Err(Own::NoText.into());
    }
    neutral::lines(text, out.catalogue().around())
        .iter()
        .try_for_each(|line| out.line(line))
}
