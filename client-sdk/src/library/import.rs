// SPDX-License-Identifier: MIT OR Apache-2.0
//! Taking a table into a library: each row an item, found again by its key, so that doing it twice changes nothing.

use toguna_casework::library::{Change, Field, Kind, Refused, Row, Table, by_key};
use toguna_types::{LogId, ObjectId};

use crate::Fault;
use crate::client::Client;

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

impl Client {
    /// Takes a table into a space's library: CSV as Uwazi imports it. A row whose key is known changes that item, where
    /// it says otherwise; others add one. What cannot be taken in is named with its line, and the rest goes in. It may be
    /// repeated, also after it was interrupted. `progress` is told rows done and rows in all.
    ///
    /// # Errors
    /// [`crate::Code::NotAllowed`], [`crate::Code::NotAMember`]; [`crate::Code::StillQueued`] if all of it is in the outbox
    /// and did not get through in time.
    pub async fn import_table(
        &self,
        log: LogId,
        table: &[u8],
        how: TableImport,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Imported, Fault> {
        let table = Table::read(table);
        let mut imported = Imported {
            rows: Vec::new(),
            refused: table.refused,
            passed_over: table.passed_over,
        };
        let known = self.library(log)?.into_iter().map(|item| (item.id, item.item));
        let known = by_key(known);
        let undone = how.dry_run || how.atomic && !imported.refused.is_empty();
        let (mut todo, of) = (Vec::new(), table.rows.len());
        for row in table.rows {
            let there = known.get(&row.key);
            let (id, changes) = match there {
                Some((id, item)) => (Some(*id), row.changes(item)),
                None => (None, fresh(&row)),
            };
            let outcome = match (id, changes.is_empty()) {
                (Some(_), true) => ImportOutcome::Unchanged,
                (Some(_), false) => ImportOutcome::Changed,
                (None, _) => ImportOutcome::Added,
            };
            let item = id.or_else(|| (!undone).then(|| ObjectId::make(&self.options().entropy)));
            if let Some(item) = item.filter(|_| outcome != ImportOutcome::Unchanged && !undone) {
                todo.push((item, changes));
            }
            imported.rows.push(ImportedRow {
                line: row.line,
                key: row.key,
                outcome,
                item,
            });
        }
        let mut done = of.saturating_sub(todo.len());
        while !todo.is_empty() {
            let some: Vec<_> = todo.drain(..todo.len().min(AT_ONCE)).collect();
            done = done.saturating_add(some.len());
            let last = self
                .write(move |client, tx| {
                    let mut last = None;
                    for (item, changes) in &some {
                        last = client.edit_item(tx, log, *item, changes)?.or(last);
                    }
                    Ok(last)
                })
                .await?;
            if let Some(last) = last {
                self.send_op(log, last).await?;
            }
            progress(done, of);
        }
        Ok(imported)
    }
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
