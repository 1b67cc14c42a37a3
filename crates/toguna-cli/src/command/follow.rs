// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna follow [S]`: shows entries as they come, until Ctrl-C.

use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{CancellationToken, Event, LogId};

use super::text;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::entry;
use crate::fault::Fault;
use crate::output::{Output, Style};
use crate::session::Session;
use crate::words::{alarm, handle, hex, short};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("follow", "toguna follow [S]", "help-follow")
        .arg(make.place("space", "S", "arg-follow-space"))
}

/// What a program reads besides entries.
#[derive(Serialize)]
struct Row<'a> {
    event: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    space: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inviter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inviter_handle: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accused: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accused_handle: Option<&'a str>,
}

/// Follows one space or all of them.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let only = text(matches, "space")
        .map(|space| client.find_space(space))
        .transpose()?;
    let out = &session.out;
    out.remark(&out.catalogue().text("out-following"));
    let stop = CancellationToken::new();
    let mut written = Ok(());
    let followed = {
        let on = |event: Event| {
            if written.is_ok() {
                written = tell(out, only, &event);
            }
            // A reader that has gone wants no more.
            if written.is_err() {
                stop.cancel();
            }
        };
        let follow = client.follow(only, on, stop.clone());
        let mut follow = std::pin::pin!(follow);
        tokio::select! {
            end = &mut follow => end,
            _ = tokio::signal::ctrl_c() => {
                stop.cancel();
                follow.await
            }
        }
    };
    written?;
    Ok(followed?)
}

fn tell(out: &Output, only: Option<LogId>, event: &Event) -> Result<(), Fault> {
    let words = out.catalogue();
    let plain = |name| Row {
        event: name,
        space: None,
        inviter: None,
        inviter_handle: None,
        code: None,
        accused: None,
        accused_handle: None,
    };
    match event {
        Event::Entry { log, title, shown } => {
            let title = only.is_none().then_some(title.as_str());
            entry::show(out, *log, title, shown)
        }
        Event::Invitation(invitation) if out.json() => out.row(&Row {
            space: Some(hex(invitation.log.as_bytes())),
            inviter: Some(hex(invitation.inviter.as_bytes())),
            inviter_handle: invitation.inviter_handle.as_deref(),
            ..plain("invitation")
        }),
        Event::Invitation(invitation) => {
            let args = [
                ("inviter", handle(words, invitation.inviter_handle.as_deref())),
                ("id", Arg::Code(short(invitation.log))),
            ];
            out.say("out-new-invitation", &args)
        }
        Event::Alarm(alarm) if out.json() => out.row(&Row {
            space: Some(hex(alarm.log.as_bytes())),
            code: Some(alarm.code.code()),
            accused: alarm.accused.as_ref().map(|who| hex(who.account.as_bytes())),
            accused_handle: alarm.accused.as_ref().and_then(|who| who.handle.as_deref()),
            ..plain("alarm")
        }),
        Event::Alarm(told) => {
            let args = [
                ("title", Arg::Theirs(&told.title)),
                ("what", Arg::Own(alarm(words, told))),
            ];
            out.line(&out.styled(Style::Bad, &words.with("out-alarm", &args)))
        }
        Event::Offline if out.json() => out.row(&plain("offline")),
        Event::Online if out.json() => out.row(&plain("online")),
        Event::Offline => {
            out.remark(&words.text("out-offline"));
            Ok(())
        }
        Event::Online => {
            out.remark(&words.text("out-online"));
            Ok(())
        }
    }
}
