// SPDX-License-Identifier: MIT OR Apache-2.0
//! The relay of the demonstration: this very program, started again as `togunad`.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use toguna_sdk::RegistrationLink;

use crate::fault::{Fault, Own};

/// The hidden command under which this program is a relay.
pub(crate) const RELAY: &str = "demo-relay";

/// Says that this relay must not outlive who started it.
const LEASHED: &str = "--leashed";

/// Becomes `togunad` with these arguments.
pub(crate) fn be_the_relay(args: impl Iterator<Item = OsString>) -> ExitCode {
    let mut args = args.peekable();
    if args.next_if(|arg| arg == LEASHED).is_some() {
        leash();
    }
    togunad::main_from(args)
}

/// Ends this process with the one that started it.
#[cfg(target_os = "linux")]
fn leash() {
    use rustix::process::{Signal, set_parent_process_death_signal};
    // Where the system refuses, whoever started the relay still stops it.
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
}

/// Other systems make no such promise; whoever started the relay stops it.
#[cfg(not(target_os = "linux"))]
const fn leash() {}

/// A relay in a process of its own.
pub(super) struct Relay {
    folder: PathBuf,
    log: PathBuf,
    address: String,
    running: Option<Child>,
}

impl Relay {
    /// Makes a relay in `place`, starts it, and has it make `links` registration links.
    pub(super) async fn begin(place: &Path, links: usize) -> Result<(Self, Vec<RegistrationLink>), Fault> {
        let mut relay = Self {
            folder: place.join("relay"),
            log: place.join("relay.log"),
            address: free_address()?,
            running: None,
        };
        let address = relay.address.clone();
        let mut printed = relay.ask(&["init", "--address", &address])?;
        relay.start().await?;
        let more = links.saturating_sub(1).to_string();
        printed.push_str(&relay.ask(&["invite", "--count", &more])?);
        let made = printed
            .lines()
            .map(RegistrationLink::parse)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| Own::DemoRelay)?;
        if made.len() == links {
            Ok((relay, made))
        } else {
            Err(Own::DemoRelay.into())
        }
    }

    /// Starts it and waits until it answers.
    pub(super) async fn start(&mut self) -> Result<(), Fault> {
        let mut child = self
            .command(&["serve", "--announce", "--log", "trace"])?
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|_| Own::DemoRelay)?;
        let stdout = child.stdout.take();
        self.running = Some(child);
        let mut stdout = BufReader::new(stdout.ok_or(Own::DemoRelay)?);
        let announced = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            // A relay that ends before it announces itself closes the pipe.
            stdout.read_line(&mut line).is_ok_and(|read| read > 0)
        });
        match tokio::time::timeout(PATIENCE, announced).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false) | Err(_)) | Err(_) => Err(Own::DemoRelay.into()),
        }
    }

    /// SIGKILL: it gets no chance to do anything more.
    pub(super) fn kill(&mut self) -> Result<(), Fault> {
        if let Some(mut child) = self.running.take() {
            child
                .kill()
                .and_then(|()| child.wait())
                .map_err(|_| Own::DemoRelay)?;
        }
        Ok(())
    }

    /// Keeps a copy of everything it holds, made while it stands still.
    pub(super) async fn copy_aside(&mut self) -> Result<(), Fault> {
        self.kill()?;
        copy(&self.folder, &self.aside()).map_err(|_| Own::DemoRelay)?;
        self.start().await
    }

    /// Has it go on with the other copy.
    pub(super) async fn exchange_copies(&mut self) -> Result<(), Fault> {
        self.kill()?;
        let between = self.folder.with_extension("between");
        fs::rename(&self.folder, &between)
            .and_then(|()| fs::rename(self.aside(), &self.folder))
            .and_then(|()| fs::rename(&between, self.aside()))
            .map_err(|_| Own::DemoRelay)?;
        self.start().await
    }

    /// Takes away the copy it does not use.
    pub(super) fn forget_copy(&self) -> Result<(), Fault> {
        fs::remove_dir_all(self.aside()).map_err(|_| Own::DemoRelay.into())
    }

    fn aside(&self) -> PathBuf {
        self.folder.with_extension("aside")
    }

    /// Its process id.
    pub(super) fn pid(&self) -> u32 {
        self.running.as_ref().map_or(0, Child::id)
    }

    /// Where it listens.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The folder with everything it keeps.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Everything it has written to its log.
    pub(super) fn log(&self) -> &Path {
        &self.log
    }

    /// Runs a short command of the relay and returns what it printed.
    fn ask(&self, args: &[&str]) -> Result<String, Fault> {
        let output = self
            .command(args)?
            .stdout(Stdio::piped())
            .output()
            .map_err(|_| Own::DemoRelay)?;
        match (output.status.success(), String::from_utf8(output.stdout)) {
            (true, Ok(text)) => Ok(text),
            (true, Err(_)) | (false, _) => Err(Own::DemoRelay.into()),
        }
    }

    fn command(&self, args: &[&str]) -> Result<Command, Fault> {
        let program = std::env::current_exe().map_err(|_| Own::DemoRelay)?;
        let log = File::options()
            .create(true)
            .append(true)
            .open(&self.log)
            .map_err(|_| Own::DemoRelay)?;
        let mut command = Command::new(program);
        command
            .args([RELAY, LEASHED])
            .args(args)
            .arg("--data")
            .arg(&self.folder);
        // Nothing of the person's environment belongs in the memory that will be searched.
        command.env_clear().stdin(Stdio::null()).stderr(log);
        Ok(command)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // What is left is a process that has ended already.
        drop(self.kill());
    }
}

/// Copies a folder with everything in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::DirBuilder::new().mode(0o700).create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (there, here) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy(&there, &here)?;
        } else if kind.is_file() {
            fs::copy(&there, &here)?; // a socket is made anew
        }
    }
    Ok(())
}

/// An address on this machine that nobody uses.
fn free_address() -> Result<String, Fault> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.to_string())
        .map_err(|_| Own::DemoRelay.into())
}

/// How long a relay may take to start.
const PATIENCE: Duration = Duration::from_secs(30);
