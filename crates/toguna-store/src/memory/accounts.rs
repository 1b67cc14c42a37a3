// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Accounts`] in memory.

use std::collections::BTreeMap;

use toguna_types::{AccountId, DeviceId, Timestamp, TokenId};

use super::MemoryStore;
use crate::{
    AccountRow, Accounts, DeviceRow, NewAccount, Registered, StoreFault, Swept, Withdrawn, sweep_day,
};

impl Accounts for MemoryStore {
    async fn register(&self, new: NewAccount) -> Result<Registered, StoreFault> {
        Ok(self.rows()?.accounts.register(new))
    }

    async fn device(&self, device: DeviceId) -> Result<Option<DeviceRow>, StoreFault> {
        Ok(self.rows()?.accounts.devices.get(&device).cloned())
    }

    async fn account_by_handle(&self, folded: &str) -> Result<Option<AccountRow>, StoreFault> {
        let rows = self.rows()?;
        let id = rows.accounts.handles.get(folded);
        Ok(id.and_then(|id| rows.accounts.accounts.get(id)).cloned())
    }

    async fn account(&self, account: AccountId) -> Result<Option<AccountRow>, StoreFault> {
        Ok(self.rows()?.accounts.accounts.get(&account).cloned())
    }

    async fn withdraw_token(&self, token: TokenId, expires: Timestamp) -> Result<Withdrawn, StoreFault> {
        let mut rows = self.rows()?;
        let row = rows.accounts.tokens.entry(token).or_insert(TokenRow {
            end: TokenEnd::Withdrawn,
            sweep_day: sweep_day(expires, std::time::Duration::ZERO),
        });
        Ok(row.end.answer())
    }

    async fn token(&self, token: TokenId) -> Result<Option<Withdrawn>, StoreFault> {
        Ok(self
            .rows()?
            .accounts
            .tokens
            .get(&token)
            .map(|row| row.end.answer()))
    }
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
#[derive(Default)]
pub(super) struct Rows {
    accounts: BTreeMap<AccountId, AccountRow>,
    devices: BTreeMap<DeviceId, DeviceRow>,
    handles: BTreeMap<String, AccountId>,
    tokens: BTreeMap<TokenId, TokenRow>,
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
struct TokenRow {
    end: TokenEnd,
    sweep_day: u64,
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
enum TokenEnd {
    Redeemed { account: AccountId, device: DeviceId },
    Withdrawn,
}

impl Rows {
    fn register(&mut self, new: NewAccount) -> Registered {
        match self.tokens.get(&new.token).map(|row| &row.end) {
            Some(TokenEnd::Withdrawn) => return Registered::TokenWithdrawn,
            Some(TokenEnd::Redeemed { account, device }) => {
                let same = *account == new.account && *device == new.device.device;
                return if same {
                    Registered::Same
                } else {
                    Registered::TokenUsed
                };
            }
            None => {}
        }
        if self.accounts.contains_key(&new.account) || self.devices.contains_key(&new.device.device) {
            return Registered::Exists;
        }
        if self.handles.contains_key(&new.folded) {
            return Registered::HandleTaken;
        }
        let token = TokenRow {
            end: TokenEnd::Redeemed {
                account: new.account,
                device: new.device.device,
            },
            sweep_day: sweep_day(new.token_expires, std::time::Duration::ZERO),
        };
        self.tokens.insert(new.token, token);
        self.handles.insert(new.folded, new.account);
        self.devices.insert(new.device.device, new.device.clone());
        let account = AccountRow {
            account: new.account,
            handle: new.handle,
            devices: vec![new.device],
        };
        self.accounts.insert(new.account, account);
        Registered::Created
    }

    pub(super) fn has_device(&self, device: DeviceId) -> bool {
        self.devices.contains_key(&device)
    }

    pub(super) fn sweep(&mut self, today: u64, swept: &mut Swept) {
        self.tokens.retain(|_, row| {
            let stays = row.sweep_day > today;
            swept.others = swept.others.saturating_add(u64::from(!stays));
            stays
        });
    }
}

impl TokenEnd {
    const fn answer(&self) -> Withdrawn {
        match self {
            Self::Redeemed { .. } => Withdrawn::Redeemed,
            Self::Withdrawn => Withdrawn::Withdrawn,
        }
    }
}
