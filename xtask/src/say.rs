// SPDX-License-Identifier: MIT OR Apache-2.0
//! Words on standard output.

use std::io::Write as _;

/// Prints one line at once; a reader that went away is not our trouble.
pub(crate) fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _gone = writeln!(out, "{text}").and_then(|()| out.flush());
}
