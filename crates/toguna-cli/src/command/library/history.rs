// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library history S ITEM`: who changed an item and when, by their signatures.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::{fetch, item, named};
use crate::args::Maker;
use crate::fault::Fault;
use crate::output::Style;
use crate::session::Session;
use crate::words::hex;
use crate::{moment, neutral};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("history", "toguna library history S ITEM", "help-library-history")
        .arg(make.space())
        .arg(item(make))
        .arg(make.flag("offline", "arg-offline"))
        .after_help(make.after(
            &[],
            &[("example-library-history", "toguna library history river UDHR")],
        ))
}

#[derive(Serialize)]
struct Row<'a> {
    seq: u64,
    author: String,
    handle: Option<&'a str>,
    written: String,
}

/// Shows it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    fetch(session, &client, matches).await?;
    let (log, item) = named(&client, matches)?;
    let out = &session.out;
    let words = out.catalogue();
    for change in client.item_history(log, item.id)? {
        let author = hex(change.author.account.as_bytes());
        if out.json() {
            out.row(&Row {
                seq: change.place.get(),
                author,
                handle: change.author.handle.as_deref(),
                written: moment::utc(change.time),
            })?;
            continue;
        }
        let place = words.code(&format!("#{}", change.place.get()));
        let place = out.styled(Style::Faint, &place);
        let when = out.styled(Style::Faint, &words.code(&moment::here(change.time)));
        let short: String = author.chars().take(8).collect();
        let who = match &change.author.handle {
            Some(handle) => neutral::line(handle, words.around()),
            None => words.code(&short),
        };
        out.line(&format!("{place}  {when}  {who}"))?;
    }
    Ok(())
}
