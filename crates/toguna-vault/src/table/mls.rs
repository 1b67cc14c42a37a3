// SPDX-License-Identifier: MIT OR Apache-2.0
//! Keys and values of the MLS engine, opaque here.

use crate::{VaultFault, VaultTx};

/// One key of the MLS engine with its value.
pub type KeyAndValue = (Vec<u8>, Vec<u8>);

impl VaultTx<'_> {
    /// The value under `key`.
    ///
    /// # Errors
    /// If the database fails.
    pub fn mls_get(&self, label: &'static str, key: &[u8]) -> Result<Option<Vec<u8>>, VaultFault> {
        self.one(
            "mls",
            "SELECT value FROM mls WHERE label = ?1 AND key = ?2",
            (label, key),
            |row| row.blob("value"),
        )
    }

    /// Puts `value` under `key`, in place of what stood there.
    ///
    /// # Errors
    /// If the database fails.
    pub fn mls_put(&self, label: &'static str, key: &[u8], value: &[u8]) -> Result<(), VaultFault> {
        self.run(
            "INSERT INTO mls (label, key, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (label, key) DO UPDATE SET value = excluded.value",
            (label, key, value),
        )?;
        Ok(())
    }

    /// Removes what stands under `key`, if anything does.
    ///
    /// # Errors
    /// If the database fails.
    pub fn mls_delete(&self, label: &'static str, key: &[u8]) -> Result<(), VaultFault> {
        self.erase("DELETE FROM mls WHERE label = ?1 AND key = ?2", (label, key))?;
        Ok(())
    }

    /// Every key that begins with `prefix`, with its value, in the order of keys.
    ///
    /// # Errors
    /// If the database fails.
    pub fn mls_list(&self, label: &'static str, prefix: &[u8]) -> Result<Vec<KeyAndValue>, VaultFault> {
        self.all(
            "mls",
            "SELECT key, value FROM mls
             WHERE label = ?1 AND key >= ?2 AND substr(key, 1, length(?2)) = ?2 ORDER BY key",
            (label, prefix),
            |row| Ok((row.blob("key")?, row.blob("value")?)),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::VaultFault;
    use crate::testing::vault;

    #[test]
    fn values_are_put_replaced_listed_by_prefix_and_removed() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                tx.mls_put("a", b"k1", b"one")?;
                tx.mls_put("a", b"k1", b"two")?;
                tx.mls_put("a", b"k2", b"")?;
                tx.mls_put("a", b"l", b"other prefix")?;
                tx.mls_put("b", b"k1", b"other label")
            })
            .unwrap();
        vault
            .read(|tx| {
                assert_eq!(tx.mls_get("a", b"k1")?.as_deref(), Some(&b"two"[..]));
                assert_eq!(tx.mls_list("a", b"k")?.len(), 2);
                assert_eq!(tx.mls_list("a", b"")?.len(), 3);
                assert_eq!(tx.mls_get("a", b"absent")?, None);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
        vault.write(|tx| tx.mls_delete("a", b"k1")).unwrap();
        assert_eq!(vault.read(|tx| tx.mls_get("a", b"k1")).unwrap(), None);
    }
}
