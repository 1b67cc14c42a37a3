// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library keep-file S FILE`: has a file stay at the relay that a steward asked to be deleted.

use clap::{ArgMatches, Command};
use data_encoding::HEXLOWER_PERMISSIVE;
use serde::Serialize;
use toguna_sdk::{BlobId, Code};

use crate::args::Maker;
use crate::command::required;
use crate::fault::Fault;
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command(
        "keep-file",
        "toguna library keep-file S FILE",
        "help-library-keep-file",
    )
    .arg(make.space())
    .arg(make.place("file", "FILE", "arg-file-id"))
    .after_help(make.after(
        &["help-library-keep-file-after"],
        &[(
            "example-library-keep-file",
            "toguna library keep-file river 0f2a6c1e9b7d4853a1c0e2f4b6d8091a",
        )],
    ))
}

#[derive(Serialize)]
struct Row {
    space: String,
    keeps_file: String,
}

/// Asks for it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let id = HEXLOWER_PERMISSIVE.decode(required(matches, "file").as_bytes());
    let blob = id.ok().and_then(|id| BlobId::from_slice(&id));
    let blob = blob.ok_or(toguna_sdk::Fault::new(Code::FileUnknown))?;
    client.ask_to_keep_file(log, blob).await?;
    if session.out.json() {
        return session.out.row(&Row {
            space: hex(log.as_bytes()),
            keeps_file: hex(blob.as_bytes()),
        });
    }
    session.out.say("out-file-kept", &[])
}
