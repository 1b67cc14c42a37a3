// SPDX-License-Identifier: MIT OR Apache-2.0
//! A child that is killed again and again while it works on one store.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::Stdio;

use toguna_store::Store as _;
use toguna_store_sled::SledStore;

use crate::check::check as agrees;
use crate::history::History;
use crate::workload::{self, Dice};
use crate::{child, report, scale, scratch, seed};

/// After every kill the store opens and holds everything acknowledged.
// claim: CLM-ORDER-02
#[test]
fn a75_a_killed_relay_loses_nothing_acknowledged() {
    let seed = seed();
    let mut dice = Dice::new(seed);
    let kills = 200 * scale();
    let mut acknowledged = 0;
    for store in 0..kills / KILLS_PER_STORE {
        let dir = scratch();
        let mut history = History::new(seed + store);
        for run in 0..KILLS_PER_STORE {
            let from = run * 2_000;
            kill_after(dir.path(), &mut history, seed + store, from, 1 + dice.below(60));
            let checked = check(dir.path(), &history);
            assert!(
                checked.is_ok(),
                "seed {seed}, store {store}, kill {run}: {checked:?}"
            );
        }
        acknowledged += history.acknowledged();
    }
    report(&format!(
        "{kills} kills, {acknowledged} acknowledged, seed {seed}"
    ));
}

/// Lets a child work until so many operations were acknowledged to it, then kills it; takes in all it said.
fn kill_after(dir: &Path, history: &mut History, seed: u64, from: u64, acknowledged: u64) {
    let mut child = child(dir, Path::new("/dev/stdout"), seed, from, from + 2_000)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let mut left = acknowledged;
    while left > 0 {
        line.clear();
        assert_ne!(
            said.read_line(&mut line).unwrap(),
            0,
            "the child ended by itself; seed {seed}"
        );
        history.mark(&line);
        left -= u64::from(line.starts_with("mark end"));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    // The last line may be cut short: what it says was not said.
    for line in rest.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
        history.mark(line);
    }
}

fn check(dir: &Path, history: &History) -> Result<(), String> {
    let copy = scratch();
    copy_dir(dir, copy.path());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let store = SledStore::open(copy.path(), workload::options()).map_err(|fault| format!("{fault:?}"))?;
    runtime.block_on(async {
        let checked = agrees(history, &store).await;
        store.close().await.map_err(|fault| format!("{fault:?}"))?;
        checked
    })
}

/// The check changes what it checks: it works on a copy.
fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_dir(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

const KILLS_PER_STORE: u64 = 10;
