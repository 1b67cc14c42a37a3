// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library add S [FILE]`: adds an item, with a text if there is one.

use std::path::{Path, PathBuf};

use clap::{ArgAction, ArgMatches, Command, value_parser};
use toguna_sdk::{Field, NewItem};

use super::file::{Brought, bring};
use super::{Row, Setting, newest_text, remark_text};
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::{required, text};
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("add", "toguna library add S [FILE]", "help-library-add")
        .arg(make.space())
        .arg(
            make.place("file", "FILE", "arg-file")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(make.option("title", "TITLE", "arg-title"))
        .arg(make.option("date", "DATE", "arg-item-date"))
        .arg(make.option("tag", "TAG", "arg-tag").action(ArgAction::Append))
        .arg(
            make.option("set", "FIELD=VALUE", "arg-set")
                .action(ArgAction::Append)
                .value_parser(Setting::parse),
        )
        .after_help(make.after(
            &["help-library-add-after", "help-library-fields"],
            &[(
                "example-library-add",
                "toguna library add river udhr.txt --title UDHR --date 1948-12-10 --tag ONU --set languages=fr",
            )],
        ))
}

/// Adds it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let mut fields = Setting::all(matches, "set");
    let file = matches.get_one::<PathBuf>("file");
    let stem = file.and_then(|path| stem(path));
    if let Some(title) = text(matches, "title").map(str::to_owned).or(stem) {
        fields.push((Field::Title, title));
    }
    if let Some(date) = text(matches, "date") {
        fields.push((Field::Date, date.to_owned()));
    }
    let tags = matches.get_many::<String>("tag").into_iter().flatten();
    fields.extend(tags.map(|tag| (Field::Tags, tag.clone())));
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let mut item = NewItem { fields, file: None };
    item.check()?;
    if let Some(path) = file {
        let brought = bring(session, &client, log, path).await;
        match brought.map_err(|fault| fault.about(path))? {
            Brought::Text(text) => item.fields.push((Field::Text, text)),
            Brought::File(file) => item.file = Some(*file),
        }
    }
    let id = client.add_item(log, item).await?;
    let items = client.library(log)?;
    let out = &session.out;
    let Some(item) = items.iter().find(|item| item.id == id) else {
        return out.say("out-item-added", &[("title", Arg::Theirs(""))]);
    };
    let text = newest_text(&client, log, item)?;
    if out.json() {
        return out.row(&Row::of(log, item).with_text(text));
    }
    out.say("out-item-added", &[("title", Arg::Theirs(item.title()))])?;
    remark_text(session, text);
    Ok(())
}

/// What a file is called, without what says its kind.
pub(super) fn stem(path: &Path) -> Option<String> {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned())
}
