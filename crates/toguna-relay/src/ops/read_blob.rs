// SPDX-License-Identifier: MIT OR Apache-2.0
//! Read blob: one piece of a complete file.

use toguna_auth::Method;
use toguna_store::{Store, StoreFault};
use toguna_types::FieldFault;
use toguna_wire::{Field, v1};

use super::refuse;
use crate::Relay;
use crate::guard::{CallFault, blob_call};

/// Why a piece was not given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadBlobFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// There is no such piece: no such file, not complete, or shorter.
    #[error("there is no such piece of a complete file")]
    NoBlob,
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(ReadBlobFault { Call, Field, Store } {
    NoBlob => Missing, "no-blob", field "blob";
});

/// Gives a piece.
pub(crate) async fn read_blob<S: Store>(
    relay: &Relay<S>,
    call: v1::LogCall,
) -> Result<v1::ReadBlobAnswer, ReadBlobFault> {
    let (log, body): (_, v1::ReadBlobBody) = blob_call(relay, Method::ReadBlob, call).await?;
    let id = Field("blob").blob_id(&body.blob)?;
    match relay.store().blob_piece(log, id, body.index).await? {
        Some(piece) => Ok(v1::ReadBlobAnswer { piece }),
        None => Err(ReadBlobFault::NoBlob),
    }
}
