// SPDX-License-Identifier: MIT OR Apache-2.0
//! Accounts, their devices and the tokens they came with.

use toguna_types::{AccountId, DeviceId, Timestamp, TokenId};

use crate::StoreFault;

/// The verbs on accounts.
pub trait Accounts {
    /// Redeems a token for an account, its handle and its first device, all in one step. Repeating it with the
    /// same token, account and device answers [`Registered::Same`].
    fn register(&self, new: NewAccount) -> impl Future<Output = Result<Registered, StoreFault>> + Send;

    /// A device, with the account it belongs to.
    fn device(&self, device: DeviceId) -> impl Future<Output = Result<Option<DeviceRow>, StoreFault>> + Send;

    /// An account by the folded form of its handle.
    fn account_by_handle(
        &self,
        folded: &str,
    ) -> impl Future<Output = Result<Option<AccountRow>, StoreFault>> + Send;

    /// An account by its id.
    fn account(
        &self,
        account: AccountId,
    ) -> impl Future<Output = Result<Option<AccountRow>, StoreFault>> + Send;

    /// Makes a token worthless.
    fn withdraw_token(
        &self,
        token: TokenId,
        expires: Timestamp,
    ) -> impl Future<Output = Result<Withdrawn, StoreFault>> + Send;

    /// Whether a token was redeemed or withdrawn; `None` if neither.
    fn token(&self, token: TokenId) -> impl Future<Output = Result<Option<Withdrawn>, StoreFault>> + Send;
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The token redeemed.
    pub token: TokenId,
    /// When the token ends; its row is kept until then.
    pub token_expires: Timestamp,
    /// The account.
    pub account: AccountId,
    /// Its public key (raw Ed25519).
    pub account_key: [u8; 32],
    /// Its handle as chosen.
    pub handle: String,
    /// The handle as compared: unique on the relay.
    pub folded: String,
    /// Its first device.
    pub device: DeviceRow,
}

/// The answer to `register`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registered {
    /// Made now.
    Created,
    /// Made before by the same call.
    Same,
    /// Another account has the handle.
    HandleTaken,
    /// The account or device exists already, under another token.
    Exists,
    /// The token was redeemed by somebody else.
    TokenUsed,
    /// The token was withdrawn.
    TokenWithdrawn,
}

/// A device as the relay keeps it.
#[cfg_attr(feature = "contract", derive(Hash))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// The device.
    pub device: DeviceId,
    /// Its account.
    pub account: AccountId,
    /// Its signing key (raw Ed25519).
    pub device_key: [u8; 32],
    /// Its mailbox key (HPKE).
    pub mailbox_key: Vec<u8>,
    /// Its encoded, signed certificate.
    pub cert: Vec<u8>,
}

/// An account as the relay keeps it.
#[cfg_attr(feature = "contract", derive(Hash))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// The account.
    pub account: AccountId,
    /// Its handle as chosen.
    pub handle: String,
    /// Its devices.
    pub devices: Vec<DeviceRow>,
}

/// Where a token ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawn {
    /// It is worthless.
    Withdrawn,
    /// It had been redeemed.
    Redeemed,
}
