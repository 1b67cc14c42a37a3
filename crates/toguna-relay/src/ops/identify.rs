// SPDX-License-Identifier: MIT OR Apache-2.0
//! Identify: who the relay is. The one question that needs no stamp and tells nothing but what links pin.

use toguna_store::Store;
use toguna_wire::v1;

use crate::Relay;
use crate::receipt::wire_signed;

/// Answers who the relay is and what time it has.
pub(crate) fn identify<S: Store>(relay: &Relay<S>) -> v1::IdentifyAnswer {
    v1::IdentifyAnswer {
        tls_keys: Some(wire_signed(&relay.tls_keys())),
        time: relay.now().millis(),
        version: toguna_wire::VERSION,
    }
}
