// SPDX-License-Identifier: MIT OR Apache-2.0
//! Register: one token becomes one account with its first device.

use toguna_auth::{Registration, Signed, SignedFault, Token, VerifiedDevice};
use toguna_store::{DeviceRow, NewAccount, Registered, Store, StoreFault};
use toguna_types::{Digest, FieldFault, limit};
use toguna_wire::{Field, v1};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::refuse;
use crate::Relay;
use crate::guard::{SlowDown, statement};

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RegisterFault {
    /// The account or device exists already, under another token.
    #[error("this account or device is registered already")]
    Exists,
    /// A field is malformed or over its limit.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// Another account has the handle.
    #[error("this handle is taken; choose another")]
    HandleTaken,
    /// Certificate, mailbox key, token, handle and registration are not of one piece.
    #[error("the registration does not hold for this certificate and token")]
    Mismatch,
    /// Too many tries with this token.
    #[error(transparent)]
    Slow(#[from] SlowDown),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
    /// The token is none of this relay's.
    #[error("this token was not made by this relay")]
    TokenBad,
    /// The token has run out.
    #[error("this token has run out; ask for a new link")]
    TokenExpired,
    /// Somebody else redeemed the token.
    #[error("this token was used already; ask for a new link")]
    TokenUsed,
    /// The token was withdrawn.
    #[error("this token was withdrawn; ask for a new link")]
    TokenWithdrawn,
}

refuse!(RegisterFault { Field, Slow, Store } {
    Exists => Denied, "account-exists";
    HandleTaken => Denied, "handle-taken", field "handle";
    Mismatch => Denied, "registration";
    TokenBad => Denied, "token-bad";
    TokenExpired => Denied, "token-expired";
    TokenUsed => Denied, "token-used";
    TokenWithdrawn => Denied, "token-withdrawn";
});

/// Redeems a token. Repeated by the same account with the same token, it has the same answer, also when the token
/// has run out since: the first answer may have been lost.
pub(crate) async fn register<S: Store>(
    relay: &Relay<S>,
    request: v1::RegisterRequest,
) -> Result<v1::RegisterAnswer, RegisterFault> {
    let account = checked(relay, request)?;
    let id = account.account;
    if account.token_expires <= relay.now() {
        let known = relay.store().account(id).await?;
        let same = known.is_some_and(|known| {
            known
                .devices
                .iter()
                .any(|device| device.cert == account.device.cert)
        });
        return if same {
            Ok(v1::RegisterAnswer { account: id.to_vec() })
        } else {
            Err(RegisterFault::TokenExpired)
        };
    }
    match relay.store().register(account).await? {
        Registered::Created | Registered::Same => Ok(v1::RegisterAnswer { account: id.to_vec() }),
        Registered::Exists => Err(RegisterFault::Exists),
        Registered::HandleTaken => Err(RegisterFault::HandleTaken),
        Registered::TokenUsed => Err(RegisterFault::TokenUsed),
        Registered::TokenWithdrawn => Err(RegisterFault::TokenWithdrawn),
    }
}

fn checked<S: Store>(relay: &Relay<S>, request: v1::RegisterRequest) -> Result<NewAccount, RegisterFault> {
    let folded = fold_handle(&request.handle)?;
    Field("mailbox_key").present(&request.mailbox_key)?;
    Field("mailbox_key").at_most(request.mailbox_key.len(), MAILBOX_KEY_BYTES)?;
    let token: Signed<Token> = statement("token", request.token)?;
    let token = token
        .verify(&relay.public_key())
        .map_err(|_| RegisterFault::TokenBad)?;
    if token.relay != relay.id() {
        return Err(RegisterFault::TokenBad);
    }
    // A token that is not redeemed yet could try one handle after another, and learn which are taken.
    relay.memory().registering.take(token.id, relay.now())?;
    let cert = statement("device_cert", request.device_cert)?;
    let device = VerifiedDevice::of(&cert).map_err(|fault| not_of_one_piece(fault, "device_cert"))?;
    let registration: Signed<Registration> = statement("registration", request.registration)?;
    let said = registration
        .verify(&device.cert().account_key)
        .map_err(|fault| not_of_one_piece(fault, "registration"))?;
    let meant = Registration {
        relay: relay.id(),
        token: token.id,
        cert: Digest::of(&cert.encode()),
        handle: Digest::of(request.handle.as_bytes()),
    };
    if said != meant || device.cert().mailbox_key != Digest::of(&request.mailbox_key) {
        return Err(RegisterFault::Mismatch);
    }
    Ok(NewAccount {
        token: token.id,
        token_expires: token.expires,
        account: device.account(),
        account_key: device.cert().account_key.to_bytes(),
        handle: request.handle,
        folded,
        device: DeviceRow {
            device: device.device(),
            account: device.account(),
            device_key: device.device_key().to_bytes(),
            mailbox_key: request.mailbox_key,
            cert: cert.encode(),
        },
    })
}

fn not_of_one_piece(fault: SignedFault, field: &'static str) -> RegisterFault {
    match fault {
        SignedFault::BadSignature => RegisterFault::Mismatch,
        SignedFault::Malformed => RegisterFault::Field(Field(field).malformed()),
    }
}

/// A handle as it is compared: NFKC and lower case, so that no two handles look alike by spelling alone.
/// Letters, digits and combining marks of any script, with `.`, `-`, `_` and single inner spaces.
pub(crate) fn fold_handle(handle: &str) -> Result<String, FieldFault> {
    let field = Field("handle");
    if handle.is_empty() {
        return Err(field.missing());
    }
    field.at_most(handle.len(), limit::HANDLE_BYTES)?;
    let allowed = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '.' | '-' | '_' | ' ');
    let spaced = handle.starts_with(' ') || handle.ends_with(' ') || handle.contains("  ");
    if spaced || !handle.chars().all(allowed) || !handle.chars().any(char::is_alphanumeric) {
        return Err(field.malformed());
    }
    let lower: String = handle.nfkc().flat_map(char::to_lowercase).collect();
    Ok(lower.nfkc().collect())
}

/// Bytes of a mailbox key, with room above the 1,216 of X-Wing.
const MAILBOX_KEY_BYTES: u32 = 2_048;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_that_look_alike_by_spelling_are_one() {
        assert_eq!(fold_handle("Amal").unwrap(), "amal");
        assert_eq!(fold_handle("ＡＭＡＬ").unwrap(), "amal");
        assert_eq!(fold_handle("Jose\u{301}").unwrap(), fold_handle("josé").unwrap());
    }

    #[test]
    fn a57_handles_in_any_script_are_welcome_and_trickery_is_not() {
        for good in ["أمل", "Chloé D.", "नेहा", "li-wei_2"] {
            fold_handle(good).unwrap();
        }
        for bad in [
            "",
            " amal",
            "a  b",
            "a\u{202e}b",
            "a\nb",
            "a\u{200d}b",
            "...",
            "a@b",
        ] {
            assert!(fold_handle(bad).is_err());
        }
        assert!(fold_handle(&"a".repeat(65)).is_err());
    }
}
