// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space policy S`: what the members agreed on, shown or changed.

use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{PolicyChange, SpacePolicy, span};

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::{required, text};
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::words::{self, LIFETIMES, NEWCOMERS, hex};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let newcomers = PossibleValuesParser::new(NEWCOMERS.map(|(name, _)| name));
    let lifetimes = PossibleValuesParser::new(LIFETIMES.map(|(name, _)| name));
    make.command("policy", "toguna space policy S", "help-space-policy")
        .arg(make.space())
        .arg(
            make.option("newcomers", "WHAT", "arg-newcomers")
                .value_parser(newcomers),
        )
        .arg(
            make.option("lifetime", "TIME", "arg-lifetime")
                .value_parser(lifetimes),
        )
        .arg(
            make.option("era-age", "TIME", "arg-era-age")
                .value_parser(|text: &str| span(text).ok_or("not a span of time")),
        )
        .after_help(make.after(
            &["help-space-policy-after"],
            &[("example-policy", "toguna space policy river --lifetime 7d")],
        ))
}

#[derive(Serialize)]
struct Row {
    space: String,
    newcomers: &'static str,
    lifetime: &'static str,
    era_max_age_seconds: u64,
}

/// Changes what was asked for, then shows what holds.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let change = PolicyChange {
        newcomers: text(matches, "newcomers").and_then(|name| words::named(&NEWCOMERS, name)),
        lifetime: text(matches, "lifetime").and_then(|name| words::named(&LIFETIMES, name)),
        era_max_age: matches.get_one::<Duration>("era-age").copied(),
    };
    if change != PolicyChange::default() {
        client.change_policy(log, change).await?;
    }
    let policy = client.space(log)?.policy;
    let policy = policy.ok_or(Own::Cancelled)?;
    let out = &session.out;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            newcomers: words::name_of(&NEWCOMERS, policy.newcomers),
            lifetime: words::name_of(&LIFETIMES, policy.lifetime),
            era_max_age_seconds: policy.era_max_age.as_secs(),
        });
    }
    tell(session, policy)
}

fn tell(session: &Session, policy: SpacePolicy) -> Result<(), Fault> {
    let out = &session.out;
    let catalogue = out.catalogue();
    for (line, what) in [
        (
            "out-show-newcomers",
            words::newcomers(catalogue, policy.newcomers),
        ),
        ("out-show-lifetime", words::lifetime(catalogue, policy.lifetime)),
        ("out-show-era-age", words::span(catalogue, policy.era_max_age)),
    ] {
        out.say(line, &[("what", Arg::Own(what))])?;
    }
    Ok(())
}
