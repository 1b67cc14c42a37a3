// SPDX-License-Identifier: MIT OR Apache-2.0
//! Begin blob: a member announces a file, or asks how much of it is there.

use toguna_auth::Method;
use toguna_store::{BlobBegun, NewBlob, Store, StoreFault};
use toguna_types::{FaultKind, FieldFault, limit};
use toguna_wire::{Field, v1};

use crate::Relay;
use crate::guard::{CallFault, blob_call};
use crate::refusal::{Refusal, Refuse};

/// Why a file was not begun.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BeginBlobFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed or over its limit.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The log's files would take more than they may.
    #[error("the files of this log would take more room than they may")]
    Quota(u64),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
    /// The id belongs to a file of another size or key.
    #[error("this id belongs to another file")]
    Taken,
}

impl Refuse for BeginBlobFault {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Call(fault) => fault.refusal(),
            Self::Field(fault) => fault.refusal(),
            Self::Quota(limit) => Refusal::new(FaultKind::Denied, "blob-quota", self)
                .with_field("size")
                .with_limit(*limit),
            Self::Store(fault) => fault.refusal(),
            Self::Taken => Refusal::new(FaultKind::Denied, "blob-taken", self).with_field("blob"),
        }
    }
}

/// Begins a file; repeated with the same size and key it says how much is there.
pub(crate) async fn begin_blob<S: Store>(
    relay: &Relay<S>,
    call: v1::LogCall,
) -> Result<v1::BlobProgress, BeginBlobFault> {
    let (log, body): (_, v1::BeginBlobBody) = blob_call(relay, Method::BeginBlob, call).await?;
    let quota = relay.limits().blob_bytes_per_log;
    let new = NewBlob {
        log,
        id: Field("blob").blob_id(&body.blob)?,
        size: size(body.size)?,
        delete_key: Field("delete_key_hash").digest(&body.delete_key_hash)?,
        quota,
        now: relay.now(),
    };
    match relay.store().begin_blob(new).await? {
        BlobBegun::Received(received) => Ok(v1::BlobProgress { received }),
        BlobBegun::OverQuota => Err(BeginBlobFault::Quota(quota)),
        BlobBegun::Taken => Err(BeginBlobFault::Taken),
        BlobBegun::NoSuchLog => Err(CallFault::Capability.into()),
    }
}

const fn size(size: u64) -> Result<u64, FieldFault> {
    match size {
        0 => Err(FieldFault::Missing { field: "size" }),
        1..=limit::SEALED_BLOB_BYTES => Ok(size),
        _ => Err(FieldFault::OverLimit {
            field: "size",
            limit: limit::SEALED_BLOB_BYTES,
        }),
    }
}
