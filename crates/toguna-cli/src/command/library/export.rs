// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library export S`: the whole library, one item a line, the same bytes for every member who has read as far.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Command, value_parser};
use toguna_sdk::Citations;

use super::fetch;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::{Fault, unwritable};
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("export", "toguna library export S", "help-library-export")
        .arg(make.space())
        .arg(
            make.option("format", "FORMAT", "arg-format")
                .value_parser(PossibleValuesParser::new(FORMATS.map(|(name, _)| name)))
                .default_value("jsonl"),
        )
        .arg(
            make.option("to", "FILE", "arg-to-file")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(make.flag("offline", "arg-offline"))
        .after_help(make.after(
            &["help-library-export-after"],
            &[
                (
                    "example-library-export",
                    "toguna library export river --to library.jsonl",
                ),
                (
                    "example-library-cite",
                    "toguna library export river --format ris --to library.ris",
                ),
            ],
        ))
}

/// What a library is written as.
#[derive(Clone, Copy)]
enum Format {
    Cited(Citations),
    Lines,
    Table,
}

/// By their names.
const FORMATS: [(&str, Format); 5] = [
    ("bibtex", Format::Cited(Citations::BibTex)),
    ("csl-json", Format::Cited(Citations::Csl)),
    ("csv", Format::Table),
    ("jsonl", Format::Lines),
    ("ris", Format::Cited(Citations::Ris)),
];

/// Writes it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    fetch(session, &client, matches).await?;
    let log = client.find_space(required(matches, "space"))?;
    let format = FORMATS
        .iter()
        .find(|(name, _)| *name == required(matches, "format"));
    let export = match format.map(|(_, format)| *format) {
        Some(Format::Cited(citations)) => client.cite_library(log, citations)?,
        Some(Format::Table) => String::from_utf8_lossy(&client.library_table(log)?).into_owned(),
        Some(Format::Lines) | None => client.export_library(log)?,
    };
    let out = &session.out;
    let Some(path) = matches.get_one::<PathBuf>("to") else {
        return export.lines().try_for_each(|line| out.line(line));
    };
    write_new(path, &export)?;
    let title = client.space(log)?.summary.title;
    if out.json() {
        return Ok(());
    }
    out.say("out-written", &[("title", Arg::Theirs(&title))])
}

/// Writes a file that only its owner reads; one that is there is left as it is.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), Fault> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .map_err(unwritable)
}
