// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finding items by their words, in the vault alone.

use toguna_casework::library::ITEM;
use toguna_types::{LogId, limit};
use toguna_vault::search::Query;

use super::LibraryItem;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
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
}

quiet_debug!(FoundItem);

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
                let space = self.end_of_chain(tx, row.log)?;
                let item = LibraryItem::of(self.shared(tx, row)?);
                found.push(FoundItem {
                    space,
                    title: tx.spaces().get(space)?.map_or_else(String::new, |row| row.title),
                    excerpt: best(&item, &query),
                    item,
                });
            }
            Ok(found)
        })
    }
}

/// The part of an item in which something was found.
fn best(item: &LibraryItem, query: &Query) -> Excerpt {
    let mut parts = item.item.parts().into_iter().map(|part| excerpt(part, query));
    let hit = parts.find(|excerpt| !excerpt.matches.is_empty());
    hit.unwrap_or_else(|| excerpt(item.title(), query))
}
