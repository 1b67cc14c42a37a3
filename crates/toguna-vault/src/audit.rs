// SPDX-License-Identifier: MIT OR Apache-2.0
//! For tests: rows that a change cut in two would leave behind.

use crate::{VaultFault, VaultTx};

/// Tables whose rows belong to a space.
const OF_A_SPACE: [&str; 24] = [
    "chains",
    "entries",
    "epoch_keys",
    "era_keys",
    "evidence",
    "file_texts",
    "histories",
    "intents",
    "kept_files",
    "newcomers",
    "object_texts",
    "objects",
    "ops",
    "own_files",
    "payload_hashes",
    "quarantine",
    "receipts",
    "roster",
    "roster_leaf",
    "roster_role",
    "texts",
    "texts_due",
    "uploads",
    "verdicts",
];

impl VaultTx<'_> {
    /// Tables that hold rows of a space which is not there.
    ///
    /// # Errors
    /// If the database fails.
    pub fn tables_without_their_space(&self) -> Result<Vec<&'static str>, VaultFault> {
        let mut found = Vec::new();
        for table in OF_A_SPACE {
            let sql =
                format!("SELECT count(*) AS stray FROM {table} WHERE log NOT IN (SELECT log FROM spaces)");
            let stray: Option<i64> = self.one(table, &sql, [], |row| row.small("stray"))?;
            if stray != Some(0) {
                found.push(table);
            }
        }
        Ok(found)
    }
}
