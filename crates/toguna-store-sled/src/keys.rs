// SPDX-License-Identifier: MIT OR Apache-2.0
//! The keys of `main/`: a letter for the table, then fields of fixed length, numbers big-endian.

use toguna_types::{AccountId, AttachmentId, Class, DeviceId, Digest, Epoch, LetterId, LogId, Seq, TokenId};

use crate::pieces::BlobName;

/// A key.
pub(crate) type Key = Vec<u8>;

/// The format of the directory.
pub(crate) fn format() -> Key {
    key(b'V', &[])
}

pub(crate) fn log(log: LogId) -> Key {
    key(b'l', &[log.as_bytes()])
}

pub(crate) fn entry(log: LogId, seq: Seq) -> Key {
    key(b'e', &[log.as_bytes(), &seq.get().to_be_bytes()])
}

/// Where a payload stands.
pub(crate) fn place(log: LogId, class: Class, hash: Digest) -> Key {
    key(b'p', &[log.as_bytes(), &[class.number()], hash.as_bytes()])
}

/// An epoch that is over.
pub(crate) fn epoch(log: LogId, epoch: Epoch) -> Key {
    key(b'k', &[log.as_bytes(), &epoch.get().to_be_bytes()])
}

pub(crate) fn attachment(log: LogId, id: AttachmentId, token: Digest) -> Key {
    key(b'a', &[log.as_bytes(), id.as_bytes(), token.as_bytes()])
}

pub(crate) fn blob(blob: BlobName) -> Key {
    key(b'b', &[blob.log.as_bytes(), blob.id.as_bytes()])
}

/// The tables whose keys begin with a log.
#[derive(Clone, Copy)]
pub(crate) enum OfLog {
    Attachments,
    Blobs,
    Epochs,
}

/// Where the rows of a log begin and end in one of them.
pub(crate) fn of_log(table: OfLog, log: LogId) -> (Key, Key) {
    let table = match table {
        OfLog::Attachments => b'a',
        OfLog::Blobs => b'b',
        OfLog::Epochs => b'k',
    };
    // No key is as long, so none with this beginning comes behind.
    (
        key(table, &[log.as_bytes()]),
        key(table, &[log.as_bytes(), &[0xff; 64]]),
    )
}

/// How many bytes the files of a log take.
pub(crate) fn blob_bytes(log: LogId) -> Key {
    key(b'B', &[log.as_bytes()])
}

pub(crate) fn account(account: AccountId) -> Key {
    key(b'A', &[account.as_bytes()])
}

pub(crate) fn device(device: DeviceId) -> Key {
    key(b'D', &[device.as_bytes()])
}

pub(crate) fn handle(folded: &str) -> Key {
    key(b'H', &[Digest::of(folded.as_bytes()).as_bytes()])
}

pub(crate) fn token(token: TokenId) -> Key {
    key(b'T', &[token.as_bytes()])
}

/// One suite of one device's KeyPackages.
pub(crate) fn shelf(device: DeviceId, suite: u16) -> Key {
    key(b'S', &[device.as_bytes(), &suite.to_be_bytes()])
}

/// One single-use KeyPackage.
pub(crate) fn key_package(device: DeviceId, suite: u16, place: u64) -> Key {
    key(
        b'K',
        &[device.as_bytes(), &suite.to_be_bytes(), &place.to_be_bytes()],
    )
}

/// Whether a KeyPackage stands or was claimed.
pub(crate) fn key_package_hash(device: DeviceId, suite: u16, hash: Digest) -> Key {
    key(b'P', &[device.as_bytes(), &suite.to_be_bytes(), hash.as_bytes()])
}

/// The n-th claim of a shelf.
pub(crate) fn claim(device: DeviceId, suite: u16, n: u64) -> Key {
    key(b'C', &[device.as_bytes(), &suite.to_be_bytes(), &n.to_be_bytes()])
}

pub(crate) fn mailbox(device: DeviceId) -> Key {
    key(b'M', &[device.as_bytes()])
}

pub(crate) fn letter(device: DeviceId, place: u64) -> Key {
    key(b'm', &[device.as_bytes(), &place.to_be_bytes()])
}

/// Where a letter waits.
pub(crate) fn letter_place(device: DeviceId, id: LetterId) -> Key {
    key(b'i', &[device.as_bytes(), id.as_bytes()])
}

/// How many rows refer to a file.
pub(crate) fn file(hash: Digest) -> Key {
    key(b'f', &[hash.as_bytes()])
}

/// How many payloads a month holds.
pub(crate) fn month(month: u32) -> Key {
    key(b'o', &[&month.to_be_bytes()])
}

/// What falls to the sweep of a day: followed by the encoded [`Due`](crate::rows::Due).
pub(crate) fn due(day: u64, due: &[u8]) -> Key {
    key(b'x', &[&day.to_be_bytes(), due])
}

/// A payload in its month.
pub(crate) fn payload(log: LogId, seq: Seq) -> Key {
    [log.as_bytes().as_slice(), &seq.get().to_be_bytes()].concat()
}

/// The day and the rest of a key made by [`due`].
pub(crate) fn split_due(key: &[u8]) -> Option<(u64, &[u8])> {
    let (day, rest) = key.strip_prefix(b"x")?.split_first_chunk()?;
    Some((u64::from_be_bytes(*day), rest))
}

fn key(table: u8, parts: &[&[u8]]) -> Key {
    let mut key = vec![table];
    for part in parts {
        key.extend_from_slice(part);
    }
    key
}
