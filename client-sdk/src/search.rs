// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finding what was said, in all spaces of a device or in one. Nobody hears of it: the index is in the vault.

use std::collections::VecDeque;
use std::ops::Range;

use toguna_types::{AccountId, Clock as _, LogId, Timestamp, limit};
use toguna_vault::search::{Query, Word, words};
use toguna_vault::{Among, EntryRow, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::{Content, Shown};

/// What to look for, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Words that must all be there, in any order: `liberté`, `"toute personne"` one after the other, `lib*` by its
    /// beginning. Accents, tashkeel, the Arabic article and capitals make no difference.
    pub text: String,
    /// Only in this space, and in those it goes on from.
    pub space: Option<LogId>,
    /// Only messages, or only items.
    pub kind: Option<SearchKind>,
    /// Only by this account.
    pub author: Option<AccountId>,
    /// Only what its author says was written then or later.
    pub since: Option<Timestamp>,
    /// Only what its author says was written before.
    pub before: Option<Timestamp>,
    /// Such many of the best, at most; 20 if nothing is said, never more than 1,000.
    pub limit: Option<u32>,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchKind {
    /// What was said.
    Message,
    /// Items of libraries.
    Item,
}

impl SearchKind {
    /// Every kind, by its name.
    pub const ALL: [Self; 2] = [Self::Message, Self::Item];

    /// Its name, for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Item => "item",
        }
    }

    /// The kind that has a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl From<&str> for Search {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

impl Search {
    pub(crate) fn most(&self) -> u32 {
        self.limit.unwrap_or(USUAL).min(limit::FOUND)
    }

    pub(crate) const fn asks_more_than_words(&self) -> bool {
        self.author.is_some() || self.since.is_some() || self.before.is_some()
    }
}

/// Something that was found.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// The space where a member finds it: the one that goes on where the log ended, if another does.
    pub space: LogId,
    /// Its title.
    pub title: String,
    /// The message.
    pub shown: Shown,
    /// The part of its text around what was looked for.
    pub excerpt: Excerpt,
}

/// Part of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// As it was written.
    pub text: String,
    /// Where the words are that were looked for, in bytes of `text`.
    pub matches: Vec<Range<usize>>,
    /// Where it begins in the whole text, in bytes.
    pub(crate) start: usize,
    /// Whether there is more before it.
    pub begins_earlier: bool,
    /// Whether there is more after it.
    pub goes_on: bool,
}

toguna_types::quiet_debug!(Found, Excerpt);

impl Client {
    /// Finds messages by their words, the best first: the rarer a word is, the more often it stands there, the better.
    /// What came since the last search is taken into the index first.
    ///
    /// # Errors
    /// [`Code::QueryInvalid`] for no word or more than 32; [`Code::SpaceUnknown`].
    pub async fn search(&self, search: Search) -> Result<Vec<Found>, Fault> {
        let query = Query::parse(&search.text)
            .map_err(|fault| Fault::because(Code::QueryInvalid, fault).at_limit(limit::QUERY_WORDS))?;
        if search.kind == Some(SearchKind::Item) {
            return Ok(Vec::new());
        }
        while self.index_some().await? {}
        self.vault().read(|tx| {
            let among = Among {
                logs: self.logs_of(tx, search.space)?,
                author: search.author,
                since: search.since,
                before: search.before,
                now: self.options().clock.now(),
                limit: search.most(),
            };
            let found = tx.texts().find(&query, &among)?;
            found.iter().map(|row| self.as_found(tx, &query, row)).collect()
        })
    }

    /// An account by a handle that this device has met, for [`Search::author`]; nobody else is asked.
    ///
    /// # Errors
    /// [`Code::PersonUnknown`].
    pub fn known_person(&self, handle: &str) -> Result<AccountId, Fault> {
        let wanted = handle.trim().to_lowercase();
        if wanted == self.keys().handle.to_lowercase() {
            return Ok(self.keys().account);
        }
        let known = self.vault().read(|tx| Ok::<_, Fault>(tx.people().list()?))?;
        let found = known.iter().find(|person| person.handle.to_lowercase() == wanted);
        found
            .filter(|_| !wanted.is_empty())
            .map(|person| person.account)
            .ok_or(Fault::new(Code::PersonUnknown))
    }

    /// The logs of a space, and of those that it goes on from; none for all spaces.
    pub(crate) fn logs_of(&self, tx: &VaultTx<'_>, space: Option<LogId>) -> Result<Vec<LogId>, Fault> {
        let Some(log) = space else {
            return Ok(Vec::new());
        };
        self.row(tx, log)?;
        Ok(self.chain_of(tx, log)?.into_iter().chain([log]).collect())
    }

