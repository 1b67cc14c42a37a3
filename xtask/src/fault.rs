// SPDX-License-Identifier: MIT OR Apache-2.0
//! Why a command could not do its work at all (as opposed to finding something).

use std::fmt;

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A program could not be run or said no.
    Command { line: String, why: String },
    /// A file could not be read or written.
    File { path: String, why: String },
    /// The command was not run inside the repository.
    NotInHouse,
    /// A program's answer did not have the expected shape.
    Shape(&'static str),
    /// The command line was not understood.
    Usage(&'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command { line, why } => write!(f, "`{line}` failed: {why}"),
            Self::File { path, why } => write!(f, "{path}: {why}"),
            Self::NotInHouse => f.write_str("no workspace found here; run it inside the repository"),
            Self::Shape(what) => write!(f, "{what} is missing in what cargo said"),
            Self::Usage(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Fault {}
