// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space …`: founding, inviting, answering, governing, removing, leaving.

mod accept;
mod close;
mod create;
mod decline;
mod forget;
mod history;
mod invitations;
mod invite;
mod leave;
mod list;
mod policy;
mod refound;
mod remove;
mod rename;
mod retention;
mod role;
mod settle;
mod show;
mod update_keys;

use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::SpaceSummary;

use crate::args::Maker;
use crate::fault::{Fault, Own};
use crate::moment;
use crate::session::Session;
use crate::words::{hex, role_name, state_name, suite_name};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("space", "toguna space COMMAND", "help-space")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            create::args(make),
            list::args(make),
            show::args(make),
            invite::args(make),
            invitations::args(make),
            accept::args(make),
            decline::args(make),
            role::args(make),
            rename::args(make),
            policy::args(make),
            history::args(make),
            update_keys::args(make),
            settle::args(make),
            remove::args(make),
            refound::args(make),
            leave::args(make),
            close::args(make),
            retention::args(make),
            forget::args(make),
        ])
}

/// Runs the command that was given.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    match matches.subcommand() {
        Some(("create", of)) => create::run(session, of).await,
        Some(("list", of)) => list::run(session, of),
        Some(("show", of)) => show::run(session, of),
        Some(("invite", of)) => invite::run(session, of).await,
        Some(("invitations", of)) => invitations::run(session, of).await,
        Some(("accept", of)) => accept::run(session, of).await,
        Some(("decline", of)) => decline::run(session, of).await,
        Some(("role", of)) => role::run(session, of).await,
        Some(("rename", of)) => rename::run(session, of).await,
        Some(("policy", of)) => policy::run(session, of).await,
        Some(("history", of)) => history::run(session, of).await,
        Some(("update-keys", of)) => update_keys::run(session, of).await,
        Some(("settle", of)) => settle::run(session, of).await,
        Some(("refound", of)) => refound::run(session, of).await,
        Some(("remove", of)) => remove::run(session, of).await,
        Some(("leave", of)) => leave::run(session, of).await,
        Some(("close", of)) => close::run(session, of).await,
        Some(("retention", of)) => retention::run(session, of).await,
        Some(("forget", of)) => forget::run(session, of).await,
        // clap lets no other command through.
        Some(_) | None => Err(Own::Cancelled.into()),
    }
}

/// A space as programs read it.
#[derive(Serialize)]
struct Row<'a> {
    space: String,
    title: &'a str,
    state: &'static str,
    role: Option<&'static str>,
    members: usize,
    epoch: u64,
    suite: &'static str,
    unread: usize,
    confirmed: bool,
    inviter: Option<&'a str>,
    seen_only_by_inviter: bool,
    alarm: Option<&'static str>,
    closes: Option<String>,
}

impl<'a> Row<'a> {
    fn of(space: &'a SpaceSummary) -> Self {
        Self {
            space: hex(space.log.as_bytes()),
            title: &space.title,
            state: state_name(space.state),
            role: space.role.map(role_name),
            members: space.members,
            epoch: space.epoch.get(),
            suite: suite_name(space.suite),
            unread: space.unread,
            confirmed: space.confirmed,
            inviter: space.inviter.as_deref(),
            seen_only_by_inviter: space.seen_only_by_inviter,
            alarm: space.alarm.as_ref().map(|alarm| alarm.code.code()),
            closes: space.closes.map(moment::utc),
        }
    }
}
