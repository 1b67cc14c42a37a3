// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finding a space by what a member types: the beginning of its id, or of its title.

use data_encoding::HEXLOWER;
use toguna_types::LogId;
use toguna_vault::{SpaceRow, SpaceState};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::titles::{answers, best};

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
    // A space that this device goes on from, or is out of, answers only where no other does.
    let is_over = |row: &SpaceRow| {
        matches!(
            row.state,
            SpaceState::Closed | SpaceState::Left | SpaceState::Removed | SpaceState::Succeeded
        )
    };
    let rank = |row: &&SpaceRow| Some((answers(&row.title, row.log.as_bytes(), text)?, is_over(row)));
    let code = |ambiguous| {
        if ambiguous {
            Code::SpaceAmbiguous
        } else {
            Code::SpaceUnknown
        }
    };
    let found = best(rows, rank).map_err(|ambiguous| Fault::new(code(ambiguous)))?;
    Ok(found.log)
}

/// An id as members see it.
pub(crate) fn hex(log: LogId) -> String {
    HEXLOWER.encode(log.as_bytes())
}

/// The space whose id this is.
pub(crate) fn log_of_hex(hex: &str) -> Option<LogId> {
    LogId::from_slice(&HEXLOWER.decode(hex.as_bytes()).ok()?)
}
