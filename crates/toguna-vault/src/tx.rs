// SPDX-License-Identifier: MIT OR Apache-2.0
//! One transaction, as the tables use it.

use std::cell::Cell;

use rusqlite::{Connection, Params, Row};

use crate::VaultFault;
use crate::points::Points;
use crate::row::{Cells, number};

/// One open transaction; its methods are the tables of the vault.
pub struct VaultTx<'a> {
    connection: &'a Connection,
    points: &'a Points,
    changed: Cell<bool>,
    erased: Cell<bool>,
}

impl<'a> VaultTx<'a> {
    pub(crate) const fn new(connection: &'a Connection, points: &'a Points) -> Self {
        Self {
            connection,
            points,
            changed: Cell::new(false),
            erased: Cell::new(false),
        }
    }

    /// The connection itself.
    #[cfg(feature = "test-support")]
    pub(crate) const fn connection(&self) -> &Connection {
        self.connection
    }

    /// Runs `f` so that what it writes is undone alone if it fails; the transaction around it goes on.
    ///
    /// # Errors
    /// What `f` returned, or the fault that kept the savepoint from being made or undone; after the latter the
    /// transaction around it cannot go on.
    pub fn savepoint<T, E: From<VaultFault>>(&self, f: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        self.still_open()?;
        let changed_before = self.changed.get();
        self.batch("SAVEPOINT inner_step")?;
        let mut guard = Undo {
            tx: self,
            armed: true,
        };
        match f(self) {
            Ok(value) => {
                guard.armed = false;
                self.still_open()?;
                self.batch("RELEASE inner_step")?;
                Ok(value)
            }
            Err(fault) => {
                guard.armed = false;
                self.still_open()?;
                self.batch("ROLLBACK TO inner_step; RELEASE inner_step")?;
                self.changed.set(changed_before);
                Err(fault)
            }
        }
    }

    /// How many write transactions have changed this vault before this one, in any process. One that changes
    /// rows itself leaves this number plus one behind.
    ///
    /// # Errors
    /// If the database fails.
    pub fn generation(&self) -> Result<u64, VaultFault> {
        self.one("door", "SELECT generation FROM door", [], |row| {
            row.number("generation")
        })?
        .ok_or(VaultFault::Inconsistent {
            table: "door",
            column: "generation",
        })
    }

    /// The last step of a write transaction before its commit.
    pub(crate) fn finish(&self) -> Result<(), VaultFault> {
        self.still_open()?;
        if self.changed.get() {
            let next = self.generation()?.saturating_add(1);
            self.connection
                .prepare_cached("UPDATE door SET generation = ?1")
                .and_then(|mut statement| statement.execute([number(next)]))
                .map_err(VaultFault::of)?;
        }
        self.points.pass()
    }

    /// Runs one statement that writes; says how many rows it changed.
    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<usize, VaultFault> {
        self.still_open()?;
        self.points.pass()?;
        let rows = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .map_err(VaultFault::of)?;
        if rows > 0 {
            self.changed.set(true);
        }
        Ok(rows)
    }

    /// As [`Self::run`], for a statement that takes words or keys away: once the transaction is durable, no file is to
    /// hold them either.
    pub(crate) fn erase(&self, sql: &str, params: impl Params) -> Result<usize, VaultFault> {
        let rows = self.run(sql, params)?;
        if rows > 0 {
            self.erased.set(true);
        }
        Ok(rows)
    }

    /// Whether something was taken away that no file is to hold any more.
    pub(crate) const fn has_erased(&self) -> bool {
        self.erased.get()
    }

    /// The row number that the last insertion gave.
    pub(crate) fn last_place(&self) -> i64 {
        self.connection.last_insert_rowid()
    }

