// SPDX-License-Identifier: MIT OR Apache-2.0
//! Times as people and programs read them.

use jiff::civil::Date;
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

/// A day as people write it, in the machine's time zone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day(Date);

impl Day {
    /// Reads `2026-11-23`, in digits of any of the five languages.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let ascii = |c: char| match c {
            '\u{660}'..='\u{669}' => u32::from(c)
                .checked_sub(0x660)
                .and_then(|d| char::from_digit(d, 10)),
            c => Some(c),
        };
        let text: String = text.trim().chars().map(ascii).collect::<Option<_>>()?;
        text.parse().ok().map(Self)
    }

    /// Its first moment.
    pub(crate) fn begins(&self) -> Timestamp {
        begins(self.0)
    }

    /// The first moment of the day after it.
    pub(crate) fn ends(&self) -> Timestamp {
        begins(self.0.tomorrow().unwrap_or(Date::MAX))
    }
}

fn begins(day: Date) -> Timestamp {
    let zoned = day.to_zoned(TimeZone::system());
    let millis = zoned.map_or(0, |zoned| zoned.timestamp().as_millisecond());
    Timestamp::from_millis(u64::try_from(millis).unwrap_or(0))
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
    fn a_day_begins_and_ends() {
        for text in ["2026-11-23", " ٢٠٢٦-١١-٢٣"] {
            let day = Day::parse(text).unwrap();
            assert_eq!(day.ends().since(day.begins()).as_secs() / 3_600, 24);
        }
        for text in ["", "23.11.2026", "2026-02-30", "yesterday"] {
            assert!(Day::parse(text).is_none(), "{text}");
        }
        assert!(Day::parse("9999-12-31").is_some_and(|day| day.ends() >= day.begins()));
    }

    #[test]
    fn any_number_is_a_time() {
        assert_eq!(utc(Timestamp::from_millis(0)), "1970-01-01T00:00:00Z");
        for ms in [0, 1_793_000_000_000, u64::MAX] {
            assert!(!here(Timestamp::from_millis(ms)).is_empty());
        }
    }
}
