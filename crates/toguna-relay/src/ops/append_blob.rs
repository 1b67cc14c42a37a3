// SPDX-License-Identifier: MIT OR Apache-2.0
//! Append blob: the next piece of a file.

use toguna_auth::Method;
use toguna_store::{NewPiece, Piece, Store, StoreFault};
use toguna_types::{FieldFault, limit};
use toguna_wire::{Field, v1};

use super::refuse;
use crate::Relay;
use crate::guard::{CallFault, blob_call};

/// Why a piece was not stored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppendBlobFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed or over its limit.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// There is no such file.
    #[error("there is no such file")]
    NoBlob,
    /// It is not the next piece.
    #[error("it is not the next piece of the file")]
    OutOfPlace,
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(AppendBlobFault { Call, Field, Store } {
    NoBlob => Missing, "no-blob", field "blob";
    OutOfPlace => Stale, "out-of-place", field "offset";
});

/// Stores a piece.
pub(crate) async fn append_blob<S: Store>(
    relay: &Relay<S>,
    call: v1::LogCall,
) -> Result<v1::BlobProgress, AppendBlobFault> {
    let (log, body): (_, v1::AppendBlobBody) = blob_call(relay, Method::AppendBlob, call).await?;
    let id = Field("blob").blob_id(&body.blob)?;
    Field("piece").present(&body.piece)?;
    Field("piece").at_most(body.piece.len(), limit::BLOB_PIECE_BYTES)?;
    let piece = NewPiece {
        log,
        id,
        offset: body.offset,
        bytes: body.piece,
    };
    match relay.store().append_blob(piece).await? {
        Piece::Received(received) => Ok(v1::BlobProgress { received }),
        Piece::OutOfPlace(_) => Err(AppendBlobFault::OutOfPlace),
        Piece::NoSuchBlob => Err(AppendBlobFault::NoBlob),
    }
}
