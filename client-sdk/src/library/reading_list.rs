// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reading lists of a library.

use toguna_casework::library::{ListChange, READING_LIST, ReadingList};
use toguna_types::{EntryId, LogId, ObjectId, Seq};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::Who;
use crate::objects::SharedObject;
use crate::titles::{answers, best, lower};

/// A reading list of a library.
#[derive(Clone, PartialEq, Eq)]
pub struct LibraryList {
    /// Its id.
    pub id: ObjectId,
    /// Who started it.
    pub added_by: Who,
    /// Where the operation stands that started it; nothing while it waits in this device's outbox.
    pub added: Option<Seq>,
    /// Where the last operation stands that changed it.
    pub changed: Option<Seq>,
    /// Whether changes of this device wait in its outbox.
    pub waiting: bool,
    /// Its title and entries.
    pub list: ReadingList,
}

toguna_types::quiet_debug!(LibraryList);

impl LibraryList {
    fn of(object: SharedObject) -> Self {
        Self {
            id: object.id,
            added_by: object.author,
            added: object.created,
            changed: object.changed,
            waiting: object.waiting,
            list: ReadingList::of(&object.fields),
        }
    }
}

impl Client {
    /// The reading lists of a space's library, by title; those without a title and entries were taken away.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn reading_lists(&self, log: LogId) -> Result<Vec<LibraryList>, Fault> {
        let objects = self.objects(log, READING_LIST.name)?;
        let lists = objects.into_iter().map(LibraryList::of);
        let mut lists: Vec<LibraryList> = lists.filter(|list| !list.list.is_empty()).collect();
        lists.sort_by_cached_key(|list| (lower(&list.list.title), list.id));
        Ok(lists)
    }

    /// Finds the one reading list that answers to a text: a whole title first, then the beginning of an id or a title.
    ///
    /// # Errors
    /// [`Code::ListUnknown`], [`Code::ListAmbiguous`].
    pub fn find_reading_list(&self, log: LogId, text: &str) -> Result<LibraryList, Fault> {
        let rank = |list: &LibraryList| answers(&list.list.title, list.id.as_bytes(), text);
        best(self.reading_lists(log)?, rank).map_err(|ambiguous| {
            Fault::new(if ambiguous {
                Code::ListAmbiguous
            } else {
                Code::ListUnknown
            })
        })
    }

    /// Starts a reading list with what is to stand on it, and waits until the relay's receipt is in the vault.
    ///
    /// # Errors
    /// [`Code::EmptyText`] without a title; else as [`Client::change_reading_list`].
    pub async fn start_reading_list(
        &self,
        log: LogId,
        title: &str,
        entries: Vec<ListChange>,
    ) -> Result<ObjectId, Fault> {
        let changes = [ListChange::Title(title.to_owned())].into_iter().chain(entries);
        let changes = checked(&ReadingList::default(), changes)?;
        let list = ObjectId::make(&self.options().entropy);
        self.change_list(log, list, changes).await?;
        Ok(list)
    }

    /// Changes a reading list and waits until the relay's receipt is in the vault; `false` if all was so already.
    ///
    /// # Errors
    /// [`Code::ListUnknown`]; [`Code::EntryUnknown`]; [`Code::EmptyText`] for a title; [`Code::TooLong`] for a title or a
    /// note; [`Code::OutOfRange`] beyond 1,000 entries; else as [`Client::operate`].
    pub async fn change_reading_list(
        &self,
        log: LogId,
        list: ObjectId,
        changes: Vec<ListChange>,
    ) -> Result<bool, Fault> {
        let changes = checked(&self.known_list(log, list)?, changes)?;
        self.change_list(log, list, changes).await
    }

    /// Takes a reading list away, entries and title; what it refers to stays. `false` if nothing of it was left.
    ///
    /// # Errors
    /// [`Code::ListUnknown`]; else as [`Client::operate`].
    pub async fn remove_reading_list(&self, log: LogId, list: ObjectId) -> Result<bool, Fault> {
        let there = self.known_list(log, list)?;
        let entries = there.entries.iter().map(|entry| ListChange::Remove(entry.id));
        let changes = entries.chain([ListChange::Title(String::new())]).collect();
        self.change_list(log, list, changes).await
    }

    fn known_list(&self, log: LogId, list: ObjectId) -> Result<ReadingList, Fault> {
        let there = self
            .object(log, list)?
            .filter(|it| it.schema == READING_LIST.name);
        let there = there.ok_or(Fault::new(Code::ListUnknown))?;
        Ok(ReadingList::of(&there.fields))
    }

    async fn change_list(&self, log: LogId, list: ObjectId, changes: Vec<ListChange>) -> Result<bool, Fault> {
        let intent = self
            .write(move |client, tx| {
                client.edit_object(tx, log, list, READING_LIST, |document| {
                    ReadingList::change(document, &changes)
                })
            })
            .await?;
        let Some(intent) = intent else {
            return Ok(false);
        };
        self.send_op(log, intent).await?;
        Ok(true)
    }
}

/// The changes as they are kept, if a list takes them.
fn checked(
    list: &ReadingList,
    changes: impl IntoIterator<Item = ListChange>,
) -> Result<Vec<ListChange>, Fault> {
    let mut known: Vec<EntryId> = list.entries.iter().map(|entry| entry.id).collect();
    let mut kept = Vec::new();
    for change in changes {
        kept.push(match change {
            ListChange::Title(title) => match fitting("title", &title)? {
                empty if empty.is_empty() => return Err(Fault::new(Code::EmptyText).in_field("title")),
                title => ListChange::Title(title),
            },
            ListChange::Add(mut entry) => {
                entry.note = fitting("note", &entry.note)?;
                known.push(entry.id);
                if known.len() > ENTRIES {
                    return Err(Fault::out_of_range(
                        "entries",
                        u64::try_from(ENTRIES).unwrap_or(u64::MAX),
                    ));
                }
                ListChange::Add(entry)
            }
            ListChange::Note(id, note) => ListChange::Note(one_of(&known, id)?, fitting("note", &note)?),
            ListChange::Move(id, after) => {
                let after = after.map(|after| one_of(&known, after)).transpose()?;
                ListChange::Move(one_of(&known, id)?, after)
            }
            ListChange::Remove(id) => ListChange::Remove(one_of(&known, id)?),
        });
    }
    Ok(kept)
}

fn one_of(known: &[EntryId], id: EntryId) -> Result<EntryId, Fault> {
    if known.contains(&id) {
        Ok(id)
    } else {
        Err(Fault::new(Code::EntryUnknown))
    }
}

fn fitting(field: &'static str, text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if u32::try_from(text.len()).map_or(true, |bytes| bytes > ReadingList::LIMIT) {
        return Err(Fault::too_long(field, ReadingList::LIMIT));
    }
    Ok(text.to_owned())
}

/// Entries of a list, at most.
const ENTRIES: usize = 1_000;
