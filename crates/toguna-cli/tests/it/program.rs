// SPDX-License-Identifier: MIT OR Apache-2.0
//! Running `toguna`, with an environment of its own.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::SystemTime;

use serde_json::Value;

/// The five languages.
pub(crate) const LANGUAGES: [&str; 5] = ["ar", "de", "en", "fr", "pt"];

/// The program, with nothing of the environment the tests run in.
pub(crate) fn toguna() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toguna"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// What a run gave.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs it to its end.
pub(crate) fn run(command: &mut Command) -> Ran {
    ran(command.output().unwrap())
}

/// Runs it with this on standard input.
pub(crate) fn run_with_input(command: &mut Command, input: &[u8]) -> Ran {
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // A program that has refused already reads nothing.
    drop(child.stdin.take().unwrap().write_all(input));
    ran(child.wait_with_output().unwrap())
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The fault in a run that failed with `--json`.
pub(crate) fn fault(ran: &Ran) -> Value {
    let fault: Value = serde_json::from_str(ran.err.lines().last().unwrap()).unwrap();
    assert_eq!(keys(&fault), ["fault"]);
    assert_eq!(keys(&fault["fault"]), ["code", "field", "kind", "limit"]);
    fault["fault"].clone()
}

/// The keys of an object, sorted.
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The keys that the handbook promises for a row.
pub(crate) fn promised(row: &str) -> Vec<String> {
    let handbook = include_str!("../../../../docs/command-line.md");
    let line = handbook.lines().find(|line| {
        let mut cells = line.split('|').skip(1);
        cells
            .next()
            .is_some_and(|cell| cell.trim().split(", ").any(|name| name == row))
    });
    let keys = line
        .unwrap()
        .split('|')
        .nth(2)
        .unwrap()
        .split('`')
        .skip(1)
        .step_by(2);
    keys.map(str::to_owned).collect()
}

/// A passphrase file that is nobody else's.
pub(crate) fn passphrase(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join(format!("{}.passphrase", text.len()));
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path
}

/// A relay in a process of its own; killed when dropped.
pub(crate) struct Relay {
    folder: PathBuf,
    address: String,
    child: Option<Child>,
}

impl Relay {
    /// A new relay, running, and its first link.
    pub(crate) fn start(place: &Path) -> (Self, String) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let mut relay = Self {
            folder: place.join("relay"),
            address,
            child: None,
        };
        let address = relay.address.clone();
        let link = relay.ask(&["init", "--address", &address]);
        relay.serve();
        (relay, link)
    }

    /// Serves (again).
    pub(crate) fn serve(&mut self) {
        let mut child = self
            .command(&["serve", "--announce"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert_eq!(line.trim(), self.address);
        self.child = Some(child);
    }

    /// Where it serves.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// One more link.
    pub(crate) fn link(&self) -> String {
        self.ask(&["invite"])
    }

    /// Waits until its store is written, or until a program that may be at the cause of it has ended.
    pub(crate) fn writes(&self, cause: &mut Child) {
        let before = changed(&self.folder.join("store"));
        while changed(&self.folder.join("store")) == before && cause.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
    }

    /// SIGKILL.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// The answer of another of the relay's commands.
    pub(crate) fn ask(&self, args: &[&str]) -> String {
        let ran = run(&mut self.command(args));
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out.trim().to_owned()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = toguna();
        command
            .arg("demo-relay")
            .arg("--leashed")
            .args(args)
            .arg("--data")
            .arg(&self.folder);
        command.stderr(Stdio::null());
        command
    }
}

/// When anything below a folder was last written, and how much there is of it.
fn changed(folder: &Path) -> (Option<SystemTime>, u64) {
    let mut newest = (None, 0);
    // What is deleted meanwhile is not there.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(about) = entry.metadata() else { continue };
        let (when, bytes) = if about.is_dir() {
            changed(&entry.path())
        } else {
            (about.modified().ok(), about.len())
        };
        newest = (newest.0.max(when), newest.1 + bytes);
    }
    newest
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.kill();
    }
}
