// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library import S TABLE.csv`: the rows of a table, each an item found again by its key.

use std::fs;
use std::path::Path;

use clap::ArgMatches;
use serde::Serialize;
use toguna_sdk::{Client, ImportOutcome, Imported, LogId, Refused, TableArchive, TableImport, Why};

use crate::catalogue::Arg;
use crate::fault::{Fault, Own, unreadable};
use crate::neutral;
use crate::session::Session;
use crate::words::hex;

#[derive(Serialize)]
struct Row<'a> {
    line: u64,
    key: Option<&'a str>,
    item: Option<String>,
    outcome: &'static str,
    column: Option<&'a str>,
    fault: Option<&'static str>,
}

/// A table, and the files that came with it.
pub(super) type Given = (Vec<u8>, Option<TableArchive>);

/// What a path leads to, if it is a table or an archive with one.
pub(super) fn given(path: &Path) -> Result<Option<Given>, Fault> {
    let ends = |with: &str| path.extension().is_some_and(|end| end.eq_ignore_ascii_case(with));
    if ends("csv") {
        return Ok(Some((
            fs::read(path).map_err(|cause| unreadable(cause).about(path))?,
            None,
        )));
    }
    let archive = if ends("zip") {
        TableArchive::open(path).map_err(|fault| Fault::from(fault).about(path))?
    } else {
        None
    };
    match archive {
        Some(mut archive) => Ok(Some((archive.table()?, Some(archive)))),
        None => Ok(None),
    }
}

/// Takes a table in.
pub(super) async fn run(
    session: &Session,
    client: &Client,
    log: LogId,
    (table, mut files): Given,
    matches: &ArgMatches,
) -> Result<(), Fault> {
    let how = TableImport {
        dry_run: matches.get_flag("dry-run"),
        atomic: matches.get_flag("atomic"),
    };
    let out = &session.out;
    let imported = client
        .import_table(log, &table, files.as_mut(), how, |done, of| {
            let counts = [("done", Arg::from(done)), ("of", Arg::from(of))];
            out.progress(&out.catalogue().with("out-import-progress", &counts));
        })
        .await;
    out.rub_out();
    let imported = imported?;
    tell(session, &imported)?;
    if imported.refused.is_empty() {
        Ok(())
    } else {
        Err(Own::SomeRefused.into())
    }
}

fn tell(session: &Session, imported: &Imported) -> Result<(), Fault> {
    let out = &session.out;
    if out.json() {
        for row in &imported.rows {
            out.row(&Row {
                line: row.line,
                key: Some(&row.key),
                item: row.item.map(|item| hex(item.as_bytes())),
                outcome: outcome(row.outcome),
                column: None,
                fault: None,
            })?;
        }
        for refused in &imported.refused {
            out.row(&Row {
                line: refused.line,
                key: None,
                item: None,
                outcome: "refused",
                column: refused.column.as_deref(),
                fault: Some(why(refused.why).0),
            })?;
        }
        return Ok(());
    }
    for refused in &imported.refused {
        say_refused(session, refused)?;
    }
    if !imported.passed_over.is_empty() {
        let columns = imported.passed_over.join(", ");
        let columns = neutral::line(&columns, out.catalogue().around());
        out.say("out-table-passed-over", &[("columns", Arg::Own(columns))])?;
    }
    let count = |of: ImportOutcome| {
        let rows = imported.rows.iter().filter(|row| row.outcome == of);
        Arg::from(rows.count())
    };
    let counts = [
        ("added", count(ImportOutcome::Added)),
        ("changed", count(ImportOutcome::Changed)),
        ("unchanged", count(ImportOutcome::Unchanged)),
        ("refused", Arg::from(imported.refused.len())),
    ];
    out.say("out-table-done", &counts)
}

fn say_refused(session: &Session, refused: &Refused) -> Result<(), Fault> {
    let words = session.out.catalogue();
    let mut args = vec![
        ("line", Arg::Number(refused.line)),
        ("why", Arg::Own(words.text(why(refused.why).1))),
    ];
    let Some(column) = &refused.column else {
        return session.out.say("out-table-refused", &args);
    };
    args.push(("column", Arg::Own(neutral::line(column, words.around()))));
    session.out.say("out-table-refused-column", &args)
}

const fn outcome(of: ImportOutcome) -> &'static str {
    match of {
        ImportOutcome::Added => "added",
        ImportOutcome::Changed => "changed",
        ImportOutcome::Unchanged => "unchanged",
    }
}

/// The code of a reason, and its words.
const fn why(why: Why) -> (&'static str, &'static str) {
    match why {
        Why::NoFile => ("no-file", "why-no-file"),
        Why::NoDate => ("no-date", "why-no-date"),
        Why::NoTitle => ("no-title", "why-no-title"),
        Why::NotATable => ("not-a-table", "why-not-a-table"),
        Why::Repeated => ("repeated", "why-repeated"),
        Why::TooLong => ("too-long", "why-too-long"),
        Why::TooMany => ("too-many", "why-too-many"),
        Why::Unreadable => ("unreadable", "why-unreadable"),
    }
}