    /// The first row of a query, read by `read`.
    pub(crate) fn one<T>(
        &self,
        table: &'static str,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Cells<'_>) -> Result<T, VaultFault>,
    ) -> Result<Option<T>, VaultFault> {
        self.still_open()?;
        let mut statement = self.connection.prepare_cached(sql).map_err(VaultFault::of)?;
        let mut rows = statement.query(params).map_err(VaultFault::of)?;
        let row: Option<&Row<'_>> = rows.next().map_err(VaultFault::of)?;
        row.map(|row| read(&Cells::new(row, table))).transpose()
    }

    /// All rows of a query, each read by `read`.
    pub(crate) fn all<T>(
        &self,
        table: &'static str,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Cells<'_>) -> Result<T, VaultFault>,
    ) -> Result<Vec<T>, VaultFault> {
        self.still_open()?;
        let mut statement = self.connection.prepare_cached(sql).map_err(VaultFault::of)?;
        let mut rows = statement.query(params).map_err(VaultFault::of)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(VaultFault::of)? {
            found.push(read(&Cells::new(row, table))?);
        }
        Ok(found)
    }

    /// After some faults (disk full, read error) SQLite rolls back by itself; what came after would then be
    /// written outside of any transaction.
    fn still_open(&self) -> Result<(), VaultFault> {
        if self.connection.is_autocommit() {
            return Err(VaultFault::Aborted);
        }
        Ok(())
    }

    fn batch(&self, sql: &str) -> Result<(), VaultFault> {
        self.connection.execute_batch(sql).map_err(VaultFault::of)
    }
}

impl std::fmt::Debug for VaultTx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VaultTx(..)")
    }
}

/// Undoes a savepoint that a panic flies through, for those who catch it inside the transaction.
struct Undo<'a, 'c> {
    tx: &'a VaultTx<'c>,
    armed: bool,
}

impl Drop for Undo<'_, '_> {
    fn drop(&mut self) {
        if self.armed {
            // If this fails the transaction is gone already, and with it what was to be undone.
            let _ = self.tx.batch("ROLLBACK TO inner_step; RELEASE inner_step");
        }
    }
}

/// Proves that a statement met its one row.
pub(crate) const fn changed_one(table: &'static str, rows: usize) -> Result<(), VaultFault> {
    if rows == 1 {
        Ok(())
    } else {
        Err(VaultFault::NoRow { table })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn a_full_disk_is_named_and_undoes_the_transaction() {
        let (vault, _home) = vault();
        let result: Result<(), VaultFault> = vault.write(|tx| {
            let pages: i64 = tx
                .connection
                .pragma_query_value(None, "page_count", |row| row.get(0))
                .map_err(VaultFault::of)?;
            tx.connection
                .pragma_update(None, "max_page_count", pages)
                .map_err(VaultFault::of)?;
            tx.mls_put("t", b"small", b"fits in a page")?;
            tx.mls_put("t", b"large", &[7; 100_000])
        });
        assert!(matches!(result, Err(VaultFault::DiskFull)), "{result:?}");
        assert_eq!(vault.read(|tx| tx.mls_get("t", b"small")).unwrap(), None);
    }

    #[test]
    fn nothing_is_written_after_the_engine_gave_the_transaction_up() {
        let (vault, _home) = vault();
        let result: Result<(), VaultFault> = vault.write(|tx| {
            tx.mls_put("t", b"before", b"")?;
            // As SQLite does by itself after some faults.
            tx.batch("ROLLBACK")?;
            for step in [
                tx.mls_put("t", b"after", b""),
                tx.mls_get("t", b"before").map(drop),
                tx.mls_list("t", b"").map(drop),
                tx.savepoint(|tx| tx.mls_put("t", b"inner", b"")),
                tx.generation().map(drop),
            ] {
                assert!(matches!(step, Err(VaultFault::Aborted)));
            }
            Ok(())
        });
        assert!(matches!(result, Err(VaultFault::Aborted)));
        assert_eq!(vault.read(|tx| tx.mls_list("t", b"")).unwrap(), []);
    }

    #[test]
    fn a_transaction_given_up_inside_a_savepoint_ends_with_it() {
        let (vault, _home) = vault();
        let result: Result<(), VaultFault> = vault.write(|tx| {
            let inner: Result<(), VaultFault> = tx.savepoint(|tx| {
                tx.batch("ROLLBACK")?;
                Err(VaultFault::Conflict)
            });
            assert!(matches!(inner, Err(VaultFault::Aborted)));
            Ok(())
        });
        assert!(matches!(result, Err(VaultFault::Aborted)));
    }
}
