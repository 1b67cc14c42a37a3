// SPDX-License-Identifier: MIT OR Apache-2.0
//! Makes a log.

use toguna_store::{Founded, NewLog, StoreFault};

use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::rows::LogRow;

pub(crate) struct Found(pub(crate) NewLog);

impl Verb for Found {
    type Ready = Founded;
    type Answer = Founded;
    const ROOM: Room = Room::ToAdd;

    fn weight(&self) -> usize {
        512
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Founded, StoreFault> {
        let new = self.0;
        if let Some(row) = tx.log(new.log)? {
            return Ok(if row.founding == LogRow::founding(&new) {
                Founded::Same(row.genesis)
            } else {
                Founded::Taken
            });
        }
        tx.put_log(new.log, None, &LogRow::new(&new), &[])?;
        Ok(Founded::Created(new.genesis))
    }

    fn answer(ready: Founded, _settled: &Settled) -> Result<Founded, StoreFault> {
        Ok(ready)
    }
}
