// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finding items by their words, in the vault alone.

use toguna_auth::{Op, Signed};
use toguna_casework::library::ITEM;
use toguna_types::{LogId, Seq, limit};
use toguna_vault::search::Query;
use toguna_vault::{ObjectRow, VaultTx};

use super::LibraryItem;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::files::newest_text;
use crate::search::{Excerpt, Search, SearchKind, excerpt};

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
    /// Finds items of libraries by their words, the best first. By an author is what they added; by a time, what was added
    /// then, as its author's clock said.
    ///
    /// # Errors
    /// [`Code::QueryInvalid`], [`Code::SpaceUnknown`].
    pub fn search_library(&self, search: &Search) -> Result<Vec<FoundItem>, Fault> {
        let query = Query::parse(&search.text)
            .map_err(|fault| Fault::because(Code::QueryInvalid, fault).at_limit(limit::QUERY_WORDS))?;
        if search.kind == Some(SearchKind::Message) {
            return Ok(Vec::new());
        }
        let most = search.most();
        // What is asked besides words is looked at item by item.
        let looked_at = if search.asks_more_than_words() {
            u32::MAX
        } else {
            most
        };
        self.vault().read(|tx| {
            let logs = self.logs_of(tx, search.space)?;
            let mut found = Vec::new();
            for row in tx.objects().find(&query, &logs, looked_at)? {
                if found.len() >= usize::try_from(most).unwrap_or(usize::MAX) {
                    break;
                }
                if row.schema == ITEM.name && is_asked_for(tx, search, &row)? {
                    found.push(self.as_found_item(tx, &query, row)?);
                }
            }
            Ok(found)
        })
    }

    fn as_found_item(&self, tx: &VaultTx<'_>, query: &Query, row: ObjectRow) -> Result<FoundItem, Fault> {
        let (space, log) = (self.end_of_chain(tx, row.log)?, row.log);
        let item = LibraryItem::of(self.shared(tx, row)?);
        let (excerpt, file) = best(tx, log, &item, query)?;
        Ok(FoundItem {
            space,
            title: tx.spaces().get(space)?.map_or_else(String::new, |row| row.title),
            excerpt,
            file,
            item,
        })
    }
}

/// Whether an item was added by whom and when is asked for.
fn is_asked_for(tx: &VaultTx<'_>, search: &Search, row: &ObjectRow) -> Result<bool, Fault> {
    if search.author.is_some_and(|author| author != row.author) {
        return Ok(false);
    }
    if search.since.is_none() && search.before.is_none() {
        return Ok(true);
    }
    let first = tx
        .ops()
        .counting(row.log, Some(row.object.as_bytes()), Seq::new(0), 1)?;
    let Some(first) = first.first() else {
        return Ok(false);
    };
    let op = Signed::<Op>::decode(&first.signed).and_then(|signed| signed.unverified());
    let added = op
        .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?
        .time;
    Ok(search.since.is_none_or(|since| added >= since) && search.before.is_none_or(|before| added < before))
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
pub(super) fn page(text: &str, place: usize) -> Option<u32> {
    let pages = |bytes: &str| bytes.bytes().filter(|byte| *byte == PAGE).count();
    let before = pages(text.get(..place)?);
    (pages(text) > 0)
        .then(|| u32::try_from(before.saturating_add(1)).ok())
        .flatten()
}

/// What stands between two pages.
pub(super) const PAGE: u8 = 0x0c;

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
