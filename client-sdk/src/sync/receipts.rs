// SPDX-License-Identifier: MIT OR Apache-2.0
//! Receipts: the relay's word is taken only under its signature, and only if its chain holds.

use toguna_auth::{Receipt, Signature, Signed};
use toguna_types::{Class, Digest, Head, LogId};
use toguna_wire::v1;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

/// A receipt whose signature and chain were checked, for one log of this relay.
#[derive(Clone, Debug)]
pub(crate) struct VerifiedReceipt {
    receipt: Receipt,
    encoded: Vec<u8>,
}

impl VerifiedReceipt {
    /// The place of a payload, if this receipt covers it.
    pub(crate) fn position_of(&self, class: Class, payload: Digest) -> Option<Head> {
        self.receipt.position_of(class, payload)
    }

    /// The signed receipt, kept as evidence.
    pub(crate) fn encoded(&self) -> &[u8] {
        &self.encoded
    }

    /// Head after the last entry covered.
    pub(crate) const fn after(&self) -> Head {
        self.receipt.after
    }
}

impl Client {
    /// Verifies a receipt.
    pub(crate) fn verified_receipt(&self, log: LogId, wire: &v1::Signed) -> Result<VerifiedReceipt, Fault> {
        let lied = || Fault::new(Code::RelayLied);
        let signature = Signature::from_slice(&wire.signature).ok_or_else(lied)?;
        let signed = Signed::<Receipt>::from_parts(wire.statement.clone(), signature);
        let receipt = signed
            .verify(&self.sessions().pin().key)
            .map_err(|fault| Fault::because(Code::RelayLied, fault))?;
        if receipt.relay != self.relay() || receipt.log != log || !receipt.chain_holds() {
            return Err(lied());
        }
        Ok(VerifiedReceipt {
            receipt,
            encoded: signed.encode(),
        })
    }
}
