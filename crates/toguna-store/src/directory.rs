// SPDX-License-Identifier: MIT OR Apache-2.0
//! KeyPackages: single-use ones are claimed once, the one of last resort for ever.

use toguna_types::DeviceId;

use crate::StoreFault;

/// How many claimed single-use KeyPackages of a device and suite are remembered by hash, so that publishing one
/// again, after an answer was lost, never hands it out twice.
pub const CLAIMS_REMEMBERED: usize = 256;

/// The verbs on KeyPackages.
pub trait Directory {
    /// Stores KeyPackages; with `replace`, the single-use ones that stood before go in the same step.
    fn publish(&self, new: NewKeyPackages) -> impl Future<Output = Result<Stock, StoreFault>> + Send;

    /// Takes one single-use KeyPackage, oldest first, at most once each whatever races; else the last resort.
    fn claim(
        &self,
        device: DeviceId,
        suite: u16,
    ) -> impl Future<Output = Result<Option<Claimed>, StoreFault>> + Send;

    /// What a device has in stock, by suite.
    fn stock(&self, device: DeviceId) -> impl Future<Output = Result<Vec<Stock>, StoreFault>> + Send;
}

/// KeyPackages to be stored.
#[derive(Clone, Debug)]
pub struct NewKeyPackages {
    /// Whose.
    pub device: DeviceId,
    /// For which suite.
    pub suite: u16,
    /// Single-use ones; one that is stored already is stored once, one that was claimed lately is not stored again.
    pub single_use: Vec<Vec<u8>>,
    /// A new last resort.
    pub last_resort: Option<Vec<u8>>,
    /// Whether the single-use ones that stood before go.
    pub replace: bool,
}

/// How much of a suite a device has in stock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// The suite.
    pub suite: u16,
    /// Single-use KeyPackages left.
    pub single_use: u32,
    /// Whether there is one of last resort.
    pub last_resort: bool,
}

/// The answer to `claim`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The KeyPackage.
    pub key_package: Vec<u8>,
    /// Whether it is the one of last resort.
    pub last_resort: bool,
}
