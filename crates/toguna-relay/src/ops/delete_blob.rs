// SPDX-License-Identifier: MIT OR Apache-2.0
//! Delete blob: for whoever holds the file's delete key, of which the relay keeps the hash only.

use toguna_store::{Store, StoreFault};
use toguna_types::{Digest, FieldFault};
use toguna_wire::{Field, v1};

use super::refuse;
use crate::Relay;

/// Why a file was not deleted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeleteBlobFault {
    /// A field is malformed.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// There is none, or the key is another.
    #[error("there is no such file, or this key does not delete it")]
    NoBlob,
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(DeleteBlobFault { Field, Store } {
    NoBlob => Missing, "no-blob", field "blob";
});

/// Deletes a file.
pub(crate) async fn delete_blob<S: Store>(
    relay: &Relay<S>,
    request: v1::DeleteBlobRequest,
) -> Result<v1::DeleteBlobAnswer, DeleteBlobFault> {
    let log = Field("log").log_id(&request.log)?;
    let id = Field("blob").blob_id(&request.blob)?;
    let key = Digest::of(Field("delete_key").present(&request.delete_key)?);
    if relay.store().delete_blob(log, id, key).await? {
        Ok(v1::DeleteBlobAnswer {})
    } else {
        Err(DeleteBlobFault::NoBlob)
    }
}
