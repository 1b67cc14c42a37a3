// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library attach S ITEM FILE`: a file as the newest version of an item.

use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};
use toguna_sdk::{Change, NewFile};

use super::file::upload;
use super::{item, named, remark_text, tell_changed};
use crate::args::Maker;
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let file = make.place("file", "FILE", "arg-file");
    make.command(
        "attach",
        "toguna library attach S ITEM FILE",
        "help-library-attach",
    )
    .arg(make.space())
    .arg(item(make))
    .arg(
        file.required(true)
            .display_order(2)
            .value_parser(value_parser!(PathBuf)),
    )
    .after_help(make.after(
        &["help-library-attach-after"],
        &[(
            "example-library-attach",
            "toguna library attach river 'Report 2026' report-final.pdf",
        )],
    ))
}

/// Brings it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let (log, item) = named(&client, matches)?;
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let opened = NewFile::open(&path).map_err(|fault| Fault::from(fault).about(&path))?;
    let file = upload(session, &client, log, opened)
        .await
        .map_err(|fault| fault.about(&path))?;
    let text = client.file_text(log, &file)?;
    client
        .change_item(log, item.id, vec![Change::AddFile(Box::new(file))])
        .await?;
    tell_changed(session, &client, log, &item)?;
    remark_text(session, Some(text));
    Ok(())
}
