// SPDX-License-Identifier: MIT OR Apache-2.0
//! One connection to the encrypted file: key, pragmas, migrations.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use toguna_types::Secret;
use zeroize::Zeroizing;

use crate::{OpenFault, VaultFault};

/// How long a process waits for another one's transaction.
const PATIENCE: Duration = Duration::from_secs(20);

/// Prepared statements kept by a connection: all there are.
const STATEMENTS: usize = 224;

/// One SQL file a version; append only, never edited once released.
const MIGRATIONS: [&str; 6] = [
    include_str!("schema/0001_first.sql"),
    include_str!("schema/0002_search.sql"),
    include_str!("schema/0003_records.sql"),
    include_str!("schema/0004_objects.sql"),
    include_str!("schema/0005_files.sql"),
    include_str!("schema/0006_file_texts.sql"),
];

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// Where the database of the vault in `home` is.
pub(crate) fn path(home: &Path) -> PathBuf {
    home.join("vault.db")
}

/// Opens the file, which must exist, and proves that the key fits.
pub(crate) fn connect(home: &Path, data_key: &Secret<32>, access: Access) -> Result<Connection, OpenFault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path(home), flags).map_err(of_open)?;
    connection.busy_timeout(PATIENCE).map_err(of_open)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    unlock(&connection, data_key).map_err(of_open)?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON;
             PRAGMA mmap_size = 0;
             PRAGMA fullfsync = ON;
             PRAGMA checkpoint_fullfsync = ON;",
        )
        .map_err(of_open)?;
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
        .map_err(of_open)?;
    if access == Access::Read {
        connection
            .execute_batch("PRAGMA query_only = ON;")
            .map_err(of_open)?;
    }
    Ok(connection)
}

fn unlock(connection: &Connection, data_key: &Secret<32>) -> rusqlite::Result<()> {
    // Full capacity from the start: a reallocation would leave a copy behind.
    let mut pragma = Zeroizing::new(String::with_capacity(96));
    pragma.push_str("PRAGMA key = \"x'");
    // expose: SQLCipher takes its raw key as hexadecimal text
    for byte in data_key.expose() {
        for nibble in [byte >> 4, byte & 15] {
            pragma.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    pragma.push_str("'\";");
    connection.execute_batch("PRAGMA cipher_memory_security = ON;")?;
    connection.execute_batch(&pragma)?;
    // After the first key of a process, which turns it on: SQLCipher writes to standard error by itself.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

/// Brings the schema up to this version.
pub(crate) fn migrate(connection: &Connection) -> Result<(), OpenFault> {
    if version(connection)? == MIGRATIONS.len() {
        return Ok(());
    }
    let tx = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(of_open)?;
    // Looked at again: another process may just have done it.
    let from = version(&tx)?;
    for sql in MIGRATIONS.iter().skip(from) {
        tx.execute_batch(sql).map_err(of_open)?;
    }
    let to = u32::try_from(MIGRATIONS.len()).map_err(|_| OpenFault::TooNew)?;
    tx.pragma_update(None, "user_version", to).map_err(of_open)?;
    tx.commit().map_err(of_open)
}

fn version(connection: &Connection) -> Result<usize, OpenFault> {
    let version: u32 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(of_open)?;
    usize::try_from(version)
        .ok()
        .filter(|version| *version <= MIGRATIONS.len())
        .ok_or(OpenFault::TooNew)
}

/// Empties the write-ahead log into the file as far as nobody else is using it; waits for nobody. Says whether it is
/// empty now.
pub(crate) fn checkpoint(connection: &Connection) -> rusqlite::Result<bool> {
    connection.busy_timeout(Duration::ZERO)?;
    let done = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        row.get(0).map(|busy: i64| busy == 0)
    });
    connection.busy_timeout(PATIENCE)?;
    done
}

/// A fault of opening; a file whose first page does not decrypt is a damaged one, the key came from a slot.
pub(crate) fn of_open(error: rusqlite::Error) -> OpenFault {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenFault::Damaged,
        Some(ErrorCode::CannotOpen) => OpenFault::Missing,
        _ => OpenFault::Database(VaultFault::of(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vault_of_the_first_version_finds_what_was_said_before_it_could_search() {
        let old = Connection::open_in_memory().unwrap();
        let [first, ..] = MIGRATIONS;
        old.execute_batch(first).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        old.execute_batch(
            "INSERT INTO entries (log, seq, class, epoch, kind, author, device, content, written, received, own)
             VALUES (x'01', 7, 1, 0, 1, x'02', x'03', x'04', 0, 0, 0)",
        )
        .unwrap();
        migrate(&old).unwrap();
        migrate(&old).unwrap();
        let due = old.query_row("SELECT seq FROM texts_due", [], |row| row.get::<_, i64>(0));
        assert_eq!((version(&old).unwrap(), due.unwrap()), (MIGRATIONS.len(), 7));
    }
}
