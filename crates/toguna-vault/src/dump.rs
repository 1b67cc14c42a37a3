// SPDX-License-Identifier: MIT OR Apache-2.0
//! For tests: everything a vault holds, so that two moments can be compared.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use toguna_types::Digest;

use crate::{VaultFault, VaultTx};

/// The rows of each table, each as the hash of its cells, in order.
pub type Dump = BTreeMap<String, Vec<Digest>>;

impl VaultTx<'_> {
    /// Everything in every table, indexes of the search included; no content, only its hashes.
    ///
    /// # Errors
    /// If the database fails.
    pub fn dump(&self) -> Result<Dump, VaultFault> {
        let connection = self.connection();
        let tables = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .and_then(|mut names| {
                names
                    .query_map([], |row| row.get(0))?
                    .collect::<Result<Vec<String>, _>>()
            })
            .map_err(VaultFault::of)?;
        let mut dump = Dump::new();
        for table in tables {
            let mut rows = Vec::new();
            // The names are the schema's own.
            let mut statement = connection
                .prepare(&format!("SELECT * FROM \"{table}\""))
                .map_err(VaultFault::of)?;
            let columns = statement.column_count();
            let mut found = statement.query([]).map_err(VaultFault::of)?;
            while let Some(row) = found.next().map_err(VaultFault::of)? {
                let mut cells = Vec::new();
                for column in 0..columns {
                    let (kind, bytes) = match row.get_ref(column).map_err(VaultFault::of)? {
                        ValueRef::Null => (0, Vec::new()),
                        ValueRef::Integer(number) => (1, number.to_be_bytes().to_vec()),
                        ValueRef::Real(number) => (2, number.to_be_bytes().to_vec()),
                        ValueRef::Text(text) => (3, text.to_vec()),
                        ValueRef::Blob(blob) => (4, blob.to_vec()),
                    };
                    cells.push(kind);
                    cells.extend_from_slice(Digest::of(&bytes).as_bytes());
                }
                rows.push(Digest::of(&cells));
            }
            rows.sort_unstable();
            dump.insert(table, rows);
        }
        Ok(dump)
    }
}
