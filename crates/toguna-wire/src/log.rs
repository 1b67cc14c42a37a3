// SPDX-License-Identifier: MIT OR Apache-2.0
//! Entries and commit payloads.

use prost::Message as _;
use toguna_types::{AttachmentRef, CommitPayload, Entry, Epoch, FieldFault, Seq, SignedBytes, limit};

use crate::{Field, v1};

/// Reads the payload of a commit as it stands in the log; unknown fields are passed over, the bytes stay.
///
/// # Errors
/// [`FieldFault`].
pub fn parse_commit_payload(bytes: &[u8]) -> Result<CommitPayload, FieldFault> {
    Field("payload").at_most(bytes.len(), limit::COMMIT_BYTES)?;
    let wire = v1::CommitPayload::decode(bytes).map_err(|_| Field("payload").malformed())?;
    check_commit_payload(&wire)
}

/// Checks a decoded commit payload.
///
/// # Errors
/// [`FieldFault`].
pub fn check_commit_payload(wire: &v1::CommitPayload) -> Result<CommitPayload, FieldFault> {
    Field("attachments").at_most(wire.attachments.len(), limit::ATTACHMENTS_PER_COMMIT)?;
    let attachments = wire.attachments.iter().map(|a| {
        Ok(AttachmentRef {
            id: Field("attachments.id").attachment_id(&a.id)?,
            hash: Field("attachments.hash").digest(&a.hash)?,
            token: Field("attachments.token_hash").digest(&a.token_hash)?,
        })
    });
    Ok(CommitPayload {
        steward_change: signed_bytes("steward_change", wire.steward_change.as_ref())?,
        steward_request: signed_bytes("steward_request", wire.steward_request.as_ref())?,
        envelope: Field("envelope").present(&wire.envelope)?.to_vec(),
        next_write: Field("next_write_key").array(&wire.next_write_key)?,
        next_read: Field("next_read_key").array(&wire.next_read_key)?,
        next_join: Field("next_join_key").optional_array(&wire.next_join_key)?,
        next_steward: Field("next_steward_key").optional_array(&wire.next_steward_key)?,
        attachments: attachments.collect::<Result<_, FieldFault>>()?,
    })
}

fn signed_bytes(name: &'static str, signed: Option<&v1::Signed>) -> Result<Option<SignedBytes>, FieldFault> {
    let read = signed.map(|signed| {
        Ok(SignedBytes {
            statement: signed.statement.clone(),
            signature: Field(name).array(&signed.signature)?,
        })
    });
    read.transpose()
}

/// Writes a commit payload; what is written is what is hashed, stored and signed.
#[must_use]
pub fn encode_commit_payload(payload: &CommitPayload) -> Vec<u8> {
    let attachments = payload.attachments.iter().map(|a| v1::AttachmentRef {
        id: a.id.to_vec(),
        hash: a.hash.as_bytes().to_vec(),
        token_hash: a.token.as_bytes().to_vec(),
    });
    let signed = |signed: &SignedBytes| v1::Signed {
        statement: signed.statement.clone(),
        signature: signed.signature.to_vec(),
    };
    v1::CommitPayload {
        envelope: payload.envelope.clone(),
        next_write_key: payload.next_write.to_vec(),
        next_read_key: payload.next_read.to_vec(),
        next_join_key: payload.next_join.map(|k| k.to_vec()).unwrap_or_default(),
        next_steward_key: payload.next_steward.map(|k| k.to_vec()).unwrap_or_default(),
        steward_change: payload.steward_change.as_ref().map(signed),
        steward_request: payload.steward_request.as_ref().map(signed),
        attachments: attachments.collect(),
    }
    .encode_to_vec()
}

/// Reads an entry.
///
/// # Errors
/// [`FieldFault`].
pub fn entry_from_wire(wire: v1::Entry) -> Result<Entry, FieldFault> {
    let (seq, epoch) = (Seq::new(wire.seq), Epoch::new(wire.epoch));
    let class = Field("entries.class").class(wire.class)?;
    let stamps = wire.stamps.map(|s| s.encode_to_vec()).unwrap_or_default();
    match Field("entries.content").some(wire.content)? {
        v1::entry::Content::Payload(payload) => {
            Field("entries.payload").at_most(payload.len(), limit::COMMIT_BYTES)?;
            Ok(Entry::Whole {
                seq,
                class,
                epoch,
                payload,
                stamps,
            })
        }
        v1::entry::Content::Stub(hash) => Ok(Entry::Stub {
            seq,
            class,
            epoch,
            hash: Field("entries.stub").digest(&hash)?,
        }),
    }
}

/// Writes an entry.
#[must_use]
pub fn entry_to_wire(entry: Entry) -> v1::Entry {
    let (seq, class, epoch) = (
        entry.seq().get(),
        i32::from(entry.class().number()),
        entry.epoch().get(),
    );
    let (content, stamps) = match entry {
        Entry::Whole { payload, stamps, .. } => {
            let stamps = if stamps.is_empty() {
                None
            } else {
                v1::CommitStamps::decode(stamps.as_slice()).ok()
            };
            (v1::entry::Content::Payload(payload), stamps)
        }
        Entry::Stub { hash, .. } => (v1::entry::Content::Stub(hash.as_bytes().to_vec()), None),
    };
    v1::Entry {
        seq,
        class,
        epoch,
        content: Some(content),
        stamps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_types::{AttachmentId, Digest};

    fn payload() -> CommitPayload {
        CommitPayload {
            envelope: vec![1, 2, 3],
            next_write: [4; 32],
            next_read: [5; 32],
            next_join: None,
            next_steward: Some([6; 32]),
            steward_change: Some(SignedBytes {
                statement: vec![7; 70],
                signature: [8; 64],
            }),
            steward_request: Some(SignedBytes {
                statement: vec![7; 70],
                signature: [8; 64],
            }),
            attachments: vec![AttachmentRef {
                id: AttachmentId::from_bytes([7; 16]),
                hash: Digest::of(b"a"),
                token: Digest::of(b"t"),
            }],
        }
    }

    #[test]
    fn a_commit_payload_comes_back() {
        assert_eq!(
            parse_commit_payload(&encode_commit_payload(&payload())).unwrap(),
            payload()
        );
    }

    #[test]
    fn unknown_fields_of_a_commit_payload_are_passed_over_and_stay_in_the_bytes() {
        let mut bytes = encode_commit_payload(&payload());
        bytes.extend_from_slice(&[0xfa, 0x07, 0x02, 0xca, 0xfe]); // field 127, two bytes
        assert_eq!(parse_commit_payload(&bytes).unwrap(), payload());
    }

    #[test]
    fn a_commit_payload_without_keys_is_refused_by_name() {
        let bytes = v1::CommitPayload {
            envelope: vec![1],
            ..Default::default()
        }
        .encode_to_vec();
        assert_eq!(
            parse_commit_payload(&bytes),
            Err(FieldFault::Missing {
                field: "next_write_key"
            })
        );
    }
}
