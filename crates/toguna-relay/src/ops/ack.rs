// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ack: the calling device has its letters safe; they are deleted.

use toguna_auth::Method;
use toguna_store::{Store, StoreFault};
use toguna_types::{FieldFault, limit};
use toguna_wire::{Field, v1};

use super::refuse;
use crate::Relay;
use crate::guard::{CallFault, device_call};

/// Why letters were not deleted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AckFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed or over its limit.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(AckFault { Call, Field, Store } {});

/// Deletes letters of the caller's own mailbox.
pub(crate) async fn ack<S: Store>(relay: &Relay<S>, call: v1::DeviceCall) -> Result<v1::AckAnswer, AckFault> {
    let (caller, body): (_, v1::AckBody) = device_call(relay, Method::Letters, call).await?;
    Field("ids").at_most(body.ids.len(), limit::LETTERS_PER_MAILBOX)?;
    let ids = body.ids.iter().map(|id| Field("ids").letter_id(id));
    let ids = ids.collect::<Result<Vec<_>, _>>()?;
    let deleted = relay.store().ack(caller.device(), ids).await?;
    Ok(v1::AckAnswer { deleted })
}
