// SPDX-License-Identifier: MIT OR Apache-2.0
//! A random walk: members of one space say, edit, delete and commit while programs crash, wires break, answers are
//! lost, requests come twice or late, the relay is killed or lies, and time passes; one home has two programs, and
//! now and then a third follows. Again and again everything comes to rest, and what every member sees is compared with
//! the others and with a model of what was acknowledged: nothing is lost or shown twice, every lie that changed what
//! somebody saw was reported, and nothing else was.
//!
//! | file | what it is |
//! |---|---|
//! | `step.rs` | what may happen, and the seeded generator that decides what does |
//! | `choice.rs` | how often what is tried, and by whom |
//! | `deed.rs` | how a deed is done |
//! | `weather.rs` | what befalls requests between the relay and its store |
//! | `lies.rs` | what the relay shows instead of the log, and how that is found out |
//! | `window.rs` | a program that follows beside others |
//! | `stage.rs` | the members and the relay, and how a step is done |
//! | `rest.rs` | how everything comes to rest, and everybody compares |
//! | `plain.rs` | a conversation as everybody must see it |
//! | `model.rs` | what was acknowledged, and what must therefore be seen |
//!
//! One seed decides every step. A walk that fails prints its seed and its last steps; to walk it again:
//!
//! ```text
//! TOGUNA_SEED=17 cargo test -p toguna-tests --test it walk::memory
//! ```
//!
//! `TOGUNA_STEPS` makes it as long as one likes, and `TOGUNA_LONG=1` takes one walk of 10,000 steps.

mod choice;
mod deed;
mod lies;
mod model;
mod plain;
mod rest;
mod stage;
mod step;
mod weather;
mod window;

use std::sync::Mutex;
use std::thread;

use toguna_tests::{Memory, Shelf, Sled};
use tokio::runtime::Builder;

use stage::Stage;
use step::Random;

/// Steps between two rests.
const STRIDE: usize = 50;

/// Walks with one seed.
async fn walks<S: Shelf>(seed: u64, steps: usize) {
    let mut random = Random::new(seed);
    let mut stage = Stage::new(S::empty(), seed).await;
    for n in 1..=steps {
        let step = stage.chooses(&mut random);
        stage.does(step).await;
        if n % STRIDE == 0 || n == steps {
            stage.rests().await;
        }
    }
}

/// Walks with the seed of the environment, or with each of these, as many at once as there are processors.
fn walks_with<S: Shelf>(seeds: Vec<u64>, steps: usize, paused: bool) {
    let seeds = Mutex::new(number("TOGUNA_SEED").map_or(seeds, |seed| vec![seed]));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(seed) = { seeds.lock().unwrap().pop() } {
                    let mut runtime = Builder::new_current_thread();
                    let runtime = runtime.enable_all().start_paused(paused).build();
                    runtime.unwrap().block_on(walks::<S>(seed, steps));
                }
            });
        }
    });
}

fn number(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(value.parse().expect("it is a number"))
}

/// Steps of one walk.
fn steps(usual: usize) -> usize {
    number("TOGUNA_STEPS").map_or(usual, |steps| usize::try_from(steps).unwrap())
}

// The tests' clock stands still while anything is at work and leaps when all wait: nobody really waits.
#[test]
fn memory() {
    if std::env::var_os("TOGUNA_LONG").is_some() {
        walks_with::<Memory>(vec![1], steps(10_000), true);
    } else {
        walks_with::<Memory>((1..=50).collect(), steps(20), true);
    }
}

#[test]
fn sled() {
    walks_with::<Sled>(vec![4], steps(100), false);
}
