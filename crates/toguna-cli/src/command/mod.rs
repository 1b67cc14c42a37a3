// SPDX-License-Identifier: MIT OR Apache-2.0
//! One file per command: its arguments, what it does, what it answers.

pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod follow;
pub(crate) mod join;
pub(crate) mod library;
pub(crate) mod read;
pub(crate) mod say;
pub(crate) mod search;
pub(crate) mod space;
pub(crate) mod status;
pub(crate) mod sync;
pub(crate) mod touch;
pub(crate) mod whoami;

use clap::ArgMatches;

use crate::fault::{Fault, Own};
use crate::session::Session;

/// Runs the command that was given.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    match matches.subcommand() {
        Some(("join", of)) => join::run(session, of).await,
        Some(("whoami", _)) => whoami::run(session),
        Some(("status", _)) => status::run(session),
        Some(("sync", of)) => sync::run(session, of).await,
        Some(("space", of)) => space::run(session, of).await,
        Some(("say", of)) => say::run(session, of).await,
        Some(("read", of)) => read::run(session, of).await,
        Some(("library", of)) => library::run(session, of).await,
        Some(("search", of)) => search::run(session, of).await,
        Some(("follow", of)) => follow::run(session, of).await,
        Some(("edit", of)) => touch::edit(session, of).await,
        Some(("delete", of)) => touch::delete(session, of).await,
        Some(("react", of)) => touch::react(session, of).await,
        Some(("pin", of)) => touch::pin(session, of).await,
        Some(("thread", of)) => touch::thread(session, of).await,
        Some(("doctor", _)) => doctor::run(session).await,
        Some(("demo", of)) => demo::run(session, of).await,
        // clap lets no other command through.
        Some(_) | None => Err(Own::Cancelled.into()),
    }
}

/// The value of an argument, or nothing.
fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// The value of an argument that clap has made sure of.
fn required<'a>(matches: &'a ArgMatches, name: &str) -> &'a str {
    text(matches, name).unwrap_or_default()
}
