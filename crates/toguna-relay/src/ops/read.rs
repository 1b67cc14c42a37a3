// SPDX-License-Identifier: MIT OR Apache-2.0
//! Read: a page of entries, as far as the key opens them; stubs keep the chain checkable.

use toguna_auth::Method;
use toguna_store::{LogState, Opens, Page, ReadFrom, Store, StoreFault};
use toguna_types::{Entry, Epoch, LogId, Seq, limit};
use toguna_wire::{entry_to_wire, v1};

use super::refuse;
use crate::Relay;
use crate::guard::{CallFault, log_call};

/// Why no page was given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(ReadFault { Call, Store } {});

/// Gives one page. Its last place tells where the next one starts; it is the head's when there is no more.
pub(crate) async fn read<S: Store>(relay: &Relay<S>, call: v1::LogCall) -> Result<v1::ReadAnswer, ReadFault> {
    let (caller, body): (_, v1::ReadBody) = log_call(relay, Method::Read, call).await?;
    let entries = match body.limit {
        0 => limit::READ_ENTRIES,
        n => n.min(limit::READ_ENTRIES),
    };
    let after = Seq::new(body.after);
    let page = page(relay, caller.log, caller.epoch, after, entries).await?;
    let page = page.ok_or(CallFault::Capability)?;
    let last = page.entries.last().map_or(body.after, |entry| entry.seq().get());
    Ok(v1::ReadAnswer {
        end: Some(v1::PageEnd {
            epoch: page.epoch.get(),
            head: Some(page.head.into()),
            last,
            closes: caller.state.closes.unwrap_or_default(),
        }),
        entries: page.entries.into_iter().map(entry_to_wire).collect(),
    })
}

/// One page as the key of `epoch` opens it; `None` if there is no such log.
///
/// A key is judged current by the log as the page was read: a commit in between would otherwise hand the records
/// of an epoch to the key of the one before.
pub(crate) async fn page<S: Store>(
    relay: &Relay<S>,
    log: LogId,
    epoch: Epoch,
    after: Seq,
    entries: u32,
) -> Result<Option<Page>, StoreFault> {
    let Some(state) = relay.store().log_state(log).await? else {
        return Ok(None);
    };
    let mut opens = Opens {
        epoch,
        current: state.epoch == epoch,
    };
    let mut from = ReadFrom {
        log,
        after,
        opens,
        entries,
        bytes: limit::READ_BYTES,
    };
    let mut page = relay.store().read(from).await?;
    if opens.current && page.as_ref().is_some_and(|page| page.epoch != epoch) {
        opens.current = false;
        from.opens = opens;
        page = relay.store().read(from).await?;
    }
    Ok(page.map(|page| above_floor(page, &state, opens)))
}

/// With a past key, nothing up to the floor is whole.
fn above_floor(mut page: Page, state: &LogState, opens: Opens) -> Page {
    if !opens.current {
        for entry in &mut page.entries {
            if entry.seq() <= state.floor {
                *entry = Entry::Stub {
                    seq: entry.seq(),
                    class: entry.class(),
                    epoch: entry.epoch(),
                    hash: entry.hash(),
                };
            }
        }
    }
    page
}
