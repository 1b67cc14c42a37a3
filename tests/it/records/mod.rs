// SPDX-License-Identifier: MIT OR Apache-2.0
//! Records: operations that last, and the time before a newcomer.

mod evil;
mod history;
mod keys;
mod library;
mod operations;
mod planted;

use std::time::Duration;

use toguna_sdk::{AlarmCode, LogId, Seq};
use toguna_tests::{Member, World};

const OBJECT: [u8; 16] = [7; 16];

/// What of a space's operations a member has: author and text, in the log's order.
fn has(member: &Member, log: LogId) -> Vec<String> {
    let all = member
        .client
        .operations(log, None, Seq::new(0), u32::MAX)
        .unwrap();
    let own = all.iter().filter(|op| op.kind >= 0x8000);
    own.map(|op| {
        format!(
            "{}: {}",
            op.author.handle.as_deref().unwrap_or_default(),
            String::from_utf8_lossy(&op.body)
        )
    })
    .collect()
}

/// The same after a synchronisation.
async fn sees(member: &Member, log: LogId) -> Vec<String> {
    member.syncs().await;
    has(member, log)
}

/// A member writes an operation.
async fn operates(member: &Member, log: LogId, text: &str) {
    member.client.operate(log, OBJECT, 1, text).await.unwrap();
}

fn alarms(member: &Member) -> Vec<AlarmCode> {
    let alarms = member.client.status().unwrap().alarms;
    alarms.iter().map(|alarm| alarm.code).collect()
}

/// Why entries were refused on a member's device, in the log's order.
fn verdicts(member: &Member, log: LogId) -> Vec<String> {
    let door = member.client.backdoor();
    let verdicts = door.vault().read(|tx| tx.verdicts().list(log)).unwrap();
    verdicts.into_iter().map(|verdict| verdict.reason).collect()
}

/// Newcomers renew their keys within ten minutes; after that the epoch lasts.
pub(crate) async fn settled(world: &World, members: &[&Member]) {
    for _ in 0..2 {
        for member in members {
            member.syncs().await;
        }
        world.clock.advance(Duration::from_mins(11));
    }
    for member in members {
        member.syncs().await;
    }
}
