// SPDX-License-Identifier: MIT OR Apache-2.0
//! Signs on a page made into a line of text: in the order in which it is read, with spaces where there is room.

use kurbo::{Point, Vec2};
use toguna_types::limit;
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::text::Sink;

/// What one sign stands for, and where it stands: seldom more than a letter.
pub(super) struct Sign {
    text: String,
    origin: Point,
    end: Point,
    /// A point further on the line that it is written on.
    ahead: Point,
    /// Its font's height.
    height: f64,
}

impl Sign {
    pub(super) fn new(text: String, origin: Point, end: Point, ahead: Point, height: f64) -> Self {
        Self {
            text,
            origin,
            end,
            ahead,
            height,
        }
    }
}

/// Signs on one line.
pub(super) struct Line {
    origin: Point,
    /// Which way it runs, of length 1.
    way: Vec2,
    height: f64,
    placed: Vec<Placed>,
}

#[derive(Clone)]
struct Placed {
    text: String,
    from: f64,
    to: f64,
}

impl Placed {
    fn is_space(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// Whether it is a letter of a script that is written from the right.
    fn is_to_left(&self) -> bool {
        matches!(class(&self.text), BidiClass::R | BidiClass::AL)
    }
}

/// How a sign behaves where directions meet.
fn class(sign: &str) -> BidiClass {
    sign.chars().next().map_or(BidiClass::ON, bidi_class)
}

impl Line {
    /// A line with one sign; nothing if that stands nowhere.
    pub(super) fn of(sign: Sign) -> Option<Self> {
        let ahead = sign.ahead - sign.origin;
        let way = ahead / ahead.hypot();
        let finite = way.is_finite() && sign.height.is_finite() && sign.height > 0.0;
        let mut line = Self {
            origin: sign.origin,
            way,
            height: sign.height,
            placed: Vec::new(),
        };
        line.push(sign);
        finite.then_some(line)
    }

    /// Whether a sign stands on it.
    pub(super) fn takes(&self, sign: &Sign) -> bool {
        let ahead = sign.ahead - sign.origin;
        let same_way = ahead.dot(self.way) > 0.98 * ahead.hypot();
        let above = (sign.origin - self.origin).cross(self.way).abs();
        same_way && above < self.height.max(sign.height) / 2.0 && self.placed.len() < limit::LINE_SIGNS
    }

    pub(super) fn push(&mut self, sign: Sign) {
        let along = |point: Point| (point - self.origin).dot(self.way);
        let (one, other) = (along(sign.origin), along(sign.end));
        self.height = self.height.max(sign.height);
        self.placed.push(Placed {
            text: sign.text.nfkc().collect(),
            from: one.min(other),
            to: one.max(other),
        });
    }

    /// Writes the line down.
    pub(super) fn fill(self, sink: &mut Sink) {
        let text = self.text();
        if let Some(first) = text.chars().next() {
            sink.line();
            sink.rejoin(first);
            sink.push(&text);
        }
    }

    fn text(mut self) -> String {
        self.placed.sort_by(|a, b| a.from.total_cmp(&b.from));
        // What is drawn twice in a place, so that it looks bold, is written once.
        let near = self.height * 0.1;
        self.placed
            .dedup_by(|next, before| next.text == before.text && next.from - before.from < near);
        let spaced = self.spaced(with_marks(self.placed.clone()));
        in_order(&spaced)
    }

