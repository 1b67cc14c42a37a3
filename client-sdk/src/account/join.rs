// SPDX-License-Identifier: MIT OR Apache-2.0
//! Joining a network: a vault, an account with its first device, and KeyPackages for colleagues to invite it with.

use std::path::Path;

use toguna_auth::{DeviceCert, Registration, RegistrationLink, Signed, SigningKey, account_id};
use toguna_crypto::mailbox::MailboxKey;
use toguna_types::{Clock as _, DeviceId, Digest, SecretBytes, Timestamp, limit};
use toguna_vault::{Identity, Vault};
use toguna_wire::v1;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::client::Client;
use crate::fault::Code;
use crate::passphrase::spelled;
use crate::transport::{Lane, RelayPin, Sessions, wire_signed};
use crate::{Fault, Options};

impl Client {
    /// Joins the network of a registration link: makes the vault, redeems the token, publishes KeyPackages.
    ///
    /// Nothing is written before the relay has proven to be the link's. Interrupted at any point, the same call
    /// with the same home goes on where it stopped.
    ///
    /// # Errors
    /// [`Code::WrongPin`], [`Code::LinkUsed`] and the other link codes, [`Code::HandleTaken`],
    /// [`Code::HomeExists`] if the home belongs to somebody already.
    pub async fn join(
        home: &Path,
        passphrase: &SecretBytes,
        link: &RegistrationLink,
        handle: &str,
        options: Options,
    ) -> Result<Self, Fault> {
        Self::join_meeting(home, passphrase, link, handle, options, |_| {}).await
    }

    /// For tests: as [`Self::join`]; `meet` is given the vault before the first write into it.
    ///
    /// # Errors
    /// As [`Self::join`].
    #[cfg(feature = "test-support")]
    pub async fn join_met(
        home: &Path,
        passphrase: &SecretBytes,
        link: &RegistrationLink,
        handle: &str,
        options: Options,
        meet: impl FnOnce(&Vault),
    ) -> Result<Self, Fault> {
        Self::join_meeting(home, passphrase, link, handle, options, meet).await
    }

    async fn join_meeting(
        home: &Path,
        passphrase: &SecretBytes,
        link: &RegistrationLink,
        handle: &str,
        options: Options,
        meet: impl FnOnce(&Vault),
    ) -> Result<Self, Fault> {
        let handle = check_handle(handle)?;
        let pin = RelayPin {
            endpoint: link.endpoint.clone(),
            tls: link.tls,
            relay: link.relay,
            key: link.relay_key,
        };
        // The pin is checked with a connection of its own before anything is written or said.
        Sessions::new(pin, &options).get(Lane::Device, &options).await?;
        let vault = vault_for(home, passphrase, &options)?;
        meet(&vault);
        let identity = identity_for(&vault, link, &handle, &options)?;
        let client = Self::assemble(vault, &identity, options)?;
        if !identity.registered {
            client.register(link, &handle).await?;
        }
        match client.refill_stock().await {
            Ok(_) => client.write(|_, tx| Ok(tx.meta().delete(UNFINISHED)?)).await?,
            Err(fault) if !fault.is_passing() => return Err(fault),
            // The account is made; what could not be published now goes out with the next synchronisation.
            Err(_) => {}
        }
        Ok(client)
    }

    async fn register(&self, link: &RegistrationLink, handle: &str) -> Result<(), Fault> {
        let keys = self.keys();
        let token = link
            .token
            .unverified()
            .map_err(|fault| Fault::because(Code::LinkMalformed, fault))?;
        let statement = Registration {
            relay: link.relay,
            token: token.id,
            cert: Digest::of(&keys.cert.encode()),
            handle: Digest::of(handle.as_bytes()),
        };
        let registration = Signed::sign(&keys.account_key, &statement)
            .map_err(|fault| Fault::because(Code::Broken, fault))?;
        let request = v1::RegisterRequest {
            token: Some(wire_signed(&link.token)),
            device_cert: Some(wire_signed(&keys.cert)),
            mailbox_key: keys.mailbox.public(),
            handle: handle.to_owned(),
            registration: Some(wire_signed(&registration)),
        };
        self.call(Lane::Device, |session| {
            let request = request.clone();
            async move { Ok(session.accounts().register(request).await?) }
        })
        .await?;
        self.write(|_, tx| Ok(tx.identity().mark_registered()?)).await
    }
}

