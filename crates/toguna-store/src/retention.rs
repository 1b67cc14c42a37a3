// SPDX-License-Identifier: MIT OR Apache-2.0
//! When something kept for a while is deleted: whole days, so that no row holds a time of day.

use std::time::Duration;

use toguna_types::Timestamp;

/// The first day on which a sweep deletes what was stored at `now` to be kept for `length`: never sooner than
/// promised, at most a day later.
#[must_use]
pub fn sweep_day(now: Timestamp, length: Duration) -> u64 {
    now.after(length).day().saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_before_its_time_nor_a_day_after() {
        for ms in [0, 1, 43_200_000, 86_399_999] {
            let now = Timestamp::from_millis(ms);
            let end = now.after(Duration::from_hours(24));
            let day = sweep_day(now, Duration::from_hours(24));
            assert!(end.day() < day);
            assert!(end.after(Duration::from_hours(24)).day() >= day);
        }
    }
}
