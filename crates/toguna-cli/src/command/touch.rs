// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna edit|delete|react|pin|thread S MESSAGE`: what is done to a message that was said.

use clap::{Arg as ClapArg, ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{Client, LogId, MessageId, Said};

use super::required;
use crate::args::Maker;
use crate::entry;
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::terminal;
use crate::words::hex;

/// The command lines.
pub(crate) fn args(make: Maker<'_>) -> [Command; 5] {
    let undo = || make.flag("undo", "arg-undo");
    let sign = make
        .place("sign", "SIGN", "arg-sign")
        .required(true)
        .display_order(3);
    let text = make.place("text", "TEXT", "arg-text-new");
    [
        make.command("edit", "toguna edit S MESSAGE TEXT...", "help-edit")
            .args([make.space(), message(make)])
            .arg(text.required(true).num_args(1..).display_order(3))
            .after_help(make.after(
                &["help-message-after"],
                &[("example-edit", "toguna edit river 12 The hearing is on Friday.")],
            )),
        make.command("delete", "toguna delete S MESSAGE", "help-delete")
            .args([make.space(), message(make), make.flag("yes", "arg-yes")])
            .after_help(make.after(&["help-delete-after", "help-message-after"], &[])),
        make.command("react", "toguna react S MESSAGE SIGN", "help-react")
            .args([make.space(), message(make), sign, undo()])
            .after_help(make.after(
                &["help-message-after"],
                &[("example-react", "toguna react river 12 👍")],
            )),
        make.command("pin", "toguna pin S MESSAGE", "help-pin")
            .args([make.space(), message(make), undo()])
            .after_help(make.after(&["help-message-after"], &[])),
        make.command("thread", "toguna thread S MESSAGE", "help-thread")
            .args([make.space(), message(make), make.flag("offline", "arg-offline")])
            .after_help(make.after(&["help-message-after"], &[])),
    ]
}

fn message(make: Maker<'_>) -> ClapArg {
    make.place("message", "MESSAGE", "arg-message")
        .required(true)
        .display_order(2)
}

/// A message that is there, in a space.
struct Touched {
    client: Client,
    log: LogId,
    message: MessageId,
}

impl Touched {
    /// Finds it in the vault; only if it is not there, after fetching what is new.
    async fn find(session: &Session, matches: &ArgMatches) -> Result<Self, Fault> {
        let client = session.open()?;
        let log = client.find_space(required(matches, "space"))?;
        let named = required(matches, "message");
        let message = match client.find_message(log, named) {
            Ok(message) => message,
            Err(_) => {
                session.sync(&client).await?;
                client.find_message(log, named)?
            }
        };
        Ok(Self { client, log, message })
    }

    fn tell(&self, session: &Session, said: Said, words: &str) -> Result<(), Fault> {
        let out = &session.out;
        if out.json() {
            return out.row(&Row {
                space: hex(self.log.as_bytes()),
                message: hex(said.message.as_bytes()),
                of: hex(self.message.as_bytes()),
                seq: said.seq.map(|seq| seq.get()),
                receipt: said.seq.is_some(),
            });
        }
        out.say(words, &[])
    }
}

#[derive(Serialize)]
struct Row {
    space: String,
    message: String,
    of: String,
    seq: Option<u64>,
    receipt: bool,
}

/// Gives one's own message other words.
pub(crate) async fn edit(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let words = matches.get_many::<String>("text");
    let words = words.map(|words| words.map(String::as_str).collect::<Vec<_>>());
    let text = words.unwrap_or_default().join(" ");
    let touched = Touched::find(session, matches).await?;
    let said = touched
        .client
        .edit(touched.log, touched.message, text.as_str())
        .await?;
    touched.tell(session, said, "out-edited")
}

/// Deletes a message, after asking.
pub(crate) async fn delete(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let touched = Touched::find(session, matches).await?;
    let words = session.out.catalogue();
    if !matches.get_flag("yes")
        && !terminal::confirm(&words.text("ask-delete"), &words.text("ask-yes-words"))?
    {
        return Err(Own::Cancelled.into());
    }
    let said = touched.client.delete(touched.log, touched.message).await?;
    touched.tell(session, said, "out-deleted")
}

/// Puts a sign on a message, or takes it off.
pub(crate) async fn react(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let touched = Touched::find(session, matches).await?;
    let on = !matches.get_flag("undo");
    let said = touched
        .client
        .react(touched.log, touched.message, required(matches, "sign"), on)
        .await?;
    touched.tell(session, said, if on { "out-reacted" } else { "out-undone" })
}

/// Pins a message for all, or unpins it.
pub(crate) async fn pin(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let touched = Touched::find(session, matches).await?;
    let on = !matches.get_flag("undo");
    let said = touched.client.pin(touched.log, touched.message, on).await?;
    touched.tell(session, said, if on { "out-pinned" } else { "out-undone" })
}

/// Shows a message and its thread.
pub(crate) async fn thread(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let unreachable = if matches.get_flag("offline") {
        None
    } else {
        session.sync(&client).await?
    };
    let log = client.find_space(required(matches, "space"))?;
    let message = client.find_message(log, required(matches, "message"))?;
    for shown in client.thread(log, message)? {
        entry::show(&session.out, log, None, &shown)?;
    }
    unreachable.map_or(Ok(()), |fault| Err(fault.into()))
}
