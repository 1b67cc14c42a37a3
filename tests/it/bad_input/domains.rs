// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a caller is free to write. Whatever is not listed may not differ from a valid request: a field added to
//! `proto/` is attacked from that day, and must refuse what is not allowed here.

use toguna_types::limit;

use super::tree::{Difference, Value};

/// Which values of a field may be accepted.
#[derive(Clone, Copy, Debug)]
enum Domain {
    /// Whatever it is, nobody reads it here.
    Any,
    /// One of these lengths.
    Lengths(&'static [usize]),
    /// From so many values to so many, each from so many bytes to so many.
    Many(u32, u32, [usize; 2]),
    /// One of these numbers.
    Numbers(&'static [u64]),
    /// May be left out, and is otherwise as it was.
    OrNothing,
    /// From so many bytes to so many.
    Within(u32, u32),
}

use Domain::{Any, Lengths, Many, Numbers, OrNothing, Within};

const SUITES: Domain = Numbers(&[0x0003, 0x004F]);
const KEY: Domain = Lengths(&[32]);
const KEY_OR_NOTHING: Domain = Lengths(&[0, 32]);

/// What the author of a body may write into it.
const BODIES: [(&str, Domain); 31] = [
    ("AckBody.ids", Many(0, limit::LETTERS_PER_MAILBOX, [16, 16])),
    ("AttachmentRef.id", Lengths(&[16])),
    ("AttachmentRef.token_hash", KEY),
    ("ClaimBody.suite", SUITES),
    ("CommitPayload.envelope", Within(1, limit::COMMIT_BYTES)),
    ("CommitPayload.next_join_key", KEY_OR_NOTHING),
    ("CommitPayload.next_read_key", KEY),
    ("CommitPayload.next_write_key", KEY),
    ("DepositBody.class", Numbers(&[1, 2, 3])),
    ("DepositBody.envelope", Within(1, limit::LETTER_BYTES)),
    ("DepositBody.id", Lengths(&[16])),
    ("FetchBody.after", Any),
    ("FollowFrame.stop", KEY),
    ("FollowFrom.after", Any),
    ("FoundBody.join_key", KEY_OR_NOTHING),
    ("FoundBody.log", KEY),
    ("FoundBody.named", Any),
    ("FoundBody.read_key", KEY),
    ("FoundBody.steward_key", KEY),
    ("FoundBody.write_key", KEY),
    ("Payload.class", Numbers(&[2, 3])),
    ("Payload.lifetime", Numbers(&[0, 1, 2, 3, 4, 5])),
    ("Payload.payload", Within(1, limit::MESSAGE_BYTES)),
    ("Payloads.frame", Any),
    ("Payloads.payloads", Many(1, limit::FRAME_PAYLOADS, [0, 0])),
    (
        "PublishBody.key_packages",
        Many(0, limit::KEY_PACKAGES_PER_PUBLISH, [1, 16_384]),
    ),
    ("PublishBody.last_resort", Within(0, limit::KEY_PACKAGE_BYTES)),
    ("PublishBody.replace", Any),
    ("PublishBody.suite", SUITES),
    ("ReadBody.after", Any),
    ("ReadBody.limit", Any),
];

/// What the author of a registration may write, before it is signed.
const REGISTRATION: [(&str, Domain); 5] = [
    ("RegisterRequest.device_cert", Any), // the signed one follows and replaces it
    ("RegisterRequest.handle", Within(1, limit::HANDLE_BYTES)),
    ("RegisterRequest.mailbox_key", Within(1, 2_048)),
    ("RegisterRequest.registration", Any),
    ("RegisterRequest.token", Any),
];

/// What whoever carries a signed request may change without the signatures noticing.
const CARRIED: [(&str, Domain); 1] = [
    ("CommitCall.device_stamp", OrNothing), // needed only where the join key signs
];

/// Who wrote what is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    /// Whoever signs it.
    Signer,
    /// Whoever carries it.
    Carrier,
}

/// Whether a request that differs from a valid one by this may be accepted.
pub(crate) fn allowed(author: Author, (field, values): &Difference) -> bool {
    let table: Vec<(&str, Domain)> = match author {
        Author::Signer => BODIES.into_iter().chain(REGISTRATION).chain([RESOLVE]).collect(),
        Author::Carrier => CARRIED.to_vec(),
    };
    let domain = table.iter().find(|(name, _)| name == field);
    domain.is_some_and(|(_, domain)| domain.holds(values))
}

/// Handles that differ in case only are one handle.
const RESOLVE: (&str, Domain) = ("ResolveBody.handle", Within(1, limit::HANDLE_BYTES));

impl Domain {
    fn holds(self, values: &[Value]) -> bool {
        let one = |fits: &dyn Fn(&Value) -> bool, default: Value| match values {
            [] => fits(&default),
            [value] => fits(value),
            _ => false,
        };
        let empty = Value::Bytes(Vec::new());
        match self {
            Any => true,
            Lengths(lengths) => one(&|value| lengths.contains(&len(value)), empty),
            Many(least, most, [shortest, longest]) => {
                let count = u32::try_from(values.len()).unwrap();
                let fits = |value: &Value| match value {
                    Value::Bytes(bytes) => (shortest..=longest).contains(&bytes.len()),
                    Value::Message(_) => true,
                    Value::Number(_) => false,
                };
                (least..=most).contains(&count) && values.iter().all(fits)
            }
            Numbers(numbers) => {
                // As a receiver reads it: a 32-bit field keeps the low half.
                let low = |value: &Value| match value {
                    Value::Number(number) => numbers.contains(&(number & 0xffff_ffff)),
                    Value::Bytes(_) | Value::Message(_) => false,
                };
                one(&low, Value::Number(0))
            }
            OrNothing => values.is_empty(),
            Within(least, most) => one(
                &|value| (least..=most).contains(&u32::try_from(len(value)).unwrap()),
                empty,
            ),
        }
    }
}

fn len(value: &Value) -> usize {
    match value {
        Value::Bytes(bytes) => bytes.len(),
        Value::Message(_) | Value::Number(_) => usize::MAX,
    }
}
