// SPDX-License-Identifier: MIT OR Apache-2.0
//! `togunad check`: the settings in force, and whether the relay could start with them.

use crate::args;
use crate::fault::DaemonFault;
use crate::identity::Identity;
use crate::{output, tls};

/// Shows every setting with its origin, after reading keys and certificate.
pub(crate) fn run(args: &args::Home) -> Result<(), DaemonFault> {
    let (home, config) = super::load(&args.data, &[])?;
    Identity::read(&home)?;
    tls::of(&home, &config)?;
    for (key, value, source) in config.shown() {
        output::line(&format!("{key:<14} {value}  ({})", source.name()))?;
    }
    Ok(())
}
