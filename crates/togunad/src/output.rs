// SPDX-License-Identifier: MIT OR Apache-2.0
//! What an operator reads: answers on standard output, everything else on standard error.

use std::io::Write as _;
use std::process::ExitCode;

use toguna_types::FaultKind;

use crate::fault::DaemonFault;

/// The one mapping from kinds to exit codes.
const fn code_of(kind: FaultKind) -> u8 {
    match kind {
        FaultKind::Invalid => 2,
        FaultKind::Denied => 3,
        FaultKind::Missing => 4,
        FaultKind::Stale => 5,
        FaultKind::Unavailable => 6,
        FaultKind::Broken => 7,
    }
}

/// Says what happened and what to do.
pub(crate) fn fault(fault: &DaemonFault) -> ExitCode {
    let mut said = format!("error: {fault}\n");
    if let Some(help) = fault.help() {
        said.push_str("  ");
        said.push_str(help);
        said.push('\n');
    }
    aside(&said);
    ExitCode::from(code_of(fault.kind()))
}

/// Shows how the command is used, or its help or version, as clap words it.
pub(crate) fn usage(usage: &clap::Error) -> ExitCode {
    let _ = usage.print();
    ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2))
}

/// Writes a line of the answer.
pub(crate) fn line(text: &str) -> Result<(), DaemonFault> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(DaemonFault::Output)
}

/// Writes to standard error; whoever closed it does not want to know.
pub(crate) fn aside(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_an_exit_code_of_its_own() {
        let mut codes: Vec<u8> = FaultKind::ALL.into_iter().map(code_of).collect();
        codes.sort_unstable();
        assert_eq!(codes, [2, 3, 4, 5, 6, 7]);
    }
}
