// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Directory`] in memory.

use std::collections::{BTreeMap, VecDeque};

use toguna_types::{DeviceId, Digest};

use super::MemoryStore;
use crate::{CLAIMS_REMEMBERED, Claimed, Directory, NewKeyPackages, Stock, StoreFault};

impl Directory for MemoryStore {
    async fn publish(&self, new: NewKeyPackages) -> Result<Stock, StoreFault> {
        let mut rows = self.rows()?;
        let suite = new.suite;
        let shelf = rows.directory.shelves.entry((new.device, suite)).or_default();
        shelf.publish(new);
        Ok(shelf.stock(suite))
    }

    async fn claim(&self, device: DeviceId, suite: u16) -> Result<Option<Claimed>, StoreFault> {
        let mut rows = self.rows()?;
        Ok(rows
            .directory
            .shelves
            .get_mut(&(device, suite))
            .and_then(Shelf::claim))
    }

    async fn stock(&self, device: DeviceId) -> Result<Vec<Stock>, StoreFault> {
        let rows = self.rows()?;
        let shelves = rows
            .directory
            .shelves
            .range((device, u16::MIN)..=(device, u16::MAX));
        Ok(shelves.map(|((_, suite), shelf)| shelf.stock(*suite)).collect())
    }
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
#[derive(Default)]
pub(super) struct Rows {
    shelves: BTreeMap<(DeviceId, u16), Shelf>,
}

/// One device's KeyPackages of one suite.
#[cfg_attr(feature = "contract", derive(Clone, Hash))]
#[derive(Default)]
struct Shelf {
    single_use: VecDeque<Vec<u8>>,
    last_resort: Option<Vec<u8>>,
    claimed: VecDeque<Digest>,
}

impl Shelf {
    fn publish(&mut self, new: NewKeyPackages) {
        if new.replace {
            self.single_use.clear();
        }
        for key_package in new.single_use {
            let known = self.single_use.contains(&key_package);
            if !known && !self.claimed.contains(&Digest::of(&key_package)) {
                self.single_use.push_back(key_package);
            }
        }
        if new.last_resort.is_some() {
            self.last_resort = new.last_resort;
        }
    }

    fn claim(&mut self) -> Option<Claimed> {
        if let Some(key_package) = self.single_use.pop_front() {
            self.claimed.push_back(Digest::of(&key_package));
            if self.claimed.len() > CLAIMS_REMEMBERED {
                self.claimed.pop_front();
            }
            return Some(Claimed {
                key_package,
                last_resort: false,
            });
        }
        self.last_resort.clone().map(|key_package| Claimed {
            key_package,
            last_resort: true,
        })
    }

    fn stock(&self, suite: u16) -> Stock {
        Stock {
            suite,
            single_use: u32::try_from(self.single_use.len()).unwrap_or(u32::MAX),
            last_resort: self.last_resort.is_some(),
        }
    }
}
