// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who the relay is: its random id and the seed of its key, in one small file.
//!
//! `version (1) ‖ relay id (32) ‖ Ed25519 seed (32)`. Whoever has this file is the relay.

use toguna_auth::SigningKey;
use toguna_types::{Entropy, RelayId, Secret, SecretBytes};

use crate::home::{Home, HomeFault};

/// The relay's id and key.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) relay: RelayId,
    pub(crate) key: SigningKey,
}

impl Identity {
    /// A fresh one.
    pub(crate) fn make(entropy: &impl Entropy) -> Self {
        Self {
            relay: RelayId::make(entropy),
            key: SigningKey::make(entropy),
        }
    }

    /// Writes it into a directory that has none.
    pub(crate) fn write(&self, home: &Home) -> Result<(), HomeFault> {
        let seed = self.key.seed();
        let mut bytes = Vec::with_capacity(LEN);
        bytes.push(VERSION);
        bytes.extend_from_slice(self.relay.as_bytes());
        bytes.extend_from_slice(seed.expose()); // expose: this file is where the seed is kept
        let bytes = SecretBytes::new(bytes);
        home.write_new(Home::IDENTITY, bytes.expose()) // expose: as above
    }

    /// Reads it.
    pub(crate) fn read(home: &Home) -> Result<Self, HomeFault> {
        let bytes = home.read_secret(Home::IDENTITY)?;
        // expose: the seed is taken out of the file
        Self::decode(bytes.expose()).ok_or(HomeFault::Damaged { file: Home::IDENTITY })
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        if *version != VERSION {
            return None;
        }
        let (relay, seed) = rest.split_at_checked(RelayId::LEN)?;
        Some(Self {
            relay: RelayId::from_slice(relay)?,
            key: SigningKey::from_seed(&Secret::from_slice(seed)?),
        })
    }
}

const VERSION: u8 = 1;
const LEN: usize = 65;

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_types::OsEntropy;

    #[test]
    fn an_identity_comes_back_and_a_damaged_one_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::make(dir.path()).unwrap();
        let identity = Identity::make(&OsEntropy);
        identity.write(&home).unwrap();
        let again = Identity::read(&home).unwrap();
        assert_eq!(
            (again.relay, again.key.public()),
            (identity.relay, identity.key.public())
        );
        std::fs::write(home.path(Home::IDENTITY), [1; 64]).unwrap();
        assert!(matches!(Identity::read(&home), Err(HomeFault::Damaged { .. })));
    }
}
