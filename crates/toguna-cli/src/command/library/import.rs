// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library import S PATH...`: files, folders of them, tables; done again it changes what changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;
use toguna_sdk::{Client, Field, LibraryItem, LogId, NewFile, NewItem, ObjectId};

use super::add::stem;
use super::file::{Brought, bring, changes, short_text, upload};
use super::table;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::{Fault, Own, unreadable};
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let paths = make.place("paths", "PATH", "arg-paths");
    make.command("import", "toguna library import S PATH...", "help-library-import")
        .arg(make.space())
        .arg(
            paths
                .required(true)
                .num_args(1..)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(make.flag("dry-run", "arg-dry-run"))
        .arg(make.flag("atomic", "arg-atomic"))
        .after_help(make.after(
            &["help-library-import-after"],
            &[
                ("example-library-import", "toguna library import river laws/"),
                (
                    "example-library-table",
                    "toguna library import river uwazi.csv --dry-run",
                ),
                ("example-library-archive", "toguna library import river uwazi.zip"),
            ],
        ))
}

#[derive(Serialize)]
struct Row {
    file: String,
    item: Option<String>,
    outcome: &'static str,
    fault: Option<&'static str>,
}

/// What became of a file.
enum Outcome {
    Added(Option<ObjectId>),
    Changed(ObjectId),
    Same(ObjectId),
}

/// Takes in every file; one that cannot be taken in is named, and the others are.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let mut files = BTreeMap::new();
    for path in matches.get_many::<PathBuf>("paths").into_iter().flatten() {
        if let Some(given) = table::given(path)? {
            table::run(session, &client, log, given, matches).await?;
        } else {
            collect(path, path, &mut files)?;
        }
    }
    let known: BTreeMap<String, LibraryItem> = client
        .library(log)?
        .into_iter()
        .filter_map(|item| Some((item.item.get(Field::Key)?.to_owned(), item)))
        .collect();
    let dry = matches.get_flag("dry-run");
    let (mut refused, all) = (0usize, files.len());
    for (done, (key, path)) in files.into_iter().enumerate() {
        let counts = [("done", Arg::from(done)), ("of", Arg::from(all))];
        let line = session.out.catalogue().with("out-import-progress", &counts);
        session.out.progress(&line);
        let taken = take_in(session, &client, log, (&key, &path), known.get(&key), dry).await;
        session.out.rub_out();
        if let Err(fault) = &taken
            && fault.stops_the_rest()
        {
            return taken.map(drop);
        }
        refused = refused.saturating_add(usize::from(taken.is_err()));
        tell(session, &key, &taken)?;
    }
    if refused > 0 {
        return Err(Own::SomeRefused.into());
    }
    Ok(())
}

/// Files under a path, by the name they are found again by; in folders, what is hidden is passed over.
fn collect(root: &Path, path: &Path, files: &mut BTreeMap<String, PathBuf>) -> Result<(), Fault> {
    if !path.is_dir() {
        if path == root || path.is_file() {
            let name = path
                .strip_prefix(root)
                .ok()
                .filter(|name| !name.as_os_str().is_empty());
            let name = name.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
            files.insert(format!("file:{}", name.to_string_lossy()), path.to_owned());
        }
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|cause| unreadable(cause).about(path))? {
        let entry = entry.map_err(unreadable)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // What a link leads to may be anything, and anywhere.
        if !hidden && !entry.file_type().is_ok_and(|kind| kind.is_symlink()) {
            collect(root, &entry.path(), files)?;
        }
    }
    Ok(())
}

async fn take_in(
    session: &Session,
    client: &Client,
    log: LogId,
    (key, path): (&str, &Path),
    known: Option<&LibraryItem>,
    dry: bool,
) -> Result<Outcome, Fault> {
    if let Some(known) = known {
        return take_in_again(session, client, log, path, known, dry).await;
    }
    if dry {
        NewFile::open(path)?;
        return Ok(Outcome::Added(None));
    }
    let title = stem(path).unwrap_or_else(|| key.to_owned());
    let fields = [(Field::Key, key.to_owned()), (Field::Title, title)];
    let mut item = NewItem::from(Vec::from(fields));
    match bring(session, client, log, path).await? {
        Brought::Text(text) => item.fields.push((Field::Text, text)),
        Brought::File(file) => item.file = Some(*file),
    }
    let id = client.add_item(log, item).await?;
    Ok(Outcome::Added(Some(id)))
}

/// A file whose item is there: what it holds is compared with the text or the newest version that the item has.
async fn take_in_again(
    session: &Session,
    client: &Client,
    log: LogId,
    path: &Path,
    known: &LibraryItem,
    dry: bool,
) -> Result<Outcome, Fault> {
    let text = short_text(path).filter(|_| known.item.files.is_empty());
    let brought = if let Some(text) = text {
        let same = known.item.get(Field::Text).unwrap_or_default() == text;
        (!same).then_some(Brought::Text(text))
    } else {
        let (file, content) = NewFile::open(path)?.hashed().await?;
        let newest = known.item.files.last();
        if newest.is_some_and(|newest| newest.content == content) {
            None
        } else if dry {
            return Ok(Outcome::Changed(known.id));
        } else {
            let file = upload(session, client, log, file).await?;
            Some(Brought::File(Box::new(file)))
        }
    };
    let Some(brought) = brought else {
        return Ok(Outcome::Same(known.id));
    };
    if !dry {
        client.change_item(log, known.id, changes(known, brought)).await?;
    }
    Ok(Outcome::Changed(known.id))
}

fn tell(session: &Session, key: &str, taken: &Result<Outcome, Fault>) -> Result<(), Fault> {
    let out = &session.out;
    let (outcome, id) = match taken {
        Ok(Outcome::Added(id)) => ("added", *id),
        Ok(Outcome::Changed(id)) => ("changed", Some(*id)),
        Ok(Outcome::Same(id)) => ("unchanged", Some(*id)),
        Err(_) => ("refused", None),
    };
    if out.json() {
        return out.row(&Row {
            file: key.strip_prefix("file:").unwrap_or(key).to_owned(),
            item: id.map(|id| hex(id.as_bytes())),
            outcome,
            fault: taken.as_ref().err().map(Fault::code),
        });
    }
    let file = [("file", Arg::Theirs(key.strip_prefix("file:").unwrap_or(key)))];
    match (outcome, taken) {
        ("added", _) => out.say("out-import-added", &file),
        ("changed", _) => out.say("out-import-changed", &file),
        (_, Err(fault)) => {
            out.say("out-import-refused", &file)?;
            out.line(&format!("    {}", fault.happened(out.catalogue())))
        }
        _ => out.say("out-import-unchanged", &file),
    }
}
