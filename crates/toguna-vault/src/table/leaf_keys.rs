// SPDX-License-Identifier: MIT OR Apache-2.0
//! Seeds of our leaves' signature keys, found by their public half.

use toguna_types::Secret;

use super::LeafKeys;
use crate::VaultFault;

impl LeafKeys<'_> {
    /// Keeps the seed of one leaf key.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, public: &[u8; 32], seed: &Secret<32>) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO leaf_keys (public, seed) VALUES (?1, ?2)
             ON CONFLICT (public) DO UPDATE SET seed = excluded.seed",
            (public, seed.expose()), // expose: into the encrypted row
        )?;
        Ok(())
    }

    /// The seed of one leaf key, if it is ours.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, public: &[u8; 32]) -> Result<Option<Secret<32>>, VaultFault> {
        self.tx.one(
            "leaf_keys",
            "SELECT seed FROM leaf_keys WHERE public = ?1",
            [public],
            |row| row.secret("seed"),
        )
    }

    /// Erases one leaf key.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete(&self, public: &[u8; 32]) -> Result<(), VaultFault> {
        self.tx.run("DELETE FROM leaf_keys WHERE public = ?1", [public])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn a_leaf_key_is_kept_until_it_is_erased() {
        let (vault, _home) = vault();
        let seed = Secret::make(|to| *to = [2; 32]);
        vault.write(|tx| tx.leaf_keys().put(&[1; 32], &seed)).unwrap();
        assert!(vault.read(|tx| tx.leaf_keys().get(&[1; 32])).unwrap() == Some(seed));
        vault.write(|tx| tx.leaf_keys().delete(&[1; 32])).unwrap();
        assert!(vault.read(|tx| tx.leaf_keys().get(&[1; 32])).unwrap().is_none());
    }
}
