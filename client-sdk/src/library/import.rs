// SPDX-License-Identifier: MIT OR Apache-2.0
//! Taking a table into a library: each row an item, found again by its key, so that doing it twice changes nothing.

use toguna_casework::library::{Change, Field, Item, Kind, Refused, Row, Table, Why, by_key};
use toguna_types::{Digest, LogId, ObjectId};

use super::TableArchive;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

/// Rows that are put in the outbox in one transaction.
const AT_ONCE: usize = 64;

/// How a table is taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableImport {
    /// Only says what would be done.
    pub dry_run: bool,
    /// Does nothing at all if one row cannot be taken in.
    pub atomic: bool,
}

/// What became of a table.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The rows that were taken in, or would be.
    pub rows: Vec<ImportedRow>,
    /// Those that were not, and why.
    pub refused: Vec<Refused>,
    /// Columns that say nothing here.
    pub passed_over: Vec<String>,
}

toguna_types::quiet_debug!(Imported);

/// What became of a row.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// Its line in the table.
    pub line: u64,
    /// What it is found again by.
    pub key: String,
    /// What was done.
    pub outcome: ImportOutcome,
    /// The item; none if it would be new.
    pub item: Option<ObjectId>,
}

toguna_types::quiet_debug!(ImportedRow);

/// What was done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// An item was added.
    Added,
    /// An item was changed.
    Changed,
    /// All was as the row says.
    Unchanged,
}

/// A row that is to be taken in.
struct Todo {
    item: ObjectId,
    changes: Vec<Change>,
    /// The file that it brings, by its name in the archive.
    file: Option<String>,
}

impl Client {
    /// Takes a table into a space's library: CSV as Uwazi imports it, alone or in an archive with files. A row whose key is
    /// known changes that item, where it says otherwise; others add one. What cannot be taken in is named with its line,
    /// and the rest goes in. It may be repeated, also after it was interrupted. `progress` is told rows done and rows in all.
    ///
    /// # Errors
    /// [`crate::Code::NotAllowed`], [`crate::Code::NotAMember`]; [`crate::Code::StillQueued`] if all of it is in the outbox
    /// and did not get through in time; those of [`Client::upload`].
    pub async fn import_table(
        &self,
        log: LogId,
        table: &[u8],
        mut files: Option<&mut TableArchive>,
        how: TableImport,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Imported, Fault> {
        let table = match &files {
            Some(_) => Table::read_with_files(table),
            None => Table::read(table),
        };
        let mut imported = Imported {
            rows: Vec::new(),
            refused: table.refused,
            passed_over: table.passed_over,
        };
        let mut todo = self
            .planned(log, table.rows, files.as_deref_mut(), &mut imported)
            .await?;
        let of = imported.rows.len();
        if how.dry_run || how.atomic && !imported.refused.is_empty() {
            let new = |row: &&mut ImportedRow| row.outcome == ImportOutcome::Added;
            imported
                .rows
                .iter_mut()
                .filter(new)
                .for_each(|row| row.item = None);
            return Ok(imported);
        }
        let mut done = of.saturating_sub(todo.len());
        while !todo.is_empty() {
            let mut some: Vec<Todo> = todo.drain(..todo.len().min(AT_ONCE)).collect();
            for row in &mut some {
                if let (Some(files), Some(name)) = (files.as_deref_mut(), &row.file) {
                    let file = files.file(name).ok_or(Fault::new(Code::FileUnreadable))?;
                    let file = self.upload(log, file, |_, _| {}).await?;
                    row.changes.push(Change::AddFile(Box::new(file)));
                }
                done = done.saturating_add(1);
                progress(done, of);
            }
            let last = self
                .write(move |client, tx| {
                    let mut last = None;
                    for Todo { item, changes, .. } in &some {
                        last = client.edit_item(tx, log, *item, changes)?.or(last);
                    }
                    Ok(last)
                })
                .await?;
            if let Some(last) = last {
                self.send_op(log, last).await?;
            }
        }
        Ok(imported)
    }

    /// What would become of each row, and what is to be done for it. Every file is read once, for its hash.
    async fn planned(
        &self,
        log: LogId,
        rows: Vec<Row>,
        mut files: Option<&mut TableArchive>,
        imported: &mut Imported,
    ) -> Result<Vec<Todo>, Fault> {
        let known = self.library(log)?.into_iter().map(|item| (item.id, item.item));
        let known = by_key(known);
        let mut todo = Vec::new();
        for row in rows {
            let there = known.get(&row.key);
            let (id, changes) = match there {
                Some((id, item)) => (Some(*id), row.changes(item)),
                None => (None, fresh(&row)),
            };
            let file = match (files.as_deref_mut(), row.file) {
                (Some(files), Some(name)) => match content(files, &name).await {
                    Ok(content) => (!there.is_some_and(|(_, item)| has(item, content))).then_some(name),
                    Err(why) => {
                        imported.refused.push(Refused {
                            line: row.line,
                            column: Some(name),
                            why,
                        });
                        continue;
                    }
                },
                (None, _) | (_, None) => None,
            };
            let outcome = match (id, changes.is_empty() && file.is_none()) {
                (Some(_), true) => ImportOutcome::Unchanged,
                (Some(_), false) => ImportOutcome::Changed,
                (None, _) => ImportOutcome::Added,
            };
            let item = id.unwrap_or_else(|| ObjectId::make(&self.options().entropy));
            if outcome != ImportOutcome::Unchanged {
                todo.push(Todo { item, changes, file });
            }
            imported.rows.push(ImportedRow {
                line: row.line,
                key: row.key,
                outcome,
                item: Some(item),
            });
        }
        imported.refused.sort_by_key(|refused| refused.line);
        Ok(todo)
    }
}

/// The hash of a file in an archive.
async fn content(files: &mut TableArchive, name: &str) -> Result<Digest, Why> {
    if !files.has(name) {
        return Err(Why::NoFile);
    }
    let file = files.file(name).ok_or(Why::Unreadable)?;
    let (_, content) = file.hashed().await.map_err(|_| Why::Unreadable)?;
    Ok(content)
}

fn has(item: &Item, content: Digest) -> bool {
    item.files.iter().any(|file| file.content == content)
}

/// The changes that make a new item of a row.
fn fresh(row: &Row) -> Vec<Change> {
    let set = |field: Field, value: &str| match field.kind() {
        Kind::Many => Change::Add(field, value.to_owned()),
        Kind::One | Kind::Date | Kind::Text => Change::Set(field, value.to_owned()),
    };
    let one = row.item.one.iter().map(|(field, value)| set(*field, value));
    let many = row.item.many.iter();
    let many = many.flat_map(|(field, values)| values.iter().map(|value| set(*field, value)));
    one.chain(many).collect()
}
