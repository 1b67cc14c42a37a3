// SPDX-License-Identifier: MIT OR Apache-2.0
//! The client: one home, one vault, one relay.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use toguna_auth::{DeviceCert, Endpoint, Signed, SigningKey, VerifiedDevice, VerifyingKey};
use toguna_crypto::mailbox::MailboxKey;
use toguna_mls::rules::Invalid;
use toguna_mls::{EngineFault, Me};
use toguna_types::{AccountId, DeviceId, LogId, RelayId, SecretBytes};
use toguna_vault::{Identity, OpenFault, Vault, VaultFault, VaultTx};

use crate::fault::Code;
use crate::passphrase::spelled;
use crate::transport::{RelayPin, Sessions, Vouched};
use crate::{Fault, Options};

/// A member's client. Cheap to clone; several processes may open one home.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    vault: Vault,
    options: Options,
    keys: Keys,
    sessions: Sessions,
    reading: tokio::sync::Mutex<()>,
}

/// Who this device is.
pub(crate) struct Keys {
    pub(crate) account: AccountId,
    pub(crate) account_key: SigningKey,
    pub(crate) device: DeviceId,
    pub(crate) device_key: SigningKey,
    pub(crate) mailbox: MailboxKey,
    pub(crate) cert: Signed<DeviceCert>,
    pub(crate) handle: String,
}

impl Keys {
    /// Whether every public half, in the certificate and in the account's id, is that of the secret one beside it.
    fn go_together(&self) -> bool {
        VerifiedDevice::of(&self.cert).is_ok_and(|device| {
            device.account() == self.account
                && device.cert().account_key == self.account_key.public()
                && device.device() == self.device
                && *device.device_key() == self.device_key.public()
                && device.cert().mailbox_key == self.mailbox.public_digest()
        })
    }
}

impl Client {
    /// Whether a home holds a vault.
    #[must_use]
    pub fn exists(home: &Path) -> bool {
        Vault::exists(home)
    }

    /// Opens a home. It does not matter how the passphrase's letters are composed, nor which kind of space stands
    /// between its words.
    ///
    /// # Errors
    /// [`Code::NoHome`], [`Code::WrongPassphrase`], and the vault's troubles.
    pub fn open(home: &Path, passphrase: &SecretBytes, options: Options) -> Result<Self, Fault> {
        let vault = Vault::open(home, &spelled(passphrase))?;
        let identity = vault.read(|tx| Ok::<_, Fault>(tx.identity().get()?))?;
        match identity {
            Some(identity) if identity.registered => Self::assemble(vault, &identity, options),
            Some(_) | None => Err(Fault::new(Code::NoHome)),
        }
    }

    pub(crate) fn assemble(vault: Vault, identity: &Identity, options: Options) -> Result<Self, Fault> {
        let broken = |fault: &'static str| Fault::because(Code::VaultDamaged, Row(fault));
        let cert = Signed::decode(&identity.cert).map_err(|_| broken("identity.cert"))?;
        let pin = RelayPin {
            endpoint: Endpoint::parse(&identity.endpoint).map_err(|_| broken("identity.endpoint"))?,
            tls: identity.tls,
            relay: identity.relay,
            key: VerifyingKey::from_bytes(&identity.relay_key).map_err(|_| broken("identity.relay_key"))?,
        };
        let keys = Keys {
            account: identity.account,
            account_key: SigningKey::from_seed(&identity.account_seed),
            device: identity.device,
            device_key: SigningKey::from_seed(&identity.device_seed),
            mailbox: MailboxKey::from_secret(&identity.mailbox_secret)
                .map_err(|_| broken("identity.mailbox"))?,
            cert,
            handle: identity.handle.clone(),
        };
        if !keys.go_together() {
            return Err(broken("identity"));
        }
        let vouched = vault.read(|tx| Ok::<_, Fault>(tx.meta().get(TLS_KEYS)?))?;
        let vouched = vouched
            .and_then(|bytes| Vouched::decode(&bytes))
            .unwrap_or_default();
        let sessions = Sessions::new(pin, &options).remembering(vouched);
        Ok(Self(Arc::new(Inner {
            vault,
            options,
            keys,
            sessions,
            reading: tokio::sync::Mutex::default(),
        })))
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    pub(crate) fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    /// Held while a document is read: one at a time.
    pub(crate) fn reading(&self) -> &tokio::sync::Mutex<()> {
        &self.0.reading
    }

    pub(crate) fn relay(&self) -> RelayId {
        self.0.sessions.pin().relay
    }

    /// This device as the MLS engine wants it.
    pub(crate) fn me(&self) -> Me<'_> {
        Me {
            relay: self.relay(),
            cert: &self.0.keys.cert,
            device_key: &self.0.keys.device_key,
        }
    }

