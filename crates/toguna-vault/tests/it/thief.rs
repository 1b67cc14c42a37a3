// SPDX-License-Identifier: MIT OR Apache-2.0
//! Somebody takes the device: what is in the files, and in the memory of a process that locked the vault.

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use toguna_types::{Entropy, SecretBytes, SeededEntropy};
use toguna_vault::{Cost, OpenFault, Vault, VaultFault};

use crate::child::{Role, child};
use crate::home::{CANARY, create, fresh, open, passphrase, receive, received};

// claim: CLM-REST-01
#[test]
fn a78_a_thief_finds_no_word_of_it_in_any_file() {
    let (vault, home) = fresh();
    for n in 0..40 {
        vault.write(|tx| receive(tx, n)).unwrap();
    }
    // Open: the write-ahead log holds the newest pages. Then inside a transaction, then locked.
    assert!(home.path().join("vault.db-wal").metadata().unwrap().len() > 0);
    search(home.path());
    vault
        .write(|tx| {
            receive(tx, 40)?;
            search(home.path());
            Ok::<_, VaultFault>(())
        })
        .unwrap();
    vault.checkpoint().unwrap();
    search(home.path());
    drop(vault);
    search(home.path());
    assert_eq!(received(&open(home.path())), 41);
}

// claim: CLM-REST-01
#[test]
fn a78_files_are_for_their_owner_only_even_after_a_careless_restore() {
    let (vault, home) = fresh();
    vault.write(|tx| receive(tx, 0)).unwrap();
    let modes = |home: &Path| {
        assert_eq!(mode(home), 0o700);
        for file in files(home) {
            assert_eq!(mode(&file), 0o600, "{file:?}");
        }
    };
    modes(home.path());
    drop(vault);
    for file in files(home.path()) {
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    }
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let vault = open(home.path());
    vault.write(|tx| receive(tx, 1)).unwrap();
    modes(home.path());
}

// claim: CLM-REST-01
#[test]
fn a78_a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let (vault, home) = fresh();
    vault.write(|tx| receive(tx, 0)).unwrap();
    drop(vault);
    let contents = || -> Vec<_> {
        files(home.path())
            .into_iter()
            .map(|file| (file.clone(), fs::read(file).unwrap()))
            .collect()
    };
    let before = contents();
    for guess in [
        "",
        "cheval",
        "cheval juste pile agraf",
        "Cheval juste pile agrafe",
        CANARY,
    ] {
        let opened = Vault::open(home.path(), &SecretBytes::new(guess.as_bytes().to_vec()));
        assert!(matches!(opened, Err(OpenFault::WrongPassphrase)), "{guess}");
    }
    assert_eq!(contents(), before);
}

// claim: CLM-REST-01
#[test]
fn a78_slots_of_another_vault_do_not_open_this_one() {
    let (mine, mine_home) = create(&SeededEntropy::new(1));
    let (theirs, their_home) = create(&SeededEntropy::new(2));
    mine.write(|tx| receive(tx, 0)).unwrap();
    drop((mine, theirs));
    fs::copy(their_home.path().join("slots"), mine_home.path().join("slots")).unwrap();
    let opened = Vault::open(mine_home.path(), &passphrase());
    assert!(matches!(opened, Err(OpenFault::Damaged)));
}

// claim: CLM-REST-01
#[test]
fn a78_a_process_that_locked_the_vault_holds_no_key_to_it() {
    let home = tempfile::tempdir().unwrap();
    let searched = child(Role::SearchMemory, &home.path().join("vault"), 0)
        .output()
        .unwrap();
    assert!(
        searched.status.success(),
        "{}",
        String::from_utf8_lossy(&searched.stdout)
    );
}

/// Gives one known key first, never holding it in the clear itself.
#[derive(Debug)]
struct Masked(AtomicBool);

const MASK: u8 = 0xa5;

fn masked_key() -> impl Iterator<Item = u8> {
    (1..=32_u8).map(|n| n.wrapping_mul(37) ^ MASK)
}

impl Entropy for Masked {
    fn fill(&self, bytes: &mut [u8]) {
        if bytes.len() == 32 && !self.0.swap(true, Ordering::SeqCst) {
            for (to, masked) in bytes.iter_mut().zip(masked_key()) {
                *to = masked ^ MASK;
            }
        } else {
            SeededEntropy::new(9).fill(bytes);
        }
    }
}

/// The role of a child: the data key and decrypted pages are in memory while the vault is open (or this would prove
/// nothing), and nowhere once it is locked. The key is looked for as bytes and as the hexadecimal text that
/// SQLCipher takes, a page by a line of the schema that no code of this process holds in writable memory.
pub(crate) fn search_own_memory(home: &Path) {
    let masked = |text: &[u8]| -> Vec<u8> { text.iter().map(|byte| byte ^ MASK).collect() };
    let key: Vec<u8> = masked_key().collect();
    let hex = masked_key()
        .flat_map(|byte| masked(format!("{:02x}", byte ^ MASK).as_bytes()))
        .collect();
    let line = masked(b"hybrid_count INTEGER NOT NULL");
    let needles = [key, hex, line];
    let entropy = Masked(AtomicBool::new(false));
    let vault = Vault::create(home, &passphrase(), Cost::FOR_TESTS, &entropy).unwrap();
    vault.write(|tx| receive(tx, 0)).unwrap();
    assert_eq!(received(&vault), 1);
    let [key, _, line] = in_memory(&needles);
    assert!(
        key > 0 && line > 0,
        "the search finds nothing even while the vault is open"
    );
    drop(vault);
    assert_eq!(in_memory(&needles), [0; 3], "after making it");
    let vault = open(home);
    assert_eq!(received(&vault), 1);
    drop(vault);
    assert_eq!(
        in_memory(&needles),
        [0; 3],
        "after opening it with the passphrase"
    );
}

/// How often each (masked) needle stands in the writable memory of this process.
fn in_memory(needles: &[Vec<u8>; 3]) -> [usize; 3] {
    const STEP: usize = 1 << 16;
    const OVERLAP: usize = 64;
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let memory = fs::File::open("/proc/self/mem").unwrap();
    let mut buffer = vec![0; STEP];
    let own = buffer.as_ptr().addr()..buffer.as_ptr().addr() + STEP;
    let mut found = [0; 3];
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [mut place, end] = [start, end].map(|text| usize::from_str_radix(text, 16).unwrap());
        while place < end {
            let length = (end - place).min(STEP);
            let read = memory
                .read_at(&mut buffer[..length], u64::try_from(place).unwrap())
                .unwrap_or(0);
            for (needle, found) in needles.iter().zip(&mut found) {
                *found += buffer[..read]
                    .windows(needle.len())
                    .enumerate()
                    .filter(|(offset, window)| {
                        // What this search itself has copied does not count.
                        !own.contains(&(place + offset))
                            && window
                                .iter()
                                .zip(needle)
                                .all(|(byte, masked)| byte ^ MASK == *masked)
                    })
                    .count();
            }
            place += if length == STEP { STEP - OVERLAP } else { length };
        }
    }
    buffer.fill(0);
    found
}

fn search(home: &Path) {
    let names: Vec<_> = files(home)
        .iter()
        .map(|file| file.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    for name in &names {
        assert!(
            ["making.lock", "slots", "vault.db", "vault.db-shm", "vault.db-wal"].contains(&name.as_str()),
            "{name}"
        );
    }
    for file in files(home) {
        let bytes = fs::read(&file).unwrap();
        for word in [CANARY, "SQLite format 3", "CREATE TABLE", "canary"] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} in {file:?}");
        }
    }
}

fn files(home: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(home)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}
