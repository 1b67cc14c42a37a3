// SPDX-License-Identifier: MIT OR Apache-2.0
//! Redeems a token for an account.

use std::time::Duration;

use toguna_store::{NewAccount, Registered, StoreFault, sweep_day};
use toguna_types::Opaque;

use crate::bytes::Bytes;
use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::keys;
use crate::rows::{AccountKept, DeviceKept, Due, HandleRow, TokenEnd, TokenRow};

pub(crate) struct Register {
    pub(crate) new: NewAccount,
    pub(crate) mailbox_key: Bytes,
    pub(crate) cert: Bytes,
}

impl Verb for Register {
    type Ready = Registered;
    type Answer = Registered;
    const ROOM: Room = Room::ToAdd;

    fn weight(&self) -> usize {
        4_096
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Registered, StoreFault> {
        let new = self.new;
        let device = new.device.device;
        match tx.get(&keys::token(new.token))?.map(|row: TokenRow| row.end) {
            Some(TokenEnd::Withdrawn) => return Ok(Registered::TokenWithdrawn),
            Some(TokenEnd::Redeemed {
                account,
                device: first,
            }) => {
                let same = account == new.account && first == device;
                return Ok(if same {
                    Registered::Same
                } else {
                    Registered::TokenUsed
                });
            }
            None => {}
        }
        let account: Option<AccountKept> = tx.get(&keys::account(new.account))?;
        let known: Option<DeviceKept> = tx.get(&keys::device(device))?;
        if account.is_some() || known.is_some() {
            return Ok(Registered::Exists);
        }
        if tx.get::<HandleRow>(&keys::handle(&new.folded))?.is_some() {
            return Ok(Registered::HandleTaken);
        }
        let end = TokenEnd::Redeemed {
            account: new.account,
            device,
        };
        tx.put(keys::token(new.token), &TokenRow { end })?;
        let due = Due::Token { token: new.token };
        tx.mark_due(sweep_day(new.token_expires, Duration::ZERO), due)?;
        let handle = HandleRow { account: new.account };
        tx.put(keys::handle(&new.folded), &handle)?;
        let row = DeviceKept {
            account: new.account,
            device_key: new.device.device_key,
            mailbox_key: tx.keep(self.mailbox_key)?,
            cert: tx.keep(self.cert)?,
        };
        tx.put(keys::device(device), &row)?;
        let row = AccountKept {
            account_key: new.account_key,
            handle: Opaque::from(new.handle.into_bytes()),
            devices: vec![device],
        };
        tx.put(keys::account(new.account), &row)?;
        Ok(Registered::Created)
    }

    fn answer(ready: Registered, _settled: &Settled) -> Result<Registered, StoreFault> {
        Ok(ready)
    }
}
