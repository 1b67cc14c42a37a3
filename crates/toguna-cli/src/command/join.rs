// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna join LINK --handle NAME`: a vault, an account, a place on the network.

use std::io::Read as _;

use clap::{ArgMatches, Command};
use toguna_sdk::{Client, Code, LinkFault, RegistrationLink};

use super::required;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::whoami;
use crate::fault::{Fault, Own};
use crate::passphrase::Occasion;
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("join", "toguna join LINK --handle NAME", "help-join")
        .arg(make.place("link", "LINK", "arg-link").required(true))
        .arg(make.option("handle", "NAME", "arg-own-handle").required(true))
        .after_help(make.after(&[], &[("example-join", "toguna join - --handle Amal < link.txt")]))
}

/// Joins.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let link = link(required(matches, "link"))?;
    let options = session.options()?;
    let home = session.home()?;
    // An interrupted join goes on with the passphrase it was begun with.
    let occasion = if Client::exists(&home) {
        Occasion::Opening
    } else {
        Occasion::Choosing
    };
    let passphrase = session.passphrase(occasion)?;
    let handle = required(matches, "handle");
    let client = Client::join(&home, &passphrase, &link, handle, options).await?;
    let me = client.whoami()?;
    let out = &session.out;
    if out.json() {
        return out.row(&whoami::Row::of(&me));
    }
    let args = [
        ("handle", Arg::Theirs(&me.handle)),
        ("endpoint", Arg::Code(me.endpoint.clone())),
    ];
    out.say("out-joined", &args)?;
    out.say(
        "out-fingerprint",
        &[("digits", Arg::Code(me.fingerprint.clone()))],
    )?;
    out.say("out-compare", &[])?;
    out.say("out-joined-next", &[])
}

/// The link as given, or from standard input: arguments stand in the shell's history.
fn link(given: &str) -> Result<RegistrationLink, Fault> {
    let parse = |text: &str| {
        RegistrationLink::parse(text).map_err(|fault| {
            let code = match fault {
                LinkFault::TooNew => Code::LinkTooNew,
                LinkFault::BadAddress
                | LinkFault::BadFragment
                | LinkFault::BadScheme
                | LinkFault::Plaintext => Code::LinkMalformed,
            };
            Fault::Sdk(toguna_sdk::Fault::because(code, fault))
        })
    };
    if given != "-" {
        return parse(given);
    }
    let mut text = String::new();
    let mut input = std::io::stdin().lock().take(LINK_BYTES);
    input
        .read_to_string(&mut text)
        .map_err(|_| Own::InputUnreadable)?;
    parse(&text)
}

/// Far more than any link.
const LINK_BYTES: u64 = 64 * 1024;
