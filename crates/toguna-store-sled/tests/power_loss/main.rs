// SPDX-License-Identifier: MIT OR Apache-2.0
//! What was acknowledged survives: a power loss at any moment, by a recording of every call that changes a file
//! (`shim.c`) replayed on a model of a disk (`model.rs`); and SIGKILL, by killing.
//!
//! `TOGUNA_LONG=1` takes ten times as many points and kills.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod check;
mod full;
mod history;
mod kill;
mod model;
mod recording;
mod workload;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Once;
use std::time::{SystemTime, UNIX_EPOCH};

use history::History;
use model::{Counts, HONEST, Model, Survivors};
use recording::Event;
use tempfile::TempDir;
use toguna_store::Store as _;
use toguna_store_sled::SledStore;
use workload::Dice;

/// The store of every crash point opens and holds everything acknowledged before it, one commit an epoch, no hole.
// claim: CLM-ORDER-02
#[test]
fn a75_a_power_loss_at_any_moment_loses_nothing_acknowledged() {
    let seed = seed();
    let recording = Recording::make(seed);
    recording.is_complete();
    let points = 200 * scale();
    let lost = recording.losses(HONEST, points, seed);
    report(&format!(
        "{points} crash points, {} lost, seed {seed}",
        lost.len()
    ));
    assert!(lost.is_empty(), "seed {seed}: {lost:#?}");
}

/// The harness can see what it is there to see: without any one of the syncs it reports losses.
// claim: CLM-ORDER-02
#[test]
fn a75_without_its_syncs_the_store_would_lose_what_it_acknowledged() {
    let seed = seed();
    let recording = Recording::make(seed);
    for (what, counts) in [
        (
            "fdatasync",
            Counts {
                fdatasync: false,
                ..HONEST
            },
        ),
        (
            "fsync of files",
            Counts {
                fsync_of_files: false,
                ..HONEST
            },
        ),
        (
            "fsync of directories",
            Counts {
                fsync_of_directories: false,
                ..HONEST
            },
        ),
    ] {
        let points = 20 * scale();
        let lost = recording.losses(counts, points, seed);
        let (n, first) = (lost.len(), lost.first());
        report(&format!(
            "without {what}: {points} points, {n} lost, seed {seed}, as {first:?}"
        ));
        assert!(
            !lost.is_empty(),
            "seed {seed}: the harness does not see the loss of {what}"
        );
    }
}

/// Does nothing but in a child that another test started.
#[test]
fn child_works() {
    let Ok(job) = std::env::var("POWER_LOSS_CHILD") else {
        return;
    };
    let parts: Vec<&str> = job.split('|').collect();
    let [dir, marks, seed, from, until] = parts[..] else {
        panic!("a malformed job")
    };
    let number = |text: &str| text.parse().unwrap();
    workload::work(
        Path::new(dir),
        Path::new(marks),
        number(seed),
        number(from),
        number(until),
    );
}

/// A command that runs `child_works` on a directory.
pub(crate) fn child(dir: &Path, marks: &Path, seed: u64, from: u64, until: u64) -> Command {
    let job = format!("{}|{}|{seed}|{from}|{until}", dir.display(), marks.display());
    let mut command = child_of("child_works");
    command.env("POWER_LOSS_CHILD", job);
    command
}

/// A command that runs one test of this binary.
pub(crate) fn child_of(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture"])
        .stdout(Stdio::null());
    command
}

/// A child's life, recorded.
struct Recording {
    seed: u64,
    dir: TempDir,
    store: PathBuf,
    events: Vec<Event>,
}

impl Recording {
    fn make(seed: u64) -> Self {
        let dir = scratch();
        let shim = recording::compile_shim(dir.path());
        let (store, marks, log) = (
            dir.path().join("store"),
            dir.path().join("marks"),
            dir.path().join("log"),
        );
        std::fs::create_dir(&store).unwrap();
        let status = child(&store, &marks, seed, 0, OPERATIONS)
            .env("LD_PRELOAD", shim)
            .env("RECORD_ROOT", &store)
            .env("RECORD_MARKS", &marks)
            .env("RECORD_LOG", &log)
            .status()
            .unwrap();
        assert!(status.success(), "the child failed; seed {seed}");
        let events = recording::read(&log);
        Self {
            seed,
            dir,
            store,
            events,
        }
    }

