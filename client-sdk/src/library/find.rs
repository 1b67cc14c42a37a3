// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finding items by their words, in the vault alone.

use toguna_casework::library::ITEM;
use toguna_types::{LogId, limit};
use toguna_vault::VaultTx;
use toguna_vault::search::Query;

use super::LibraryItem;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::files::newest_text;
use crate::search::{Excerpt, excerpt};

/// An item that was found.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundItem {
    /// The space it is in.
    pub space: LogId,
    /// That space's title.
    pub title: String,
    /// The item.
    pub item: LibraryItem,
    /// The part of it around what was looked for.
    pub excerpt: Excerpt,
    /// The file in which that part stands; nothing if it stands in what members wrote of the item.
    pub file: Option<FoundIn>,
}

/// A file in which something was found.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundIn {
    /// Which version of the item it is.
    pub version: u32,
    /// What the file is called.
    pub name: String,
    /// The page, from 1 on, if it has pages.
    pub page: Option<u32>,
}

toguna_types::quiet_debug!(FoundItem, FoundIn);

impl Client {
    /// Finds items of libraries by their words, the best first: in one space or in all. What is written is as for
    /// [`crate::Search::text`].
    ///
    /// # Errors
    /// [`Code::QueryInvalid`], [`Code::SpaceUnknown`].
    pub fn search_library(
        &self,
        text: &str,
        space: Option<LogId>,
        most: Option<u32>,
    ) -> Result<Vec<FoundItem>, Fault> {
        let query = Query::parse(text)
            .map_err(|fault| Fault::because(Code::QueryInvalid, fault).at_limit(limit::QUERY_WORDS))?;
        let most = most.unwrap_or(20).min(limit::FOUND);
        self.vault().read(|tx| {
            let logs = match space {
                Some(log) => {
                    self.row(tx, log)?;
                    self.chain_of(tx, log)?.into_iter().chain([log]).collect()
                }
                None => Vec::new(),
            };
            let mut found = Vec::new();
            for row in tx.objects().find(&query, &logs, most)? {
                if row.schema != ITEM.name {
                    continue;
                }
                let (space, log) = (self.end_of_chain(tx, row.log)?, row.log);
                let item = LibraryItem::of(self.shared(tx, row)?);
                let (excerpt, file) = best(tx, log, &item, &query)?;
                found.push(FoundItem {
                    space,
                    title: tx.spaces().get(space)?.map_or_else(String::new, |row| row.title),
                    excerpt,
                    file,
                    item,
                });
            }
            Ok(found)
        })
    }
}

/// The part of an item in which something was found: in what members wrote of it, else in its newest file.
fn best(
    tx: &VaultTx<'_>,
    log: LogId,
    item: &LibraryItem,
    query: &Query,
) -> Result<(Excerpt, Option<FoundIn>), Fault> {
    let mut parts = item.item.parts().into_iter().map(|part| excerpt(part, query));
    if let Some(hit) = parts.find(|excerpt| !excerpt.matches.is_empty()) {
        return Ok((hit, None));
    }
    if let Some(text) = newest_text(tx, log, &item.item)?
        && let Some(file) = item.item.files.last()
    {
        let mut hit = excerpt(&text, query);
        if let Some(first) = hit.matches.first() {
            let found = FoundIn {
                version: file.version,
                name: file.name.clone(),
                page: page(&text, hit.start.saturating_add(first.start)),
            };
            hit.text = hit.text.replace(char::from(PAGE), " ");
            return Ok((hit, Some(found)));
        }
    }
    Ok((excerpt(item.title(), query), None))
}

/// The page on which a place stands, if there are pages.
fn page(text: &str, place: usize) -> Option<u32> {
    let pages = |bytes: &str| bytes.bytes().filter(|byte| *byte == PAGE).count();
    let before = pages(text.get(..place)?);
    (pages(text) > 0)
        .then(|| u32::try_from(before.saturating_add(1)).ok())
        .flatten()
}

/// What stands between two pages.
const PAGE: u8 = 0x0c;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_on_a_page_where_there_are_pages() {
        let text = "one\u{c}two three\u{c}four";
        let of = |word: &str| page(text, text.find(word).unwrap());
        assert_eq!([of("one"), of("three"), of("four")], [Some(1), Some(2), Some(3)]);
        assert_eq!(page("all of one", 4), None);
    }
}
