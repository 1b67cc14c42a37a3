// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space invitations`.

use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::Succeeds;

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::Fault;
use crate::moment;
use crate::session::Session;
use crate::words::{doubt, doubt_name, handle, hex, short};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command(
        "invitations",
        "toguna space invitations",
        "help-space-invitations",
    )
    .arg(make.flag("offline", "arg-offline"))
}

#[derive(Serialize)]
struct Row<'a> {
    space: String,
    inviter: String,
    inviter_handle: Option<&'a str>,
    received: String,
    id: &'a str,
    succeeds: Option<Before<'a>>,
}

#[derive(Serialize)]
struct Before<'a> {
    space: String,
    title: Option<&'a str>,
    doubt: Option<&'static str>,
}

impl<'a> Before<'a> {
    fn of(succeeds: &'a Succeeds) -> Self {
        Self {
            space: hex(succeeds.log.as_bytes()),
            title: succeeds.title.as_deref(),
            doubt: succeeds.doubt.map(doubt_name),
        }
    }
}

/// Fetches letters, then lists what waits for an answer.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    if !matches.get_flag("offline") {
        session.sync(&client).await?;
    }
    let out = &session.out;
    let invitations = client.invitations()?;
    for one in &invitations {
        if out.json() {
            out.row(&Row {
                space: hex(one.log.as_bytes()),
                inviter: hex(one.inviter.as_bytes()),
                inviter_handle: one.inviter_handle.as_deref(),
                received: moment::utc(one.received),
                id: &one.id_hex,
                succeeds: one.succeeds.as_ref().map(Before::of),
            })?;
        } else {
            let args = [
                ("id", Arg::Code(short(one.log))),
                ("inviter", handle(out.catalogue(), one.inviter_handle.as_deref())),
                ("when", Arg::Code(moment::here(one.received))),
            ];
            out.say("out-invitation", &args)?;
            if let Some(succeeds) = &one.succeeds {
                let title = handle(out.catalogue(), succeeds.title.as_deref());
                let why = Arg::Own(doubt(out.catalogue(), succeeds.doubt));
                out.say("out-invitation-succeeds", &[("title", title), ("why", why)])?;
            }
        }
    }
    match (out.json(), invitations.is_empty()) {
        (true, _) => Ok(()),
        (false, true) => out.say("out-invitations-none", &[]),
        (false, false) => out.say("out-invitations-next", &[]),
    }
}
