// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library show S ITEM`: all that is known of an item, but for its text.

use clap::{ArgMatches, Command};
use toguna_sdk::{Field, ItemFile, Kind};

use super::file::size;
use super::{Row, fetch, item, named, newest_text, words_for};
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::Fault;
use crate::neutral;
use crate::output::{Output, Style};
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("show", "toguna library show S ITEM", "help-library-show")
        .arg(make.space())
        .arg(item(make))
        .arg(make.flag("offline", "arg-offline"))
        .after_help(make.after(&[], &[("example-library-show", "toguna library show river UDHR")]))
}

/// Shows it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    fetch(session, &client, matches).await?;
    let (log, item) = named(&client, matches)?;
    let out = &session.out;
    let text = newest_text(&client, log, &item)?;
    let mut lists = client.reading_lists(log)?;
    lists.retain(|list| list.list.entries.iter().any(|entry| entry.item == item.id));
    if out.json() {
        let reading_lists = lists.iter().map(|list| hex(list.id.as_bytes()));
        return out.row(&Row {
            reading_lists: reading_lists.collect(),
            ..Row::of(log, &item).with_text(text)
        });
    }
    out.line(&super::list::line(out, &item))?;
    let around = out.catalogue().around();
    for field in Field::ALL {
        let many = item.item.many.get(field).into_iter().flatten();
        let one = item
            .item
            .get(*field)
            .filter(|_| *field != Field::Title && *field != Field::Text);
        for value in many.map(String::as_str).chain(one) {
            let key = out.styled(Style::Faint, &out.catalogue().code(field.key()));
            let lines = match field.kind() {
                Kind::Text => neutral::lines(value, around),
                Kind::One | Kind::Date | Kind::Many => vec![neutral::line(value, around)],
            };
            out.line(&format!("    {key}  {}", lines.join("\n      ")))?;
        }
    }
    item.item.files.iter().try_for_each(|file| version(out, file))?;
    for list in &lists {
        let title = Arg::Theirs(&list.list.title);
        let line = out.catalogue().with("out-item-on-list", &[("title", title)]);
        out.line(&format!("    {}", out.styled(Style::Faint, &line)))?;
    }
    match text {
        Some(text) => out.line(&format!(
            "    {}",
            out.styled(Style::Faint, &words_for(session, text))
        )),
        None => Ok(()),
    }
}

/// One version, as a line.
fn version(out: &Output, file: &ItemFile) -> Result<(), Fault> {
    let words = out.catalogue();
    let args = [
        ("version", Arg::Number(file.version.into())),
        ("size", Arg::Own(size(file.length))),
    ];
    let what = out.styled(Style::Faint, &words.with("out-item-version", &args));
    let name = neutral::line(&file.name, words.around());
    out.line(&format!("    {what}  {name}"))
}
