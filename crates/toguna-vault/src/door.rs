// SPDX-License-Identifier: MIT OR Apache-2.0
//! The door: making and opening a vault, and the two kinds of transaction.
//!
//! | transaction | begins | several at once | ends |
//! |---|---|---|---|
//! | [`Vault::write`] | `IMMEDIATE`: waits for every other writer, in this process or another | no | commit on `Ok`, else rollback |
//! | [`Vault::read`] | deferred: sees one snapshot | yes | always rollback |

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use toguna_crypto::passphrase::Cost;
use toguna_types::{Entropy, Secret, SecretBytes};

use crate::database::{self, Access};
use crate::points::Points;
use crate::{OpenFault, VaultFault, VaultTx, slots};

/// Idle reading connections kept for the next reader.
const READERS: usize = 4;

/// An open vault; clones share it. Locked when the last clone is dropped.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    home: PathBuf,
    data_key: Secret<32>,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    points: Points,
    /// Something was erased, and the write-ahead log could not be emptied yet.
    unshredded: AtomicBool,
}

impl Vault {
    /// Makes a vault in `home` (made too, readable by its owner only) and opens it.
    ///
    /// # Errors
    /// [`OpenFault::AlreadyThere`] if there is one; otherwise what the directory or the database says.
    pub fn create(
        home: &Path,
        passphrase: &SecretBytes,
        cost: Cost,
        entropy: &impl Entropy,
    ) -> Result<Self, OpenFault> {
        prepare_directory(home).map_err(OpenFault::Directory)?;
        let _making = making_lock(home).map_err(OpenFault::Directory)?;
        if Self::exists(home) {
            return Err(OpenFault::AlreadyThere);
        }
        // The slots are written last: a database without slots is a making that was cut short, and has no key.
        clear_database(home).map_err(OpenFault::Directory)?;
        let data_key = entropy.secret();
        let vault = Self::unlock(home, data_key)?;
        slots::write(home, passphrase, &vault.0.data_key, cost, entropy)?;
        Ok(vault)
    }

    /// Opens the vault in `home`, bringing its schema up to date.
    ///
    /// # Errors
    /// [`OpenFault`]; a wrong passphrase and a changed slot cannot be told apart.
    pub fn open(home: &Path, passphrase: &SecretBytes) -> Result<Self, OpenFault> {
        let data_key = slots::open(home, passphrase)?;
        if !database::path(home).exists() {
            return Err(OpenFault::Damaged);
        }
        tighten(home).map_err(OpenFault::Directory)?;
        Self::unlock(home, data_key)
    }

    /// Whether there is a vault in `home`.
    #[must_use]
    pub fn exists(home: &Path) -> bool {
        slots::path(home).exists()
    }

    /// Where files are kept as ciphertext.
    pub(crate) fn kept(&self) -> PathBuf {
        self.0.home.join("files")
    }

    /// Replaces the passphrase; the old one opens nothing afterwards, unless somebody kept the old file.
    ///
    /// # Errors
    /// [`OpenFault::WrongPassphrase`] if `old` opens nothing.
    pub fn change_passphrase(
        home: &Path,
        old: &SecretBytes,
        new: &SecretBytes,
        cost: Cost,
        entropy: &impl Entropy,
    ) -> Result<(), OpenFault> {
        if !Self::exists(home) {
            return Err(OpenFault::Missing);
        }
        let _making = making_lock(home).map_err(OpenFault::Directory)?;
        let data_key = slots::open(home, old)?;
        slots::write(home, new, &data_key, cost, entropy)
    }

