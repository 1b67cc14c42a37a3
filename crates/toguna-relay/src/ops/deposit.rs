// SPDX-License-Identifier: MIT OR Apache-2.0
//! Deposit: a registered device puts a sealed letter into another's mailbox.

use toguna_auth::Method;
use toguna_store::{Deposited, NewLetter, Store, StoreFault};
use toguna_types::{FieldFault, limit};
use toguna_wire::{Field, v1};

use super::refuse;
use crate::Relay;
use crate::guard::{CallFault, SlowDown, device_call};

/// Why a letter was not stored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DepositFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed or over its limit.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The mailbox holds as many letters as it may.
    #[error("this mailbox is full")]
    Full,
    /// There is no such device.
    #[error("there is no such device")]
    NoSuchDevice,
    /// The sender has deposited its letters of an open kind for today.
    #[error(transparent)]
    Slow(#[from] SlowDown),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(DepositFault { Call, Field, Slow, Store } {
    Full => Unavailable, "mailbox-full";
    NoSuchDevice => Missing, "no-device";
});

/// Stores a letter; a repeated id is stored once.
pub(crate) async fn deposit<S: Store>(
    relay: &Relay<S>,
    call: v1::DeviceCall,
) -> Result<v1::DepositAnswer, DepositFault> {
    let (caller, body): (_, v1::DepositBody) = device_call(relay, Method::Deposit, call).await?;
    let now = relay.now();
    let class = class(body.class)?;
    let open = class != v1::LetterClass::Sealed;
    let most = if open {
        OPEN_ENVELOPE_BYTES
    } else {
        limit::LETTER_BYTES
    };
    Field("envelope").present(&body.envelope)?;
    Field("envelope").at_most(body.envelope.len(), most)?;
    let new = NewLetter {
        recipient: Field("device").device_id(&body.device)?,
        id: Field("id").letter_id(&body.id)?,
        class: number(class),
        envelope: body.envelope,
        now,
    };
    match class {
        v1::LetterClass::ReAdd => relay.memory().open_letters.take(caller.device(), now)?,
        v1::LetterClass::Successor => relay.memory().successor_letters.take(caller.device(), now)?,
        v1::LetterClass::Sealed | v1::LetterClass::Unspecified => {}
    }
    match relay.store().deposit(new).await? {
        Deposited::Stored => Ok(v1::DepositAnswer {}),
        Deposited::Full => Err(DepositFault::Full),
        Deposited::NoSuchDevice => Err(DepositFault::NoSuchDevice),
    }
}

fn class(number: i32) -> Result<v1::LetterClass, FieldFault> {
    match v1::LetterClass::try_from(number) {
        Ok(v1::LetterClass::Unspecified) => Err(Field("class").missing()),
        Ok(class) => Ok(class),
        Err(_) => Err(Field("class").malformed()),
    }
}

const fn number(class: v1::LetterClass) -> u8 {
    match class {
        v1::LetterClass::Unspecified => 0,
        v1::LetterClass::Sealed => 1,
        v1::LetterClass::ReAdd => 2,
        v1::LetterClass::Successor => 3,
    }
}

/// Bytes of a sealed letter of an open kind: its limit, and what sealing adds (X-Wing's 1,120, tag and header).
const OPEN_ENVELOPE_BYTES: u32 = limit::OPEN_LETTER_BYTES.saturating_add(1_280);