    /// One transaction on the device's state, off the async threads.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Self, &VaultTx<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let client = self.clone();
        tokio::task::spawn_blocking(move || client.vault().write(|tx| f(&client, tx)))
            .await
            .map_err(|fault| Fault::because(Code::Broken, fault))?
    }

    /// Writes down the newest list of the relay's TLS keys, if a new connection has brought one.
    pub(crate) async fn remember_tls_keys(&self) -> Result<(), Fault> {
        let Some(newest) = self.sessions().newly_vouched() else {
            return Ok(());
        };
        self.write(move |_, tx| {
            let known = tx.meta().get(TLS_KEYS)?;
            let known = known
                .and_then(|bytes| Vouched::decode(&bytes))
                .unwrap_or_default();
            let newest = known.newest(newest).encode().ok_or(Fault::new(Code::Broken))?;
            Ok(tx.meta().put(TLS_KEYS, &newest)?)
        })
        .await
    }

    /// The space's row.
    pub(crate) fn row(&self, tx: &VaultTx<'_>, log: LogId) -> Result<toguna_vault::SpaceRow, Fault> {
        tx.spaces().get(log)?.ok_or(Fault::new(Code::SpaceUnknown))
    }
}

/// Where the vault keeps the newest list of the relay's TLS keys.
const TLS_KEYS: &str = "tls-keys";

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client(..)")
    }
}

/// Which row of the vault cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the vault's `{0}` cannot be read")]
struct Row(&'static str);

impl From<VaultFault> for Fault {
    fn from(fault: VaultFault) -> Self {
        let code = match &fault {
            VaultFault::DiskFull => Code::DiskFull,
            VaultFault::Busy => Code::VaultBusy,
            VaultFault::Inconsistent { .. } => Code::VaultDamaged,
            VaultFault::Aborted
            | VaultFault::Conflict
            | VaultFault::Database(_)
            | VaultFault::NoRow { .. } => Code::HomeUnusable,
        };
        Self::because(code, fault)
    }
}

impl From<EngineFault> for Fault {
    fn from(fault: EngineFault) -> Self {
        let code = match fault {
            EngineFault::Vault(fault) => return fault.into(),
            EngineFault::TooManyMembers { limit } => {
                return Self::because(Code::SpaceFull, fault).at_limit(limit);
            }
            EngineFault::Refused(Invalid::TooManyMembers) => Code::SpaceFull,
            EngineFault::Refused(Invalid::LastSteward | Invalid::NoSuccessor) => Code::LastSteward,
            EngineFault::Refused(Invalid::DuplicateDevice) => Code::AlreadyMember,
            EngineFault::Refused(_) => Code::NotAllowed,
            EngineFault::UnknownAccount => Code::PersonUnknown,
            EngineFault::MissingSpace => Code::NotAMember,
            EngineFault::TooLong { limit } => return Self::too_long("text", limit),
            EngineFault::AlreadyPending
            | EngineFault::Attachment(_)
            | EngineFault::Grant(_)
            | EngineFault::Library
            | EngineFault::NothingPending
            | EngineFault::NotSettled
            | EngineFault::OwnCertificate
            | EngineFault::OwnLeafKey
            | EngineFault::Policy(_)
            | EngineFault::Roster(_)
            | EngineFault::Statement(_)
            | EngineFault::Suite
            | EngineFault::TooManyAdds { .. } => Code::Broken,
        };
        Self::because(code, fault)
    }
}

impl From<OpenFault> for Fault {
    fn from(fault: OpenFault) -> Self {
        if let OpenFault::Database(fault) = fault {
            return fault.into(); // a full or busy disk is not a damaged vault
        }
        let code = match &fault {
            OpenFault::Database(_) => Code::Broken,
            OpenFault::WrongPassphrase => Code::WrongPassphrase,
            OpenFault::Missing => Code::NoHome,
            OpenFault::TooNew => Code::VaultTooNew,
            OpenFault::AlreadyThere => Code::HomeExists,
            OpenFault::BadParameters | OpenFault::Damaged => Code::VaultDamaged,
            OpenFault::Directory(cause) if is_full(cause) => Code::DiskFull,
            OpenFault::Directory(_) | OpenFault::OutOfMemory => Code::HomeUnusable,
        };
        Self::because(code, fault)
    }
}

/// Whether a file could not be written for want of room.
pub(crate) fn is_full(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

/// For tests: what is behind the façade, to strike at its writes and to look whether its rows agree.
#[cfg(feature = "test-support")]
impl Client {
    /// Sends what waits and reads nothing back.
    ///
    /// # Errors
    /// As [`Client::sync`].
    pub async fn push_only(&self, log: LogId) -> Result<usize, Fault> {
        self.push(log).await
    }

    /// This device's vault.
    #[must_use]
    pub fn vault_for_tests(&self) -> &Vault {
        &self.0.vault
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_that_cannot_be_written_for_want_of_room_is_a_full_disk() {
        let of = |kind: io::ErrorKind| Fault::from(OpenFault::Directory(kind.into())).is();
        assert_eq!(of(io::ErrorKind::StorageFull), Code::DiskFull);
        assert_eq!(of(io::ErrorKind::QuotaExceeded), Code::DiskFull);
        assert_eq!(of(io::ErrorKind::PermissionDenied), Code::HomeUnusable);
    }
}
