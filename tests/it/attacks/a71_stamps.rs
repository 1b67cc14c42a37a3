// SPDX-License-Identifier: MIT OR Apache-2.0
//! A71: a commit whose stamp is missing. No member made these bytes, so nobody follows them; and nobody is locked
//! out by a relay that shows them for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use toguna_sdk::Code;
use toguna_store::{MemoryStore, Page};
use toguna_tests::{Tap, Tapped, World};
use toguna_types::{Entry, LogId};

#[derive(Default)]
struct Stripping(AtomicBool);

impl Tap for Stripping {
    fn page(&self, _log: LogId, answer: Option<Page>) -> Option<Page> {
        let mut page = answer?;
        if self.0.load(Ordering::SeqCst) {
            for entry in &mut page.entries {
                if let Entry::Whole { stamps, .. } = entry {
                    stamps.clear();
                }
            }
        }
        Some(page)
    }
}

// claim: CLM-MEMB-01
#[tokio::test(flavor = "multi_thread")]
async fn a71_an_unstamped_commit_is_not_followed_and_locks_nobody_out() {
    let relay = Arc::new(Stripping::default());
    let world = World::around(Tapped::new(MemoryStore::new(), relay.clone()));
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    let before = beatrice.client.space(log).unwrap().summary.epoch;
    amal.invites(log, &celeste).await;

    relay.0.store(true, Ordering::SeqCst);
    let fault = beatrice.client.sync(Some(log), |_| {}).await.unwrap_err();
    assert_eq!(fault.is(), Code::RelayLied);
    assert_eq!(beatrice.client.space(log).unwrap().summary.epoch, before);

    relay.0.store(false, Ordering::SeqCst);
    beatrice.syncs().await;
    assert!(beatrice.client.space(log).unwrap().summary.epoch > before);
    beatrice.says(log, "toujours là").await;
}
