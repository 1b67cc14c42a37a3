// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finding a space by what a member types: the beginning of its id, or of its title.

use data_encoding::HEXLOWER;
use toguna_types::LogId;
use toguna_vault::{SpaceRow, SpaceState};
use unicode_normalization::UnicodeNormalization as _;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

impl Client {
    /// Finds the one space that answers to a text: a whole title first, then the beginning of an id or a title.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`], [`Code::SpaceAmbiguous`].
    pub fn find_space(&self, text: &str) -> Result<LogId, Fault> {
        let rows = self.vault().read(|tx| Ok::<_, Fault>(tx.spaces().list()?))?;
        find(&rows, text)
    }
}

fn find(rows: &[SpaceRow], text: &str) -> Result<LogId, Fault> {
    let wanted = folded(text);
    if wanted.is_empty() {
        return Err(Fault::new(Code::SpaceUnknown));
    }
    let whole = |row: &&SpaceRow| folded(&row.title) == wanted;
    let begins =
        |row: &&SpaceRow| hex(row.log).starts_with(&wanted) || folded(&row.title).starts_with(&wanted);
    // A space that this device goes on from, or is out of, answers only where no other does.
    let live = |row: &&SpaceRow| {
        !matches!(
            row.state,
            SpaceState::Left | SpaceState::Removed | SpaceState::Succeeded
        )
    };
    let steps = [
        one(rows.iter().filter(whole).filter(live)),
        one(rows.iter().filter(whole)),
        one(rows.iter().filter(begins).filter(live)),
        one(rows.iter().filter(begins)),
    ];
    let unknown =
        |found: &Result<LogId, Fault>| matches!(found, Err(fault) if fault.is() == Code::SpaceUnknown);
    let found = steps.into_iter().find(|found| !unknown(found));
    found.unwrap_or(Err(Fault::new(Code::SpaceUnknown)))
}

fn one<'a>(mut rows: impl Iterator<Item = &'a SpaceRow>) -> Result<LogId, Fault> {
    match (rows.next(), rows.next()) {
        (Some(row), None) => Ok(row.log),
        (Some(_), Some(_)) => Err(Fault::new(Code::SpaceAmbiguous)),
        (None, _) => Err(Fault::new(Code::SpaceUnknown)),
    }
}

fn folded(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).collect()
}

/// An id as members see it.
pub(crate) fn hex(log: LogId) -> String {
    HEXLOWER.encode(log.as_bytes())
}
