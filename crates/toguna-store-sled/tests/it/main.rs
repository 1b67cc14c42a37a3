// SPDX-License-Identifier: MIT OR Apache-2.0
//! The sled store keeps the contract.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod disk;

use std::sync::Arc;

use tempfile::TempDir;
use toguna_store_sled::{SledOptions, SledStore};

toguna_store::store_contract!(fresh);

async fn fresh() -> (Arc<SledStore>, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let store = SledStore::open(dir.path(), SledOptions::default()).unwrap();
    (Arc::new(store), dir)
}
