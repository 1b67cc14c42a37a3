// SPDX-License-Identifier: MIT OR Apache-2.0
//! Listen: the calling device's letters, those waiting first, then as they come.

use toguna_auth::Method;
use toguna_store::Store;
use toguna_types::{DeviceId, limit};
use toguna_wire::v1;
use tokio::sync::mpsc;
use tonic::Status;

use super::fetch_letters::{FetchFault, wire_letters};
use crate::guard::device_call;
use crate::metrics::Op;
use crate::refusal::{Refuse as _, closing};
use crate::{Connection, Relay};

/// A listener that was let in.
#[derive(Debug)]
pub(crate) struct Listener {
    device: DeviceId,
    after: u64,
}

/// Where a stream's answers go.
pub(crate) type Answers<A> = mpsc::Sender<Result<A, Status>>;

/// Lets a listener in.
pub(crate) async fn listen<S: Store>(relay: &Relay<S>, call: v1::DeviceCall) -> Result<Listener, FetchFault> {
    let (caller, body): (_, v1::FetchBody) = device_call(relay, Method::Letters, call).await?;
    Ok(Listener {
        device: caller.device(),
        after: body.after,
    })
}

/// Gives letters until the caller, the connection or the store ends.
pub(crate) async fn give_letters<S: Store>(
    relay: Relay<S>,
    connection: Connection,
    listener: Listener,
    answers: Answers<v1::LettersAnswer>,
) {
    let mut after = listener.after;
    let mut last = relay.store().watch_mailbox(listener.device);
    loop {
        last.borrow_and_update();
        let letters = relay
            .store()
            .letters(listener.device, after, limit::LETTERS_PER_FETCH)
            .await;
        let letters = match letters {
            Ok(letters) => letters,
            Err(fault) => {
                let refusal = fault.refusal();
                relay.settle(Op::Listen, Err(&refusal), relay.now());
                let _ = answers.send(Err(refusal.into_status())).await;
                return;
            }
        };
        if let Some(letter) = letters.last() {
            after = letter.place;
            if answers.send(Ok(wire_letters(letters))).await.is_err() {
                return;
            }
            continue;
        }
        tokio::select! {
            () = answers.closed() => return,
            () = connection.closing() => {
                let _ = answers.send(Err(closing())).await;
                return;
            }
            changed = last.changed() => if changed.is_err() {
                let _ = answers.send(Err(closing())).await;
                return;
            }
        }
    }
}
