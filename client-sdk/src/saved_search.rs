// SPDX-License-Identifier: MIT OR Apache-2.0
//! Searches that somebody does again and again, by names of their own. They stay in the vault: what a member looks for is
//! nobody else's business.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use toguna_types::{AccountId, LogId, Timestamp, limit};
use toguna_vault::VaultTx;
use toguna_vault::search::Query;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::search::{Search, SearchKind};

/// A search that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// What its owner calls it.
    pub name: String,
    /// What is looked for.
    pub search: Search,
}

impl Client {
    /// Keeps a search under a name, in place of what was kept under it.
    ///
    /// # Errors
    /// [`Code::EmptyText`] without a name and [`Code::TooLong`] for one of more than 256 bytes; [`Code::QueryInvalid`] for
    /// no word or more than 32.
    pub async fn save_search(&self, name: &str, search: &Search) -> Result<(), Fault> {
        let name = named(name)?;
        Query::parse(&search.text)
            .map_err(|fault| Fault::because(Code::QueryInvalid, fault).at_limit(limit::QUERY_WORDS))?;
        let kept = written(search).to_string().into_bytes();
        self.write(move |_, tx| Ok(tx.meta().put(&name, &kept)?)).await
    }

    /// The searches that are kept, by name.
    ///
    /// # Errors
    /// [`Code::VaultDamaged`].
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, Fault> {
        let kept = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.meta().beginning(KEY)?))?;
        kept.into_iter().map(|(key, kept)| read(&key, &kept)).collect()
    }

    /// The search that is kept under a name.
    ///
    /// # Errors
    /// [`Code::SearchUnknown`].
    pub fn saved_search(&self, name: &str) -> Result<Search, Fault> {
        let key = named(name)?;
        let kept = self.vault().read(|tx| Ok::<_, Fault>(tx.meta().get(&key)?))?;
        let kept = kept.ok_or(Fault::new(Code::SearchUnknown))?;
        Ok(read(&key, &kept)?.search)
    }

    /// Forgets the search that is kept under a name.
    ///
    /// # Errors
    /// [`Code::SearchUnknown`].
    pub async fn forget_search(&self, name: &str) -> Result<(), Fault> {
        self.saved_search(name)?;
        let key = named(name)?;
        self.write(move |_, tx| Ok(tx.meta().delete(&key)?)).await
    }
}

/// Forgets the searches in a space that is forgotten.
pub(crate) fn forget_searches_in(tx: &VaultTx<'_>, log: LogId) -> Result<(), Fault> {
    for (key, kept) in tx.meta().beginning(KEY)? {
        if read(&key, &kept).is_ok_and(|saved| saved.search.space == Some(log)) {
            tx.meta().delete(&key)?;
        }
    }
    Ok(())
}

/// The key under which a search of that name is kept.
fn named(name: &str) -> Result<String, Fault> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Fault::new(Code::EmptyText).in_field("name"));
    }
    if u32::try_from(name.len()).map_or(true, |bytes| bytes > limit::TITLE_BYTES) {
        return Err(Fault::too_long("name", limit::TITLE_BYTES));
    }
    Ok(format!("{KEY}{name}"))
}

/// How a search is kept: what is not asked for is null.
fn written(search: &Search) -> Value {
    json!({
        "author": search.author.map(|author| HEXLOWER.encode(author.as_bytes())),
        "before": search.before.map(Timestamp::millis),
        "kind": search.kind.map(SearchKind::name),
        "limit": search.limit,
        "since": search.since.map(Timestamp::millis),
        "space": search.space.map(|space| HEXLOWER.encode(space.as_bytes())),
        "text": search.text,
    })
}

/// Reads what [`written`] gave. What it cannot read is damaged: a search that asks for less finds too much.
fn read(key: &str, kept: &[u8]) -> Result<SavedSearch, Fault> {
    let search = serde_json::from_slice(kept).ok().and_then(|kept: Value| {
        let at = |name: &str| kept.get(name).filter(|value| !value.is_null());
        let space = at("space").map(|hex| LogId::from_slice(&bytes(hex)?));
        let author = at("author").map(|hex| AccountId::from_slice(&bytes(hex)?));
        let time = |name: &str| at(name).map(|millis| millis.as_u64().map(Timestamp::from_millis));
        let limit = at("limit").map(|most| u32::try_from(most.as_u64()?).ok());
        Some(Search {
            text: at("text")?.as_str()?.to_owned(),
            space: asked(space)?,
            kind: asked(at("kind").map(|kind| SearchKind::named(kind.as_str()?)))?,
            author: asked(author)?,
            since: asked(time("since"))?,
            before: asked(time("before"))?,
            limit: asked(limit)?,
        })
    });
    Ok(SavedSearch {
        name: key.strip_prefix(KEY).unwrap_or_default().to_owned(),
        search: search.ok_or(Fault::new(Code::VaultDamaged))?,
    })
}

/// What is asked for, if it could be read; that nothing is asked for can always be read.
fn asked<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        Some(read) => read.map(Some),
        None => Some(None),
    }
}

fn bytes(hex: &Value) -> Option<Vec<u8>> {
    HEXLOWER.decode(hex.as_str()?.as_bytes()).ok()
}

const KEY: &str = "search/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_read_as_it_was_kept_and_a_damaged_one_is_none() {
        let all = Search {
            text: "«منظمة» libre*".to_owned(),
            space: Some(LogId::from_bytes([1; 32])),
            kind: Some(SearchKind::Item),
            author: Some(AccountId::from_bytes([2; 32])),
            since: Some(Timestamp::from_millis(3)),
            before: Some(Timestamp::from_millis(4)),
            limit: Some(5),
        };
        for search in [Search::from("mot"), all.clone()] {
            let saved = read("search/n", written(&search).to_string().as_bytes()).unwrap();
            assert_eq!((saved.name.as_str(), saved.search), ("n", search));
        }
        for (name, value) in [
            ("text", json!(null)),
            ("space", json!("01")),
            ("kind", json!("file")),
            ("author", json!(2)),
            ("since", json!(-3)),
            ("limit", json!(u64::MAX)),
        ] {
            let mut kept = written(&all);
            kept[name] = value;
            let fault = read("search/n", kept.to_string().as_bytes()).unwrap_err();
            assert_eq!(fault.is(), Code::VaultDamaged, "{name}");
        }
    }
}