    /// The signs with a space wherever there is room for one.
    fn spaced(&self, placed: Vec<Placed>) -> Vec<String> {
        let mut spaced: Vec<String> = Vec::with_capacity(placed.len());
        let mut end = f64::INFINITY;
        for sign in placed {
            if sign.from - end > self.height * SPACE && spaced.last().is_some_and(|last| last != " ") {
                spaced.push(" ".to_owned());
            }
            end = if end.is_finite() {
                end.max(sign.to)
            } else {
                sign.to
            };
            spaced.push(sign.text);
        }
        spaced
    }
}

/// How wide a space is at the least, as a part of the font's height.
const SPACE: f64 = 0.18;

/// The signs with the marks above and below them as one. Where a mark begins says which letter it stands over: near where
/// that one begins if it is written from the right, within it if from the left.
fn with_marks(placed: Vec<Placed>) -> Vec<Placed> {
    let is_mark = |sign: &Placed| sign.text.chars().all(is_combining_mark);
    let mut joined: Vec<Placed> = Vec::with_capacity(placed.len());
    let mut waiting: Vec<Placed> = Vec::new();
    for mut sign in placed {
        if is_mark(&sign) {
            waiting.push(sign);
            continue;
        }
        for mark in waiting.drain(..) {
            let far = |sign: &Placed| (sign.from - mark.from).abs();
            match joined.last_mut().filter(|before| !before.is_space()) {
                Some(before) if !sign.is_to_left() || (before.is_to_left() && far(before) < far(&sign)) => {
                    before.text.push_str(&mark.text);
                }
                _ => sign.text.push_str(&mark.text),
            }
        }
        joined.push(sign);
    }
    if let Some(last) = joined.last_mut() {
        waiting.iter().for_each(|mark| last.text.push_str(&mark.text));
    }
    joined
}

/// Signs from left to right, in the order in which they are read: the Unicode Bidirectional Algorithm (Unicode Standard
/// Annex #9) turns the order they are read in into this one, and this one back.
fn in_order(signs: &[String]) -> String {
    let to_left = signs
        .iter()
        .filter(|sign| matches!(class(sign), BidiClass::R | BidiClass::AL))
        .count();
    if to_left == 0 {
        return signs.concat();
    }
    let to_right = signs.iter().filter(|sign| class(sign) == BidiClass::L).count();
    let base = if to_left > to_right {
        Level::rtl()
    } else {
        Level::ltr()
    };
    // One character for each sign, and none that ends a paragraph.
    let first = |sign: &String| sign.chars().next().filter(|c| !c.is_control()).unwrap_or(' ');
    let line: String = signs.iter().map(first).collect();
    let info = BidiInfo::new(&line, Some(base));
    let levels: Vec<Level> = line
        .char_indices()
        .map(|(at, _)| info.levels.get(at).copied().unwrap_or(base))
        .collect();
    let order = BidiInfo::reorder_visual(&levels);
    order
        .iter()
        .filter_map(|place| signs.get(*place))
        .map(String::as_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str) -> Vec<String> {
        text.chars().map(|c| c.to_string()).collect()
    }

    fn line(placed: &[(&str, f64, f64)]) -> String {
        let sign = |(text, from, to): &(&str, f64, f64)| {
            let at = |x| Point::new(x, 700.0);
            Sign::new((*text).to_owned(), at(*from), at(*to), at(from + 12.0), 12.0)
        };
        let mut line = Line::of(sign(&placed[0])).unwrap();
        placed.iter().skip(1).for_each(|placed| {
            let sign = sign(placed);
            assert!(line.takes(&sign));
            line.push(sign);
        });
        line.text()
    }

    #[test]
    fn arabic_is_read_from_the_right_and_its_numbers_and_names_from_the_left() {
        assert_eq!(in_order(&signs("ةيرح")), "حرية");
        assert_eq!(in_order(&signs("1948 ةنس")), "سنة 1948");
        assert_eq!(in_order(&signs("NGO ةمظنم")), "منظمة NGO");
        assert_eq!(in_order(&signs("see ةيرح and 12")), "see حرية and 12");
        let ligature = ["ن", "ا", "س", "ن", "لإ", "ا"].map(str::to_owned);
        assert_eq!(in_order(&ligature), "الإنسان");
    }

    #[test]
    fn a_gap_is_a_space_and_what_is_drawn_twice_stands_once() {
        let drawn = [
            ("d", 30.0, 36.0),
            ("e", 36.0, 42.0),
            ("l", 10.0, 13.0),
            ("a", 13.0, 19.0),
            ("a", 13.3, 19.3),
        ];
        assert_eq!(line(&drawn), "la de");
        assert_eq!(line(&[("l", 0.0, 3.0), ("\u{fb01}", 3.0, 9.0)]), "lfi");
    }

    #[test]
    fn a_mark_belongs_to_the_letter_that_it_stands_over() {
        let shadda = "\u{651}";
        // As LibreOffice places it, before and behind where its letter begins.
        assert_eq!(
            line(&[("ة", 288.3, 294.9), (shadda, 293.6, 293.6), ("ي", 294.9, 298.2)]),
            "يّة"
        );
        assert_eq!(
            line(&[("ل", 405.1, 414.2), (shadda, 405.9, 405.9), ("ك", 414.3, 420.8)]),
            "كلّ"
        );
        assert_eq!(
            line(&[(" ", 339.1, 342.8), (shadda, 342.8, 342.8), ("ق", 342.9, 353.0)]).trim(),
            "قّ"
        );
        assert_eq!(
            line(&[("e", 10.0, 16.0), ("\u{301}", 15.0, 15.0), ("t", 16.0, 20.0)]),
            "e\u{301}t"
        );
    }

    #[test]
    fn a_line_that_stands_nowhere_is_none() {
        let nowhere = Point::new(f64::NAN, 0.0);
        assert!(Line::of(Sign::new("a".to_owned(), nowhere, nowhere, nowhere, 12.0)).is_none());
        let here = Point::new(1.0, 1.0);
        assert!(Line::of(Sign::new("a".to_owned(), here, here, here, 0.0)).is_none());
    }
}
