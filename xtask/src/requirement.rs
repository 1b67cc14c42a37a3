// SPDX-License-Identifier: MIT OR Apache-2.0
//! Programs outside cargo: what the build needs, and what single suites need.

use std::path::PathBuf;
use std::process::Command;

use crate::fault::Fault;
use crate::house::{House, shown};
use crate::say;

/// A program that must be there to build.
struct Tool {
    binaries: &'static [&'static str],
    package: &'static str,
    why: &'static str,
}

/// A suite that runs only where a program is installed.
pub(crate) struct Suite {
    /// What it is called when it is skipped.
    pub(crate) name: &'static str,
    /// Where it lives; a suite that is not in the tree is not spoken of.
    home: &'static str,
    binaries: &'static [&'static str],
    package: &'static str,
}

/// Fails if the workspace cannot be built here.
pub(crate) fn check_tools() -> Result<(), Fault> {
    let missing = TOOLS.iter().find(|tool| !is_installed(tool.binaries));
    missing.map_or(Ok(()), |tool| {
        Err(Fault::Command {
            line: tool.package.to_owned(),
            why: format!("it is not installed, and {}", tool.why),
        })
    })
}

/// The suites in the tree whose program is not installed.
pub(crate) fn skipped_suites(house: &House) -> Vec<&'static Suite> {
    let here = SUITES.iter().filter(|suite| house.has(suite.home));
    here.filter(|suite| !is_installed(suite.binaries)).collect()
}

/// Installs what is missing, by the system's package manager.
pub(crate) fn install(house: &House) -> Result<(), Fault> {
    let tools = TOOLS
        .iter()
        .filter(|tool| !is_installed(tool.binaries))
        .map(|tool| tool.package);
    let packages: Vec<&str> = tools
        .chain(skipped_suites(house).iter().map(|suite| suite.package))
        .collect();
    if packages.is_empty() {
        say::line("nothing to install");
        return Ok(());
    }
    let mut apt = Command::new("apt-get");
    apt.args(["install", "--yes", "--no-install-recommends"])
        .args(packages);
    let line = shown(&apt);
    let status = apt.status().map_err(|fault| Fault::Command {
        line: line.clone(),
        why: fault.to_string(),
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(Fault::Command {
            line,
            why: status.to_string(),
        })
    }
}

/// Whether one of these is in the search path, or where Debian keeps PostgreSQL's.
fn is_installed(binaries: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    places.extend(versions.map(|version| version.path().join("bin")));
    places
        .iter()
        .any(|place| binaries.iter().any(|binary| place.join(binary).is_file()))
}

const TOOLS: &[Tool] = &[
    Tool {
        binaries: &["cc", "gcc", "clang"],
        package: "gcc",
        why: "SQLCipher is compiled from C",
    },
    Tool {
        binaries: &["make"],
        package: "make",
        why: "the vendored OpenSSL is built with it",
    },
    Tool {
        binaries: &["perl"],
        package: "perl",
        why: "the vendored OpenSSL is configured with it",
    },
];

const SUITES: &[Suite] = &[
    Suite {
        name: "the store contract on PostgreSQL",
        home: "crates/toguna-store-postgres",
        binaries: &["postgres"],
        package: "postgresql",
    },
    Suite {
        name: "the survivor's page in a browser",
        home: "client-sdk/intake-web",
        binaries: &["chromium", "chromium-browser", "google-chrome"],
        package: "chromium",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_in_the_search_path_or_not_at_all() {
        assert!(is_installed(&["no-such-program", "sh"]));
        assert!(!is_installed(&["no-such-program"]));
    }

    #[test]
    fn a_suite_that_is_not_in_the_tree_is_not_spoken_of() {
        let house = House::find().unwrap();
        assert!(skipped_suites(&house).iter().all(|suite| house.has(suite.home)));
    }
}
