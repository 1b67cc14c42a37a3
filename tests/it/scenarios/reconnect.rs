// SPDX-License-Identifier: MIT OR Apache-2.0
//! A relay that is gone for a while is tried again ever more rarely, and not by everybody at the same moment. The tests'
//! clock leaps when all wait: nobody really waits ten minutes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use toguna_sdk::{CancellationToken, Dialer, Dialing, Endpoint, Lane, Options};
use toguna_tests::{Member, Memory, Shelf as _, Wire, World, beside};
use tokio::time::Instant;

/// A way to the relay that writes down when it is tried.
#[derive(Clone, Debug)]
struct Tried {
    wire: Wire,
    at: Arc<Mutex<Vec<Instant>>>,
}

impl Dialer for Tried {
    fn dial(&self, endpoint: &Endpoint, lane: Lane) -> Dialing {
        self.at.lock().unwrap().push(Instant::now());
        self.wire.dial(endpoint, lane)
    }
}

impl Tried {
    fn on(wire: &Wire) -> Self {
        let (wire, at) = (wire.clone(), Arc::default());
        Self { wire, at }
    }

    /// What was waited between two tries.
    fn pauses(&self) -> Vec<Duration> {
        let at = self.at.lock().unwrap();
        at.windows(2).map(|two| two[1] - two[0]).collect()
    }
}

async fn member(world: &World, name: &str, way: &Tried) -> Member {
    let options = Options {
        dialer: Some(Arc::new(way.clone())),
        ..world.options()
    };
    world.member_with(name, options).await
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_is_gone_is_tried_ever_more_rarely_and_by_each_at_its_own_time() {
    let world = World::on(&Memory::empty()).await;
    let ways = [Tried::on(&world.wire), Tried::on(&world.wire)];
    let members = [
        member(&world, "Amal", &ways[0]).await,
        member(&world, "Béatrice", &ways[1]).await,
    ];
    world.crashes();
    ways.iter().for_each(|way| way.at.lock().unwrap().clear());
    let stop = CancellationToken::new();
    let following = members.map(|member| {
        let stop = stop.clone();
        beside(async move { member.client.follow(None, |_| {}, stop).await })
    });
    tokio::time::sleep(Duration::from_mins(10)).await; // sleep: of the tests' clock, which leaps
    stop.cancel();
    for ended in following {
        ended.await.unwrap().unwrap();
    }
    for way in &ways {
        let pauses = way.pauses();
        assert!(
            (15..80).contains(&pauses.len()),
            "{} tries in ten minutes",
            pauses.len()
        );
        assert!(pauses.iter().all(|pause| *pause < Duration::from_secs(46)));
        let late = &pauses[pauses.len() - 5..];
        assert!(
            late.iter().all(|pause| *pause > Duration::from_secs(14)),
            "{late:?}"
        );
    }
    assert_ne!(ways[0].pauses(), ways[1].pauses(), "each at its own time");
}
