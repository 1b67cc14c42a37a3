// SPDX-License-Identifier: MIT OR Apache-2.0
//! Mailboxes: sealed letters, one queue for each device.

use toguna_types::{DeviceId, LetterId, Timestamp};
use tokio::sync::watch;

use crate::StoreFault;

/// The verbs on mailboxes.
pub trait Mailboxes {
    /// Stores a letter at the end of a device's queue; an id that waits there already is stored once.
    fn deposit(&self, new: NewLetter) -> impl Future<Output = Result<Deposited, StoreFault>> + Send;

    /// Letters after a place, in order.
    fn letters(
        &self,
        device: DeviceId,
        after: u64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<StoredLetter>, StoreFault>> + Send;

    /// Deletes letters; those not there count as deleted before. Returns how many went.
    fn ack(
        &self,
        device: DeviceId,
        ids: Vec<LetterId>,
    ) -> impl Future<Output = Result<u32, StoreFault>> + Send;

    /// The place of a mailbox's last letter: wakes whoever listens.
    fn watch_mailbox(&self, device: DeviceId) -> watch::Receiver<u64>;
}

/// A letter to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLetter {
    /// For whom.
    pub recipient: DeviceId,
    /// Its id.
    pub id: LetterId,
    /// Its class, as the wire numbers it.
    pub class: u8,
    /// Its ciphertext.
    pub envelope: Vec<u8>,
    /// When.
    pub now: Timestamp,
}

/// The answer to `deposit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deposited {
    /// It waits, now or since before.
    Stored,
    /// The mailbox holds as many letters as it may.
    Full,
    /// There is no such device.
    NoSuchDevice,
}

/// A letter that waits.
#[cfg_attr(feature = "contract", derive(Hash))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLetter {
    /// Its place in the queue, rising.
    pub place: u64,
    /// Its id.
    pub id: LetterId,
    /// Its class.
    pub class: u8,
    /// Its ciphertext.
    pub envelope: Vec<u8>,
}
