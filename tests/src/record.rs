// SPDX-License-Identifier: MIT OR Apache-2.0
//! Everything a relay's store is given, and where in it something stands.

use std::sync::{Mutex, PoisonError};

use toguna_store::{
    DeviceRow, NewAccount, NewAppend, NewAttachment, NewBlob, NewCommit, NewKeyPackages, NewLetter, NewLog,
    NewPiece,
};

use crate::{Given, Tap};

/// Writes down what the store is given.
#[derive(Debug, Default)]
pub struct Recorder(Mutex<Vec<Given>>);

impl Tap for Recorder {
    fn given(&self, given: &Given) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(given.clone());
    }
}

impl Recorder {
    /// What the store was given so far, in order.
    pub fn all(&self) -> Vec<Given> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets what was written down.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// One field of what the store was given: its name and its bytes.
pub type FieldBytes = (&'static str, Vec<u8>);

/// Every field that holds bytes. This is the list of what a relay stores: a field that is new in the store's verbs
/// does not compile here before somebody has thought about it.
#[must_use]
pub fn fields(given: &Given) -> Vec<FieldBytes> {
    match given {
        Given::Account(account) => vec![("account", account.to_vec())],
        Given::Ack(device, ids) => {
            let mut fields = vec![("device", device.to_vec())];
            fields.extend(ids.iter().map(|id| ("letter", id.to_vec())));
            fields
        }
        Given::Append(new) => append(new),
        Given::Attachment(log, id, token) => vec![
            ("log", log.to_vec()),
            ("attachment", id.to_vec()),
            ("token", token.as_bytes().to_vec()),
        ],
        Given::Blob(new) => blob(new),
        Given::Claim(device, suite) => vec![
            ("device", device.to_vec()),
            ("suite", suite.to_be_bytes().to_vec()),
        ],
        Given::Commit(new) => commit(new),
        Given::Deposit(new) => letter(new),
        Given::Found(NewLog {
            log,
            genesis,
            keys,
            steward,
            join,
            named: _,
            now: _,
        }) => vec![
            ("log", log.to_vec()),
            ("head", genesis.hash.as_bytes().to_vec()),
            ("write", keys.write.to_vec()),
            ("read", keys.read.to_vec()),
            ("steward", steward.to_vec()),
            ("join", join.map(Vec::from).unwrap_or_default()),
        ],
        Given::Handle(handle) => vec![("handle", handle.clone().into_bytes())],
        Given::Piece(new) => piece(new),
        Given::Publish(NewKeyPackages {
            device,
            suite,
            single_use,
            last_resort,
            replace: _,
        }) => {
            let mut fields = vec![
                ("device", device.to_vec()),
                ("suite", suite.to_be_bytes().to_vec()),
            ];
            fields.extend(
                single_use
                    .iter()
                    .chain(last_resort)
                    .map(|package| ("key package", package.clone())),
            );
            fields
        }
        Given::Read(from) => vec![("log", from.log.to_vec())],
        Given::Register(new) => register(new),
    }
}

fn blob(new: &NewBlob) -> Vec<FieldBytes> {
    let NewBlob {
        log,
        id,
        size: _,
        delete_key,
        quota: _,
        now: _,
    } = new;
    vec![
        ("log", log.to_vec()),
        ("blob", id.to_vec()),
        ("delete key", delete_key.as_bytes().to_vec()),
    ]
}

fn piece(new: &NewPiece) -> Vec<FieldBytes> {
    let NewPiece {
        log,
        id,
        offset: _,
        bytes,
    } = new;
    vec![
        ("log", log.to_vec()),
        ("blob", id.to_vec()),
        ("piece", bytes.clone()),
    ]
}

fn letter(new: &NewLetter) -> Vec<FieldBytes> {
    let NewLetter {
        recipient,
        id,
        class,
        envelope,
        now: _,
    } = new;
    vec![
        ("device", recipient.to_vec()),
        ("letter", id.to_vec()),
        ("class", vec![*class]),
        ("envelope", envelope.clone()),
    ]
}

fn append(new: &NewAppend) -> Vec<FieldBytes> {
    let NewAppend {
        log,
        epoch: _,
        payloads,
        now: _,
    } = new;
    let mut fields = vec![("log", log.to_vec())];
    fields.extend(payloads.iter().map(|payload| ("payload", payload.bytes.clone())));
    fields
}

fn commit(new: &NewCommit) -> Vec<FieldBytes> {
    let NewCommit {
        log,
        epoch: _,
        bytes,
        hash: _,
        payload: _,
        stamps,
        attachments,
        asked: _,
        now: _,
    } = new;
    let mut fields = vec![
        ("log", log.to_vec()),
        ("commit", bytes.clone()),
        ("stamps", stamps.clone()),
    ];
    for NewAttachment { id, token, bytes } in attachments {
        fields.push(("attachment id", id.to_vec()));
        fields.push(("token", token.as_bytes().to_vec()));
        fields.push(("attachment", bytes.clone()));
    }
    fields
}

fn register(new: &NewAccount) -> Vec<FieldBytes> {
    let NewAccount {
        token,
        token_expires: _,
        account,
        account_key,
        handle,
        folded,
        device,
    } = new;
    let DeviceRow {
        device,
        account: _,
        device_key,
        mailbox_key,
        cert,
    } = device;
    vec![
        ("token", token.as_bytes().to_vec()),
        ("account", account.to_vec()),
        ("account key", account_key.to_vec()),
        ("handle", handle.clone().into_bytes()),
        ("handle", folded.clone().into_bytes()),
        ("device", device.to_vec()),
        ("device key", device_key.to_vec()),
        ("mailbox key", mailbox_key.clone()),
        ("certificate", cert.clone()),
    ]
}

/// Whether some bytes stand in others: as they are, in hexadecimal, or reversed.
#[must_use]
pub fn stands_in(needle: &[u8], hay: &[u8]) -> bool {
    let hex: String = needle.iter().map(|byte| format!("{byte:02x}")).collect();
    let reversed: Vec<u8> = needle.iter().rev().copied().collect();
    [needle, hex.as_bytes(), &reversed]
        .iter()
        .any(|needle| hay.windows(needle.len()).any(|window| window == *needle))
}
