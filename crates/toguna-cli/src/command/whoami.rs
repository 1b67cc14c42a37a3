// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna whoami`: this device, and the fingerprint colleagues compare.

use clap::Command;
use serde::Serialize;
use toguna_sdk::WhoAmI;

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::Fault;
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("whoami", "toguna whoami", "help-whoami")
}

/// What a program reads.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    handle: &'a str,
    account: String,
    device: String,
    relay: String,
    endpoint: &'a str,
    fingerprint: &'a str,
}

impl<'a> Row<'a> {
    /// The row of this device.
    pub(crate) fn of(me: &'a WhoAmI) -> Self {
        Self {
            handle: &me.handle,
            account: hex(me.account.as_bytes()),
            device: hex(me.device.as_bytes()),
            relay: hex(me.relay.as_bytes()),
            endpoint: &me.endpoint,
            fingerprint: &me.fingerprint,
        }
    }
}

/// Says who this device is.
pub(crate) fn run(session: &Session) -> Result<(), Fault> {
    let me = session.open()?.whoami()?;
    let out = &session.out;
    let row = Row::of(&me);
    if out.json() {
        return out.row(&row);
    }
    out.say("out-handle", &[("handle", Arg::Theirs(&me.handle))])?;
    out.say("out-relay", &[("endpoint", Arg::Code(me.endpoint.clone()))])?;
    out.say("out-account", &[("id", Arg::Code(row.account.clone()))])?;
    out.say("out-device", &[("id", Arg::Code(row.device.clone()))])?;
    out.say(
        "out-fingerprint",
        &[("digits", Arg::Code(me.fingerprint.clone()))],
    )?;
    out.say("out-compare", &[])
}
