// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reads what a program says, and ends what it waits for when that says nothing for too long: a test that never ends
//! is named and fails, instead of using up all the time there is.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::say;

/// Hands every line of the program's to `line` until it ends. Whatever it started that has been silent for `silence` is
/// killed, or the program itself where that cannot be found.
pub(crate) fn lines(
    mut child: Child,
    silence: Duration,
    mut line: impl FnMut(&str),
) -> io::Result<ExitStatus> {
    let (send, receive) = channel();
    let stdout = child.stdout.take();
    let reader = thread::spawn(move || {
        for output in stdout.into_iter().flat_map(|it| BufReader::new(it).split(b'\n')) {
            if send.send(output).is_err() {
                return;
            }
        }
    });
    loop {
        match receive.recv_timeout(silence) {
            Ok(output) => line(&String::from_utf8_lossy(&output?)),
            Err(RecvTimeoutError::Timeout) => {
                let minutes = silence.as_secs() / 60;
                say::line(&format!(
                    "nothing was said for {minutes} minutes; what runs is ended"
                ));
                end(&mut child)?;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let _ = reader.join();
    child.wait()
}

/// Kills what a program waits for.
fn end(child: &mut Child) -> io::Result<()> {
    let id = child.id();
    let started = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    let killed = Command::new("sh")
        .args(["-c", "kill -KILL \"$@\"", "sh"])
        .args(started.split_whitespace())
        .status();
    if started.trim().is_empty() || !killed.is_ok_and(|status| status.success()) {
        child.kill()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::process::Stdio;

    use super::*;

    fn said(script: &str) -> (Vec<String>, bool) {
        let mut sh = Command::new("sh");
        let child = sh.args(["-c", script]).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = Vec::new();
        let ended = lines(child, Duration::from_secs(3), |line| said.push(line.to_owned()));
        (said, ended.unwrap().success())
    }

    #[test]
    fn what_is_said_is_handed_on_and_what_hangs_is_ended() {
        assert_eq!(
            said("echo one; echo two"),
            (vec!["one".to_owned(), "two".to_owned()], true)
        );
        let (hung, went_on) = said("echo one; sleep 600; echo two; exit 1");
        assert_eq!((hung.join(" ").as_str(), went_on), ("one two", false));
    }
}
