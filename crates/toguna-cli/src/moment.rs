// SPDX-License-Identifier: MIT OR Apache-2.0
//! Times as people and programs read them.

use jiff::tz::TimeZone;
use toguna_sdk::Timestamp;

/// In the machine's time zone, to the minute.
pub(crate) fn here(time: Timestamp) -> String {
    stamp(time)
        .to_zoned(TimeZone::system())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// RFC 3339, in UTC.
pub(crate) fn utc(time: Timestamp) -> String {
    stamp(time).to_string()
}

/// A colleague's clock may say anything; what no calendar holds is shown as its end.
fn stamp(time: Timestamp) -> jiff::Timestamp {
    i64::try_from(time.millis())
        .ok()
        .and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok())
        .unwrap_or(jiff::Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_is_a_time() {
        assert_eq!(utc(Timestamp::from_millis(0)), "1970-01-01T00:00:00Z");
        for ms in [0, 1_793_000_000_000, u64::MAX] {
            assert!(!here(Timestamp::from_millis(ms)).is_empty());
        }
    }
}
