// SPDX-License-Identifier: MIT OR Apache-2.0
//! A vault for the unit tests of this crate.

use tempfile::TempDir;
use toguna_types::{SecretBytes, SeededEntropy};

use crate::{Cost, Vault};

/// A fresh vault and the directory it goes away with.
pub(crate) fn vault() -> (Vault, TempDir) {
    let home = tempfile::tempdir().unwrap();
    let passphrase = SecretBytes::new(b"correct horse".to_vec());
    let entropy = SeededEntropy::new(1);
    let vault = Vault::create(home.path(), &passphrase, Cost::FOR_TESTS, &entropy).unwrap();
    (vault, home)
}
