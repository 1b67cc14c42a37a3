// SPDX-License-Identifier: MIT OR Apache-2.0
//! Small values by name.

use super::Meta;
use crate::VaultFault;

impl Meta<'_> {
    /// The value under `key`.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, key: &str) -> Result<Option<Vec<u8>>, VaultFault> {
        self.tx
            .one("meta", "SELECT value FROM meta WHERE key = ?1", [key], |row| {
                row.blob("value")
            })
    }

    /// The names that begin like this, with their values.
    ///
    /// # Errors
    /// If the database fails.
    pub fn beginning(&self, with: &str) -> Result<Vec<(String, Vec<u8>)>, VaultFault> {
        self.tx.all(
            "meta",
            "SELECT key, value FROM meta WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
            [with],
            |row| Ok((row.text("key")?, row.blob("value")?)),
        )
    }

    /// Puts `value` under `key`, in place of what stood there.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, key: &str, value: &[u8]) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO meta (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )?;
        Ok(())
    }

    /// Erases what stands under `key`.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete(&self, key: &str) -> Result<(), VaultFault> {
        self.tx.run("DELETE FROM meta WHERE key = ?1", [key])?;
        Ok(())
    }

    /// Erases what stands under every name with `part` in it: all that is kept of a space, by its id.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete_naming(&self, part: &str) -> Result<(), VaultFault> {
        self.tx
            .erase("DELETE FROM meta WHERE instr(key, ?1) > 0", [part])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::VaultFault;
    use crate::testing::vault;

    #[test]
    fn a_value_is_put_replaced_and_erased() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                tx.meta().put("k", b"one")?;
                tx.meta().put("k", b"two")?;
                assert_eq!(tx.meta().get("k")?.as_deref(), Some(&b"two"[..]));
                tx.meta().put("kin", b"three")?;
                let found = tx.meta().beginning("ki")?;
                assert_eq!(found, [("kin".to_owned(), b"three".to_vec())]);
                tx.meta().delete("k")?;
                assert_eq!(tx.meta().get("k")?, None);
                tx.meta().put("of/one/k", b"four")?;
                tx.meta().delete_naming("one")?;
                assert_eq!(tx.meta().beginning("")?, found);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}
