// SPDX-License-Identifier: MIT OR Apache-2.0
//! Columns read as the types they were written from; whatever does not parse is named.

use rusqlite::Row;
use rusqlite::types::{FromSql, ValueRef};
use toguna_types::{Digest, Secret, SecretBytes, Timestamp};

use crate::VaultFault;

/// The cells of one row of `table`.
pub(crate) struct Cells<'r> {
    row: &'r Row<'r>,
    table: &'static str,
}

impl<'r> Cells<'r> {
    pub(crate) const fn new(row: &'r Row<'r>, table: &'static str) -> Self {
        Self { row, table }
    }

    /// A cell of any SQL type.
    fn cell<T: FromSql>(&self, column: &'static str) -> Result<T, VaultFault> {
        self.row.get(column).map_err(|_| self.wrong(column))
    }

    /// A cell that `parse` makes sense of.
    pub(crate) fn parsed<S: FromSql, T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(S) -> Option<T>,
    ) -> Result<T, VaultFault> {
        parse(self.cell(column)?).ok_or_else(|| self.wrong(column))
    }

    /// A cell that may be empty; if not, `parse` makes sense of it.
    pub(crate) fn maybe<S: FromSql, T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(S) -> Option<T>,
    ) -> Result<Option<T>, VaultFault> {
        let cell: Option<S> = self.cell(column)?;
        cell.map(|cell| parse(cell).ok_or_else(|| self.wrong(column)))
            .transpose()
    }

    /// Bytes that mean nothing here.
    pub(crate) fn blob(&self, column: &'static str) -> Result<Vec<u8>, VaultFault> {
        self.cell(column)
    }

    /// Text.
    pub(crate) fn text(&self, column: &'static str) -> Result<String, VaultFault> {
        self.cell(column)
    }

    /// A truth value.
    pub(crate) fn flag(&self, column: &'static str) -> Result<bool, VaultFault> {
        self.parsed(column, |n: i64| match n {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        })
    }

    /// A number as [`number`] wrote it.
    pub(crate) fn number(&self, column: &'static str) -> Result<u64, VaultFault> {
        self.parsed(column, |n: i64| Some(from_number(n)))
    }

    /// A small number, written as it is.
    pub(crate) fn small<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, VaultFault> {
        self.parsed(column, |n: i64| T::try_from(n).ok())
    }

    /// A moment as [`number`] wrote it.
    pub(crate) fn time(&self, column: &'static str) -> Result<Timestamp, VaultFault> {
        self.number(column).map(Timestamp::from_millis)
    }

    /// An id, from its bytes.
    pub(crate) fn id<T>(&self, column: &'static str, parse: fn(&[u8]) -> Option<T>) -> Result<T, VaultFault> {
        self.bytes(column, parse)
    }

    /// An id that may be absent.
    pub(crate) fn maybe_id<T>(
        &self,
        column: &'static str,
        parse: fn(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, VaultFault> {
        match self.row.get_ref(column) {
            Ok(ValueRef::Null) => Ok(None),
            Ok(_) | Err(_) => self.bytes(column, parse).map(Some),
        }
    }

    /// A number as [`number`] wrote it, that may be absent.
    pub(crate) fn maybe_number(&self, column: &'static str) -> Result<Option<u64>, VaultFault> {
        self.maybe(column, |n: i64| Some(from_number(n)))
    }

    /// A digest.
    pub(crate) fn digest(&self, column: &'static str) -> Result<Digest, VaultFault> {
        self.bytes(column, Digest::from_slice)
    }

    /// Public bytes of fixed length.
    pub(crate) fn array<const N: usize>(&self, column: &'static str) -> Result<[u8; N], VaultFault> {
        self.bytes(column, |bytes| bytes.try_into().ok())
    }

    /// A secret of fixed length, copied straight from the engine's memory, which it wipes itself.
    pub(crate) fn secret<const N: usize>(&self, column: &'static str) -> Result<Secret<N>, VaultFault> {
        self.bytes(column, Secret::from_slice)
    }

    /// A secret of any length.
    pub(crate) fn secret_bytes(&self, column: &'static str) -> Result<SecretBytes, VaultFault> {
        self.bytes(column, |bytes| Some(SecretBytes::new(bytes.to_vec())))
    }

    fn bytes<T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<T, VaultFault> {
        match self.row.get_ref(column) {
            Ok(ValueRef::Blob(bytes)) => parse(bytes).ok_or_else(|| self.wrong(column)),
            Ok(_) | Err(_) => Err(self.wrong(column)),
        }
    }

    const fn wrong(&self, column: &'static str) -> VaultFault {
        VaultFault::Inconsistent {
            table: self.table,
            column,
        }
    }
}

/// Bit that turns the order of unsigned numbers into that of signed ones.
const SIGN: u64 = 1 << 63;

/// How an unsigned number stands in a column: every one has a place, and the order is kept. A number from outside
/// can therefore never be one that the vault refuses.
pub(crate) const fn number(n: u64) -> i64 {
    (n ^ SIGN).cast_signed()
}

const fn from_number(n: i64) -> u64 {
    n.cast_unsigned() ^ SIGN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_place_and_the_order_is_kept() {
        let numbers = [0, 1, 2, SIGN - 1, SIGN, SIGN + 1, u64::MAX];
        assert!(numbers.is_sorted_by_key(|n| number(*n)));
        assert!(numbers.iter().all(|n| from_number(number(*n)) == *n));
    }
}
