// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space retention S --shorten TIME`: messages live no longer than that, those included that were said already.

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{Lifetime, SpaceDetail};

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::{required, text};
use crate::fault::{Fault, Own};
use crate::moment;
use crate::session::Session;
use crate::terminal;
use crate::words::{self, LIFETIMES, hex};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let ends = LIFETIMES
        .into_iter()
        .filter(|(_, lifetime)| lifetime.length().is_some());
    let ends = PossibleValuesParser::new(ends.map(|(name, _)| name));
    make.command("retention", "toguna space retention S", "help-space-retention")
        .arg(make.space())
        .arg(make.option("shorten", "TIME", "arg-shorten").value_parser(ends))
        .arg(make.flag("withdraw", "arg-withdraw").conflicts_with("shorten"))
        .arg(make.flag("yes", "arg-yes").conflicts_with("withdraw"))
        .after_help(make.after(
            &["help-space-retention-after"],
            &[
                ("example-retention", "toguna space retention river --shorten 30d"),
                (
                    "example-retention-withdraw",
                    "toguna space retention river --withdraw",
                ),
            ],
        ))
}

#[derive(Serialize)]
struct Row {
    space: String,
    lifetime: Option<&'static str>,
    erases: Option<String>,
    messages: usize,
}

/// Shortens it, after asking; or says how long messages are kept.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let out = &session.out;
    let mut messages = 0;
    if matches.get_flag("withdraw") {
        client.keep_messages(log).await?;
    } else if let Some(lifetime) = text(matches, "shorten").and_then(|name| words::named(&LIFETIMES, name)) {
        if !matches.get_flag("yes") {
            ask(
                session,
                &client.space(log)?,
                client.shortening(log, lifetime)?.messages,
                lifetime,
            )?;
        }
        messages = client.shorten_retention(log, lifetime).await?.messages;
    }
    let detail = client.space(log)?;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            lifetime: detail
                .policy
                .map(|policy| words::name_of(&LIFETIMES, policy.lifetime)),
            erases: detail.erases.map(moment::utc),
            messages,
        });
    }
    if let Some(policy) = detail.policy {
        let what = words::lifetime(out.catalogue(), policy.lifetime);
        out.say("out-show-lifetime", &[("what", Arg::Own(what))])?;
    }
    match detail.erases {
        Some(when) => {
            let day = moment::here(when).chars().take(10).collect();
            out.say("out-erasing", &[("day", Arg::Code(day))])
        }
        None => out.say("out-erasing-none", &[]),
    }
}

/// Asks whether to have so many messages erased.
fn ask(session: &Session, detail: &SpaceDetail, messages: usize, lifetime: Lifetime) -> Result<(), Fault> {
    let words = session.out.catalogue();
    let args = [
        ("title", Arg::Theirs(&detail.summary.title)),
        ("count", Arg::from(messages)),
        ("what", Arg::Own(words::lifetime(words, lifetime))),
    ];
    let question = words.with("ask-retention", &args);
    if terminal::confirm(&question, &words.text("ask-yes-words"))? {
        Ok(())
    } else {
        Err(Own::Cancelled.into())
    }
}
