// SPDX-License-Identifier: MIT OR Apache-2.0
//! Fetch attachment: a commit's attachment for whoever holds its token; the relay keeps the token's hash only.

use toguna_store::{Store, StoreFault};
use toguna_types::{Digest, FieldFault};
use toguna_wire::{Field, v1};

use super::refuse;
use crate::Relay;

/// Why an attachment was not given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchAttachmentFault {
    /// A field is malformed.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// There is none, or the token is another.
    #[error("there is no such attachment, or this token does not open it")]
    Missing,
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(FetchAttachmentFault { Field, Store } {
    Missing => Missing, "no-attachment";
});

/// Gives an attachment.
pub(crate) async fn fetch_attachment<S: Store>(
    relay: &Relay<S>,
    request: v1::FetchAttachmentRequest,
) -> Result<v1::FetchAttachmentAnswer, FetchAttachmentFault> {
    let log = Field("log").log_id(&request.log)?;
    let id = Field("id").attachment_id(&request.id)?;
    let token = Digest::of(Field("token").present(&request.token)?);
    match relay.store().attachment(log, id, token).await? {
        Some(attachment) => Ok(v1::FetchAttachmentAnswer { attachment }),
        None => Err(FetchAttachmentFault::Missing),
    }
}
