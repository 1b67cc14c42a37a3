// SPDX-License-Identifier: MIT OR Apache-2.0
//! Passages: found by their words when somebody refers to them, and looked for again by everyone who reads the reference.
//! What is quoted is its author's word until this device has read the same in the file.

use std::collections::VecDeque;
use std::ops::Range;

use toguna_casework::library::{Field, ITEM, Item, Passage, Reference};
use toguna_types::{Digest, LogId, ObjectId};
use toguna_vault::VaultTx;
use toguna_vault::search::{Word, words};

use super::LibraryItem;
use super::find::page;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::files::FileText;

/// Where a passage stands now, by what this device has read itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In the newest version, on that page if it has pages, or in the item's own text.
    Here {
        /// The page, from 1 on.
        page: Option<u32>,
    },
    /// Only in the older version that it was taken from.
    Earlier {
        /// Which version that is.
        version: u32,
        /// The page, from 1 on.
        page: Option<u32>,
    },
    /// That cannot be said: the file was not read here, or not all of it.
    Unread,
    /// Not in what it is said to stand in; or that is not in the library.
    Nowhere,
}

impl Client {
    /// The passage that an item's newest version says, or the item's own text: by its words, whatever their accents, signs
    /// and line breaks. A file that was not read here is fetched and read first.
    ///
    /// # Errors
    /// [`Code::PassageUnknown`]; [`Code::PassageAmbiguous`] if it stands there more than once (on that page, if one is
    /// given); [`Code::TooLong`], [`Code::EmptyText`] and [`Code::ItemUnknown`]; else as [`Client::read_file`].
    pub async fn find_passage(
        &self,
        log: LogId,
        item: ObjectId,
        quote: &str,
        on_page: Option<u32>,
        progress: impl FnMut(u64, u64),
    ) -> Result<Passage, Fault> {
        let wanted: Vec<Word> = words(quote).collect();
        if wanted.is_empty() {
            return Err(Fault::new(Code::EmptyText).in_field("quote"));
        }
        let too_long = |text: &str| u32::try_from(text.len()).map_or(true, |bytes| bytes > Passage::LIMIT);
        if too_long(quote) {
            return Err(Fault::too_long("quote", Passage::LIMIT));
        }
        let there = self.object(log, item)?.filter(|it| it.schema == ITEM.name);
        let item = Item::of(&there.ok_or(Fault::new(Code::ItemUnknown))?.fields);
        if let Some(newest) = item.files.last()
            && self.file_text(log, newest)? == FileText::Unread
        {
            self.read_file(log, newest, progress).await?;
        }
        let mut found = Vec::new();
        for (content, text) in self.vault().read(|tx| newest_texts(tx, log, &item))? {
            let on = |place: &Range<usize>| {
                on_page.is_none_or(|page| self::page(&text, place.start) == Some(page))
            };
            let hits = places(&text, &wanted).into_iter().filter(on);
            found.extend(hits.map(|place| taken(&text, place, content)));
        }
        match (found.pop(), found.is_empty()) {
            (Some(passage), true) if too_long(&passage.exact) => {
                Err(Fault::too_long("quote", Passage::LIMIT))
            }
            (Some(passage), true) => Ok(passage),
            (Some(_), false) => Err(Fault::new(Code::PassageAmbiguous)),
            (None, _) => Err(Fault::new(Code::PassageUnknown)),
        }
    }

    /// The items that refer to one, each with its reference to it.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn references_to(&self, log: LogId, item: ObjectId) -> Result<Vec<(LibraryItem, Reference)>, Fault> {
        let mut found = Vec::new();
        for other in self.library(log)? {
            let to = other.item.references.iter().filter(|it| it.item == item);
            found.extend(to.map(|reference| (other.clone(), reference.clone())));
        }
        Ok(found)
    }

    /// Where a passage of an item stands now.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn passage_stands(&self, log: LogId, item: ObjectId, passage: &Passage) -> Result<Standing, Fault> {
        let there = self.object(log, item)?.filter(|it| it.schema == ITEM.name);
        let Some(there) = there else {
            return Ok(Standing::Nowhere);
        };
        let item = Item::of(&there.fields);
        self.vault().read(|tx| standing(tx, log, &item, passage))
    }
}

/// What an item says now, with the file that says it: its newest version and its own text.
fn newest_texts(tx: &VaultTx<'_>, log: LogId, item: &Item) -> Result<Vec<(Option<Digest>, String)>, Fault> {
    let mut texts = Vec::new();
    if let Some(newest) = item.files.last()
        && let Some(row) = tx.file_texts().get(log, newest.content)?
    {
        texts.push((Some(newest.content), row.text));
    }
    texts.extend(item.get(Field::Text).map(|text| (None, text.to_owned())));
    Ok(texts)
}

fn standing(tx: &VaultTx<'_>, log: LogId, item: &Item, passage: &Passage) -> Result<Standing, Fault> {
    for (content, text) in newest_texts(tx, log, item)? {
        if let Some(place) = again(&text, passage) {
            let page = content.and_then(|_| page(&text, place.start));
            return Ok(Standing::Here { page });
        }
    }
    let of = |content: Digest| Ok::<_, Fault>(tx.file_texts().get(log, content)?);
    let mut all_read = match item.files.last() {
        Some(newest) => is_whole(of(newest.content)?.as_ref()),
        None => true,
    };
    let older = item.files.iter().rev().skip(1);
    if let Some(file) = older.rev().find(|file| Some(file.content) == passage.content) {
        let row = of(file.content)?;
        if let Some(row) = &row
            && let Some(place) = again(&row.text, passage)
        {
            return Ok(Standing::Earlier {
                version: file.version,
                page: page(&row.text, place.start),
            });
        }
        all_read &= is_whole(row.as_ref());
    }
    Ok(if all_read {
        Standing::Nowhere
    } else {
        Standing::Unread
    })
}

