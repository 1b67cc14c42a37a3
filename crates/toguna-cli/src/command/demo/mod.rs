// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna demo`.
use clap::{ArgMatches, Command};
use std::ffi::OsString;
use std::process::ExitCode;

use crate::args::Maker;
use crate::fault::Fault;
use crate::session::Session;

pub(crate) const RELAY: &str = "demo-relay";

pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("demo", "toguna demo", "help-demo")
}
pub(crate) async fn run(_: &Session, _: &ArgMatches) -> Result<(), Fault> { Ok(()) }
pub(crate) fn be_the_relay(args: impl Iterator<Item = OsString>) -> ExitCode { togunad::main_from(args) }