/// Where the vault keeps, until a join is done, the digest of the token that it redeems. The token itself goes as soon
/// as the relay has taken it.
const UNFINISHED: &str = "join/unfinished";

/// The home's vault: made now, or found as an interrupted join left it.
fn vault_for(home: &Path, passphrase: &SecretBytes, options: &Options) -> Result<Vault, Fault> {
    let passphrase = spelled(passphrase);
    if Vault::exists(home) {
        Ok(Vault::open(home, &passphrase)?)
    } else {
        Ok(Vault::create(home, &passphrase, options.cost, &options.entropy)?)
    }
}

/// Who the home belongs to: an identity made now, or one that an interrupted join left.
fn identity_for(
    vault: &Vault,
    link: &RegistrationLink,
    handle: &str,
    options: &Options,
) -> Result<Identity, Fault> {
    let redeems = Digest::of(&link.token.encode());
    vault.write(|tx| {
        let identity = match tx.identity().get()? {
            Some(identity) if identity.registered => {
                // Registered, and then interrupted before colleagues could invite it.
                let unfinished = tx.meta().get(UNFINISHED)?.as_deref() == Some(redeems.as_bytes());
                return if unfinished && identity.handle == handle {
                    Ok(identity)
                } else {
                    Err(Fault::new(Code::HomeExists))
                };
            }
            Some(identity) if identity.relay != link.relay => return Err(Fault::new(Code::LinkOtherRelay)),
            // The relay may know the account already: its answer was lost. Keys and handle stay what they were,
            // unless the handle was refused and another is tried.
            Some(identity) => Identity {
                handle: handle.to_owned(),
                ..identity
            },
            None => new_identity(link, handle, options)?,
        };
        tx.identity().put(&identity)?;
        tx.meta().put(UNFINISHED, redeems.as_bytes())?;
        Ok(identity)
    })
}

fn new_identity(link: &RegistrationLink, handle: &str, options: &Options) -> Result<Identity, Fault> {
    let (account, device) = (
        SigningKey::make(&options.entropy),
        SigningKey::make(&options.entropy),
    );
    let mailbox = MailboxKey::make(&options.entropy).map_err(|fault| Fault::because(Code::Broken, fault))?;
    let id = DeviceId::make(&options.entropy);
    let cert = DeviceCert {
        account_key: account.public(),
        device: id,
        device_key: device.public(),
        mailbox_key: mailbox.public_digest(),
        issued: options.clock.now(),
        expires: Timestamp::from_millis(u64::MAX),
    };
    let cert = Signed::sign(&account, &cert).map_err(|fault| Fault::because(Code::Broken, fault))?;
    Ok(Identity {
        relay: link.relay,
        relay_key: link.relay_key.to_bytes(),
        endpoint: link.endpoint.to_string(),
        tls: link.tls,
        handle: handle.to_owned(),
        account: account_id(&account.public()),
        account_seed: account.seed(),
        device: id,
        device_seed: device.seed(),
        mailbox_secret: mailbox.secret(),
        cert: cert.encode(),
        token: Some(link.token.encode()),
        registered: false,
    })
}

/// A handle as chosen: letters, digits and marks of any script with `.`, `-`, `_` and single spaces; the relay asks
/// the same.
pub(crate) fn check_handle(handle: &str) -> Result<String, Fault> {
    let handle: String = handle.trim().nfc().collect();
    if u32::try_from(handle.len()).map_or(true, |len| len > limit::HANDLE_BYTES) {
        return Err(Fault::too_long("handle", limit::HANDLE_BYTES));
    }
    let allowed = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_' | '.' | ' ');
    let named = handle.chars().any(char::is_alphanumeric);
    if !named || handle.contains("  ") || !handle.chars().all(allowed) {
        return Err(Fault::new(Code::HandleInvalid));
    }
    Ok(handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a57_handles_of_five_languages_pass_and_invisible_ones_do_not() {
        for good in ["Béatrice", "أمل", "Celeste M.", "jürgen-7"] {
            assert!(check_handle(good).is_ok(), "{good}");
        }
        for bad in ["", "  ", "a\u{202e}b", "a\nb", "\u{200b}", "a  b", "o'neil"] {
            assert_eq!(check_handle(bad).unwrap_err().is(), Code::HandleInvalid);
        }
        assert_eq!(check_handle(&"x".repeat(65)).unwrap_err().field(), Some("handle"));
    }
}
