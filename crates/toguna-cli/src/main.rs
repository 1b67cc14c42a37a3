// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna`, the member's command line.
//!
//! *What it is*: words in, words out; everything in between is the SDK's. *What it may import*: `toguna-sdk`,
//! and `togunad` for `demo` alone, which needs a relay to show. *Invariants*: every word for people comes from the
//! one catalogue in `locales/`; texts of other people are made harmless before a terminal sees them (`neutral.rs`);
//! no secret is an argument, and none is printed; kinds of fault become exit codes in `fault.rs` alone.
//! *Where to look*: `args.rs` the command line, `command/` one file per command, `output.rs` the two forms of
//! answer, `fault.rs` faults and exit codes, `catalogue.rs` the words, `terminal.rs` questions.
#![forbid(unsafe_code)]

mod args;
mod catalogue;
mod command;
mod entry;
mod fault;
mod language;
mod moment;
mod neutral;
mod output;
mod passphrase;
mod session;
mod terminal;
mod usage;
mod words;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use clap::error::ErrorKind;

use crate::catalogue::Catalogue;
use crate::fault::{Fault, Own};
use crate::output::{Form, Output};
use crate::session::Session;

fn main() -> ExitCode {
    let args = std::env::args_os().collect::<Vec<_>>();
    // Before anything else: the relay of the demonstration must never have held the catalogue in its memory.
    if args.get(1).is_some_and(|arg| arg == command::demo::RELAY) {
        return command::demo::be_the_relay(args.into_iter().skip(2));
    }
    if args.get(1).is_some_and(|arg| arg == session::READER) {
        return toguna_sdk::be_the_reader();
    }
    run(args)
}

fn run(args: Vec<OsString>) -> ExitCode {
    let choice = language::choose(&args, |name| std::env::var_os(name));
    let root = args::root(&Catalogue::of(choice.language));
    let form = form(&args);
    let out = Output::new(Catalogue::of(choice.language), form);
    if choice.unknown {
        return ended(&out, Err(Own::LangUnknown.into()));
    }
    let matches = match root.clone().try_get_matches_from(&args) {
        Ok(matches) => matches,
        Err(error) => return not_a_command(&out, &root, &args, &error),
    };
    let session = Session::new(out, &matches);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let Ok(runtime) = runtime else {
        return ended(&session.out, Err(Own::OutputFailed.into()));
    };
    let end = runtime.block_on(Box::pin(command::run(&session, &matches)));
    let code = ended(&session.out, end);
    // A name server that does not answer holds a thread for longer than anybody waits; a transaction that is cut
    // off is rolled back when the vault is next opened.
    runtime.shutdown_timeout(FAREWELL);
    code
}

/// How long threads may take to end what they are at.
const FAREWELL: Duration = Duration::from_secs(2);

/// Help and version are answers; everything else is a fault.
fn not_a_command(out: &Output, root: &clap::Command, args: &[OsString], error: &clap::Error) -> ExitCode {
    let kind = error.kind();
    if matches!(kind, ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A reader that has gone needs no help.
        drop(write!(std::io::stdout(), "{}", error.render()));
        return ExitCode::SUCCESS;
    }
    if kind == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !out.json() {
        out.remark(error.render().to_string().trim_end());
        return ExitCode::from(2);
    }
    ended(out, Err(Fault::Usage(Box::new(usage::fault(root, args, error)))))
}

fn ended(out: &Output, end: Result<(), Fault>) -> ExitCode {
    match end {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            out.fault(&fault);
            fault.exit_code()
        }
    }
}

/// For whom to answer, found out before the command line is read properly: mistakes in it are answered too.
fn form(args: &[OsString]) -> Form {
    let asked = args
        .iter()
        .take_while(|arg| *arg != "--")
        .any(|arg| arg == "--json");
    if asked { Form::Json } else { Form::Words }
}
