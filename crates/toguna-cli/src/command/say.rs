// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna say S TEXT`: exit code 0 means that a verified receipt is in the vault.

use std::io::Read as _;
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, ArgMatches, Command, value_parser};
use serde::Serialize;
use toguna_sdk::{Client, LogId, NewFile, Words, span};

use super::library::attach;
use super::required;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("say", "toguna say S [TEXT...]", "help-say")
        .arg(make.space())
        .arg(make.place("text", "TEXT", "arg-text").num_args(0..))
        .arg(make.option("reply", "MESSAGE", "arg-reply"))
        .arg(make.option("thread", "MESSAGE", "arg-thread"))
        .arg(make.option("to", "HANDLE", "arg-to").action(ArgAction::Append))
        .arg(
            make.option("file", "FILE", "arg-say-file")
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(make.flag("no-wait", "arg-no-wait-say"))
        .arg(make.flag("anyway", "arg-anyway"))
        .arg(
            make.option("wait", "TIME", "arg-wait-say")
                .conflicts_with("no-wait")
                .value_parser(patience),
        )
        .after_help(make.after(
            &["help-say-after"],
            &[
                ("example-say", "toguna say river The hearing is on Thursday."),
                ("example-say-stdin", "toguna say river < statement.txt"),
                (
                    "example-say-reply",
                    "toguna say river --reply 12 --to Béatrice I shall be there.",
                ),
                ("example-say-file", "toguna say river --file hearing.ogg"),
            ],
        ))
}

#[derive(Serialize)]
struct Row {
    space: String,
    message: String,
    seq: Option<u64>,
    receipt: bool,
}

/// Says it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let text = text(matches)?;
    let mut options = session.options()?;
    if let Some(wait) = matches.get_one::<Duration>("wait") {
        options.wait = *wait;
    }
    options.despite_doubt = matches.get_flag("anyway");
    let client = session.open_with(options)?;
    let log = client.find_space(required(matches, "space"))?;
    let mut words = words(&client, log, matches, text)?;
    // All are opened before the first is brought.
    let open = |path: &PathBuf| match NewFile::open(path) {
        Ok(file) => Ok((path.clone(), file)),
        Err(fault) => Err(Fault::from(fault).about(path)),
    };
    let files: Result<Vec<_>, Fault> = files(matches).map(open).collect();
    for (path, file) in files? {
        let attached = attach(session, &client, log, file).await;
        words
            .attachments
            .push(attached.map_err(|fault| fault.about(&path))?);
    }
    let (message, seq) = if matches.get_flag("no-wait") {
        (client.queue(log, words)?, None)
    } else {
        let said = client.say(log, words).await?;
        (said.message, said.seq)
    };
    let out = &session.out;
    if out.json() {
        return out.row(&Row {
            space: hex(log.as_bytes()),
            message: hex(message.as_bytes()),
            seq: seq.map(|seq| seq.get()),
            receipt: seq.is_some(),
        });
    }
    match seq {
        Some(seq) => out.say("out-said", &[("seq", Arg::Number(seq.get()))]),
        None => out.say("out-queued", &[]),
    }
}

/// The text with what it answers and whom it is for.
fn words(client: &Client, log: LogId, matches: &ArgMatches, text: String) -> Result<Words, Fault> {
    let message = |name| {
        let named = super::text(matches, name);
        named.map(|named| client.find_message(log, named)).transpose()
    };
    let mut mentions = Vec::new();
    for handle in matches.get_many::<String>("to").into_iter().flatten() {
        mentions.push(client.member(log, handle)?);
    }
    Ok(Words {
        text,
        reply: message("reply")?,
        thread: message("thread")?,
        mentions,
        attachments: Vec::new(),
    })
}

fn files(matches: &ArgMatches) -> impl Iterator<Item = &PathBuf> {
    matches.get_many::<PathBuf>("file").into_iter().flatten()
}

/// The words given; else nothing if there is a file, or all of standard input without its last line end.
fn text(matches: &ArgMatches) -> Result<String, Fault> {
    let words = matches
        .get_many::<String>("text")
        .map(|words| words.map(String::as_str).collect::<Vec<_>>());
    if let Some(words) = words.filter(|words| !words.is_empty()) {
        return Ok(words.join(" "));
    }
    let mut text = String::new();
    if files(matches).next().is_some() {
        return Ok(text);
    }
    let mut input = std::io::stdin().lock().take(INPUT_BYTES);
    input
        .read_to_string(&mut text)
        .map_err(|_| Own::InputUnreadable)?;
    let bare = text.strip_suffix('\n').map(str::len);
    text.truncate(bare.unwrap_or(text.len()));
    Ok(text)
}

/// Reads how long to wait for the receipt.
fn patience(text: &str) -> Result<Duration, String> {
    // The words for this mistake are the catalogue's.
    span(text).filter(|wait| *wait <= LONGEST).ok_or_else(String::new)
}

/// Who wants to wait for more than a day wants `follow`.
const LONGEST: Duration = Duration::from_hours(24);
/// More than any message may hold: what is longer is refused with its limit, not cut.
const INPUT_BYTES: u64 = 1024 * 1024;
