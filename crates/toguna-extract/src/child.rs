// SPDX-License-Identifier: MIT OR Apache-2.0
//! The process that reads documents, and what it and the one that started it say to each other over its standard
//! streams: a byte for the hint and the document; a byte for what came of it and the text.

use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use toguna_types::limit;

use crate::jail;
use crate::read::{Hint, Unreadable, read};
use crate::text::Text;

const WHOLE: u8 = 0;
const CUT: u8 = 1;

/// Reads one document from standard input and writes what it says to standard output, in a jail. For a program's `main`,
/// before anything else, when it was started for this.
#[must_use]
pub fn be_the_reader() -> ExitCode {
    match read_one() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE, // whoever started it knows what that means
    }
}

fn read_one() -> io::Result<()> {
    std::panic::set_hook(Box::new(|_| {})); // what a reader says as it fails may be what it read
    jail::enter()?;
    let mut hint = [0];
    let mut stdin = io::stdin().lock();
    stdin.read_exact(&mut hint)?;
    let mut document = Vec::new();
    stdin
        .take(limit::DOCUMENT_BYTES.saturating_add(1))
        .read_to_end(&mut document)?;
    let found = match u64::try_from(document.len()) {
        Ok(length) if length <= limit::DOCUMENT_BYTES => read(document, hint_of(hint)),
        _ => Err(Unreadable::TooMuch),
    };
    let mut stdout = io::stdout().lock();
    match found {
        Ok(Text { text, is_whole }) => {
            stdout.write_all(&[if is_whole { WHOLE } else { CUT }])?;
            stdout.write_all(text.as_bytes())?;
        }
        Err(why) => stdout.write_all(&[code(why)])?,
    }
    stdout.flush()
}

/// What is said to the reader before the document.
#[must_use]
pub const fn question(hint: Hint) -> u8 {
    match hint {
        Hint::None => 0,
        Hint::Markdown => 1,
    }
}

const fn hint_of([byte]: [u8; 1]) -> Hint {
    match byte {
        1 => Hint::Markdown,
        _ => Hint::None,
    }
}

/// What the reader has said; it is not believed to keep to the form.
///
/// # Errors
/// [`Unreadable`]; [`Unreadable::Failed`] also for what no reader says.
pub fn answer(mut said: Vec<u8>) -> Result<Text, Unreadable> {
    let first = (!said.is_empty()).then(|| said.remove(0));
    let is_whole = match first {
        Some(WHOLE) => true,
        Some(CUT) => false,
        Some(other) => return Err(why(other)),
        None => return Err(Unreadable::Failed),
    };
    match String::from_utf8(said) {
        Ok(text) if text.len() <= limit::FILE_TEXT_BYTES => Ok(Text { text, is_whole }),
        _ => Err(Unreadable::Failed),
    }
}

const fn code(why: Unreadable) -> u8 {
    match why {
        Unreadable::Unknown => 2,
        Unreadable::NoWords => 3,
        Unreadable::Damaged => 4,
        Unreadable::Locked => 5,
        Unreadable::TooMuch => 6,
        Unreadable::Failed => 7,
    }
}

const fn why(code: u8) -> Unreadable {
    match code {
        2 => Unreadable::Unknown,
        3 => Unreadable::NoWords,
        4 => Unreadable::Damaged,
        5 => Unreadable::Locked,
        6 => Unreadable::TooMuch,
        _ => Unreadable::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_says_what_no_reader_says_is_not_believed() {
        for said in [
            vec![],
            vec![99],
            vec![0, 0xff, 0xfe],
            [vec![0], vec![b'a'; limit::FILE_TEXT_BYTES + 1]].concat(),
        ] {
            assert_eq!(answer(said), Err(Unreadable::Failed));
        }
        assert_eq!(answer(vec![code(Unreadable::Locked)]), Err(Unreadable::Locked));
        let text = Text {
            text: "حرية".to_owned(),
            is_whole: false,
        };
        assert_eq!(answer([&[CUT], "حرية".as_bytes()].concat()), Ok(text));
    }
}
