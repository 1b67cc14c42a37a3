// SPDX-License-Identifier: MIT OR Apache-2.0
//! The memory store keeps the contract.

use std::sync::Arc;

use toguna_store::MemoryStore;

toguna_store::store_contract!(fresh);

async fn fresh() -> (Arc<MemoryStore>, ()) {
    (Arc::new(MemoryStore::new()), ())
}
