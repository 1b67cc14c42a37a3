// SPDX-License-Identifier: MIT OR Apache-2.0
//! Receipts: one signature for each span, whoever asks and however often.

use toguna_auth::{Receipt, ReceiptEntry, Signed};
use toguna_store::{Span, Store};
use toguna_wire::v1;

use crate::Relay;

/// A signed statement as the wire carries it.
pub(crate) fn wire_signed<T: toguna_auth::Statement>(signed: &Signed<T>) -> v1::Signed {
    v1::Signed {
        statement: signed.bytes().to_vec(),
        signature: signed.signature().as_bytes().to_vec(),
    }
}

/// The receipt of a span, signed when it is first asked for; `None` if it could not be signed.
pub(crate) fn receipt_of<S: Store>(relay: &Relay<S>, span: &Span) -> Option<v1::Signed> {
    let encoded = span.receipt.get_or_init(|| {
        let entries = span.entries.iter().map(|(class, payload)| ReceiptEntry {
            class: *class,
            payload: *payload,
        });
        let receipt = Receipt {
            relay: relay.id(),
            log: span.log,
            epoch: span.epoch,
            before: span.before,
            after: span.after,
            entries: entries.collect(),
        };
        Signed::sign(relay.key(), &receipt)
            .map(|signed| signed.encode())
            .unwrap_or_default()
    });
    Signed::<Receipt>::decode(encoded)
        .ok()
        .map(|signed| wire_signed(&signed))
}
