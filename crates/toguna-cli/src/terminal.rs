// SPDX-License-Identifier: MIT OR Apache-2.0
//! Talking with a person at a terminal: its width, questions, and typing that is not shown.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, IsTerminal as _, Read, Write as _};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use toguna_sdk::SecretBytes;
use zeroize::Zeroize as _;

use crate::fault::{Fault, Own};

/// Columns of standard output, or 80 where nobody can say.
pub(crate) fn width() -> usize {
    tcgetwinsize(io::stdout())
        .ok()
        .map(|size| usize::from(size.ws_col))
        .filter(|columns| *columns >= 20)
        .unwrap_or(80)
}

/// Asks a yes-or-no question at the terminal.
///
/// # Errors
/// [`Own::NotConfirmed`] where there is no terminal to ask at.
pub(crate) fn confirm(question: &str, yes_words: &str) -> Result<bool, Fault> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Own::NotConfirmed.into());
    }
    drop(write!(io::stderr(), "{question} "));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.map_err(|_| Own::Cancelled)?;
    let answer = answer.trim().to_lowercase();
    Ok(yes_words.split_whitespace().any(|word| word == answer))
}

/// Asks for a line at the controlling terminal, without showing what is typed.
///
/// # Errors
/// [`Own::NoPassphrase`] where there is no terminal, [`Own::Cancelled`] on Ctrl-C.
pub(crate) fn ask_unseen(question: &str) -> Result<SecretBytes, Fault> {
    let mut terminal = OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/tty")
        .map_err(|_| Own::NoPassphrase)?;
    let unseen = Unseen::on(&terminal).ok_or(Own::NoPassphrase)?;
    drop(write!(terminal, "{question} "));
    let line = type_line(&mut terminal);
    drop(unseen);
    drop(writeln!(terminal));
    line.map_err(Fault::from)
}

/// The longest passphrase, in bytes.
pub(crate) const TYPED: usize = 1024;

/// A terminal that shows nothing and hands over every key; as it was, when dropped.
struct Unseen {
    terminal: File,
    before: Termios,
}

impl Unseen {
    fn on(terminal: &File) -> Option<Self> {
        let before = tcgetattr(terminal).ok()?;
        let mut modes = before.clone();
        // Ctrl-C must come to us as a key: a program killed here would leave the terminal mute.
        modes.local_modes &= !(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        tcsetattr(terminal, OptionalActions::Flush, &modes).ok()?;
        Some(Self {
            terminal: terminal.try_clone().ok()?,
            before,
        })
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        // A terminal that has gone needs no restoring.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}

/// Reads keys up to Enter; Backspace and Ctrl-U work, Ctrl-C, Ctrl-D and the end of input cancel.
fn type_line(keys: &mut impl Read) -> Result<SecretBytes, Own> {
    // Never grows: a reallocation would leave a copy behind.
    let mut line = Vec::with_capacity(TYPED);
    let mut key = [0];
    let end = loop {
        match keys.read(&mut key) {
            Ok(1) => {}
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
            Ok(_) | Err(_) => break Err(Own::Cancelled),
        }
        match key {
            [b'\r' | b'\n'] => break Ok(()),
            [3 | 4] => break Err(Own::Cancelled),
            [0x15] => line.zeroize(),
            [8 | 0x7f] => rub_out_one(&mut line),
            [byte] if line.len() < TYPED => line.push(byte),
            [_] => {}
        }
    };
    key.zeroize();
    let line = SecretBytes::new(line);
    end.map(|()| line)
}

/// Takes away the last character of a text in UTF-8.
fn rub_out_one(line: &mut Vec<u8>) {
    while line.pop().is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[u8]) -> Result<Vec<u8>, Own> {
        type_line(&mut &*keys).map(|line| line.expose().to_vec()) // expose: the test compares
    }

    #[test]
    fn keys_make_a_line_and_backspace_takes_whole_characters() {
        assert_eq!(typed("abc\n".as_bytes()).unwrap(), b"abc");
        assert_eq!(
            typed("aé\u{7f}b\u{7f}\u{7f}\u{7f}سر\u{8}\r".as_bytes()).unwrap(),
            "س".as_bytes()
        );
        assert_eq!(typed(b"wrong\x15right\n").unwrap(), b"right");
    }

    #[test]
    fn ctrl_c_and_the_end_of_input_cancel() {
        assert_eq!(typed(b"abc\x03").unwrap_err(), Own::Cancelled);
        assert_eq!(typed(b"abc").unwrap_err(), Own::Cancelled);
    }

    #[test]
    fn what_is_too_long_does_not_grow() {
        let keys = [&[b'x'; 3 * TYPED][..], b"\n"].concat();
        assert_eq!(typed(&keys).unwrap().len(), TYPED);
    }
}
