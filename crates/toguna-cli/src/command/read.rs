// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna read S`: fetches what is new, then shows the last entries.

use clap::{ArgMatches, Command, value_parser};
use toguna_sdk::{Client, ReadRange, SpaceState};

use super::required;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::entry;
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("read", "toguna read S", "help-read")
        .arg(make.space())
        .arg(
            make.option("last", "N", "arg-last")
                .value_parser(value_parser!(u32)),
        )
        .arg(make.flag("all", "arg-all").conflicts_with("last"))
        .arg(make.flag("offline", "arg-offline"))
        .arg(make.flag("tell", "arg-tell-read").conflicts_with("offline"))
        .arg(make.flag("accept", "arg-accept").conflicts_with("offline"))
        .after_help(make.after(
            &["help-read-after"],
            &[
                ("example-read", "toguna read river --last 50"),
                ("example-read-accept", "toguna read river --accept"),
            ],
        ))
}

/// Shows a space.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let unreachable = if matches.get_flag("offline") {
        None
    } else {
        session.sync(&client).await?
    };
    if matches.get_flag("accept") && unreachable.is_none() {
        accept_all(session, &client).await?;
    }
    let log = client.find_space(required(matches, "space"))?;
    let last = matches.get_one::<u32>("last").copied().unwrap_or(USUAL);
    let last = usize::try_from(last).ok().filter(|_| !matches.get_flag("all"));
    let conversation = client.conversation(log, ReadRange { last, after: None })?;
    let out = &session.out;
    if conversation.entries.is_empty() && conversation.waiting.is_empty() && !out.json() {
        out.say("out-empty", &[])?;
    }
    for shown in &conversation.entries {
        entry::show(out, log, None, shown)?;
    }
    let me = client.whoami()?;
    for waiting in &conversation.waiting {
        entry::show_waiting(out, log, &me, waiting)?;
    }
    if let Some(newest) = conversation.entries.last() {
        client.mark_read(log, newest.seq)?;
        if matches.get_flag("tell") && unreachable.is_none() {
            client.tell_read(log, newest.seq).await?;
        }
    }
    if matches!(client.space(log)?.summary.state, SpaceState::Removed) {
        out.remark(&out.catalogue().text("fault-not-a-member"));
    }
    // Said last: what was shown may not be all there is.
    unreachable.map_or(Ok(()), |fault| Err(fault.into()))
}

/// Accepts every invitation that waits.
async fn accept_all(session: &Session, client: &Client) -> Result<(), Fault> {
    for invitation in client.invitations()? {
        let space = client.accept(invitation.log).await?;
        let title = [("title", Arg::Theirs(&space.title))];
        session
            .out
            .remark(&session.out.catalogue().with("out-accepted", &title));
    }
    Ok(())
}

/// Entries shown unless asked otherwise.
const USUAL: u32 = 20;
