// SPDX-License-Identifier: MIT OR Apache-2.0
//! Passages: found by their words when somebody refers to them, and looked for again by everyone who reads the reference.
//! What is quoted is its author's word until this device has read the same in the file.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
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
        for content in newest(&item) {
            let Some(read) = self.vault().read(|tx| Read::of(tx, log, &item, content))? else {
                continue;
            };
            let on = |place: &Range<usize>| {
                on_page.is_none_or(|page| self::page(&read.text, place.start) == Some(page))
            };
            let hits = places(&read.words, &wanted).filter(on).take(2);
            found.extend(hits.map(|place| taken(&read.text, place, content)));
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

    /// Where passages of items stand now, each in its place. Every text is looked through once, however many there are.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn passages_stand(&self, log: LogId, asked: &[(ObjectId, &Passage)]) -> Result<Vec<Standing>, Fault> {
        let mut stands = vec![Standing::Nowhere; asked.len()];
        let items: BTreeSet<ObjectId> = asked.iter().map(|(item, _)| *item).collect();
        for id in items {
            let there = self.object(log, id)?.filter(|it| it.schema == ITEM.name);
            let Some(there) = there else {
                continue;
            };
            let item = Item::of(&there.fields);
            let mut texts = BTreeMap::new();
            for ((of, passage), stand) in asked.iter().zip(&mut stands) {
                if *of == id {
                    let look = |content| self.vault().read(|tx| Read::of(tx, log, &item, content));
                    *stand = standing(&item, passage, &mut texts, look)?;
                }
            }
        }
        Ok(stands)
    }
}

/// A text as it was read, with its words.
struct Read {
    text: String,
    words: Vec<Word>,
    /// Whether that is all of it.
    is_whole: bool,
}

impl Read {
    /// What a file says, or an item's own text; nothing if the file was not read here, or there is none.
    fn of(tx: &VaultTx<'_>, log: LogId, item: &Item, content: Option<Digest>) -> Result<Option<Self>, Fault> {
        let (text, is_whole) = match content {
            Some(content) => match tx.file_texts().get(log, content)? {
                Some(row) => (row.text, FileText::named(&row.state) == FileText::Whole),
                None => return Ok(None),
            },
            None => match item.get(Field::Text) {
                Some(text) => (text.to_owned(), true),
                None => return Ok(None),
            },
        };
        let words = words(&text).collect();
        Ok(Some(Self {
            text,
            words,
            is_whole,
        }))
    }

    /// Where a passage stands in it: where most of what stood around it stands around it, the first of equals.
    fn place_of(&self, passage: &Passage) -> Option<Range<usize>> {
        let wanted: Vec<Word> = words(&passage.exact).collect();
        let likeness = |place: &Range<usize>| {
            let now = taken(&self.text, place.clone(), None);
            let before = same(passage.prefix.chars().rev(), now.prefix.chars().rev());
            before.saturating_add(same(passage.suffix.chars(), now.suffix.chars()))
        };
        let places: Vec<_> = places(&self.words, &wanted).take(ALIKE).collect();
        // max_by_key gives the last of equals.
        places.into_iter().rev().max_by_key(likeness)
    }

    fn page(&self, place: &Range<usize>) -> Option<u32> {
        page(&self.text, place.start)
    }
}

/// The file that is an item now, and its own text.
fn newest(item: &Item) -> impl Iterator<Item = Option<Digest>> {
    let file = item.files.last().map(|file| Some(file.content));
    file.into_iter().chain([None])
}

fn standing(
    item: &Item,
    passage: &Passage,
    texts: &mut BTreeMap<Option<Digest>, Option<Read>>,
    look: impl Fn(Option<Digest>) -> Result<Option<Read>, Fault>,
) -> Result<Standing, Fault> {
    let of_file = item
        .files
        .iter()
        .find(|file| Some(file.content) == passage.content);
    for content in newest(item).chain(of_file.map(|file| Some(file.content))) {
        if let Entry::Vacant(unread) = texts.entry(content) {
            unread.insert(look(content)?);
        }
    }
    let read = |content: Option<Digest>| texts.get(&content).and_then(Option::as_ref);
    for content in newest(item) {
        if let Some(read) = read(content)
            && let Some(place) = read.place_of(passage)
        {
            let page = content.and_then(|_| read.page(&place));
            return Ok(Standing::Here { page });
        }
    }
    let is_whole = |content| read(Some(content)).is_some_and(|read| read.is_whole);
    let mut all_read = newest(item).flatten().all(is_whole);
    if let Some(older) = of_file {
        if let Some(read) = read(Some(older.content))
            && let Some(place) = read.place_of(passage)
        {
            return Ok(Standing::Earlier {
                version: older.version,
                page: read.page(&place),
            });
        }
        all_read &= is_whole(older.content);
    }
    Ok(if all_read {
        Standing::Nowhere
    } else {
        Standing::Unread
    })
}

fn same(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// Where words stand one after the other in a text, in bytes.
fn places<'a>(text: &'a [Word], wanted: &'a [Word]) -> impl Iterator<Item = Range<usize>> + 'a {
    let is_it = move |run: &&[Word]| {
        run.iter()
            .zip(wanted)
            .all(|(one, other)| one.folded == other.folded)
    };
    let runs = text
        .windows(wanted.len().max(1))
        .filter(move |_| !wanted.is_empty());
    runs.filter(is_it)
        .filter_map(|run| Some(run.first()?.place.start..run.last()?.place.end))
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

/// Places of a passage whose surroundings are compared: whoever quotes one frequent word gets no more looked at.
const ALIKE: usize = 1_000;
/// Signs that are looked at before and after a passage; many of them may be spaces.
const READ_AROUND: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Tout individu a droit à la vie,\nà la liberté et à la sûreté.\u{c}Nul ne sera tenu en esclavage.\nTout individu a droit à la liberté.";

    fn found(quote: &str) -> Vec<Passage> {
        let (text, wanted): (Vec<Word>, Vec<Word>) = (words(TEXT).collect(), words(quote).collect());
        let all = places(&text, &wanted);
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

    fn again(text: &str, passage: &Passage) -> Option<Range<usize>> {
        let read = Read {
            text: text.to_owned(),
            words: words(text).collect(),
            is_whole: true,
        };
        read.place_of(passage)
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
