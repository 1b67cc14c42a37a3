// SPDX-License-Identifier: MIT OR Apache-2.0
//! Padding: `u32 length ‖ content ‖ zeros` up to a size class, refused unless it is exactly that.

use toguna_types::padded_len;
use zeroize::Zeroizing;

/// Bytes of the length in front of the content.
const PREFIX: usize = 4;

/// The content in its size class, or `None` if no class holds it.
pub(crate) fn pad(content: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let len = u32::try_from(content.len()).ok()?;
    let class = class_of(len)?;
    let mut padded = Zeroizing::new(Vec::with_capacity(class));
    padded.extend_from_slice(&len.to_be_bytes());
    padded.extend_from_slice(content);
    padded.resize(class, 0);
    Some(padded)
}

/// The content of `padded`, or `None` if the length lies, the class is not the smallest that fits or a byte of
/// the padding is not zero.
pub(crate) fn unpad(padded: &[u8]) -> Option<Vec<u8>> {
    let (prefix, rest) = padded.split_first_chunk::<PREFIX>()?;
    let len = u32::from_be_bytes(*prefix);
    if class_of(len)? != padded.len() {
        return None;
    }
    let (content, zeros) = rest.split_at_checked(usize::try_from(len).ok()?)?;
    zeros.iter().all(|byte| *byte == 0).then(|| content.to_vec())
}

fn class_of(len: u32) -> Option<usize> {
    let whole = len.checked_add(u32::try_from(PREFIX).ok()?)?;
    usize::try_from(padded_len(whole)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_padded_comes_back() {
        for len in [0, 1, 251, 252, 253, 380, 381, 60_000, 8_388_604] {
            let content = vec![7; len];
            let padded = pad(&content).unwrap();
            assert!(toguna_types::SIZE_CLASSES.contains(&u32::try_from(padded.len()).unwrap()));
            assert_eq!(unpad(&padded), Some(content));
        }
        assert!(pad(&vec![0; 8_388_605]).is_none());
    }

    #[test]
    fn padding_that_is_not_exactly_ours_is_refused() {
        let padded = pad(b"content").unwrap();
        let mut dirty = padded.to_vec();
        dirty[255] = 1;
        assert_eq!(unpad(&dirty), None);
        let mut larger = padded.to_vec();
        larger.resize(384, 0);
        assert_eq!(unpad(&larger), None);
        let mut lying = padded.to_vec();
        lying[3] = 255;
        assert_eq!(unpad(&lying), None);
        assert_eq!(unpad(&[0; 3]), None);
        assert_eq!(unpad(&[255; 256]), None);
    }
}
