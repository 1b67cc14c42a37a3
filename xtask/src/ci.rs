// SPDX-License-Identifier: MIT OR Apache-2.0
//! `ci`: everything, in order, up to the first failure; the last line is the sum of the tests.

use std::time::Instant;

use crate::fault::Fault;
use crate::house::{House, shown};
use crate::outcome::Outcome;
use crate::test::Options;
use crate::{claims, deps, layers, report, requirement, say, test, tidy};

/// Runs every step.
pub(crate) fn run(house: &House) -> Result<bool, Fault> {
    requirement::check_tools()?;
    let mut outcome = Outcome::default();
    for step in STEPS.iter().copied().filter(|step| is_due(*step, house)) {
        say::line(&format!("== {}", step.name()));
        let start = now();
        let passed = take(step, house, &mut outcome)?;
        let seconds = start.elapsed().as_secs_f32();
        if !passed {
            say::line(&format!("ci: failed at {} after {seconds:.1} s", step.name()));
            return Ok(false);
        }
        say::line(&format!("== {} passed in {seconds:.1} s", step.name()));
    }
    say::line(&outcome.to_string());
    Ok(true)
}

/// One step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Step {
    Claims,
    Clippy,
    Demo,
    Deps,
    Doc,
    Fmt,
    Layers,
    Test,
    Tidy,
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Clippy => "clippy",
            Self::Demo => "demo",
            Self::Deps => "deps",
            Self::Doc => "doc",
            Self::Fmt => "fmt",
            Self::Layers => "layers",
            Self::Test => "test",
            Self::Tidy => "tidy",
        }
    }
}

const STEPS: &[Step] = &[
    Step::Fmt,
    Step::Clippy,
    Step::Doc,
    Step::Layers,
    Step::Tidy,
    Step::Deps,
    Step::Claims,
    Step::Test,
    Step::Demo,
];

/// The demo is due once there is a command line that has one.
fn is_due(step: Step, house: &House) -> bool {
    step != Step::Demo || house.has("crates/toguna-cli/Cargo.toml")
}

fn take(step: Step, house: &House, outcome: &mut Outcome) -> Result<bool, Fault> {
    match step {
        Step::Claims => report("claims", claims::run(house)),
        Step::Clippy => cargo(
            house,
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--quiet",
                "--",
                "--deny",
                "warnings",
            ],
        ),
        Step::Demo => cargo(
            house,
            &["run", "--release", "--quiet", "--bin", "toguna", "--", "demo"],
        ),
        Step::Deps => report("deps", deps::run(house)),
        Step::Doc => cargo(house, &["doc", "--workspace", "--no-deps", "--quiet"]),
        Step::Fmt => cargo(house, &["fmt", "--all", "--check"]),
        Step::Layers => report("layers", layers::run(house)),
        Step::Test => {
            *outcome = test::run_all(house, Options::default())?;
            say::line(&outcome.to_string());
            Ok(outcome.failed == 0)
        }
        Step::Tidy => report("tidy", tidy::run(house)),
    }
}

/// Runs cargo with its output shown; a warning in the documentation is an error.
fn cargo(house: &House, args: &[&str]) -> Result<bool, Fault> {
    let mut cargo = house.cargo();
    cargo.args(args).env("RUSTDOCFLAGS", "--deny warnings");
    let line = shown(&cargo);
    let status = cargo.status().map_err(|fault| Fault::Command {
        line,
        why: fault.to_string(),
    })?;
    Ok(status.success())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a build tool that times itself has no domain clock"
)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_taken_once_and_the_cheap_ones_come_before_the_tests() {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name()).collect();
        assert_eq!(
            names,
            [
                "fmt", "clippy", "doc", "layers", "tidy", "deps", "claims", "test", "demo"
            ]
        );
    }
}
