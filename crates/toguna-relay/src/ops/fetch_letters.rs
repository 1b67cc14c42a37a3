// SPDX-License-Identifier: MIT OR Apache-2.0
//! Fetch: the calling device's letters after a place.

use toguna_auth::Method;
use toguna_store::{Store, StoreFault, StoredLetter};
use toguna_types::limit;
use toguna_wire::v1;

use super::refuse;
use crate::Relay;
use crate::guard::{CallFault, device_call};

/// Why letters were not given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(FetchFault { Call, Store } {});

/// Gives the caller's letters, oldest first.
pub(crate) async fn fetch_letters<S: Store>(
    relay: &Relay<S>,
    call: v1::DeviceCall,
) -> Result<v1::LettersAnswer, FetchFault> {
    let (caller, body): (_, v1::FetchBody) = device_call(relay, Method::Letters, call).await?;
    let letters = relay
        .store()
        .letters(caller.device(), body.after, limit::LETTERS_PER_FETCH)
        .await?;
    Ok(wire_letters(letters))
}

/// Letters as the wire carries them.
pub(crate) fn wire_letters(letters: Vec<StoredLetter>) -> v1::LettersAnswer {
    let letters = letters.into_iter().map(|letter| v1::StoredLetter {
        place: letter.place,
        id: letter.id.to_vec(),
        class: letter.class.into(),
        envelope: letter.envelope,
    });
    v1::LettersAnswer {
        letters: letters.collect(),
    }
}
