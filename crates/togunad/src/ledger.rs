// SPDX-License-Identifier: MIT OR Apache-2.0
//! The ledger of registration tokens: one line for each, appended when it is made. It holds no secret: a token is
//! its signature, and that is in the link alone.

use std::io::Write as _;

use data_encoding::HEXLOWER;
use toguna_types::{Timestamp, TokenId};

use crate::home::{Home, HomeFault};

/// One token that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Issued {
    pub(crate) token: TokenId,
    pub(crate) expires: Timestamp,
}

/// Appends tokens, durably, before their links are shown.
pub(crate) fn append(home: &Home, issued: &[Issued]) -> Result<(), HomeFault> {
    let fault = |source| HomeFault::of(Home::ISSUED, source);
    let lines: String = issued.iter().map(Issued::line).collect();
    let mut file = home.append_to(Home::ISSUED)?;
    file.lock().map_err(fault)?;
    file.write_all(lines.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(fault)
}

/// Every token that was made, oldest first.
pub(crate) fn read(home: &Home) -> Result<Vec<Issued>, HomeFault> {
    let damaged = HomeFault::Damaged { file: Home::ISSUED };
    let bytes = match home.read(Home::ISSUED) {
        Ok(bytes) => bytes,
        Err(HomeFault::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(fault) => return Err(fault),
    };
    let text = String::from_utf8(bytes).map_err(|_| HomeFault::Damaged { file: Home::ISSUED })?;
    let issued: Option<Vec<Issued>> = text.lines().map(Issued::from_line).collect();
    issued.ok_or(damaged)
}

impl Issued {
    fn line(&self) -> String {
        format!("{} {}\n", hex(self.token), self.expires.millis())
    }

    fn from_line(line: &str) -> Option<Self> {
        let (token, expires) = line.split_once(' ')?;
        Some(Self {
            token: unhex(token)?,
            expires: Timestamp::from_millis(expires.parse().ok()?),
        })
    }
}

/// A token's id as operators see it.
pub(crate) fn hex(token: TokenId) -> String {
    HEXLOWER.encode(token.as_bytes())
}

/// Reads what [`hex`] wrote.
pub(crate) fn unhex(text: &str) -> Option<TokenId> {
    TokenId::from_slice(&HEXLOWER.decode(text.as_bytes()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_types::OsEntropy;

    #[test]
    fn tokens_come_back_in_the_order_they_were_made() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::make(dir.path()).unwrap();
        assert_eq!(read(&home).unwrap(), []);
        let issued: Vec<Issued> = (1..4)
            .map(|n| Issued {
                token: TokenId::make(&OsEntropy),
                expires: Timestamp::from_millis(n),
            })
            .collect();
        append(&home, &issued[..1]).unwrap();
        append(&home, &issued[1..]).unwrap();
        assert_eq!(read(&home).unwrap(), issued);
    }
}
