// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Accounts`] on disk.

use toguna_store::{AccountRow, Accounts, DeviceRow, NewAccount, Registered, StoreFault, Withdrawn};
use toguna_types::{AccountId, DeviceId, Timestamp, TokenId};

use crate::disk::Disk;
use crate::keys;
use crate::rows::{AccountKept, DeviceKept, HandleRow, Row as _, TokenRow};
use crate::store::{HALF_ROW, SledStore};
use crate::verbs::register::Register;
use crate::verbs::withdraw::Withdraw;

impl Accounts for SledStore {
    async fn register(&self, mut new: NewAccount) -> Result<Registered, StoreFault> {
        let mailbox_key = std::mem::take(&mut new.device.mailbox_key);
        let cert = std::mem::take(&mut new.device.cert);
        self.call(Register {
            new,
            mailbox_key: self.stage(mailbox_key, HALF_ROW).await?,
            cert: self.stage(cert, HALF_ROW).await?,
        })
        .await
    }

    async fn device(&self, device: DeviceId) -> Result<Option<DeviceRow>, StoreFault> {
        read_device(&*self.disk()?, device)
    }

    async fn account_by_handle(&self, folded: &str) -> Result<Option<AccountRow>, StoreFault> {
        let disk = self.disk()?;
        match disk.row(&keys::handle(folded))? {
            Some(HandleRow { account }) => read_account(&disk, account),
            None => Ok(None),
        }
    }

    async fn account(&self, account: AccountId) -> Result<Option<AccountRow>, StoreFault> {
        read_account(&*self.disk()?, account)
    }

    async fn withdraw_token(&self, token: TokenId, expires: Timestamp) -> Result<Withdrawn, StoreFault> {
        self.call(Withdraw { token, expires }).await
    }

    async fn token(&self, token: TokenId) -> Result<Option<Withdrawn>, StoreFault> {
        let row: Option<TokenRow> = self.disk()?.row(&keys::token(token))?;
        Ok(row.map(|row| row.end.answer()))
    }
}

fn read_account(disk: &Disk, account: AccountId) -> Result<Option<AccountRow>, StoreFault> {
    let Some(row) = disk.row::<AccountKept>(&keys::account(account))? else {
        return Ok(None);
    };
    let handle = String::from_utf8(row.handle.into_vec()).map_err(|_| AccountKept::torn())?;
    let mut devices = Vec::with_capacity(row.devices.len());
    for device in row.devices {
        devices.push(read_device(disk, device)?.ok_or_else(DeviceKept::torn)?);
    }
    Ok(Some(AccountRow {
        account,
        handle,
        devices,
    }))
}

fn read_device(disk: &Disk, device: DeviceId) -> Result<Option<DeviceRow>, StoreFault> {
    let Some(row) = disk.row::<DeviceKept>(&keys::device(device))? else {
        return Ok(None);
    };
    let mailbox_key = disk.body(row.mailbox_key)?.ok_or_else(DeviceKept::torn)?;
    let cert = disk.body(row.cert)?.ok_or_else(DeviceKept::torn)?;
    Ok(Some(DeviceRow {
        device,
        account: row.account,
        device_key: row.device_key,
        mailbox_key,
        cert,
    }))
}
