// SPDX-License-Identifier: MIT OR Apache-2.0
//! What members do, on every store.

mod arriving;
mod clocks;
mod closing;
mod coming_back;
mod conversation;
mod crowd;
mod full;
mod governing;
mod leaving;
mod long_away;
mod lost_answers;
mod messages;
mod offline;
mod overstepping;
mod own_words;
mod reconnect;
mod refound;
mod retention;
mod rounds;
mod search;
mod silence;
mod sixty;
mod steward_key;
mod together;

use toguna_sdk::LogId;
use toguna_tests::{Member, World};

/// Amal, steward, with Béatrice and Celeste in a space of hers.
pub(crate) async fn three(world: &World) -> (Member, Member, Member, LogId) {
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.brings(log, &celeste).await;
    beatrice.syncs().await;
    (amal, beatrice, celeste, log)
}
