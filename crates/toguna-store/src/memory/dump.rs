// SPDX-License-Identifier: MIT OR Apache-2.0
//! All rows at once: as bytes, where "unchanged" means every byte of it; and as a second store.

use std::hash::{Hash as _, Hasher};
use std::sync::{Arc, Mutex};

use super::{MemoryStore, Rows};
use crate::StoreFault;

impl MemoryStore {
    /// Every row that is stored, in one order; whoever watches is no row.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub fn dump(&self) -> Result<Vec<u8>, StoreFault> {
        let mut bytes = Bytes::default();
        self.lock()?.hash(&mut bytes);
        Ok(bytes.0)
    }

    /// A second store with the same rows: what a relay has that keeps two histories, or comes back with an old one.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub fn fork(&self) -> Result<Self, StoreFault> {
        let rows = self.lock()?;
        let rows = Rows {
            closed: rows.closed,
            logs: rows.logs.fork(),
            accounts: rows.accounts.clone(),
            directory: rows.directory.clone(),
            mailboxes: rows.mailboxes.fork(),
            blobs: rows.blobs.clone(),
        };
        Ok(Self {
            rows: Arc::new(Mutex::new(rows)),
        })
    }
}

/// Keeps what it is given instead of hashing it.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Accounts as _;
    use toguna_types::{Timestamp, TokenId};

    #[tokio::test]
    async fn a_store_that_changed_dumps_otherwise() {
        let store = MemoryStore::new();
        let empty = store.dump().unwrap();
        assert_eq!(store.dump().unwrap(), empty);
        let token = TokenId::from_bytes([1; TokenId::LEN]);
        store
            .withdraw_token(token, Timestamp::from_millis(1))
            .await
            .unwrap();
        assert_ne!(store.dump().unwrap(), empty);
    }
}
