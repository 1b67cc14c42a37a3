// SPDX-License-Identifier: MIT OR Apache-2.0
//! Several processes over one vault.

use toguna_types::{SecretBytes, SeededEntropy};
use toguna_vault::{Cost, OpenFault, Vault, VaultFault};

use crate::child::{Role, child};
use crate::home::{count, counted, fresh};

#[test]
fn two_processes_and_two_threads_count_without_losing_one() {
    const EACH: u64 = 60;
    let (vault, home) = fresh();
    let mut children: Vec<_> = (0..2)
        .map(|_| child(Role::Count, home.path(), EACH).spawn().unwrap())
        .collect();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let vault = vault.clone();
            scope.spawn(move || {
                for _ in 0..EACH {
                    vault.write(count).unwrap();
                    vault.read(counted).unwrap();
                }
            });
        }
    });
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    vault
        .read(|tx| {
            assert_eq!(counted(tx)?, 4 * EACH);
            assert_eq!(tx.generation()?, 4 * EACH);
            Ok::<_, VaultFault>(())
        })
        .unwrap();
}

#[test]
fn the_generation_shows_what_another_process_wrote() {
    let (vault, home) = fresh();
    let before = vault.read(|tx| tx.generation()).unwrap();
    assert!(
        child(Role::Count, home.path(), 3)
            .output()
            .unwrap()
            .status
            .success()
    );
    vault
        .write(|tx| {
            assert_eq!(tx.generation()?, before + 3);
            count(tx)
        })
        .unwrap();
    assert_eq!(vault.read(|tx| tx.generation()).unwrap(), before + 4);
}

#[test]
fn of_several_makers_of_one_vault_exactly_one_makes_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("new");
    let made = std::thread::scope(|scope| {
        let makers: Vec<_> = (0..4_u8)
            .map(|n| {
                let path = &path;
                scope.spawn(move || {
                    let passphrase = SecretBytes::new(vec![n; 8]);
                    Vault::create(path, &passphrase, Cost::FOR_TESTS, &SeededEntropy::new(n.into()))
                })
            })
            .collect();
        makers
            .into_iter()
            .map(|maker| maker.join().unwrap())
            .collect::<Vec<_>>()
    });
    let winners: Vec<_> = (0..4_u8).zip(&made).filter(|(_, made)| made.is_ok()).collect();
    assert_eq!(winners.len(), 1);
    assert!(
        made.iter()
            .filter_map(|made| made.as_ref().err())
            .all(|fault| matches!(fault, OpenFault::AlreadyThere))
    );
    Vault::open(&path, &SecretBytes::new(vec![winners[0].0; 8])).unwrap();
}
