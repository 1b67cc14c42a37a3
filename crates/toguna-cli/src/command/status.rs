// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna status`: what is unread, what waits, what needs attention; says what the vault knows, at once.

use clap::Command;
use serde::Serialize;

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::Fault;
use crate::output::Style;
use crate::session::Session;
use crate::words::{alarm, hex};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("status", "toguna status", "help-status")
}

#[derive(Serialize)]
struct Row<'a> {
    spaces: usize,
    unread: usize,
    waiting_messages: usize,
    waiting_letters: usize,
    invitations: usize,
    alarms: Vec<AlarmRow<'a>>,
}

#[derive(Serialize)]
struct AlarmRow<'a> {
    space: String,
    title: &'a str,
    code: &'static str,
    accused: Option<String>,
    accused_handle: Option<&'a str>,
}

/// Says how things stand.
pub(crate) fn run(session: &Session) -> Result<(), Fault> {
    let status = session.open()?.status()?;
    let out = &session.out;
    if out.json() {
        let alarms = status.alarms.iter().map(|alarm| AlarmRow {
            space: hex(alarm.log.as_bytes()),
            title: &alarm.title,
            code: alarm.code.code(),
            accused: alarm.accused.as_ref().map(|who| hex(who.account.as_bytes())),
            accused_handle: alarm.accused.as_ref().and_then(|who| who.handle.as_deref()),
        });
        return out.row(&Row {
            spaces: status.spaces,
            unread: status.unread,
            waiting_messages: status.waiting_messages,
            waiting_letters: status.waiting_letters,
            invitations: status.invitations,
            alarms: alarms.collect(),
        });
    }
    let count = |n: usize| [("count", Arg::from(n))];
    let unread = [
        ("count", Arg::from(status.unread)),
        ("spaces", Arg::from(status.spaces)),
    ];
    out.say("out-status-unread", &unread)?;
    out.say("out-status-invitations", &count(status.invitations))?;
    out.say("out-status-messages", &count(status.waiting_messages))?;
    out.say("out-status-letters", &count(status.waiting_letters))?;
    for waiting in &status.alarms {
        let args = [
            ("title", Arg::Theirs(&waiting.title)),
            ("what", Arg::Own(alarm(out.catalogue(), waiting))),
        ];
        let text = out.catalogue().with("out-alarm", &args);
        out.line(&out.styled(Style::Bad, &text))?;
    }
    Ok(())
}
