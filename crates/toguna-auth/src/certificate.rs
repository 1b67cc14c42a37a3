// SPDX-License-Identifier: MIT OR Apache-2.0
//! Identity: accounts, device certificates, and what binds an MLS leaf to both (docs/protocol.md).

use tls_codec::{SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_types::{AccountId, DeviceId, Digest, Hasher, RelayId, RequestId, Timestamp, TokenId};

use crate::{Method, Signed, SignedFault, SigningKey, Statement, VerifyingKey};

/// The account's id: SHA-256 over the label and its public key.
#[must_use]
pub fn account_id(key: &VerifyingKey) -> AccountId {
    let label = "toguna/account/v1".tls_serialize_bytes().unwrap_or_default();
    let digest = Hasher::new().chain(&label).chain(&key.to_bytes()).finish();
    AccountId::from_bytes(*digest.as_bytes())
}

/// An account's word that a device is its own. Signed with the account key.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct DeviceCert {
    /// The account's public key; its id is [`account_id`] of it.
    pub account_key: VerifyingKey,
    /// The device.
    pub device: DeviceId,
    /// The device's own signing key.
    pub device_key: VerifyingKey,
    /// SHA-256 of the device's mailbox key (HPKE, X-Wing).
    pub mailbox_key: Digest,
    /// When it was issued.
    pub issued: Timestamp,
    /// When it ends; judged once, by whoever claims or invites.
    pub expires: Timestamp,
}

impl Statement for DeviceCert {
    const LABEL: &'static str = "toguna/device-cert/v1";
}

/// A device whose certificate was verified. Only [`VerifiedDevice::of`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedDevice {
    account: AccountId,
    cert: DeviceCert,
}

impl VerifiedDevice {
    /// Verifies a certificate under the account key it names; the account's id follows from that key.
    ///
    /// # Errors
    /// [`SignedFault`].
    pub fn of(cert: &Signed<DeviceCert>) -> Result<Self, SignedFault> {
        let key = cert.unverified()?.account_key;
        let cert = cert.verify(&key)?;
        Ok(Self {
            account: account_id(&cert.account_key),
            cert,
        })
    }

    /// The account that vouches for the device.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// The device.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.cert.device
    }

    /// The device's signing key.
    #[must_use]
    pub const fn device_key(&self) -> &VerifyingKey {
        &self.cert.device_key
    }

    /// The whole certificate.
    #[must_use]
    pub const fn cert(&self) -> &DeviceCert {
        &self.cert
    }
}

/// A device's word that an MLS leaf signature key is its own. Signed with the device key.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct LeafBinding {
    /// The relay (network) this leaf is for.
    pub relay: RelayId,
    /// The account.
    pub account: AccountId,
    /// The device.
    pub device: DeviceId,
    /// The leaf's signature key; fresh for each space and each KeyPackage.
    pub leaf_key: VerifyingKey,
}

impl Statement for LeafBinding {
    const LABEL: &'static str = "toguna/leaf/v1";
}

/// What stands in an MLS leaf's credential (private-use type): certificate and binding.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct LeafCredential {
    /// Format version, 1.
    pub version: u8,
    /// The device's certificate.
    pub cert: Signed<DeviceCert>,
    /// The binding of this leaf's key.
    pub binding: Signed<LeafBinding>,
}

impl LeafCredential {
    /// The MLS credential type: in the private-use range (RFC 9420 §17.5).
    pub const TYPE: u16 = 0xF107;
    /// The version this code writes and reads.
    pub const VERSION: u8 = 1;

    /// Makes the credential of a fresh leaf key.
    ///
    /// # Errors
    /// [`SignedFault`].
    pub fn make(
        relay: RelayId,
        cert: &Signed<DeviceCert>,
        device_key: &SigningKey,
        leaf_key: VerifyingKey,
    ) -> Result<Self, SignedFault> {
        let device = VerifiedDevice::of(cert)?;
        let binding = LeafBinding {
            relay,
            account: device.account(),
            device: device.device(),
            leaf_key,
        };
        Ok(Self {
            version: Self::VERSION,
            cert: cert.clone(),
            binding: Signed::sign(device_key, &binding)?,
        })
    }

    /// Verifies the chain account key → device key → this leaf key, for this relay. Pure: dates are not looked
    /// at here.
    ///
    /// # Errors
    /// [`SignedFault`].
    pub fn verify(&self, relay: RelayId, leaf_key: &VerifyingKey) -> Result<VerifiedDevice, SignedFault> {
        if self.version != Self::VERSION {
            return Err(SignedFault::Malformed);
        }
        let device = VerifiedDevice::of(&self.cert)?;
        let binding = self.binding.verify(device.device_key())?;
        let expected = LeafBinding {
            relay,
            account: device.account(),
            device: device.device(),
            leaf_key: *leaf_key,
        };
        if binding != expected {
            return Err(SignedFault::BadSignature);
        }
        Ok(device)
    }
}

/// Stamps one request that is a device's and no log's: directory, mailboxes, founding. Signed with the device
/// key.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct DeviceRequest {
    /// The relay this is meant for.
    pub relay: RelayId,
    /// The calling device.
    pub device: DeviceId,
    /// What is asked.
    pub method: Method,
    /// SHA-256 of the request's body; for a commit, of the statement of the stamp it stands for.
    pub body: Digest,
    /// Answered once.
    pub request: RequestId,
    /// When it was made, by the caller's clock corrected to the relay's.
    pub time: Timestamp,
}

impl Statement for DeviceRequest {
    const LABEL: &'static str = "toguna/device-request/v1";
}

/// What an account says when it registers: redeems one token for one handle and its first device. Signed with
/// the account key.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Registration {
    /// The relay this is meant for.
    pub relay: RelayId,
    /// The token redeemed.
    pub token: TokenId,
    /// SHA-256 of the encoded device certificate.
    pub cert: Digest,
    /// SHA-256 of the handle in UTF-8.
    pub handle: Digest,
}

impl Statement for Registration {
    const LABEL: &'static str = "toguna/register/v1";
}

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_types::OsEntropy;

    fn cert(account: &SigningKey, device: &SigningKey) -> Signed<DeviceCert> {
        let cert = DeviceCert {
            account_key: account.public(),
            device: DeviceId::make(&OsEntropy),
            device_key: device.public(),
            mailbox_key: Digest::ZERO,
            issued: Timestamp::from_millis(0),
            expires: Timestamp::from_millis(1),
        };
        Signed::sign(account, &cert).unwrap()
    }

    // claim: CLM-AUTH-01
    #[test]
    fn a15_a_leaf_key_that_the_device_did_not_sign_is_refused() {
        let (account, device) = (SigningKey::make(&OsEntropy), SigningKey::make(&OsEntropy));
        let relay = RelayId::from_bytes([1; 32]);
        let leaf = SigningKey::make(&OsEntropy).public();
        let cert = cert(&account, &device);
        let good = LeafCredential::make(relay, &cert, &device, leaf).unwrap();
        assert_eq!(
            good.verify(relay, &leaf).unwrap().account(),
            account_id(&account.public())
        );
        let mallory = SigningKey::make(&OsEntropy);
        let forged = LeafCredential::make(relay, &cert, &mallory, leaf).unwrap();
        assert!(forged.verify(relay, &leaf).is_err());
        assert!(good.verify(relay, &mallory.public()).is_err());
        assert!(good.verify(RelayId::from_bytes([2; 32]), &leaf).is_err());
    }
}
