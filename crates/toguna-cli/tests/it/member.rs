// SPDX-License-Identifier: MIT OR Apache-2.0
//! A member who works by commands alone.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::program::{Ran, fault, passphrase, run, run_with_input, toguna};

/// A member at a keyboard.
pub(crate) struct Member {
    pub(crate) home: PathBuf,
    pub(crate) file: PathBuf,
}

impl Member {
    pub(crate) fn new(place: &Path, name: &str) -> Self {
        std::fs::create_dir(place.join(name)).unwrap();
        Self::in_folder(place, name)
    }

    /// A member whose folder is there already.
    pub(crate) fn in_folder(place: &Path, name: &str) -> Self {
        let folder = place.join(name);
        Self {
            home: folder.join("home"),
            file: passphrase(&folder, &format!("the passphrase of {name}")),
        }
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = toguna();
        command
            .arg("--home")
            .arg(&self.home)
            .arg("--passphrase-file")
            .arg(&self.file)
            .args(args);
        command
    }

    /// Rows of a command that must succeed.
    pub(crate) fn rows(&self, args: &[&str]) -> Vec<Value> {
        rows(&run(self.command(args).arg("--json")))
    }

    pub(crate) fn row(&self, args: &[&str]) -> Value {
        let mut rows = self.rows(args);
        assert_eq!(rows.len(), 1);
        rows.remove(0)
    }

    /// Code and fault of a command that must fail.
    pub(crate) fn fails(&self, args: &[&str]) -> (i32, String) {
        let ran = run(self.command(args).arg("--json"));
        (ran.code, fault(&ran)["code"].as_str().unwrap().to_owned())
    }

    pub(crate) fn join(&self, link: &str, handle: &str) -> Value {
        let mut command = self.command(&["join", "-", "--handle", handle, "--json"]);
        rows(&run_with_input(&mut command, link.as_bytes())).remove(0)
    }
}

pub(crate) fn rows(ran: &Ran) -> Vec<Value> {
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
