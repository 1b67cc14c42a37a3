// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space close S`: asks the relay to delete all it holds of a space a week from now, or to leave it after all.

use clap::{ArgMatches, Command};
use serde::Serialize;

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::{Fault, Own};
use crate::moment;
use crate::session::Session;
use crate::terminal;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("close", "toguna space close S", "help-space-close")
        .arg(make.space())
        .arg(make.flag("withdraw", "arg-withdraw"))
        .arg(make.flag("yes", "arg-yes").conflicts_with("withdraw"))
        .after_help(make.after(
            &["help-space-close-after"],
            &[
                ("example-close", "toguna space close river"),
                ("example-close-withdraw", "toguna space close river --withdraw"),
            ],
        ))
}

#[derive(Serialize)]
struct Row {
    space: String,
    closes: Option<String>,
}

/// Asks for it, after asking.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let title = client.space(log)?.summary.title;
    let out = &session.out;
    let words = out.catalogue();
    let title = Arg::Theirs(&title);
    if matches.get_flag("withdraw") {
        client.withdraw_closing(log).await?;
    } else {
        let ask = words.with("ask-close", &[("title", title)]);
        if !matches.get_flag("yes") && !terminal::confirm(&ask, &words.text("ask-yes-words"))? {
            return Err(Own::Cancelled.into());
        }
        client.close_space(log).await?;
    }
    let detail = client.space(log)?;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            closes: detail.summary.closes.map(moment::utc),
        });
    }
    let title = ("title", Arg::Theirs(&detail.summary.title));
    match detail.summary.closes {
        Some(when) => {
            let day = moment::here(when).chars().take(10).collect();
            out.say("out-closing", &[title, ("day", Arg::Code(day))])
        }
        None => out.say("out-closing-withdrawn", &[title]),
    }
}