/// Whether all that a file says is known here.
fn is_whole(row: Option<&toguna_vault::FileTextRow>) -> bool {
    row.is_some_and(|row| FileText::named(&row.state) == FileText::Whole)
}

/// Where a passage stands in a text: where most of what stood around it stands around it, the first of equals.
fn again(text: &str, passage: &Passage) -> Option<Range<usize>> {
    let wanted: Vec<Word> = words(&passage.exact).collect();
    let likeness = |place: &Range<usize>| {
        let now = taken(text, place.clone(), None);
        let before = same(passage.prefix.chars().rev(), now.prefix.chars().rev());
        before.saturating_add(same(passage.suffix.chars(), now.suffix.chars()))
    };
    // max_by_key gives the last of equals.
    places(text, &wanted).into_iter().rev().max_by_key(likeness)
}

fn same(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// Where words stand one after the other in a text, in bytes.
fn places(text: &str, wanted: &[Word]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut last: VecDeque<Word> = VecDeque::new();
    for word in words(text) {
        last.push_back(word);
        if last.len() > wanted.len() {
            last.pop_front();
        }
        let is_it = last.len() == wanted.len()
            && last
                .iter()
                .zip(wanted)
                .all(|(one, other)| one.folded == other.folded);
        if is_it && let (Some(first), Some(end)) = (last.front(), last.back()) {
            found.push(first.place.start..end.place.end);
        }
    }
    found
}

/// The passage at a place of a text.
fn taken(text: &str, place: Range<usize>, content: Option<Digest>) -> Passage {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let before = part(0..place.start);
    let start = before
        .char_indices()
        .rev()
        .nth(READ_AROUND)
        .map_or(0, |(at, _)| at);
    let after = part(place.end..text.len());
    let end = after
        .char_indices()
        .nth(READ_AROUND)
        .map_or(after.len(), |(at, _)| at);
    let (before, after) = (
        on_one_line(before.get(start..).unwrap_or_default()),
        on_one_line(after.get(..end).unwrap_or_default()),
    );
    let skipped = before.chars().count().saturating_sub(Passage::AROUND);
    Passage {
        content,
        page: content.and_then(|_| page(text, place.start)),
        exact: on_one_line(part(place)),
        prefix: before.chars().skip(skipped).collect(),
        suffix: after.chars().take(Passage::AROUND).collect(),
    }
}

/// A text with one space where lines and pages end.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for sign in text.chars() {
        let sign = if sign.is_whitespace() || sign.is_control() {
            ' '
        } else {
            sign
        };
        if sign != ' ' || !line.ends_with(' ') {
            line.push(sign);
        }
    }
    line
}

/// Signs that are looked at before and after a passage; many of them may be spaces.
const READ_AROUND: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Tout individu a droit à la vie,\nà la liberté et à la sûreté.\u{c}Nul ne sera tenu en esclavage.\nTout individu a droit à la liberté.";

    fn found(quote: &str) -> Vec<Passage> {
        let wanted: Vec<Word> = words(quote).collect();
        let all = places(TEXT, &wanted).into_iter();
        all.map(|place| taken(TEXT, place, Some(Digest::ZERO))).collect()
    }

    #[test]
    fn a_passage_is_found_over_lines_and_pages_whatever_its_accents() {
        let over = found("VIE a la liberte");
        assert_eq!(over.len(), 1);
        assert_eq!(
            (over[0].exact.as_str(), over[0].page),
            ("vie, à la liberté", Some(1))
        );
        assert_eq!(over[0].prefix, "Tout individu a droit à la ");
        let pages = found("sûreté nul");
        assert_eq!((pages[0].exact.as_str(), pages[0].page), ("sûreté. Nul", Some(1)));
        assert_eq!(found("esclavage")[0].page, Some(2));
        assert_eq!(found("à la liberté").len(), 2);
        assert!(found("la mort").is_empty());
        assert!(found("Tout individu a droit à la liberté. Et plus").is_empty());
        let whole = &found(TEXT)[0];
        assert_eq!((whole.prefix.as_str(), whole.suffix.as_str()), ("", "."));
        assert_eq!(found("à la sûreté")[0].prefix.chars().count(), Passage::AROUND);
    }

    #[test]
    fn of_two_that_are_alike_the_one_with_the_same_around_it_is_found_again() {
        let twice = found("à la liberté");
        assert_eq!(twice[1].page, Some(2));
        for passage in &twice {
            let place = again(TEXT, passage).unwrap();
            assert_eq!(page(TEXT, place.start), passage.page);
        }
        let longer = format!("Nouveau préambule.\u{c}{TEXT}");
        let place = again(&longer, &twice[1]).unwrap();
        assert_eq!(page(&longer, place.start), Some(3));
        let elsewhere = Passage {
            prefix: String::new(),
            suffix: String::new(),
            ..twice[1].clone()
        };
        assert_eq!(
            page(TEXT, again(TEXT, &elsewhere).unwrap().start),
            Some(1),
            "the first of equals"
        );
    }
}
