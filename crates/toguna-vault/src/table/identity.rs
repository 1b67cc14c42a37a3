// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who this device is: one row, with the seeds everything it signs comes from.

use rusqlite::params;
use toguna_types::{AccountId, DeviceId, RelayId, Secret, SecretBytes};

use super::IdentityTable;
use crate::VaultFault;
use crate::tx::changed_one;

/// The identity of this device and of the account it belongs to.
#[derive(PartialEq, Eq)]
pub struct Identity {
    /// The relay (network).
    pub relay: RelayId,
    /// The relay's verifying key.
    pub relay_key: [u8; 32],
    /// Where the relay is reached, as its link said.
    pub endpoint: String,
    /// Whether it is spoken to over TLS.
    pub tls: bool,
    /// The name this account goes by.
    pub handle: String,
    /// The account.
    pub account: AccountId,
    /// Seed of the account's signing key.
    pub account_seed: Secret<32>,
    /// This device.
    pub device: DeviceId,
    /// Seed of the device's signing key.
    pub device_seed: Secret<32>,
    /// The secret half of the mailbox key.
    pub mailbox_secret: SecretBytes,
    /// The signed device certificate.
    pub cert: Vec<u8>,
    /// The registration token, until it is spent.
    pub token: Option<Vec<u8>>,
    /// Whether the relay has taken the registration.
    pub registered: bool,
}

toguna_types::quiet_debug!(Identity);

impl IdentityTable<'_> {
    /// Writes the identity, in place of what stood there.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, identity: &Identity) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT OR REPLACE INTO identity (only_row, relay, relay_key, endpoint, tls, handle, account,
                 account_seed, device, device_seed, mailbox_secret, cert, token, registered)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                identity.relay.as_bytes(),
                identity.relay_key,
                identity.endpoint,
                identity.tls,
                identity.handle,
                identity.account.as_bytes(),
                identity.account_seed.expose(), // expose: into the encrypted row
                identity.device.as_bytes(),
                identity.device_seed.expose(), // expose: into the encrypted row
                identity.mailbox_secret.expose(), // expose: into the encrypted row
                identity.cert,
                identity.token,
                identity.registered,
            ],
        )?;
        Ok(())
    }

    /// The identity, if one was made.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self) -> Result<Option<Identity>, VaultFault> {
        self.tx.one("identity", "SELECT * FROM identity", [], |row| {
            Ok(Identity {
                relay: row.id("relay", RelayId::from_slice)?,
                relay_key: row.array("relay_key")?,
                endpoint: row.text("endpoint")?,
                tls: row.flag("tls")?,
                handle: row.text("handle")?,
                account: row.id("account", AccountId::from_slice)?,
                account_seed: row.secret("account_seed")?,
                device: row.id("device", DeviceId::from_slice)?,
                device_seed: row.secret("device_seed")?,
                mailbox_secret: row.secret_bytes("mailbox_secret")?,
                cert: row.blob("cert")?,
                token: row.maybe("token", Some)?,
                registered: row.flag("registered")?,
            })
        })
    }

    /// Notes that the relay has taken the registration, and erases the token it was taken for.
    ///
    /// # Errors
    /// If there is no identity or the database fails.
    pub fn mark_registered(&self) -> Result<(), VaultFault> {
        changed_one(
            "identity",
            self.tx
                .run("UPDATE identity SET registered = 1, token = NULL", [])?,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn an_identity_comes_back_and_registration_erases_the_token() {
        let (vault, _home) = vault();
        let mut identity = Identity {
            relay: RelayId::from_bytes([1; 32]),
            relay_key: [2; 32],
            endpoint: "relay.example:443".to_owned(),
            tls: true,
            handle: "amal".to_owned(),
            account: AccountId::from_bytes([3; 32]),
            account_seed: Secret::make(|to| *to = [4; 32]),
            device: DeviceId::from_bytes([5; 16]),
            device_seed: Secret::make(|to| *to = [6; 32]),
            mailbox_secret: SecretBytes::new(vec![7; 32]),
            cert: vec![8; 100],
            token: Some(vec![9; 16]),
            registered: false,
        };
        vault
            .write(|tx| {
                assert!(tx.identity().mark_registered().is_err());
                assert_eq!(tx.identity().get()?, None);
                tx.identity().put(&identity)
            })
            .unwrap();
        assert!(vault.read(|tx| tx.identity().get()).unwrap().as_ref() == Some(&identity));
        vault.write(|tx| tx.identity().mark_registered()).unwrap();
        identity.registered = true;
        identity.token = None;
        assert!(vault.read(|tx| tx.identity().get()).unwrap() == Some(identity));
    }
}
