// SPDX-License-Identifier: MIT OR Apache-2.0
//! Accounts and the handles they go by, as members have shown them.

use toguna_types::{AccountId, Timestamp};

use super::People;
use crate::VaultFault;
use crate::row::{Cells, number};

/// One account and its handle.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub account: AccountId,
    /// The handle it goes by.
    pub handle: String,
    /// When this device first saw it.
    pub first_seen: Timestamp,
}

toguna_types::quiet_debug!(Person);

/// What putting a person changed.
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub enum Naming {
    /// The account was not known.
    New,
    /// It goes by another handle than before.
    Renamed {
        /// The handle before.
        before: String,
    },
    /// Nothing changed.
    Same,
}

impl std::fmt::Debug for Naming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::New => "New",
            Self::Renamed { .. } => "Renamed",
            Self::Same => "Same",
        })
    }
}

impl People<'_> {
    /// Notes the handle of an account. When it was first seen does not change.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, person: &Person) -> Result<Naming, VaultFault> {
        let before = self.get(person.account)?;
        match before {
            Some(known) if known.handle == person.handle => return Ok(Naming::Same),
            Some(_) | None => {}
        }
        self.tx.run(
            "INSERT INTO people (account, handle, first_seen) VALUES (?1, ?2, ?3)
             ON CONFLICT (account) DO UPDATE SET handle = excluded.handle",
            (
                person.account.as_bytes(),
                &person.handle,
                number(person.first_seen.millis()),
            ),
        )?;
        Ok(before.map_or(Naming::New, |known| Naming::Renamed { before: known.handle }))
    }

    /// One account.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, account: AccountId) -> Result<Option<Person>, VaultFault> {
        self.tx.one(
            "people",
            "SELECT * FROM people WHERE account = ?1",
            [account.as_bytes()],
            read,
        )
    }

    /// The accounts that go by a handle: more than one is a case for the user.
    ///
    /// # Errors
    /// If the database fails.
    pub fn by_handle(&self, handle: &str) -> Result<Vec<Person>, VaultFault> {
        self.tx.all(
            "people",
            "SELECT * FROM people WHERE handle = ?1 ORDER BY first_seen, account",
            [handle],
            read,
        )
    }

    /// Everybody, by handle.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self) -> Result<Vec<Person>, VaultFault> {
        self.tx.all(
            "people",
            "SELECT * FROM people ORDER BY handle, account",
            [],
            read,
        )
    }
}

fn read(row: &Cells<'_>) -> Result<Person, VaultFault> {
    Ok(Person {
        account: row.id("account", AccountId::from_slice)?,
        handle: row.text("handle")?,
        first_seen: row.time("first_seen")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn a_handle_that_changes_is_reported() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let people = tx.people();
                assert_eq!(people.put(&person(1, "amal"))?, Naming::New);
                assert_eq!(people.put(&person(1, "amal"))?, Naming::Same);
                assert_eq!(people.put(&person(2, "amal"))?, Naming::New);
                assert_eq!(people.by_handle("amal")?.len(), 2);
                let renamed = Naming::Renamed {
                    before: "amal".to_owned(),
                };
                assert_eq!(people.put(&person(1, "nour"))?, renamed);
                assert_eq!(people.get(person(1, "").account)?, Some(person(1, "nour")));
                assert_eq!(people.by_handle("amal")?, [person(2, "amal")]);
                assert_eq!(people.list()?.len(), 2);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    fn person(n: u8, handle: &str) -> Person {
        Person {
            account: AccountId::from_bytes([n; 32]),
            handle: handle.to_owned(),
            first_seen: Timestamp::from_millis(n.into()),
        }
    }
}
