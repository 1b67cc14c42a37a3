// SPDX-License-Identifier: MIT OR Apache-2.0
//! Receipts: the relay's signed word that it holds entries, and in which order.

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_types::{Class, Digest, Epoch, Head, LogId, RelayId};

use crate::Statement;

/// One group commit of one log, in one epoch. Signed with the relay's key.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Receipt {
    /// The relay.
    pub relay: RelayId,
    /// The log.
    pub log: LogId,
    /// The epoch in which the entries were accepted.
    pub epoch: Epoch,
    /// Head before the first of them.
    pub before: Head,
    /// Head after the last of them.
    pub after: Head,
    /// Class and payload hash of each, in order.
    pub entries: Vec<ReceiptEntry>,
}

impl Statement for Receipt {
    const LABEL: &'static str = "toguna/receipt/v1";
}

/// One entry of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct ReceiptEntry {
    /// Its class.
    pub class: Class,
    /// SHA-256 of its payload.
    pub payload: Digest,
}

impl Receipt {
    /// Whether the chain from `before` over the entries ends in `after`.
    #[must_use]
    pub fn chain_holds(&self) -> bool {
        self.entries
            .iter()
            .fold(self.before, |head, entry| head.link(entry.class, entry.payload))
            == self.after
    }

    /// The head right after the entry with this class and payload hash, if the receipt covers it.
    #[must_use]
    pub fn position_of(&self, class: Class, payload: Digest) -> Option<Head> {
        let mut head = self.before;
        for entry in &self.entries {
            head = head.link(entry.class, entry.payload);
            if entry.class == class && entry.payload == payload {
                return Some(head);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_whose_chain_does_not_hold_is_seen() {
        let before = Head::genesis(
            RelayId::from_bytes([1; 32]),
            LogId::from_bytes([2; 32]),
            &[3; 32],
            &[4; 32],
        );
        let entry = ReceiptEntry {
            class: Class::Message,
            payload: Digest::of(b"a"),
        };
        let mut receipt = Receipt {
            relay: RelayId::from_bytes([1; 32]),
            log: LogId::from_bytes([2; 32]),
            epoch: Epoch::new(0),
            before,
            after: before.link(entry.class, entry.payload),
            entries: vec![entry],
        };
        assert!(receipt.chain_holds());
        assert_eq!(
            receipt.position_of(Class::Message, Digest::of(b"a")),
            Some(receipt.after)
        );
        assert_eq!(receipt.position_of(Class::Record, Digest::of(b"a")), None);
        receipt.entries[0].payload = Digest::of(b"b");
        assert!(!receipt.chain_holds());
    }
}
