// SPDX-License-Identifier: MIT OR Apache-2.0
//! The second implementation, in Python, that reads the frozen vectors: found, installed, run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::fault::Fault;
use crate::house::{House, shown};
use crate::outcome::Outcome;
use crate::say;

const HOME: &str = "tests/vectors";
const ENVIRONMENT: &str = "target/vectors-python";
const NAME: &str = "the frozen vectors in a second implementation";

/// Runs it where Python has what it needs, and adds its sum; elsewhere says that it was not run. `install` makes an
/// environment with the versions whose hashes are pinned.
pub(crate) fn run(house: &House, install: bool, outcome: &mut Outcome) -> Result<(), Fault> {
    if !house.has(HOME) {
        return Ok(());
    }
    let Some(python) = python(house, install)? else {
        say::line(&format!(
            "skipped: {NAME} (it needs python3 with `cryptography`; `cargo xtask test --install` installs it)"
        ));
        return Ok(());
    };
    say::line(&format!("{NAME}: {HOME}/decode.py"));
    let mut decoder = Command::new(python);
    decoder
        .arg(house.path(HOME).join("decode.py"))
        .stderr(Stdio::inherit());
    let line = shown(&decoder);
    let output = decoder.output().map_err(|fault| Fault::Command {
        line,
        why: fault.to_string(),
    })?;
    let said = String::from_utf8_lossy(&output.stdout);
    said.lines().for_each(say::line);
    take(&said, output.status.success(), outcome);
    Ok(())
}

/// Adds the sum in the last line. A decoder that failed, or said nothing, counts as one failure at least.
fn take(said: &str, succeeded: bool, outcome: &mut Outcome) {
    let (passed, failed) = said.lines().last().and_then(sum).unwrap_or((0, 0));
    let failed = if succeeded && passed > 0 {
        failed
    } else {
        failed.max(1)
    };
    outcome.passed = outcome.passed.saturating_add(passed);
    outcome.failed = outcome.failed.saturating_add(failed);
}

fn sum(line: &str) -> Option<(u64, u64)> {
    let (passed, failed) = line.split_once(" passed, ")?;
    Some((
        passed.parse().ok()?,
        failed.strip_suffix(" failed")?.parse().ok()?,
    ))
}

/// A Python that can run it: the environment made here before, else the system's.
fn python(house: &House, install: bool) -> Result<Option<PathBuf>, Fault> {
    let own = house.path(ENVIRONMENT).join("bin/python");
    let system = PathBuf::from("python3");
    if let Some(found) = [&own, &system].into_iter().find(|python| is_able(python)) {
        return Ok(Some(found.clone()));
    }
    if !install {
        return Ok(None);
    }
    let mut environment = Command::new(&system);
    environment.args(["-m", "venv"]).arg(house.path(ENVIRONMENT));
    succeed(&mut environment)?;
    let mut pip = Command::new(&own);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]);
    pip.arg("-r").arg(house.path(HOME).join("requirements.txt"));
    succeed(&mut pip)?;
    Ok(Some(own))
}

fn is_able(python: &Path) -> bool {
    Command::new(python)
        .args([
            "-c",
            "import sys, cryptography; sys.exit(sys.version_info < (3, 11))",
        ])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn succeed(command: &mut Command) -> Result<(), Fault> {
    let line = shown(command);
    let fail = |why: String| Fault::Command {
        line: line.clone(),
        why,
    };
    let status = command.status().map_err(|fault| fail(fault.to_string()))?;
    if status.success() {
        Ok(())
    } else {
        Err(fail(status.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(said: &str, succeeded: bool) -> (u64, u64) {
        let mut outcome = Outcome::default();
        take(said, succeeded, &mut outcome);
        (outcome.passed, outcome.failed)
    }

    #[test]
    fn the_decoders_sum_is_added() {
        assert_eq!(after("290 passed, 0 failed\n", true), (290, 0));
        assert_eq!(after("FAILED x\n289 passed, 1 failed\n", false), (289, 1));
    }

    #[test]
    fn a_decoder_that_says_no_sum_or_reads_nothing_has_failed() {
        assert_eq!(after("", true), (0, 1));
        assert_eq!(after("", false), (0, 1));
        assert_eq!(after("0 passed, 0 failed", true), (0, 1));
        assert_eq!(after("290 passed, 0 failed", false), (290, 1));
    }
}
