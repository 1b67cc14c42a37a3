// SPDX-License-Identifier: MIT OR Apache-2.0
//! How large a blob is for a content of given length, and which of its bytes are which chunk.

use std::ops::Range;

use toguna_types::limit;

use super::{BLOB_HEADER, BlobFault, PREFIX};

/// Padded plaintext in a chunk.
const CHUNK: u64 = 64 * 1024;
/// The AEAD's tag at the end of each chunk.
const TAG: u64 = 16;
/// The smallest size class: below it Padmé says too much.
const SMALLEST: u64 = 4_096;
const HEADER: u64 = 66;
const LENGTH: u64 = 8;
const _: () = assert!(BLOB_HEADER == 66 && PREFIX == 8, "the same numbers in two types");

/// The size class and the chunks of a blob, which follow from the length of its content alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobShape {
    length: u64,
    padded: u64,
}

impl BlobShape {
    /// The shape for a content of `length` bytes.
    ///
    /// # Errors
    /// [`BlobFault::TooLong`] over 4 GiB.
    pub fn of(length: u64) -> Result<Self, BlobFault> {
        if length > limit::BLOB_BYTES {
            return Err(BlobFault::TooLong);
        }
        let padded = padme(length.saturating_add(LENGTH)).max(SMALLEST);
        Ok(Self { length, padded })
    }

    /// Bytes of the content, which the relay never learns.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// How many chunks there are; at least one.
    #[must_use]
    pub fn chunks(&self) -> u32 {
        u32::try_from(self.padded.div_ceil(CHUNK)).unwrap_or(u32::MAX)
    }

    /// Bytes of the whole blob, header and tags included: what the relay stores.
    #[must_use]
    pub fn sealed_size(&self) -> u64 {
        let tags = u64::from(self.chunks()).saturating_mul(TAG);
        self.padded.saturating_add(tags).saturating_add(HEADER)
    }

    /// Where the chunk `index` stands in the blob, or `None` behind the last.
    #[must_use]
    pub fn sealed_range(&self, index: u32) -> Option<Range<u64>> {
        let plain = self.padded_range(index)?;
        let tags_before = u64::from(index).saturating_mul(TAG);
        let start = plain.start.saturating_add(tags_before).saturating_add(HEADER);
        let size = plain.end.saturating_sub(plain.start).saturating_add(TAG);
        Some(start..start.saturating_add(size))
    }

    /// The chunks that hold these bytes of the content.
    #[must_use]
    pub fn chunks_of(&self, content: &Range<u64>) -> Range<u32> {
        let end = content.end.min(self.length);
        if content.start >= end {
            return 0..0;
        }
        let index = |place: u64| {
            let chunk = place.saturating_add(LENGTH).checked_div(CHUNK);
            chunk.and_then(|it| u32::try_from(it).ok()).unwrap_or(u32::MAX)
        };
        index(content.start)..index(end.saturating_sub(1)).saturating_add(1)
    }

    /// Where the content of the chunk `index` stands in the whole content; empty where it is padding alone.
    #[must_use]
    pub fn content_range(&self, index: u32) -> Option<Range<u64>> {
        let plain = self.padded_range(index)?;
        let place = |at: u64| at.saturating_sub(LENGTH).min(self.length);
        Some(place(plain.start)..place(plain.end))
    }

    /// Where the chunk stands in the padded content.
    pub(super) fn padded_range(&self, index: u32) -> Option<Range<u64>> {
        let start = u64::from(index).saturating_mul(CHUNK);
        (start < self.padded).then(|| start..start.saturating_add(CHUNK).min(self.padded))
    }

    pub(super) fn is_last(&self, index: u32) -> bool {
        index.saturating_add(1) == self.chunks()
    }
}

/// Padmé (Nikitin and others 2019): at most a sixteenth more from 4 KiB on, and only O(log log length) is said. `length` is not 0.
fn padme(length: u64) -> u64 {
    let exponent = length.checked_ilog2().unwrap_or(0);
    let digits = exponent.checked_ilog2().unwrap_or(0).saturating_add(1);
    let free = exponent.saturating_sub(digits);
    let mask = 1u64.checked_shl(free).unwrap_or(1).saturating_sub(1);
    length.saturating_add(mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a52_a_blob_has_few_sizes_and_costs_at_most_a_sixteenth() {
        let mut sizes = std::collections::BTreeSet::new();
        for length in 0..2_000_000 {
            let shape = BlobShape::of(length).unwrap();
            assert!(shape.padded >= length + 8);
            assert!(shape.padded <= SMALLEST || shape.padded * 16 <= (length + 8) * 17);
            sizes.insert(shape.sealed_size());
        }
        // As an independent Padmé counts them.
        assert_eq!(sizes.len(), 223);
    }

    #[test]
    fn the_chunks_cover_blob_and_content_without_a_gap() {
        for length in [
            0,
            1,
            4_088,
            4_089,
            65_527,
            65_528,
            65_529,
            131_064,
            1 << 24,
            1 << 32,
        ] {
            let shape = BlobShape::of(length).unwrap();
            let (mut sealed, mut content) = (HEADER, 0);
            for index in 0..shape.chunks() {
                let range = shape.sealed_range(index).unwrap();
                assert_eq!(range.start, sealed);
                sealed = range.end;
                let range = shape.content_range(index).unwrap();
                assert_eq!(range.start, content);
                content = range.end;
            }
            assert_eq!((sealed, content), (shape.sealed_size(), length));
            assert_eq!(shape.sealed_range(shape.chunks()), None);
        }
    }

    #[test]
    fn over_four_gib_there_is_no_shape() {
        assert!(BlobShape::of(1 << 32).is_ok());
        assert!(matches!(BlobShape::of((1 << 32) + 1), Err(BlobFault::TooLong)));
        assert!(matches!(BlobShape::of(u64::MAX), Err(BlobFault::TooLong)));
    }

    #[test]
    fn the_first_chunk_holds_eight_bytes_less() {
        let shape = BlobShape::of(200_000).unwrap();
        assert_eq!(shape.chunks_of(&(0..65_528)), 0..1);
        assert_eq!(shape.chunks_of(&(65_527..65_529)), 0..2);
        assert_eq!(shape.chunks_of(&(199_999..900_000)), 3..4);
        assert_eq!(shape.chunks_of(&(200_000..200_001)), 0..0);
    }
}
