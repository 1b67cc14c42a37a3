// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where a relay's store stands while relays come and go.
#![expect(
    clippy::expect_used,
    reason = "a store that cannot be opened is a failed test"
)]

use std::fmt;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;
use toguna_store::{MemoryStore, Store};
use toguna_store_sled::{SledOptions, SledStore};

use crate::{Quiet, Tapped};

/// Keeps what a relay stored when the relay is gone.
pub trait Shelf: fmt::Debug + Send + Sync + 'static {
    /// What opens on it.
    type Store: Store + Clone;

    /// A shelf with nothing on it.
    fn empty() -> Self;

    /// The store itself, where it can be forked to lie with.
    fn forks(&self) -> Option<MemoryStore> {
        None
    }

    /// Opens the store; whoever had it open before has lost it.
    fn open(&self) -> impl Future<Output = Self::Store> + Send;
}

/// In memory.
#[derive(Debug)]
pub struct Memory(MemoryStore);

impl Shelf for Memory {
    type Store = MemoryStore;

    fn empty() -> Self {
        Self(MemoryStore::new())
    }

    fn forks(&self) -> Option<MemoryStore> {
        Some(self.0.clone())
    }

    async fn open(&self) -> MemoryStore {
        self.0.clone()
    }
}

/// On disk.
#[derive(Debug)]
pub struct Sled {
    directory: TempDir,
    last: Mutex<Option<Tapped<SledStore>>>,
}

impl Shelf for Sled {
    type Store = Tapped<SledStore>;

    fn empty() -> Self {
        Self {
            directory: tempfile::tempdir().expect("a temporary directory"),
            last: Mutex::default(),
        }
    }

    async fn open(&self) -> Tapped<SledStore> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(last) = last {
            last.close().await.expect("the store closes");
        }
        let options = SledOptions {
            cache_bytes: 4 << 20,
            ..SledOptions::default()
        };
        let store = SledStore::open(self.directory.path(), options).expect("the store opens");
        let store = Tapped::new(store, Quiet);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(store.clone());
        store
    }
}

/// Makes one test of each story for every store: `memory::…`, `sled::…`.
#[macro_export]
macro_rules! on_every_store {
    ($($story:ident,)*) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                super::$story(<$crate::Memory as $crate::Shelf>::empty()).await;
            })*
        }

        mod sled {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                super::$story(<$crate::Sled as $crate::Shelf>::empty()).await;
            })*
        }
    };
}
