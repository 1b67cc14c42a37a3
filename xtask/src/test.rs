// SPDX-License-Identifier: MIT OR Apache-2.0
//! `test`: every test there is, what was not run, and the sum in the last line.

use std::process::Stdio;
use std::time::Duration;

use crate::exempt::entries;
use crate::fault::Fault;
use crate::house::{House, shown};
use crate::outcome::Outcome;
use crate::tidy::LONG_LIST;
use crate::{requirement, say, vectors, watch};

/// How long no test may end, building included.
const SILENCE: Duration = Duration::from_mins(20);

/// What the command line asked for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Options {
    /// Install programs that suites need.
    install: bool,
    /// Run long variants too.
    long: bool,
}

impl Options {
    /// Reads the words after `test`.
    pub(crate) fn parse(words: &[&str]) -> Result<Self, Fault> {
        let mut options = Self::default();
        for word in words {
            match *word {
                "--install" => options.install = true,
                "--long" => options.long = true,
                _ => return Err(Fault::Usage("usage: cargo xtask test [--install] [--long]")),
            }
        }
        Ok(options)
    }
}

/// Runs everything; the last line is the sum.
pub(crate) fn run(house: &House, options: Options) -> Result<bool, Fault> {
    let outcome = run_all(house, options)?;
    say::line(&outcome.to_string());
    Ok(outcome.failed == 0)
}

/// Runs everything and says what was not run.
pub(crate) fn run_all(house: &House, options: Options) -> Result<Outcome, Fault> {
    if options.install {
        requirement::install(house)?;
    }
    requirement::check_tools()?;
    let mut outcome = run_cargo(house, options)?;
    let install = options.install || std::env::var_os("CI").is_some();
    vectors::run(house, install, &mut outcome)?;
    for suite in requirement::skipped_suites(house) {
        say::line(&format!(
            "skipped: {} (`cargo xtask test --install` installs what it needs)",
            suite.name
        ));
    }
    if !options.long && house.has(LONG_LIST) {
        for name in entries(&house.read(LONG_LIST)?) {
            say::line(&format!(
                "not run: the long form of {name} (`cargo xtask test --long` runs it)"
            ));
        }
    }
    Ok(outcome)
}

fn run_cargo(house: &House, options: Options) -> Result<Outcome, Fault> {
    let mut cargo = house.cargo();
    cargo
        .args(["test", "--workspace", "--no-fail-fast"])
        .stdout(Stdio::piped());
    if options.long {
        cargo.env("TOGUNA_LONG", "1");
    }
    let line = shown(&cargo);
    let fail = |fault: std::io::Error| Fault::Command {
        line: line.clone(),
        why: fault.to_string(),
    };
    let child = cargo.spawn().map_err(fail)?;
    let mut outcome = Outcome::default();
    let status = watch::lines(child, SILENCE, |text| {
        outcome.take(text);
        say::line(text);
    })
    .map_err(fail)?;
    if !status.success() && outcome.failed == 0 {
        say::line("something was not built or did not end; it counts as one failure");
        outcome.failed = 1;
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_any_order() {
        assert_eq!(
            Options::parse(&["--long", "--install"]).unwrap(),
            Options {
                install: true,
                long: true
            }
        );
        assert_eq!(Options::parse(&[]).unwrap(), Options::default());
    }

    #[test]
    fn an_unknown_option_is_refused() {
        assert!(Options::parse(&["--fast"]).is_err());
    }
}
