// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rows of accounts, devices, KeyPackages and letters.

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_store::{Stock, Withdrawn};
use toguna_types::{AccountId, DeviceId, Digest, LetterId, Opaque};

use super::{Body, Row};

/// An account; its devices have rows of their own.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct AccountKept {
    pub(crate) account_key: [u8; 32],
    pub(crate) handle: Opaque,
    pub(crate) devices: Vec<DeviceId>,
}

/// Whose a handle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct HandleRow {
    pub(crate) account: AccountId,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct DeviceKept {
    pub(crate) account: AccountId,
    pub(crate) device_key: [u8; 32],
    pub(crate) mailbox_key: Body,
    pub(crate) cert: Body,
}

/// A token that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct TokenRow {
    pub(crate) end: TokenEnd,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub(crate) enum TokenEnd {
    Redeemed { account: AccountId, device: DeviceId } = 1,
    Withdrawn = 2,
}

/// One suite of one device's KeyPackages: single-use ones stand at places `first` up to `next`.
#[derive(Clone, Debug, Default, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct ShelfRow {
    pub(crate) first: u64,
    pub(crate) next: u64,
    pub(crate) last_resort: Option<Body>,
    /// How many were ever claimed.
    pub(crate) claims: u64,
}

/// One single-use KeyPackage.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct KeyPackageRow {
    pub(crate) hash: Digest,
    pub(crate) body: Body,
}

/// What became of a KeyPackage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub(crate) enum KeyPackageMark {
    Stands = 1,
    Claimed = 2,
}

/// What one claim took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct ClaimRow {
    pub(crate) hash: Digest,
}

/// A mailbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct MailboxRow {
    /// The place last given out.
    pub(crate) last: u64,
    /// Letters that wait.
    pub(crate) waiting: u32,
}

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct LetterRow {
    pub(crate) id: LetterId,
    pub(crate) class: u8,
    pub(crate) sweep_day: u64,
    pub(crate) body: Body,
}

/// Where a letter waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct LetterPlace {
    pub(crate) place: u64,
}

impl Row for AccountKept {
    const TABLE: &'static str = "accounts";
}

impl Row for HandleRow {
    const TABLE: &'static str = "handles";
}

impl Row for DeviceKept {
    const TABLE: &'static str = "devices";
}

impl Row for TokenRow {
    const TABLE: &'static str = "tokens";
}

impl Row for ShelfRow {
    const TABLE: &'static str = "shelves";
}

impl Row for KeyPackageRow {
    const TABLE: &'static str = "key_packages";
}

impl Row for KeyPackageMark {
    const TABLE: &'static str = "key_package_marks";
}

impl Row for ClaimRow {
    const TABLE: &'static str = "claims";
}

impl Row for MailboxRow {
    const TABLE: &'static str = "mailboxes";
}

impl Row for LetterRow {
    const TABLE: &'static str = "letters";
}

impl Row for LetterPlace {
    const TABLE: &'static str = "letter_places";
}

impl TokenEnd {
    pub(crate) const fn answer(self) -> Withdrawn {
        match self {
            Self::Redeemed { .. } => Withdrawn::Redeemed,
            Self::Withdrawn => Withdrawn::Withdrawn,
        }
    }
}

impl ShelfRow {
    pub(crate) fn stock(&self, suite: u16) -> Stock {
        Stock {
            suite,
            single_use: u32::try_from(self.next.saturating_sub(self.first)).unwrap_or(u32::MAX),
            last_resort: self.last_resort.is_some(),
        }
    }
}
