// SPDX-License-Identifier: MIT OR Apache-2.0
//! Fields from outside: each conversion names the field it refuses.

use toguna_types::{
    AccountId, AttachmentId, BlobId, Class, DeviceId, Digest, Epoch, FieldFault, Head, LetterId, Lifetime,
    LogId, Seq,
};

use crate::v1;

/// A field's name and the checks on its value.
#[derive(Clone, Copy, Debug)]
pub struct Field(pub &'static str);

macro_rules! ids {
    ($($method:ident -> $id:ident;)*) => {$(
        #[doc = concat!("Reads a [`", stringify!($id), "`].")]
        ///
        /// # Errors
        /// [`FieldFault`].
        pub fn $method(self, bytes: &[u8]) -> Result<$id, FieldFault> {
            $id::from_slice(self.present(bytes)?).ok_or(self.malformed())
        }
    )*};
}

impl Field {
    /// This field is malformed.
    #[must_use]
    pub const fn malformed(self) -> FieldFault {
        FieldFault::Malformed { field: self.0 }
    }

    /// This field is missing.
    #[must_use]
    pub const fn missing(self) -> FieldFault {
        FieldFault::Missing { field: self.0 }
    }

    /// This field is over `limit`.
    #[must_use]
    pub fn over(self, limit: u32) -> FieldFault {
        FieldFault::OverLimit {
            field: self.0,
            limit: limit.into(),
        }
    }

    /// Bytes that are there.
    ///
    /// # Errors
    /// [`FieldFault::Missing`].
    pub const fn present(self, bytes: &[u8]) -> Result<&[u8], FieldFault> {
        if bytes.is_empty() {
            Err(self.missing())
        } else {
            Ok(bytes)
        }
    }

    /// A message field that is there.
    ///
    /// # Errors
    /// [`FieldFault::Missing`].
    pub fn some<T>(self, value: Option<T>) -> Result<T, FieldFault> {
        value.ok_or(self.missing())
    }

    /// At most `limit` bytes or items.
    ///
    /// # Errors
    /// [`FieldFault::OverLimit`].
    pub fn at_most(self, len: usize, limit: u32) -> Result<(), FieldFault> {
        match u32::try_from(len) {
            Ok(len) if len <= limit => Ok(()),
            _ => Err(self.over(limit)),
        }
    }

    /// Exactly `N` bytes.
    ///
    /// # Errors
    /// [`FieldFault`].
    pub fn array<const N: usize>(self, bytes: &[u8]) -> Result<[u8; N], FieldFault> {
        self.present(bytes)?.try_into().map_err(|_| self.malformed())
    }

    /// Exactly `N` bytes, or nothing.
    ///
    /// # Errors
    /// [`FieldFault::Malformed`].
    pub fn optional_array<const N: usize>(self, bytes: &[u8]) -> Result<Option<[u8; N]>, FieldFault> {
        if bytes.is_empty() {
            Ok(None)
        } else {
            self.array(bytes).map(Some)
        }
    }

    ids! {
        account_id -> AccountId;
        attachment_id -> AttachmentId;
        blob_id -> BlobId;
        device_id -> DeviceId;
        digest -> Digest;
        letter_id -> LetterId;
        log_id -> LogId;
    }

    /// Reads a class.
    ///
    /// # Errors
    /// [`FieldFault::Malformed`] for a number this version does not know.
    pub fn class(self, number: i32) -> Result<Class, FieldFault> {
        u8::try_from(number)
            .ok()
            .and_then(Class::from_number)
            .ok_or(self.malformed())
    }

    /// Reads a lifetime bucket.
    ///
    /// # Errors
    /// [`FieldFault::Malformed`] for a number this version does not know.
    pub fn lifetime(self, number: i32) -> Result<Lifetime, FieldFault> {
        u8::try_from(number)
            .ok()
            .and_then(Lifetime::from_number)
            .ok_or(self.malformed())
    }

    /// Reads a head.
    ///
    /// # Errors
    /// [`FieldFault`].
    pub fn head(self, head: Option<&v1::Head>) -> Result<Head, FieldFault> {
        let head = self.some(head)?;
        Ok(Head {
            seq: Seq::new(head.seq),
            hash: self.digest(&head.hash)?,
        })
    }

    /// Reads an epoch: any number is one.
    #[must_use]
    pub const fn epoch(self, number: u64) -> Epoch {
        Epoch::new(number)
    }
}

impl From<Head> for v1::Head {
    fn from(head: Head) -> Self {
        Self {
            seq: head.seq.get(),
            hash: head.hash.as_bytes().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_field_is_named() {
        assert_eq!(
            Field("log").log_id(&[]),
            Err(FieldFault::Missing { field: "log" })
        );
        assert_eq!(
            Field("log").log_id(&[1; 31]),
            Err(FieldFault::Malformed { field: "log" })
        );
        assert_eq!(
            Field("x").at_most(3, 2),
            Err(FieldFault::OverLimit { field: "x", limit: 2 })
        );
        assert_eq!(
            Field("class").class(9),
            Err(FieldFault::Malformed { field: "class" })
        );
    }
}