    /// The recording leads to the very files that are there: no change went past the recorder.
    fn is_complete(&self) {
        let mut model = Model::new(&self.store, HONEST);
        self.events.iter().for_each(|event| model.step(event));
        let replayed = self.dir.path().join("replayed");
        model.image(&replayed, Survivors::All);
        let (replayed, real) = (files(&replayed), files(&self.store));
        let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&replayed), names(&real));
        assert!(real.len() > 20);
        let spilt = real
            .keys()
            .find(|name| name.components().any(|part| part.as_os_str() == "blobs"));
        assert_eq!(
            spilt, None,
            "sled spilt a value into a file that it does not sync"
        );
        for (name, bytes) in &real {
            assert!(
                replayed[name] == *bytes,
                "{} differs from its recording",
                name.display()
            );
        }
    }

    /// Loses power at so many moments; what was lost.
    fn losses(&self, counts: Counts, points: u64, seed: u64) -> Vec<String> {
        let mut dice = Dice::new(seed);
        let mut at: Vec<(usize, bool)> = (0..points)
            .map(|n| (dice.below(self.events.len() as u64 + 1) as usize, n % 2 == 0))
            .collect();
        at.sort_unstable();
        let mut model = Model::new(&self.store, counts);
        let mut history = History::new(self.seed);
        let mut lost = Vec::new();
        let mut points = at.into_iter().peekable();
        for (n, event) in self.events.iter().map(Some).chain([None]).enumerate() {
            while let Some((_, strict)) = points.next_if(|(at, _)| *at == n) {
                let survivors = if strict {
                    Survivors::None
                } else {
                    Survivors::Some { seed: dice.roll() }
                };
                if let Err(what) = self.lose_power(&model, &history, survivors) {
                    lost.push(format!("at {n} ({survivors:?}): {what}"));
                }
            }
            if let Some(event) = event {
                model.step(event);
                if let Event::Mark(lines) = event {
                    lines.lines().for_each(|line| history.mark(line));
                }
            }
        }
        lost
    }

    fn lose_power(&self, model: &Model, history: &History, survivors: Survivors) -> Result<(), String> {
        let image = tempfile::tempdir_in(self.dir.path()).unwrap();
        model.image(image.path(), survivors);
        let checked = quietly(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let store =
                SledStore::open(image.path(), workload::options()).map_err(|fault| format!("{fault:?}"))?;
            runtime.block_on(async {
                let checked = check::check(history, &store).await;
                store.close().await.map_err(|fault| format!("{fault:?}"))?;
                checked
            })
        });
        checked.unwrap_or_else(|| Err("a panic".to_owned()))
    }
}

/// Of one recording.
const OPERATIONS: u64 = 800;

/// A directory in memory if there is one: the model loses what it loses on any disk.
pub(crate) fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

/// Runs what may panic, and is then `None`, without a word.
fn quietly<T>(run: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                loud(info);
            }
        }));
    });
    QUIET.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(run));
    QUIET.set(false);
    done.ok()
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// From `TOGUNA_SEED`, else from the time.
pub(crate) fn seed() -> u64 {
    let chosen = std::env::var("TOGUNA_SEED")
        .ok()
        .map(|seed| seed.parse().expect("TOGUNA_SEED is a number"));
    chosen.unwrap_or_else(now)
}

#[expect(clippy::disallowed_methods, reason = "a fresh seed for each run")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 % 1_000_000
}

pub(crate) fn scale() -> u64 {
    if std::env::var_os("TOGUNA_LONG").is_some() {
        10
    } else {
        1
    }
}

#[expect(clippy::print_stderr, reason = "a test says how much it tried")]
pub(crate) fn report(line: &str) {
    eprintln!("{line}");
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut dirs = vec![dir.to_path_buf()];
    while let Some(next) = dirs.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                found.insert(
                    path.strip_prefix(dir).unwrap().to_path_buf(),
                    std::fs::read(&path).unwrap(),
                );
            }
        }
    }
    found
}
