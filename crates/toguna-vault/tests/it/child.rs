// SPDX-License-Identifier: MIT OR Apache-2.0
//! Processes of their own: this binary, run again with one role.

use std::env;
use std::io::{Read as _, Write as _, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use toguna_vault::{Vault, VaultFault};

use crate::home::{count, open, receive};
use crate::thief;

/// What a child does with the vault in its home; `n` is the role's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Counts `n` times, a transaction each.
    Count,
    /// Receives a message and dies at the `n`-th write; if there are fewer writes it lives.
    DieAtWrite,
    /// Receives a message, says so, and waits inside the transaction until it is killed.
    HangInside,
    /// Opens and locks the vault, then looks for its key in its own memory.
    SearchMemory,
}

const ROLES: [Role; 4] = [
    Role::Count,
    Role::DieAtWrite,
    Role::HangInside,
    Role::SearchMemory,
];

/// A command that runs `role` over the vault in `home`.
pub(crate) fn child(role: Role, home: &Path, n: u64) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "child::a_process_of_its_own",
            "--ignored",
            "--test-threads=1",
            "--nocapture",
        ])
        .env("TOGUNA_TEST_ROLE", format!("{role:?}"))
        .env("TOGUNA_TEST_HOME", home)
        .env("TOGUNA_TEST_N", n.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// What a child that waits says first.
pub(crate) const READY: &[u8] = b"<inside>";

#[test]
#[ignore = "run by the other tests, in a process of its own"]
fn a_process_of_its_own() {
    let Ok(role) = env::var("TOGUNA_TEST_ROLE") else {
        return;
    };
    let home = PathBuf::from(env::var_os("TOGUNA_TEST_HOME").unwrap());
    let n: u64 = env::var("TOGUNA_TEST_N").unwrap().parse().unwrap();
    match ROLES
        .into_iter()
        .find(|known| format!("{known:?}") == role)
        .unwrap()
    {
        Role::Count => {
            let vault = open(&home);
            for _ in 0..n {
                vault.write(count).unwrap();
            }
        }
        Role::DieAtWrite => die_at_write(&open(&home), n),
        Role::HangInside => hang_inside(&open(&home), n),
        Role::SearchMemory => thief::search_own_memory(&home),
    }
}

fn die_at_write(vault: &Vault, n: u64) {
    vault.exit_nth_write(n);
    vault.write(|tx| receive(tx, 1)).unwrap();
}

fn hang_inside(vault: &Vault, n: u64) {
    vault
        .write(|tx| {
            receive(tx, u8::try_from(n).unwrap())?;
            // Larger than the page cache, so that pages have gone to the log before the commit.
            for page in 0..3_000_u32 {
                tx.mls_put("filler", &page.to_be_bytes(), &[7; 4_096])?;
            }
            stdout().write_all(READY).unwrap();
            stdout().flush().unwrap();
            let _ = stdin().read(&mut [0]);
            Ok::<_, VaultFault>(())
        })
        .unwrap();
}
