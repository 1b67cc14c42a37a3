// SPDX-License-Identifier: MIT OR Apache-2.0
//! Dates as far as they are known: a year, a month, a day, or a span between two of them.

use std::fmt;

/// A date as precise as somebody knew it: `2019`, `2019-05`, `2019-05-03`, `2019-05/2020`. Ordered by where it begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    from: Point,
    to: Option<Point>,
}

toguna_types::quiet_debug!(PartialDate);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Point {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// Reads a date; Arabic-Indic digits are digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().map(western).collect();
        let (from, to) = match text.split_once('/') {
            Some((from, to)) => (Point::parse(from)?, Some(Point::parse(to)?)),
            None => (Point::parse(&text)?, None),
        };
        to.is_none_or(|to| from <= to).then_some(Self { from, to })
    }

    /// Year, month and day of where it begins and of where it ends, as far as they are known.
    #[must_use]
    pub fn points(self) -> [[Option<u16>; 3]; 2] {
        let parts = |point: Point| {
            [
                Some(point.year),
                point.month.map(u16::from),
                point.day.map(u16::from),
            ]
        };
        [parts(self.from), self.to.map(parts).unwrap_or_default()]
    }
}

impl Point {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts
            .next()
            .map(|part| number(part, 2))
            .map_or(Some(None), |n| n.map(Some))?;
        let day = parts
            .next()
            .map(|part| number(part, 2))
            .map_or(Some(None), |n| n.map(Some))?;
        let month = month.map(u8::try_from).transpose().ok()?;
        let day = day.map(u8::try_from).transpose().ok()?;
        let there = month.is_none_or(|month| (1..=12).contains(&month))
            && day.is_none_or(|day| (1..=days(year, month.unwrap_or(0))).contains(&day));
        (parts.next().is_none() && year > 0 && there).then_some(Self { year, month, day })
    }
}

fn number(text: &str, len: usize) -> Option<u16> {
    (text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

const fn days(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// The ASCII digit of an Arabic-Indic one; other signs as they are.
fn western(sign: char) -> char {
    let digits = ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"];
    let value = digits
        .iter()
        .find_map(|row| row.chars().position(|digit| digit == sign));
    let digit = value.and_then(|value| u32::try_from(value).ok());
    digit
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or(sign)
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from)?;
        self.to.map_or(Ok(()), |to| write!(f, "/{to}"))
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_precise_as_it_was_written_and_comes_back_as_it_was() {
        for text in [
            "1948",
            "1948-12",
            "1948-12-10",
            "2019-05/2020",
            "2024-02-29",
            "2019-05-03/2019-05-05",
        ] {
            assert_eq!(PartialDate::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            PartialDate::parse(" ١٩٤٨-١٢-١٠ ").unwrap().to_string(),
            "1948-12-10"
        );
        for text in [
            "",
            "48",
            "1948-13",
            "1948-00",
            "1948-1",
            "2023-02-29",
            "1948-12-10-1",
            "2020/2019",
            "2019/",
            "0000",
            "1948-12-32",
            "spring 2019",
            "+948",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_begins_earlier_comes_first() {
        let date = |text| PartialDate::parse(text).unwrap();
        assert!(
            date("1948") < date("1948-12")
                && date("1948-12") < date("1948-12-10")
                && date("1948-12-10") < date("1949")
        );
    }
}
