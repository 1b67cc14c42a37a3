// SPDX-License-Identifier: MIT OR Apache-2.0
//! Stores KeyPackages.

use toguna_store::{Stock, StoreFault};
use toguna_types::DeviceId;

use crate::bytes::Bytes;
use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::keys;
use crate::rows::{KeyPackageMark, KeyPackageRow, ShelfRow};

pub(crate) struct Publish {
    pub(crate) device: DeviceId,
    pub(crate) suite: u16,
    pub(crate) single_use: Vec<Bytes>,
    pub(crate) last_resort: Option<Bytes>,
    pub(crate) replace: bool,
}

impl Verb for Publish {
    type Ready = Stock;
    type Answer = Stock;
    const ROOM: Room = Room::ToAdd;

    fn weight(&self) -> usize {
        let each = self.single_use.iter().chain(&self.last_resort);
        each.map(|bytes| bytes.weight().saturating_add(256))
            .fold(256, usize::saturating_add)
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Stock, StoreFault> {
        let (device, suite) = (self.device, self.suite);
        let mut shelf: ShelfRow = tx.get(&keys::shelf(device, suite))?.unwrap_or_default();
        if self.replace {
            for place in shelf.first..shelf.next {
                let row: KeyPackageRow = tx.demand(&keys::key_package(device, suite, place))?;
                tx.release(&row.body)?;
                tx.delete(keys::key_package(device, suite, place));
                tx.delete(keys::key_package_hash(device, suite, row.hash));
            }
            shelf.first = shelf.next;
        }
        for bytes in self.single_use {
            let hash = bytes.hash();
            let mark = keys::key_package_hash(device, suite, hash);
            if tx.get::<KeyPackageMark>(&mark)?.is_some() {
                continue;
            }
            let body = tx.keep(bytes)?;
            tx.put(mark, &KeyPackageMark::Stands)?;
            let row = KeyPackageRow { hash, body };
            tx.put(keys::key_package(device, suite, shelf.next), &row)?;
            shelf.next = shelf.next.saturating_add(1);
        }
        if let Some(bytes) = self.last_resort {
            if let Some(old) = &shelf.last_resort {
                tx.release(old)?;
            }
            shelf.last_resort = Some(tx.keep(bytes)?);
        }
        tx.put(keys::shelf(device, suite), &shelf)?;
        Ok(shelf.stock(suite))
    }

    fn answer(ready: Stock, _settled: &Settled) -> Result<Stock, StoreFault> {
        Ok(ready)
    }
}
