// SPDX-License-Identifier: MIT OR Apache-2.0
//! Makes a token worthless.

use std::time::Duration;

use toguna_store::{StoreFault, Withdrawn, sweep_day};
use toguna_types::{Timestamp, TokenId};

use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::keys;
use crate::rows::{Due, TokenEnd, TokenRow};

pub(crate) struct Withdraw {
    pub(crate) token: TokenId,
    pub(crate) expires: Timestamp,
}

impl Verb for Withdraw {
    type Ready = Withdrawn;
    type Answer = Withdrawn;
    const ROOM: Room = Room::ToDelete;

    fn weight(&self) -> usize {
        256
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Withdrawn, StoreFault> {
        let key = keys::token(self.token);
        if let Some(TokenRow { end }) = tx.get(&key)? {
            return Ok(end.answer());
        }
        let row = TokenRow {
            end: TokenEnd::Withdrawn,
        };
        tx.put(key, &row)?;
        let due = Due::Token { token: self.token };
        tx.mark_due(sweep_day(self.expires, Duration::ZERO), due)?;
        Ok(Withdrawn::Withdrawn)
    }

    fn answer(ready: Withdrawn, _settled: &Settled) -> Result<Withdrawn, StoreFault> {
        Ok(ready)
    }
}
