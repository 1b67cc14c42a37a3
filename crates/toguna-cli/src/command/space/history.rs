// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space history S`: what this device was given of the time before it, and whether that was checked.

use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{Client, Code, History, HistoryState, LogId};

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::Fault;
use crate::session::Session;
use crate::words::{HISTORY_STATES, hex, name_of};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("history", "toguna space history S", "help-space-history")
        .arg(make.space())
        .after_help(make.after(
            &["help-space-history-after"],
            &[("example-history", "toguna space history river")],
        ))
}

#[derive(Serialize)]
struct Row {
    space: String,
    state: &'static str,
    withheld: u64,
    read: u64,
    of: u64,
}

/// Reads on what is still to be read, then says how far it is.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let out = &session.out;
    if client.history(log)?.state != HistoryState::Whole {
        read_on(session, &client, log).await?;
    }
    let history = client.history(log)?;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            state: name_of(&HISTORY_STATES, history.state),
            withheld: history.withheld,
            read: history.read,
            of: history.of,
        });
    }
    tell(session, history)
}

/// What cannot be read just now is told by what is shown then.
async fn read_on(session: &Session, client: &Client, log: LogId) -> Result<(), Fault> {
    let read = client
        .sync(Some(log), |_| {
            if let Ok(history) = client.history(log) {
                let how_far = [
                    ("read", Arg::Number(history.read)),
                    ("of", Arg::Number(history.of)),
                ];
                let line = session.out.catalogue().with("out-history-progress", &how_far);
                session.out.progress(&line);
            }
        })
        .await;
    match read {
        Err(fault) if !fault.is_passing() && fault.is() != Code::RelayLied => Err(fault.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn tell(session: &Session, history: History) -> Result<(), Fault> {
    let out = &session.out;
    let line = match history.state {
        HistoryState::Reading => "out-history-reading",
        HistoryState::Refused => "out-history-refused",
        HistoryState::Whole if history.withheld > 0 => "out-history-withheld",
        HistoryState::Whole if history.of == 0 => "out-history-founder",
        HistoryState::Whole => "out-history-whole",
    };
    let count = if history.withheld > 0 {
        history.withheld
    } else {
        history.of
    };
    out.say(
        line,
        &[("count", Arg::Number(count)), ("read", Arg::Number(history.read))],
    )
}