    fn as_found(&self, tx: &VaultTx<'_>, query: &Query, row: &EntryRow) -> Result<Found, Fault> {
        let shown = self.shown(tx, row)?;
        let space = self.end_of_chain(tx, row.log)?;
        Ok(Found {
            space,
            title: tx.spaces().get(space)?.map_or_else(String::new, |row| row.title),
            excerpt: excerpt(&shown.text, query),
            shown,
        })
    }

    /// Takes some of what is new into the index; whether there is more.
    async fn index_some(&self) -> Result<bool, Fault> {
        if !self.vault().read(|tx| Ok::<_, Fault>(tx.texts().any_due()?))? {
            return Ok(false);
        }
        self.write(|client, tx| {
            let due = tx.texts().due(AT_ONCE)?;
            for row in &due {
                let text = match row.kind {
                    Content::TEXT => Some(searchable(&client.shown(tx, row)?)),
                    _ => None,
                };
                tx.texts().put(row.log, row.seq, text.as_deref())?;
            }
            Ok(!due.is_empty())
        })
        .await
    }
}

/// All that a message can be found by: what it says now, and what its files are called.
fn searchable(shown: &Shown) -> String {
    let files = shown.attachments.iter().map(|file| file.name.as_str());
    let parts: Vec<&str> = std::iter::once(shown.text.as_str()).chain(files).collect();
    parts.join("\n")
}

/// The words around the first that was looked for, and more of what follows than of what comes before. No more of a long
/// text is looked at than that takes.
pub(crate) fn excerpt(text: &str, query: &Query) -> Excerpt {
    let hit = |word: &Word| query.asks_for(&word.folded);
    let mut rest = words(text);
    let mut shown: VecDeque<Word> = VecDeque::new();
    let (mut begins_earlier, mut found) = (false, false);
    for word in rest.by_ref() {
        found = hit(&word);
        shown.push_back(word);
        if found {
            break;
        }
        if shown.len() > BEFORE {
            shown.pop_front();
            begins_earlier = true;
        }
    }
    if !found {
        // Nothing of it is asked for: its beginning, then.
        rest = words(text);
        shown.clear();
        shown.extend(rest.next());
        begins_earlier = false;
    }
    shown.extend(rest.by_ref().take(AFTER));
    let goes_on = rest.next().is_some();
    // Whole at an end that is the text's own, with the signs that stand there.
    let start = match shown.front() {
        Some(word) if begins_earlier => word.place.start,
        _ => 0,
    };
    let end = match shown.back() {
        Some(word) if goes_on => word.place.end,
        _ => text.len(),
    };
    let shift = |at: usize| at.saturating_sub(start);
    Excerpt {
        text: text.get(start..end).unwrap_or_default().to_owned(),
        matches: shown
            .iter()
            .filter(|word| hit(word))
            .map(|word| shift(word.place.start)..shift(word.place.end))
            .collect(),
        start,
        begins_earlier,
        goes_on,
    }
}

/// Found things that are shown unless asked otherwise.
const USUAL: u32 = 20;
/// Entries taken into the index in one transaction.
const AT_ONCE: u32 = 500;
/// Words of an excerpt before the first that was looked for.
const BEFORE: usize = 6;
/// Words of it after that.
const AFTER: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, typed: &str) -> Excerpt {
        excerpt(text, &Query::parse(typed).unwrap())
    }

    #[test]
    fn a_short_text_is_shown_whole_with_what_was_looked_for() {
        let found = around("« Toute personne a droit à la liberté. »", "LIBERTE droit");
        assert_eq!(found.text, "« Toute personne a droit à la liberté. »");
        assert!(!found.begins_earlier && !found.goes_on);
        let marked: Vec<&str> = found
            .matches
            .iter()
            .map(|at| found.text.get(at.clone()).unwrap())
            .collect();
        assert_eq!(marked, ["droit", "liberté"]);
    }

    #[test]
    fn a_long_text_is_cut_between_words_around_the_first_hit() {
        let text = (0..100).map(|n| format!("كلمة{n}، ")).collect::<String>() + "حريّة " + &"بعد ".repeat(60);
        let found = around(&text, "الحرية");
        assert!(found.begins_earlier && found.goes_on);
        assert!(found.text.starts_with("كلمة94،") && found.text.ends_with("بعد"));
        assert_eq!(found.text.get(found.matches[0].clone()), Some("حريّة"));
    }

    #[test]
    fn a_text_found_by_its_file_is_shown_from_its_beginning() {
        let found = around("voici", "rapport");
        assert_eq!((found.text.as_str(), found.matches.len()), ("voici", 0));
        assert_eq!(around("", "rapport").text, "");
    }
}
