// SPDX-License-Identifier: MIT OR Apache-2.0
//! Takes a KeyPackage.

use toguna_store::{CLAIMS_REMEMBERED, Claimed, StoreFault};
use toguna_types::DeviceId;

use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::keys;
use crate::rows::{ClaimRow, KeyPackageMark, KeyPackageRow, ShelfRow};

pub(crate) struct Claim {
    pub(crate) device: DeviceId,
    pub(crate) suite: u16,
}

impl Verb for Claim {
    type Ready = Option<Claimed>;
    type Answer = Option<Claimed>;
    const ROOM: Room = Room::ToDelete;

    fn weight(&self) -> usize {
        512
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Option<Claimed>, StoreFault> {
        let (device, suite) = (self.device, self.suite);
        let Some(mut shelf) = tx.get::<ShelfRow>(&keys::shelf(device, suite))? else {
            return Ok(None);
        };
        if shelf.first == shelf.next {
            let last_resort = shelf.last_resort.map(|body| tx.read(body)).transpose()?;
            return Ok(last_resort.map(|key_package| Claimed {
                key_package,
                last_resort: true,
            }));
        }
        let key = keys::key_package(device, suite, shelf.first);
        let row: KeyPackageRow = tx.demand(&key)?;
        tx.delete(key);
        shelf.first = shelf.first.saturating_add(1);
        tx.put(
            keys::key_package_hash(device, suite, row.hash),
            &KeyPackageMark::Claimed,
        )?;
        let claim = ClaimRow { hash: row.hash };
        tx.put(keys::claim(device, suite, shelf.claims), &claim)?;
        let remembered = u64::try_from(CLAIMS_REMEMBERED).unwrap_or(u64::MAX);
        if let Some(oldest) = shelf.claims.checked_sub(remembered) {
            let key = keys::claim(device, suite, oldest);
            let ClaimRow { hash } = tx.demand(&key)?;
            tx.delete(key);
            tx.delete(keys::key_package_hash(device, suite, hash));
        }
        shelf.claims = shelf.claims.saturating_add(1);
        tx.put(keys::shelf(device, suite), &shelf)?;
        tx.release(&row.body)?;
        Ok(Some(Claimed {
            key_package: tx.read(row.body)?,
            last_resort: false,
        }))
    }

    fn answer(ready: Option<Claimed>, _settled: &Settled) -> Result<Option<Claimed>, StoreFault> {
        Ok(ready)
    }
}
