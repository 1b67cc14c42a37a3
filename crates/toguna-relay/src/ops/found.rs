// SPDX-License-Identifier: MIT OR Apache-2.0
//! Found: a registered device makes a log. The relay learns keys, no name and no members.

use toguna_auth::{Method, VerifyingKey};
use toguna_store::{EpochKeys, Founded, NewLog, Store, StoreFault};
use toguna_types::{FieldFault, Head};
use toguna_wire::{Field, v1};

use super::refuse;
use crate::Relay;
use crate::guard::{CallFault, device_call};

/// Why a log was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FoundFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
    /// The id belongs to another log.
    #[error("this id belongs to another log")]
    Taken,
}

refuse!(FoundFault { Call, Field, Store } {
    Taken => Denied, "log-taken", field "log";
});

/// Makes a log at epoch 0; repeated with the same keys it has the same answer.
pub(crate) async fn found<S: Store>(
    relay: &Relay<S>,
    call: v1::DeviceCall,
) -> Result<v1::FoundAnswer, FoundFault> {
    let (_, body): (_, v1::FoundBody) = device_call(relay, Method::Found, call).await?;
    let log = Field("log").log_id(&body.log)?;
    let keys = EpochKeys {
        write: key("write_key", Field("write_key").array(&body.write_key)?)?,
        read: key("read_key", Field("read_key").array(&body.read_key)?)?,
    };
    let steward = key("steward_key", Field("steward_key").array(&body.steward_key)?)?;
    let join = Field("join_key").optional_array(&body.join_key)?;
    let new = NewLog {
        log,
        genesis: Head::genesis(relay.id(), log, &keys.write, &keys.read),
        keys,
        steward,
        join: join.map(|bytes| key("join_key", bytes)).transpose()?,
        named: body.named,
        now: relay.now(),
    };
    match relay.store().found(new).await? {
        Founded::Created(head) | Founded::Same(head) => Ok(v1::FoundAnswer {
            head: Some(head.into()),
        }),
        Founded::Taken => Err(FoundFault::Taken),
    }
}

/// Checks that bytes are a usable public key: canonical, of large order.
pub(crate) fn key(field: &'static str, bytes: [u8; 32]) -> Result<[u8; 32], FieldFault> {
    match VerifyingKey::from_bytes(&bytes) {
        Ok(_) => Ok(bytes),
        Err(_) => Err(Field(field).malformed()),
    }
}
