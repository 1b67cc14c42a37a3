// SPDX-License-Identifier: MIT OR Apache-2.0
//! Lengths of time as people type them at a terminal.

use std::time::Duration;

/// Reads a whole number and a unit: `90s`, `30m`, `12h`, `7d` or `4w`. `None` for anything else, for nothing at all
/// (`0s`) and for what no clock can count; what is too long for its purpose is the caller's to say.
#[must_use]
pub fn span(text: &str) -> Option<Duration> {
    let unit = text.chars().last()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        'w' => 7 * 24 * 60 * 60,
        _ => return None,
    };
    let number = text.strip_suffix(unit)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None; // a sign would be read as a number's
    }
    let seconds = number.parse::<u64>().ok()?.checked_mul(seconds)?;
    (seconds > 0).then(|| Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_whole_number_and_a_unit() {
        let same = [
            ("90s", 90),
            ("30m", 1_800),
            ("12h", 43_200),
            ("7d", 604_800),
            ("4w", 2_419_200),
        ];
        for (text, seconds) in same {
            assert_eq!(span(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        for bad in [
            "",
            "d",
            "7",
            "0s",
            "0w",
            "-1d",
            "+1d",
            "1.5h",
            "7 d",
            "7é",
            "7D",
            "7M",
            "m7",
            "1h30m",
            "٧d",
            "99999999999999999999h",
            "18446744073709551615m",
        ] {
            assert_eq!(span(bad), None, "{bad}");
        }
    }
}
