// SPDX-License-Identifier: MIT OR Apache-2.0
//! Size classes: sealed content is padded up to one of these so that its length says little.

/// The classes, in bytes of plaintext with its length prefix: powers of two and the steps half-way between,
/// from 256 bytes to 8 MiB.
pub const SIZE_CLASSES: [u32; 31] = [
    256, 384, 512, 768, 1_024, 1_536, 2_048, 3_072, 4_096, 6_144, 8_192, 12_288, 16_384, 24_576, 32_768,
    49_152, 65_536, 98_304, 131_072, 196_608, 262_144, 393_216, 524_288, 786_432, 1_048_576, 1_572_864,
    2_097_152, 3_145_728, 4_194_304, 6_291_456, 8_388_608,
];

/// The smallest class that holds `len` bytes, or `None` if no class does.
#[must_use]
pub fn padded_len(len: u32) -> Option<u32> {
    SIZE_CLASSES.iter().copied().find(|class| *class >= len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_rise_and_waste_at_most_half() {
        assert!(
            SIZE_CLASSES
                .windows(2)
                .all(|pair| pair[0] < pair[1] && pair[1] * 2 <= pair[0] * 3 + 1)
        );
        assert_eq!(padded_len(0), Some(256));
        assert_eq!(padded_len(257), Some(384));
        assert_eq!(padded_len(8_388_609), None);
    }
}
