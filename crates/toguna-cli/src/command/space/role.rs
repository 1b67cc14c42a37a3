// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space role S HANDLE ROLE`.

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::Role;

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::terminal;
use crate::words::{self, hex, parse_role, role_name};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let role = make.place("role", "ROLE", "arg-role-new");
    make.command("role", "toguna space role S HANDLE ROLE", "help-space-role")
        .arg(make.space())
        .arg(make.place("handle", "HANDLE", "arg-role-handle").required(true))
        .arg(
            role.required(true)
                .hide_possible_values(true)
                .value_parser(PossibleValuesParser::new(["reader", "contributor", "steward"])),
        )
        .arg(make.flag("yes", "arg-yes"))
        .after_help(make.after(
            &[],
            &[("example-role", "toguna space role river Béatrice steward")],
        ))
}

#[derive(Serialize)]
struct Row<'a> {
    space: String,
    handle: &'a str,
    role: &'static str,
}

/// Gives a member another role; asks first where it cannot be taken back by the one who gives it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let log = client.find_space(required(matches, "space"))?;
    let handle = required(matches, "handle");
    let role = parse_role(required(matches, "role")).unwrap_or(Role::Reader);
    let title = client.space(log)?.summary.title;
    let out = &session.out;
    let catalogue = out.catalogue();
    let args = [
        ("handle", Arg::Theirs(handle)),
        ("title", Arg::Theirs(&title)),
        ("role", Arg::Own(words::role(catalogue, Some(role)))),
    ];
    let mine = client.whoami()?.handle.to_lowercase() == handle.trim().to_lowercase();
    let question = match (mine, role) {
        (true, _) => Some("ask-own-role"),
        (false, Role::Steward) => Some("ask-steward"),
        (false, Role::Contributor | Role::Reader) => None,
    };
    if let Some(question) = question
        && !matches.get_flag("yes")
        && !terminal::confirm(&catalogue.with(question, &args), &catalogue.text("ask-yes-words"))?
    {
        return Err(Own::Cancelled.into());
    }
    client.set_role(log, handle, role).await?;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            handle,
            role: role_name(role),
        });
    }
    out.say("out-role-changed", &args)
}
