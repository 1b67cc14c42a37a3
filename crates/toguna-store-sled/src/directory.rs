// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Directory`] on disk.

use toguna_store::{Claimed, Directory, NewKeyPackages, Stock, StoreFault};
use toguna_types::DeviceId;

use crate::keys;
use crate::rows::{Row as _, ShelfRow};
use crate::store::{HALF_ROW, SledStore, WHOLE_ROW};
use crate::verbs::claim::Claim;
use crate::verbs::publish::Publish;

impl Directory for SledStore {
    async fn publish(&self, new: NewKeyPackages) -> Result<Stock, StoreFault> {
        let mut single_use = Vec::with_capacity(new.single_use.len());
        for key_package in new.single_use {
            single_use.push(self.stage(key_package, WHOLE_ROW).await?);
        }
        let last_resort = match new.last_resort {
            Some(key_package) => Some(self.stage(key_package, HALF_ROW).await?),
            None => None,
        };
        self.call(Publish {
            device: new.device,
            suite: new.suite,
            single_use,
            last_resort,
            replace: new.replace,
        })
        .await
    }

    async fn claim(&self, device: DeviceId, suite: u16) -> Result<Option<Claimed>, StoreFault> {
        self.call(Claim { device, suite }).await
    }

    async fn stock(&self, device: DeviceId) -> Result<Vec<Stock>, StoreFault> {
        let disk = self.disk()?;
        let first = keys::shelf(device, u16::MIN);
        let mut end = keys::shelf(device, u16::MAX);
        end.push(0);
        let shelves = disk.main.range(&first, &end)?.map(|row| {
            let (key, row) = row?;
            let suite = key.last_chunk().ok_or_else(ShelfRow::torn)?;
            Ok(ShelfRow::decode(&row)?.stock(u16::from_be_bytes(*suite)))
        });
        shelves.collect()
    }
}
