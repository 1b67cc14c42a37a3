// SPDX-License-Identifier: MIT OR Apache-2.0
//! A random walk: members of one space say, edit, delete and commit while programs crash, wires break, answers are
//! lost, requests come twice or late, the relay is killed, and time passes. Now and then everything comes to rest, and
//! what every member sees is compared with the others and with a model of what was acknowledged.
//!
//! | file | what it is |
//! |---|---|
//! | `step.rs` | what may happen, and the seeded generator that decides what does |
//! | `choice.rs` | how often what is tried, and by whom |
//! | `deed.rs` | how a deed is done |
//! | `weather.rs` | what befalls requests between the relay and its store |
//! | `stage.rs` | the members and the relay, and how a step is done |
//! | `plain.rs` | a conversation as everybody must see it |
//! | `model.rs` | what was acknowledged, and what must therefore be seen |
//!
//! One seed decides every step. A walk that fails prints its seed and its last steps; to walk it again:
//!
//! ```text
//! TOGUNA_SEED=17 cargo test -p toguna-tests --test it walk::memory
//! ```

mod choice;
mod deed;
mod model;
mod plain;
mod stage;
mod step;
mod weather;

use toguna_tests::{Memory, Shelf, Sled};

use stage::Stage;
use step::Random;

/// Steps between two rests.
const STRIDE: usize = 50;

/// Walks with the seed of the environment, or with these.
async fn walks<S: Shelf>(seeds: &[u64], steps: usize) {
    let asked = std::env::var("TOGUNA_SEED").ok();
    let asked = asked.map(|seed| vec![seed.parse().expect("TOGUNA_SEED is a number")]);
    for seed in asked.unwrap_or_else(|| seeds.to_vec()) {
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
}

/// Steps of one walk: 10,000 in the long form.
fn steps(short: usize) -> usize {
    if std::env::var_os("TOGUNA_LONG").is_some() {
        10_000
    } else {
        short
    }
}

// The tests' clock stands still while anything is at work and leaps when all wait: nobody really waits.
#[tokio::test(start_paused = true)]
async fn memory() {
    walks::<Memory>(&[1, 2, 3], steps(200)).await;
}

#[tokio::test]
async fn sled() {
    walks::<Sled>(&[4], steps(200)).await;
}
