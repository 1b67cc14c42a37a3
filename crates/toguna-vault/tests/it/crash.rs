// SPDX-License-Identifier: MIT OR Apache-2.0
//! Processes that die in the middle of a transaction.

use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;

use crate::child::{READY, Role, child};
use crate::home::{fresh, open, receive, received};

const SIGKILL: i32 = 9;

// claim: CLM-CRASH-01
#[test]
fn a_process_killed_at_any_write_of_a_transaction_leaves_all_of_it_or_nothing() {
    let (vault, home) = fresh();
    vault.write(|tx| receive(tx, 0)).unwrap();
    drop(vault);
    let mut points = 0;
    loop {
        points += 1;
        let status = child(Role::DieAtWrite, home.path(), points)
            .output()
            .unwrap()
            .status;
        let vault = open(home.path());
        if status.signal() == Some(SIGKILL) {
            assert_eq!(received(&vault), 1, "killed at {points}");
        } else {
            assert!(status.success());
            assert_eq!(received(&vault), 2);
            break;
        }
    }
    // Seven rows and the commit.
    assert_eq!(points, 8 + 1);
}

#[test]
fn a_process_killed_while_it_holds_the_transaction_lets_the_next_one_in() {
    let (vault, home) = fresh();
    vault.write(|tx| receive(tx, 0)).unwrap();
    for n in 1..4 {
        let mut held = child(Role::HangInside, home.path(), n).spawn().unwrap();
        wait_for_ready(&mut held);
        // Readers see the last committed state beside it, and putting the device away waits for nobody.
        assert_eq!(received(&vault), n);
        vault.checkpoint().unwrap();
        held.kill().unwrap();
        assert_eq!(held.wait().unwrap().signal(), Some(SIGKILL));
        vault.write(|tx| receive(tx, u8::try_from(n).unwrap())).unwrap();
        assert_eq!(received(&vault), n + 1);
        assert!(vault.read(|tx| tx.mls_list("filler", b"")).unwrap().is_empty());
    }
    drop(vault);
    assert_eq!(received(&open(home.path())), 4);
}

fn wait_for_ready(child: &mut std::process::Child) {
    let out = child.stdout.as_mut().unwrap();
    let mut seen = Vec::new();
    let mut byte = [0];
    while !seen.ends_with(READY) {
        out.read_exact(&mut byte).unwrap();
        seen.extend_from_slice(&byte);
    }
}
