// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library list S`: what a space keeps, by title.

use clap::{ArgMatches, Command};
use toguna_sdk::{Field, LibraryItem};

use super::{Row, fetch};
use crate::args::Maker;
use crate::command::{required, text};
use crate::fault::Fault;
use crate::neutral;
use crate::output::{Output, Style};
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("list", "toguna library list S", "help-library-list")
        .arg(make.space())
        .arg(make.option("tag", "TAG", "arg-with-tag"))
        .arg(make.flag("offline", "arg-offline"))
        .after_help(make.after(
            &[],
            &[("example-library-list", "toguna library list river --tag ONU")],
        ))
}

/// Shows what there is.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    fetch(session, &client, matches).await?;
    let tag = text(matches, "tag");
    let tagged = |item: &LibraryItem| {
        let tags = item.item.many.get(&Field::Tags);
        tag.is_none_or(|tag| tags.is_some_and(|tags| tags.contains(tag)))
    };
    let items: Vec<LibraryItem> = client.library(log)?.into_iter().filter(tagged).collect();
    let out = &session.out;
    if items.is_empty() && !out.json() {
        return out.say("out-library-empty", &[]);
    }
    for item in &items {
        if out.json() {
            out.row(&Row::of(log, item))?;
        } else {
            out.line(&line(out, item))?;
        }
    }
    Ok(())
}

/// Title, date, tags and the beginning of the id on one line.
pub(crate) fn line(out: &Output, item: &LibraryItem) -> String {
    let words = out.catalogue();
    let title = out.styled(Style::Bold, &neutral::line(item.title(), words.around()));
    let id: String = hex(item.id.as_bytes()).chars().take(8).collect();
    let id = out.styled(Style::Faint, &words.code(&id));
    let date = item
        .item
        .get(Field::Date)
        .map(|date| words.code(date))
        .unwrap_or_default();
    let tags = item.item.many.get(&Field::Tags).into_iter().flatten();
    let tags: Vec<String> = tags.map(|tag| neutral::line(tag, words.around())).collect();
    let waits = if item.waiting {
        words.text("word-queued")
    } else {
        String::new()
    };
    let parts = [id, title, date, tags.join(", "), waits];
    let said = parts.into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join("  ")
}
