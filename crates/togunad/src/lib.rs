// SPDX-License-Identifier: MIT OR Apache-2.0
//! The relay's daemon.
//!
//! *What it is*: what an operator runs: makes a relay's directory, serves it, invites. *What it may import*: the
//! relay's wing only. *Invariants*: standard output holds what was asked for and nothing else; log lines and
//! messages name no member, log or address; files are the owner's alone. *Where to look*: `args.rs` the commands,
//! `config.rs` file, environment and flags, `home.rs` the directory, `identity.rs` and `tls.rs` its keys,
//! `renewal.rs` how certificates are renewed, `admin.rs` the socket by which commands ask a running relay, `command/` one file per command.
#![forbid(unsafe_code)]

mod admin;
mod args;
mod command;
mod config;
mod fault;
mod home;
mod identity;
mod ledger;
mod output;
mod renewal;
mod store;
mod telemetry;
mod tls;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs one command: `args` are what follows the program's name.
pub fn main_from(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args = match args::parse(args) {
        Ok(args) => args,
        Err(usage) => return output::usage(&usage),
    };
    match command::run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => output::fault(&fault),
    }
}
