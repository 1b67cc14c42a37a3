// SPDX-License-Identifier: MIT OR Apache-2.0
//! Key derivation: HKDF-SHA256 (RFC 5869) with a label and a context, both length-prefixed.

use hkdf::Hkdf;
use sha2::Sha256;
use tls_codec::{SerializeBytes as _, VLByteSlice};
use toguna_types::Secret;

/// Derives a key for one purpose from `key`: HKDF-SHA256 with no salt and `info = VL(label) ‖ VL(context)`.
#[must_use]
pub fn derive(key: &Secret<32>, label: &str, context: &[u8]) -> Secret<32> {
    expand(None, key, &joined(&[label.as_bytes(), context]))
}

/// HKDF-SHA256 extract and expand to `N` bytes; `N` is a key or two, far below HKDF's end of 8,160.
pub(crate) fn expand<const N: usize>(salt: Option<&[u8]>, key: &Secret<32>, info: &[u8]) -> Secret<N> {
    const { assert!(N <= 8_160, "HKDF-SHA256 gives at most 255 blocks") };
    let hkdf = Hkdf::<Sha256>::new(salt, key.expose()); // expose: key derivation
    Secret::make(|to| {
        // Fails only over 8,160 bytes, which the assertion above excludes.
        let _ = hkdf.expand(info, to);
    })
}

/// Joins `parts` so that no two different lists give the same bytes: each is `opaque<V>` (RFC 9420 §2.1.2).
pub(crate) fn joined(parts: &[&[u8]]) -> Vec<u8> {
    // A part over 2³⁰ − 1 bytes has no encoding; nothing that long comes here, and a hash of an empty
    // encoding would still authenticate nothing but itself.
    parts
        .iter()
        .flat_map(|part| VLByteSlice(part).tls_serialize_bytes().unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Secret<32> {
        Secret::make(|to| *to = [byte; 32])
    }

    #[test]
    fn label_context_and_key_each_change_the_result() {
        let base = derive(&key(1), "a", b"b");
        assert_eq!(base, derive(&key(1), "a", b"b"));
        assert_ne!(base, derive(&key(2), "a", b"b"));
        assert_ne!(base, derive(&key(1), "x", b"b"));
        assert_ne!(base, derive(&key(1), "a", b"x"));
    }

    #[test]
    fn a_label_cannot_borrow_from_the_context() {
        assert_ne!(derive(&key(1), "ab", b"c"), derive(&key(1), "a", b"bc"));
    }

    #[test]
    fn the_vector_made_with_an_independent_hkdf_holds() {
        // python: hmac-based HKDF over sha256, key 32 × 01, info = 05 "label" 07 "context"
        let expected = "11c59e8a";
        let derived = derive(&key(1), "label", b"context");
        let shown: String = derived.expose()[..4].iter().map(|b| format!("{b:02x}")).collect(); // expose: vector
        assert_eq!(shown, expected);
    }
}
