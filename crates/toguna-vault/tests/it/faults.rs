// SPDX-License-Identifier: MIT OR Apache-2.0
//! A fault at every write of a transaction.

use toguna_types::FaultKind;
use toguna_vault::{OpenFault, VaultFault};

use crate::home::{fresh, receive, received};

// claim: CLM-CRASH-01
#[test]
fn a_fault_at_any_write_of_a_transaction_leaves_nothing_of_it_and_the_next_one_works() {
    let (vault, _home) = fresh();
    vault.write(|tx| receive(tx, 0)).unwrap();
    let before = vault.writes_seen();
    vault.write(|tx| receive(tx, 1)).unwrap();
    let points = vault.writes_seen() - before;
    assert_eq!(points, 8);
    let generation = vault.read(|tx| tx.generation()).unwrap();
    for n in 1..=points {
        vault.fail_nth_write(n);
        let fault: VaultFault = vault.write(|tx| receive(tx, 2)).unwrap_err();
        assert!(matches!(fault, VaultFault::DiskFull), "{n}");
        assert_eq!(received(&vault), 2, "{n}");
        assert_eq!(vault.read(|tx| tx.generation()).unwrap(), generation, "{n}");
    }
    vault.fail_nth_write(0);
    vault.write(|tx| receive(tx, 2)).unwrap();
    assert_eq!(received(&vault), 3);
}

#[test]
fn a_fault_inside_a_savepoint_can_be_survived_by_the_transaction_around_it() {
    let (vault, _home) = fresh();
    vault.write(|tx| receive(tx, 0)).unwrap();
    for n in 1..=7 {
        vault.fail_nth_write(n);
        vault
            .write(|tx| {
                let inner = tx.savepoint(|tx| receive(tx, 1));
                assert!(inner.is_err());
                tx.meta().put("verdict", b"refused")
            })
            .unwrap();
        assert_eq!(received(&vault), 1, "{n}");
    }
}

#[test]
fn faults_say_what_happened_in_one_clear_sentence() {
    let full = VaultFault::DiskFull;
    assert_eq!(
        full.to_string(),
        "the disk is full; free some space, nothing was lost"
    );
    assert_eq!(full.kind(), FaultKind::Unavailable);
    assert_eq!(OpenFault::WrongPassphrase.to_string(), "the passphrase is wrong");
    assert_eq!(OpenFault::WrongPassphrase.kind(), FaultKind::Denied);
}
