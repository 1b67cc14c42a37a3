// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space invite S HANDLE...`.

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{Client, Options, Role};

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::{required, text};
use crate::fault::Fault;
use crate::session::Session;
use crate::words::{hex, parse_role};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("invite", "toguna space invite S HANDLE...", "help-space-invite")
        .arg(make.space())
        .arg(
            make.place("handles", "HANDLE", "arg-handles")
                .required(true)
                .num_args(1..),
        )
        .arg(
            make.option("role", "ROLE", "arg-role")
                .value_parser(PossibleValuesParser::new(["reader", "contributor", "steward"])),
        )
        .arg(make.flag("hurry", "arg-hurry"))
        .arg(make.flag("no-wait", "arg-no-wait-letters"))
        .after_help(make.after(
            &[],
            &[("example-invite", "toguna space invite river Béatrice Celeste")],
        ))
}

#[derive(Serialize)]
struct Row<'a> {
    space: String,
    invited: &'a [String],
    already: &'a [String],
    letters_waiting: usize,
}

/// Adds the people and sends them their letters.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open_with(Options {
        hurry: matches.get_flag("hurry"),
        ..session.options()?
    })?;
    let log = client.find_space(required(matches, "space"))?;
    let handles = matches
        .get_many::<String>("handles")
        .map(|handles| handles.cloned().collect::<Vec<_>>())
        .unwrap_or_default();
    let role = text(matches, "role")
        .and_then(parse_role)
        .unwrap_or(Role::Contributor);
    let invited = client.invite(log, &handles, role).await?;
    let out = &session.out;
    if !out.json() {
        for handle in &invited.invited {
            out.say("out-invited", &[("handle", Arg::Theirs(handle))])?;
        }
        for handle in &invited.already {
            out.say("out-already", &[("handle", Arg::Theirs(handle))])?;
        }
    }
    let mut waiting = invited.letters_waiting;
    if waiting > 0 && !matches.get_flag("no-wait") {
        waiting = flush(session, &client).await?;
    }
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            invited: &invited.invited,
            already: &invited.already,
            letters_waiting: waiting,
        });
    }
    match waiting {
        0 if invited.invited.is_empty() => Ok(()),
        0 => out.say("out-letters-left", &[]),
        n => out.say("out-letters-waiting", &[("count", Arg::from(n))]),
    }
}

/// Waits until the letters have left; returns how many still wait.
pub(super) async fn flush(session: &Session, client: &Client) -> Result<usize, Fault> {
    let out = &session.out;
    let left = client
        .flush_letters(|waiting| {
            let text = out
                .catalogue()
                .with("out-progress-letters", &[("count", Arg::from(waiting))]);
            out.progress(&text);
        })
        .await;
    out.rub_out();
    left?;
    Ok(client.status()?.waiting_letters)
}
