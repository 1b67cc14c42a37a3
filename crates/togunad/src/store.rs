// SPDX-License-Identifier: MIT OR Apache-2.0
//! The store this daemon runs on.

use toguna_store_sled::{SledOptions, SledStore};

use crate::config::{Config, MIB};
use crate::fault::DaemonFault;
use crate::home::Home;

/// Opens the store in the relay's directory; the caller holds the lock.
pub(crate) fn open(home: &Home, config: &Config) -> Result<SledStore, DaemonFault> {
    let options = SledOptions {
        cache_bytes: config.cache_mib.saturating_mul(MIB),
        reserve_bytes: config.reserve_mib.saturating_mul(MIB),
    };
    Ok(SledStore::open(&home.path(Home::STORE), options)?)
}
