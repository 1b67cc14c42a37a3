// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna sync`: fetches and sends what there is, once.

use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::Progress;

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::text;
use crate::fault::Fault;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("sync", "toguna sync", "help-sync")
        .arg(make.option("space", "S", "arg-in-space"))
        .arg(make.flag("progress", "arg-progress"))
        .after_help(make.after(
            &["help-sync-after"],
            &[("example-sync", "toguna sync --progress")],
        ))
}

#[derive(Serialize)]
struct Row {
    entries: usize,
    invitations: usize,
    replayed: usize,
    sent: usize,
}

#[derive(Serialize)]
struct ProgressRow {
    event: &'static str,
    spaces_done: usize,
    spaces: usize,
    entries: usize,
    replayed: usize,
}

/// Synchronises, and says what that brought.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let only = text(matches, "space")
        .map(|name| client.find_space(name))
        .transpose()?;
    let every_step = matches.get_flag("progress");
    let out = &session.out;
    let mut untold = Ok(());
    let report = client
        .sync(only, |progress| {
            if every_step && untold.is_ok() {
                untold = tell_step(session, progress);
            } else {
                out.progress(&step(session, progress));
            }
        })
        .await;
    out.rub_out();
    untold?;
    let report = report?;
    if out.json() {
        return out.row(&Row {
            entries: report.entries,
            invitations: report.invitations,
            replayed: report.replayed,
            sent: report.sent,
        });
    }
    let counts = [
        ("entries", Arg::from(report.entries)),
        ("sent", Arg::from(report.sent)),
        ("replayed", Arg::from(report.replayed)),
        ("invitations", Arg::from(report.invitations)),
    ];
    out.say("out-synced", &counts)
}

fn step(session: &Session, progress: Progress) -> String {
    let args = [
        ("done", Arg::from(progress.spaces_done)),
        ("spaces", Arg::from(progress.spaces)),
        ("entries", Arg::from(progress.entries)),
    ];
    session.out.catalogue().with("out-progress-sync", &args)
}

fn tell_step(session: &Session, progress: Progress) -> Result<(), Fault> {
    if !session.out.json() {
        return session.out.line(&step(session, progress));
    }
    session.out.row(&ProgressRow {
        event: "progress",
        spaces_done: progress.spaces_done,
        spaces: progress.spaces,
        entries: progress.entries,
        replayed: progress.replayed,
    })
}
