// SPDX-License-Identifier: MIT OR Apache-2.0
//! The commands, one file each.

mod check;
mod init;
mod invite;
mod invites;
mod serve;

use std::future::Future;
use std::path::Path;

use crate::args::{Cli, Command, InvitesCommand};
use crate::config::{Config, ConfigFault, environment};
use crate::fault::DaemonFault;
use crate::home::Home;

/// Runs one command.
pub(crate) fn run(cli: Cli) -> Result<(), DaemonFault> {
    match cli.command {
        Command::Init(args) => init::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Invite(args) => invite::run(&args),
        Command::Invites(args) => match args.command {
            InvitesCommand::List(args) => invites::list(&args),
            InvitesCommand::Withdraw(args) => invites::withdraw(&args),
        },
        Command::Check(args) => check::run(&args),
    }
}

/// Finds the relay's directory and its settings.
fn load(data: &Path, flags: &[(&'static str, &str)]) -> Result<(Home, Config), DaemonFault> {
    let home = Home::open(data)?;
    let bytes = home.read(Home::CONFIG)?;
    let text = String::from_utf8(bytes).map_err(|_| ConfigFault::Malformed { line: 1 })?;
    let config = Config::load(&text, environment(), flags, data)?;
    Ok((home, config))
}

/// Runs a command that waits.
fn wait<T>(work: impl Future<Output = Result<T, DaemonFault>>) -> Result<T, DaemonFault> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(DaemonFault::Runtime)?
        .block_on(work)
}
