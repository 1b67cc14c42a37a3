// SPDX-License-Identifier: MIT OR Apache-2.0
//! The repository on disk: its root, its files as git sees them, and cargo run inside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::Fault;

/// The repository on disk.
#[derive(Debug)]
pub(crate) struct House {
    root: PathBuf,
}

impl House {
    /// Finds the root: the manifest's parent when cargo runs us, else the next workspace above.
    pub(crate) fn find() -> Result<Self, Fault> {
        let start = std::env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .or_else(|| std::env::current_dir().ok())
            .ok_or(Fault::NotInHouse)?;
        let is_root = |dir: &&Path| {
            std::fs::read_to_string(dir.join("Cargo.toml"))
                .is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
        };
        let root = start.ancestors().find(is_root).ok_or(Fault::NotInHouse)?;
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    /// The path of a file named from the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Whether the file or directory exists.
    pub(crate) fn has(&self, relative: &str) -> bool {
        self.path(relative).exists()
    }

    /// Reads a text file named from the root.
    pub(crate) fn read(&self, relative: &str) -> Result<String, Fault> {
        std::fs::read_to_string(self.path(relative)).map_err(|fault| Fault::File {
            path: relative.to_owned(),
            why: fault.to_string(),
        })
    }

    /// Writes a text file named from the root.
    pub(crate) fn write(&self, relative: &str, text: &str) -> Result<(), Fault> {
        std::fs::write(self.path(relative), text).map_err(|fault| Fault::File {
            path: relative.to_owned(),
            why: fault.to_string(),
        })
    }

    /// Every file that is or would be committed, sorted, named from the root.
    pub(crate) fn files(&self) -> Result<Vec<String>, Fault> {
        let mut git = Command::new("git");
        git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        let mut files: Vec<String> = self.output(git)?.lines().map(str::to_owned).collect();
        files.retain(|file| self.path(file).is_file());
        files.sort();
        files.dedup();
        Ok(files)
    }

    /// Every Rust file with its text.
    pub(crate) fn rust_files(&self) -> Result<Vec<(String, String)>, Fault> {
        let files = self.files()?;
        let rust = files.into_iter().filter(|file| file.ends_with(".rs"));
        rust.map(|file| self.read(&file).map(|text| (file, text)))
            .collect()
    }

    /// A cargo command in the root.
    pub(crate) fn cargo(&self) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(&self.root);
        command
    }

    /// Runs a command in the root and returns what it printed.
    pub(crate) fn output(&self, mut command: Command) -> Result<String, Fault> {
        let line = shown(&command);
        let fail = |why: String| Fault::Command {
            line: line.clone(),
            why,
        };
        let output = command
            .current_dir(&self.root)
            .output()
            .map_err(|fault| fail(fault.to_string()))?;
        if !output.status.success() {
            return Err(fail(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
        }
        String::from_utf8(output.stdout).map_err(|fault| fail(fault.to_string()))
    }

    /// Runs cargo without the network; with it, if crates are still to be fetched.
    pub(crate) fn cargo_output(&self, args: &[&str]) -> Result<String, Fault> {
        let mut offline = self.cargo();
        offline.args(args).arg("--offline");
        self.output(offline).or_else(|_not_fetched_yet| {
            let mut online = self.cargo();
            online.args(args);
            self.output(online)
        })
    }
}

/// A command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let mut line = program.to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_without_the_path_of_its_program() {
        let mut command = Command::new("/usr/bin/git");
        command.args(["status", "--short"]);
        assert_eq!(shown(&command), "git status --short");
    }

    #[test]
    fn a_failing_command_tells_what_it_said() {
        let house = House::find().unwrap();
        let mut git = Command::new("git");
        git.arg("no-such-verb");
        let fault = house.output(git).unwrap_err().to_string();
        assert!(fault.contains("no-such-verb"), "{fault}");
    }
}
