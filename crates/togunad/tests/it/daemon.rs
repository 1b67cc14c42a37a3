// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs the program.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use toguna_auth::RegistrationLink;

/// A directory for relays, gone afterwards.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.0.path().join("relay")
    }

    /// Makes a relay; gives its link.
    pub(crate) fn init(&self, flags: &[&str]) -> RegistrationLink {
        let made = togunad(&self.data(), "init", flags);
        assert!(made.status.success(), "{}", text(&made.stderr));
        RegistrationLink::parse(&text(&made.stdout)).unwrap()
    }
}

/// Runs one command on a directory.
pub(crate) fn togunad(data: &Path, command: &str, flags: &[&str]) -> Output {
    let words: Vec<&str> = command.split(' ').collect();
    run(words
        .into_iter()
        .map(OsStr::new)
        .chain(["--data".as_ref(), data.as_os_str()])
        .chain(flags.iter().map(OsStr::new)))
}

pub(crate) fn run<'a>(args: impl Iterator<Item = &'a OsStr>) -> Output {
    program().args(args).output().unwrap()
}

/// The program, with none of this process's own settings.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_togunad"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("TOGUNAD_")) {
        command.env_remove(name);
    }
    command
}

/// A relay that runs; killed when dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Running {
    pub(crate) fn start(data: &Path, flags: &[&str]) -> Self {
        let mut child = program()
            .args(["serve", "--announce", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let Ok(address) = line.trim().parse() else {
            panic!("not announced: {line}{}", last_words(child));
        };
        Self { child, address }
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status();
        assert!(sent.unwrap().success());
    }

    /// Reads its log until a line holds these words; fails if it ends without them.
    pub(crate) fn says(&mut self, words: &str) {
        let log = self.child.stderr.as_mut().unwrap();
        let mut line = Vec::new();
        while !text(&line).contains(words) {
            if line.last() == Some(&b'\n') {
                line.clear();
            }
            let mut byte = [0];
            assert_eq!(log.read(&mut byte).unwrap(), 1, "it ended without saying it");
            line.push(byte[0]);
        }
    }

    /// Asks it to stop, waits, and gives what it said on standard error.
    pub(crate) fn stop(mut self, signal: &str) -> (bool, String) {
        self.signal(signal);
        let ended = self.child.wait().unwrap();
        let mut said = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        (ended.success(), said)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn last_words(mut child: Child) -> String {
    let _ = child.wait();
    let mut said = String::new();
    let _ = child.stderr.take().unwrap().read_to_string(&mut said);
    said
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
