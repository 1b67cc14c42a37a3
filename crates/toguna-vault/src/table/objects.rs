// SPDX-License-Identifier: MIT OR Apache-2.0
//! Shared objects, as the operations that count have made them.

use rusqlite::params;
use toguna_types::{AccountId, LogId, ObjectId, Seq};

use super::Objects;
use crate::VaultFault;
use crate::row::{Cells, number};
use crate::search::{Query, words};

/// One object.
#[derive(Clone, PartialEq, Eq)]
pub struct ObjectRow {
    /// The space's log.
    pub log: LogId,
    /// The object.
    pub object: ObjectId,
    /// What kind of object it is.
    pub schema: String,
    /// The newest version of that schema somebody wrote it by.
    pub version: u16,
    /// Who made it.
    pub author: AccountId,
    /// Where the operation stands that made it.
    pub created: Seq,
    /// Where the last operation stands that changed it.
    pub upto: Seq,
    /// The object itself.
    pub state: Vec<u8>,
    /// Its fields, as JSON with its keys in order.
    pub fields: String,
}

toguna_types::quiet_debug!(ObjectRow);

impl Objects<'_> {
    /// Writes an object down, and what of it can be found by its words.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, object: &ObjectRow, text: &str) -> Result<(), VaultFault> {
        let key = (object.log.as_bytes(), object.object.as_bytes());
        self.tx
            .erase("DELETE FROM object_texts WHERE log = ?1 AND object = ?2", key)?;
        self.tx.erase(
            "INSERT INTO objects (log, object, schema, version, author, created, upto, state, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT DO UPDATE SET version = ?4, upto = ?7, state = ?8, fields = ?9",
            params![
                key.0,
                key.1,
                object.schema,
                object.version,
                object.author.as_bytes(),
                number(object.created.get()),
                number(object.upto.get()),
                object.state,
                object.fields,
            ],
        )?;
        let folded: Vec<String> = words(text).map(|word| word.folded).collect();
        if folded.is_empty() {
            return Ok(());
        }
        self.tx
            .run("INSERT INTO object_texts (log, object) VALUES (?1, ?2)", key)?;
        self.tx.run(
            "INSERT INTO words (rowid, text) VALUES (?1, ?2)",
            (self.tx.last_place().saturating_neg(), folded.join(" ")),
        )?;
        Ok(())
    }

    /// One object.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId, object: ObjectId) -> Result<Option<ObjectRow>, VaultFault> {
        self.tx.one(
            "objects",
            "SELECT * FROM objects WHERE log = ?1 AND object = ?2",
            (log.as_bytes(), object.as_bytes()),
            read,
        )
    }

    /// The objects of one schema in a space, the oldest first, after a place in the log.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(
        &self,
        log: LogId,
        schema: &str,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<ObjectRow>, VaultFault> {
        self.tx.all(
            "objects",
            "SELECT * FROM objects WHERE log = ?1 AND schema = ?2 AND created > ?3 ORDER BY created LIMIT ?4",
            params![log.as_bytes(), schema, number(after.get()), limit],
            read,
        )
    }

    /// The objects of a space that name something by its hash, in hexadecimal.
    ///
    /// # Errors
    /// If the database fails.
    pub fn naming(&self, log: LogId, hash: &str) -> Result<Vec<ObjectRow>, VaultFault> {
        self.tx.all(
            "objects",
            "SELECT * FROM objects WHERE log = ?1 AND instr(fields, ?2) > 0 ORDER BY created",
            params![log.as_bytes(), hash],
            read,
        )
    }

    /// The objects whose words are asked for, the best first: in one space or in all.
    ///
    /// # Errors
    /// If the database fails.
    pub fn find(&self, query: &Query, logs: &[LogId], limit: u32) -> Result<Vec<ObjectRow>, VaultFault> {
        let found = self.tx.all(
            "objects",
            "SELECT objects.* FROM words JOIN object_texts ON object_texts.id = -words.rowid
                 JOIN objects USING (log, object)
             WHERE words MATCH ?1 ORDER BY round(words.rank, 6), created DESC, log LIMIT ?2",
            params![query.expression(), if logs.is_empty() { limit } else { u32::MAX }],
            read,
        )?;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let among = |row: &ObjectRow| logs.is_empty() || logs.contains(&row.log);
        Ok(found.into_iter().filter(among).take(most).collect())
    }
}

fn read(row: &Cells<'_>) -> Result<ObjectRow, VaultFault> {
    Ok(ObjectRow {
        log: row.id("log", LogId::from_slice)?,
        object: row.id("object", ObjectId::from_slice)?,
        schema: row.text("schema")?,
        version: row.small("version")?,
        author: row.id("author", AccountId::from_slice)?,
        created: Seq::new(row.number("created")?),
        upto: Seq::new(row.number("upto")?),
        state: row.blob("state")?,
        fields: row.text("fields")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn an_object_is_found_by_what_it_says_now_and_no_more_by_what_it_said() {
        let (vault, _home) = vault();
        let object = ObjectRow {
            log: LogId::from_bytes([1; 32]),
            object: ObjectId::from_bytes([2; 16]),
            schema: "library-item".to_owned(),
            version: 1,
            author: AccountId::from_bytes([3; 32]),
            created: Seq::new(4),
            upto: Seq::new(4),
            state: vec![0, 0],
            fields: "{}".to_owned(),
        };
        vault
            .write(|tx| {
                let find = |typed: &str| tx.objects().find(&Query::parse(typed).unwrap(), &[object.log], 9);
                tx.objects().put(&object, "الإعلان العالمي")?;
                assert_eq!(find("اعلان")?, std::slice::from_ref(&object));
                let later = ObjectRow {
                    upto: Seq::new(9),
                    ..object.clone()
                };
                tx.objects().put(&later, "La déclaration")?;
                assert!(find("اعلان")?.is_empty());
                assert_eq!(find("declaration")?, std::slice::from_ref(&later));
                assert_eq!(
                    tx.objects().naming(object.log, "{}")?,
                    std::slice::from_ref(&later)
                );
                assert!(tx.objects().naming(object.log, "ab")?.is_empty());
                assert_eq!(
                    tx.objects().list(object.log, "library-item", Seq::new(0), 9)?,
                    [later]
                );
                assert!(
                    tx.objects()
                        .list(object.log, "library-item", Seq::new(4), 9)?
                        .is_empty()
                );
                tx.ops().start_over(object.log)?;
                assert_eq!(tx.objects().get(object.log, object.object)?, None);
                assert!(find("declaration")?.is_empty());
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}
