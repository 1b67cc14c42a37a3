// SPDX-License-Identifier: MIT OR Apache-2.0
//! The house keeping its own rules: `cargo xtask COMMAND`.
//!
//! One file per command. Every command is a function of what it reads (metadata, sources, documents), so its
//! tests feed it small pieces of text, one that keeps the rule and one that breaks it.
#![forbid(unsafe_code)]

mod ci;
mod claims;
mod deps;
mod exempt;
mod fault;
mod floor;
mod house;
mod layers;
mod lexer;
mod metadata;
mod outcome;
mod requirement;
mod say;
mod test;
mod tidy;
mod vectors;
mod verdict;
mod watch;

use std::process::ExitCode;

use crate::fault::Fault;
use crate::house::House;
use crate::verdict::Verdict;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match command(&words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            say::line(&format!("xtask: {fault}"));
            ExitCode::FAILURE
        }
    }
}

/// Runs one command; `false` means that it found something.
fn command(words: &[&str]) -> Result<bool, Fault> {
    let house = House::find()?;
    match words {
        ["layers"] => report("layers", layers::run(&house)),
        ["tidy"] => report("tidy", tidy::run(&house)),
        ["deps"] => report("deps", deps::run(&house)),
        ["deps", "--write"] => report("deps", deps::write(&house)),
        ["claims"] => report("claims", claims::run(&house)),
        ["test", options @ ..] => test::run(&house, test::Options::parse(options)?),
        ["ci"] => ci::run(&house),
        _ => Err(Fault::Usage(USAGE)),
    }
}

/// Prints what a check has to say; `true` if it found nothing.
pub(crate) fn report(name: &str, verdict: Result<Verdict, Fault>) -> Result<bool, Fault> {
    let verdict = verdict?;
    for note in verdict.notes() {
        say::line(&format!("{name}: note: {note}"));
    }
    for finding in verdict.findings() {
        say::line(&format!("{name}: {finding}"));
    }
    if verdict.is_clean() {
        say::line(&format!("{name}: {}", verdict.summary()));
    } else {
        say::line(&format!("{name}: {} to mend", verdict.findings().len()));
    }
    Ok(verdict.is_clean())
}

const USAGE: &str = "usage: cargo xtask COMMAND

  layers                    who may import whom, and that ARCHITECTURE.md says so
  tidy                      what every source file owes the house
  deps [--write]            duplicate versions, banned crates, version floors, banned features
  claims                    every claim of threat-model.md is bound to tests
  test [--install] [--long] every test there is, and what was not run
  ci                        all of it, as .ci/run does";
