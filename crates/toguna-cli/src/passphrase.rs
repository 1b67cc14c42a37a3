// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where the passphrase comes from: a file, or a person at the terminal; never an argument.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use toguna_sdk::SecretBytes;
use zeroize::Zeroize as _;

use crate::fault::{Fault, Own};
use crate::output::Output;
use crate::terminal::{TYPED, ask_unseen};

/// Whether the passphrase opens something or is being chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// For a vault that is there.
    Opening,
    /// For a vault that will be; asked twice.
    Choosing,
}

/// Gets the passphrase.
pub(crate) fn get(out: &Output, file: Option<&Path>, occasion: Occasion) -> Result<SecretBytes, Fault> {
    let words = out.catalogue();
    let passphrase = match (file, occasion) {
        (Some(path), _) => from_file(out, path)?,
        (None, Occasion::Opening) => ask_unseen(&words.text("ask-passphrase"))?,
        (None, Occasion::Choosing) => {
            let first = ask_unseen(&words.text("ask-passphrase-new"))?;
            if first != ask_unseen(&words.text("ask-passphrase-again"))? {
                return Err(Own::PassphraseMismatch.into());
            }
            first
        }
    };
    // expose: only to see whether there is anything
    if passphrase.expose().is_empty() {
        return Err(Own::PassphraseEmpty.into());
    }
    Ok(passphrase)
}

/// The first line of a file.
fn from_file(out: &Output, path: &Path) -> Result<SecretBytes, Fault> {
    let unreadable = |_| Own::PassphraseUnreadable;
    let file = File::open(path).map_err(unreadable)?;
    let mode = file.metadata().map_err(unreadable)?.permissions().mode();
    if mode & 0o077 != 0 && path.is_file() {
        out.remark(&out.catalogue().text("out-file-open-to-others"));
    }
    // One byte more than allowed, so that too long a line is noticed; never grows.
    let mut bytes = vec![0; TYPED.saturating_add(2)];
    let mut filled = 0;
    let mut file = file.take(u64::try_from(bytes.len()).unwrap_or_default());
    while let Some(room) = bytes.get_mut(filled..).filter(|room| !room.is_empty()) {
        match file.read(room).map_err(unreadable)? {
            0 => break,
            n => filled = filled.saturating_add(n),
        }
    }
    first_line(bytes, filled)
}

fn first_line(mut bytes: Vec<u8>, filled: usize) -> Result<SecretBytes, Fault> {
    bytes.truncate(filled);
    let end = bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(bytes.len());
    bytes.truncate(end);
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    if bytes.len() > TYPED {
        bytes.zeroize();
        return Err(Own::PassphraseUnreadable.into());
    }
    Ok(SecretBytes::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<Vec<u8>, Fault> {
        first_line(text.to_vec(), text.len()).map(|line| line.expose().to_vec()) // expose: the test compares
    }

    #[test]
    fn the_first_line_counts_without_its_end() {
        assert_eq!(read("سر طويل\nmore".as_bytes()).unwrap(), "سر طويل".as_bytes());
        assert_eq!(read(b"a b \r\n").unwrap(), b"a b ");
        assert_eq!(read(b"bare").unwrap(), b"bare");
    }

    #[test]
    fn a_line_over_the_limit_is_refused_and_not_cut() {
        assert!(read(&[b'x'; TYPED]).is_ok());
        assert!(matches!(
            read(&[b'x'; TYPED + 1]),
            Err(Fault::Own(Own::PassphraseUnreadable))
        ));
    }
}