    /// Runs `f` in one transaction: all of it is durable when this returns `Ok`, and nothing of it stays if `f`
    /// fails, panics or does not live to return. Must not be called from within itself.
    ///
    /// # Errors
    /// What `f` returned, or the fault that kept the transaction from beginning or committing.
    pub fn write<T, E: From<VaultFault>>(
        &self,
        f: impl FnOnce(&VaultTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let writer = lock(&self.0.writer);
        // Rolls back when dropped, which is also what happens on an early return and on a panic.
        let transaction =
            Transaction::new_unchecked(&writer, TransactionBehavior::Immediate).map_err(VaultFault::of)?;
        let tx = VaultTx::new(&transaction, &self.0.points);
        let value = f(&tx)?;
        tx.finish()?;
        let erased = tx.has_erased();
        transaction.commit().map_err(VaultFault::of)?;
        if erased || self.0.unshredded.load(Ordering::Relaxed) {
            self.shred(&writer);
        }
        Ok(value)
    }

    /// Runs `f` over one snapshot, beside any writer; it cannot write.
    ///
    /// # Errors
    /// What `f` returned, or the fault that kept the transaction from beginning.
    pub fn read<T, E: From<VaultFault>>(&self, f: impl FnOnce(&VaultTx<'_>) -> Result<T, E>) -> Result<T, E> {
        let pooled = lock(&self.0.readers).pop();
        let reader = match pooled {
            Some(reader) => reader,
            None => self.another_reader()?,
        };
        let value = {
            let transaction =
                Transaction::new_unchecked(&reader, TransactionBehavior::Deferred).map_err(VaultFault::of)?;
            f(&VaultTx::new(&transaction, &self.0.points))
        };
        let mut readers = lock(&self.0.readers);
        if readers.len() < READERS {
            readers.push(reader);
        }
        value
    }

    /// Empties the write-ahead log into the database, as far as no other process is using it; done before the
    /// device is put away.
    ///
    /// # Errors
    /// If the database fails.
    pub fn checkpoint(&self) -> Result<(), VaultFault> {
        lock(&self.0.readers).clear();
        database::checkpoint(&lock(&self.0.writer))
            .map(drop)
            .map_err(VaultFault::of)
    }

    /// What was erased stands in older pages of the write-ahead log still: takes them away. While another process or
    /// another thread is reading that cannot be; then the next transaction tries again, and so does locking.
    fn shred(&self, writer: &Connection) {
        let emptied = database::checkpoint(writer).unwrap_or(false);
        self.0.unshredded.store(!emptied, Ordering::Relaxed);
    }

    /// Every page of the database and of its write-ahead log as it stands in the files, decrypted.
    ///
    /// # Errors
    /// If a file cannot be read.
    #[cfg(feature = "test-support")]
    pub fn pages(&self) -> io::Result<Vec<Vec<u8>>> {
        crate::pages::decrypted(&self.0.home, &self.0.data_key)
    }

    #[cfg(feature = "test-support")]
    pub(crate) fn points(&self) -> &Points {
        &self.0.points
    }

    fn unlock(home: &Path, data_key: Secret<32>) -> Result<Self, OpenFault> {
        let writer = database::connect(home, &data_key, Access::Write)?;
        database::migrate(&writer)?;
        Ok(Self(Arc::new(Inner {
            home: home.to_owned(),
            data_key,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            points: Points::default(),
            unshredded: AtomicBool::new(false),
        })))
    }

    fn another_reader(&self) -> Result<Connection, VaultFault> {
        database::connect(&self.0.home, &self.0.data_key, Access::Read).map_err(|fault| match fault {
            OpenFault::Database(fault) => fault,
            OpenFault::AlreadyThere
            | OpenFault::BadParameters
            | OpenFault::Damaged
            | OpenFault::Directory(_)
            | OpenFault::Missing
            | OpenFault::OutOfMemory
            | OpenFault::TooNew
            | OpenFault::WrongPassphrase => VaultFault::Database(Box::new(fault)),
        })
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(..)")
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        lock(&self.readers).clear();
        // If this fails, or another process is reading, the log stays: encrypted, and emptied at the next lock.
        let _ = database::checkpoint(&lock(&self.writer));
    }
}

/// A panic inside a transaction has already rolled it back; the connection behind the lock stays good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn prepare_directory(home: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(home)?;
    fs::set_permissions(home, fs::Permissions::from_mode(0o700))
}

/// Keeps two processes from making or re-keying one vault at the same time; released when dropped.
fn making_lock(home: &Path) -> io::Result<fs::File> {
    let file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(home.join("making.lock"))?;
    file.lock()?;
    Ok(file)
}

/// An empty database file that only its owner may read; SQLite gives its side files the same mode.
fn clear_database(home: &Path) -> io::Result<()> {
    for name in ["vault.db", "vault.db-wal", "vault.db-shm"] {
        match fs::remove_file(home.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(database::path(home))?;
    Ok(())
}

/// A copy or a restore may have widened the modes.
fn tighten(home: &Path) -> io::Result<()> {
    fs::set_permissions(home, fs::Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(home)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use toguna_types::SeededEntropy;

    use super::*;
    use crate::testing::vault;

    fn value(vault: &Vault, key: &[u8]) -> Option<Vec<u8>> {
        vault.read(|tx| tx.mls_get("t", key)).unwrap()
    }

    fn generation(vault: &Vault) -> u64 {
        vault.read(|tx| tx.generation()).unwrap()
    }

    #[test]
    fn what_is_written_is_there_after_reopening() {
        let (vault, home) = vault();
        vault.write(|tx| tx.mls_put("t", b"k", b"v")).unwrap();
        drop(vault);
        let again = Vault::open(home.path(), &SecretBytes::new(b"correct horse".to_vec())).unwrap();
        assert_eq!(value(&again, b"k").as_deref(), Some(&b"v"[..]));
    }

    #[test]
    fn an_error_undoes_the_whole_transaction() {
        let (vault, _home) = vault();
        let result: Result<(), VaultFault> = vault.write(|tx| {
            tx.mls_put("t", b"k", b"v")?;
            Err(VaultFault::Conflict)
        });
        assert!(matches!(result, Err(VaultFault::Conflict)));
        assert_eq!(value(&vault, b"k"), None);
        assert_eq!(generation(&vault), 0);
    }

    #[test]
    fn a_panic_undoes_the_whole_transaction_and_the_vault_goes_on() {
        let (vault, _home) = vault();
        let result = catch_unwind(AssertUnwindSafe(|| {
            vault.write(|tx| -> Result<(), VaultFault> {
                tx.mls_put("t", b"k", b"v")?;
                panic!("in the middle")
            })
        }));
        assert!(result.is_err());
        assert_eq!(value(&vault, b"k"), None);
        vault.write(|tx| tx.mls_put("t", b"k", b"later")).unwrap();
        assert_eq!(value(&vault, b"k").as_deref(), Some(&b"later"[..]));
    }

    #[test]
    fn a_savepoint_that_fails_is_undone_alone() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                tx.mls_put("t", b"before", b"1")?;
                let inner: Result<(), VaultFault> = tx.savepoint(|tx| {
                    tx.mls_put("t", b"inside", b"2")?;
                    tx.savepoint(|tx| tx.mls_put("t", b"deeper", b"3"))?;
                    Err(VaultFault::Conflict)
                });
                assert!(inner.is_err());
                tx.savepoint(|tx| tx.mls_put("t", b"kept", b"4"))?;
                tx.mls_put("t", b"after", b"5")
            })
            .unwrap();
        assert_eq!(value(&vault, b"inside"), None);
        assert_eq!(value(&vault, b"deeper"), None);
        for key in [&b"before"[..], b"kept", b"after"] {
            assert!(value(&vault, key).is_some());
        }
    }

    #[test]
    fn a_panic_caught_inside_a_transaction_undoes_its_savepoint() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let inner = catch_unwind(AssertUnwindSafe(|| {
                    tx.savepoint(|tx| -> Result<(), VaultFault> {
                        tx.mls_put("t", b"inside", b"1")?;
                        panic!("in the middle")
                    })
                }));
                assert!(inner.is_err());
                tx.mls_put("t", b"after", b"2")
            })
            .unwrap();
        assert_eq!(value(&vault, b"inside"), None);
        assert!(value(&vault, b"after").is_some());
    }

    #[test]
    fn the_generation_counts_transactions_that_changed_rows() {
        let (vault, _home) = vault();
        vault.write(|tx| tx.mls_put("t", b"k", b"v")).unwrap();
        assert_eq!(generation(&vault), 1);
        vault.write(|tx| tx.mls_get("t", b"k")).unwrap();
        vault.write(|tx| tx.mls_delete("t", b"absent")).unwrap();
        assert_eq!(generation(&vault), 1);
        vault.write(|tx| tx.mls_delete("t", b"k")).unwrap();
        assert_eq!(generation(&vault), 2);
    }

    #[test]
    fn a_reading_transaction_cannot_write() {
        let (vault, _home) = vault();
        assert!(vault.read(|tx| tx.mls_put("t", b"k", b"v")).is_err());
        assert_eq!(value(&vault, b"k"), None);
    }

    #[test]
    fn a_reader_sees_one_snapshot_beside_a_writer() {
        let (vault, _home) = vault();
        vault.write(|tx| tx.mls_put("t", b"k", b"old")).unwrap();
        vault
            .read(|reading| {
                assert_eq!(reading.mls_get("t", b"k")?.as_deref(), Some(&b"old"[..]));
                vault.write(|tx| tx.mls_put("t", b"k", b"new"))?;
                assert_eq!(reading.mls_get("t", b"k")?.as_deref(), Some(&b"old"[..]));
                Ok::<_, VaultFault>(())
            })
            .unwrap();
        assert_eq!(value(&vault, b"k").as_deref(), Some(&b"new"[..]));
    }

    #[test]
    fn a_wrong_passphrase_and_an_absent_vault_are_told_apart() {
        let (vault, home) = vault();
        drop(vault);
        let wrong = Vault::open(home.path(), &SecretBytes::new(b"wrong".to_vec()));
        assert!(matches!(wrong, Err(OpenFault::WrongPassphrase)));
        let empty = tempfile::tempdir().unwrap();
        assert!(!Vault::exists(empty.path()));
        let absent = Vault::open(empty.path(), &SecretBytes::new(b"wrong".to_vec()));
        assert!(matches!(absent, Err(OpenFault::Missing)));
    }

    #[test]
    fn a_vault_is_never_made_over_another() {
        let (vault, home) = vault();
        vault.write(|tx| tx.mls_put("t", b"k", b"v")).unwrap();
        let again = Vault::create(
            home.path(),
            &SecretBytes::new(b"other".to_vec()),
            Cost::FOR_TESTS,
            &SeededEntropy::new(2),
        );
        assert!(matches!(again, Err(OpenFault::AlreadyThere)));
        assert!(value(&vault, b"k").is_some());
    }

    #[test]
    fn a_making_that_was_cut_short_can_be_made_again() {
        let (vault, home) = vault();
        drop(vault);
        fs::remove_file(slots::path(home.path())).unwrap();
        let passphrase = SecretBytes::new(b"again".to_vec());
        Vault::create(home.path(), &passphrase, Cost::FOR_TESTS, &SeededEntropy::new(3)).unwrap();
        Vault::open(home.path(), &passphrase).unwrap();
    }

    #[test]
    fn a_changed_passphrase_opens_and_the_old_one_does_not() {
        let (vault, home) = vault();
        vault.write(|tx| tx.mls_put("t", b"k", b"v")).unwrap();
        let (old, new) = (
            SecretBytes::new(b"correct horse".to_vec()),
            SecretBytes::new(b"battery staple".to_vec()),
        );
        let entropy = SeededEntropy::new(4);
        Vault::change_passphrase(home.path(), &old, &new, Cost::FOR_TESTS, &entropy).unwrap();
        assert!(matches!(
            Vault::open(home.path(), &old),
            Err(OpenFault::WrongPassphrase)
        ));
        assert!(value(&Vault::open(home.path(), &new).unwrap(), b"k").is_some());
    }

    #[test]
    fn a_vault_of_a_newer_version_is_left_alone() {
        let (vault, home) = vault();
        lock(&vault.0.writer)
            .pragma_update(None, "user_version", 4_000)
            .unwrap();
        drop(vault);
        let opened = Vault::open(home.path(), &SecretBytes::new(b"correct horse".to_vec()));
        assert!(matches!(opened, Err(OpenFault::TooNew)));
    }

    #[test]
    fn a_damaged_database_is_named() {
        let (vault, home) = vault();
        drop(vault);
        fs::write(database::path(home.path()), vec![7; 8_192]).unwrap();
        let opened = Vault::open(home.path(), &SecretBytes::new(b"correct horse".to_vec()));
        assert!(matches!(opened, Err(OpenFault::Damaged)), "{opened:?}");
    }
}
