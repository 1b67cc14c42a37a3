// SPDX-License-Identifier: MIT OR Apache-2.0
//! The replay window: each stamp is answered once.
//!
//! A stamp holds for `STAMP_SKEW` on either side of the relay's clock, so its request id is remembered for twice
//! that. What was answered before this process started is not remembered: stamps from before are refused. A stamp
//! made ahead of the relay's clock could outlive a restart, so calls that take effect each time they are answered
//! are refused ahead; the others change nothing the second time.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use toguna_types::{RequestId, Timestamp, limit};

/// Whether a stamp may be made ahead of the relay's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ahead {
    /// By as much as it may be late: a repetition changes nothing.
    Allowed,
    /// Not at all.
    Refused,
}

/// What the window says of a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It is new; now it is remembered.
    Fresh,
    /// More stamps are in the window than are remembered.
    Full,
    /// It was made too long ago, too far ahead, or before this process started.
    OutOfTime,
    /// It was answered before.
    Replayed,
}

/// The request ids answered lately.
pub(crate) struct ReplayWindow {
    started: Timestamp,
    seen: Mutex<Window>,
}

#[derive(Default)]
struct Window {
    ids: BTreeSet<RequestId>,
    order: VecDeque<(Timestamp, RequestId)>,
}

impl ReplayWindow {
    /// A window that remembers nothing before `started`.
    pub(crate) fn since(started: Timestamp) -> Self {
        Self {
            started,
            seen: Mutex::default(),
        }
    }

    /// Judges a verified stamp, and remembers it if it is fresh.
    pub(crate) fn admit(&self, request: RequestId, made: Timestamp, now: Timestamp, ahead: Ahead) -> Seen {
        let too_early = made > now && ahead == Ahead::Refused;
        if made < self.started || too_early || made.distance(now) > limit::STAMP_SKEW {
            return Seen::OutOfTime;
        }
        let mut window = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        window.forget(now);
        if window.ids.contains(&request) {
            return Seen::Replayed;
        }
        if window.ids.len() >= IDS {
            return Seen::Full;
        }
        window.ids.insert(request);
        window.order.push_back((now, request));
        Seen::Fresh
    }
}

impl Window {
    /// Forgets the ids whose stamps have run out.
    fn forget(&mut self, now: Timestamp) {
        while let Some((at, id)) = self.order.front().copied() {
            if now.since(at) <= REMEMBERED {
                break;
            }
            self.order.pop_front();
            self.ids.remove(&id);
        }
    }
}

impl fmt::Debug for ReplayWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplayWindow(..)")
    }
}

/// How long an id is remembered: from the earliest moment its stamp holds to the last.
const REMEMBERED: Duration = limit::STAMP_SKEW.saturating_mul(2);

/// Ids remembered at once, at most.
const IDS: usize = 2_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_700_000_000_000);

    fn id(n: u8) -> RequestId {
        RequestId::from_bytes([n; 16])
    }

    #[test]
    fn a_stamp_is_answered_once_for_as_long_as_it_holds() {
        let window = ReplayWindow::since(START);
        let ahead = START.after(limit::STAMP_SKEW);
        assert_eq!(window.admit(id(1), ahead, START, Ahead::Allowed), Seen::Fresh);
        assert_eq!(window.admit(id(1), ahead, START, Ahead::Allowed), Seen::Replayed);
        let last = ahead.after(limit::STAMP_SKEW);
        assert_eq!(window.admit(id(1), ahead, last, Ahead::Allowed), Seen::Replayed);
        let over = last.after(Duration::from_millis(1));
        assert_eq!(window.admit(id(1), ahead, over, Ahead::Allowed), Seen::OutOfTime);
    }

    #[test]
    fn stamps_from_before_the_start_are_refused() {
        let window = ReplayWindow::since(START);
        let before = Timestamp::from_millis(START.millis() - 1);
        assert_eq!(
            window.admit(id(1), before, START, Ahead::Allowed),
            Seen::OutOfTime
        );
        assert_eq!(window.admit(id(1), START, START, Ahead::Allowed), Seen::Fresh);
    }

    #[test]
    fn old_ids_are_forgotten() {
        let window = ReplayWindow::since(START);
        assert_eq!(window.admit(id(1), START, START, Ahead::Allowed), Seen::Fresh);
        let later = START.after(REMEMBERED).after(Duration::from_millis(1));
        assert_eq!(window.admit(id(2), later, later, Ahead::Allowed), Seen::Fresh);
        assert_eq!(window.seen.lock().unwrap().ids.len(), 1);
    }

    #[test]
    fn what_must_not_be_answered_twice_may_not_be_stamped_ahead() {
        let window = ReplayWindow::since(START);
        let ahead = START.after(Duration::from_millis(1));
        assert_eq!(window.admit(id(1), ahead, START, Ahead::Refused), Seen::OutOfTime);
        assert_eq!(window.admit(id(1), ahead, ahead, Ahead::Refused), Seen::Fresh);
        let restarted = ReplayWindow::since(ahead.after(Duration::from_millis(1)));
        let now = START.after(Duration::from_millis(2));
        assert_eq!(
            restarted.admit(id(1), ahead, now, Ahead::Refused),
            Seen::OutOfTime
        );
    }
}
