// SPDX-License-Identifier: MIT OR Apache-2.0
//! Secrets: wiped on drop, redacted in `Debug`, compared in constant time, never cloned by accident.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, ZeroizeOnDrop};

/// A key or other secret of `N` bytes, on the heap so that moving it leaves no copy.
#[derive(ZeroizeOnDrop)]
pub struct Secret<const N: usize>(Box<[u8; N]>);

impl<const N: usize> Secret<N> {
    /// Lets `fill` write the secret in place.
    #[must_use]
    pub fn make(fill: impl FnOnce(&mut [u8; N])) -> Self {
        let mut bytes = Box::new([0; N]);
        fill(&mut bytes);
        Self(bytes)
    }

    /// Takes over bytes from an edge (a vault row, a derivation) and wipes the source.
    #[must_use]
    pub fn take(bytes: &mut [u8; N]) -> Self {
        let secret = Self::make(|to| to.copy_from_slice(bytes));
        bytes.zeroize();
        secret
    }

    /// Copies from a slice of exactly `N` bytes.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; N] = bytes.try_into().ok()?;
        Some(Self::make(|to| to.copy_from_slice(bytes)))
    }

    /// The bytes; every call site says why in a comment `// expose: …`.
    #[must_use]
    pub fn expose(&self) -> &[u8; N] {
        &self.0
    }

    /// A second copy; the reason belongs beside the call.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self::make(|to| to.copy_from_slice(&*self.0))
    }
}

impl<const N: usize> PartialEq for Secret<N> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&*other.0).into()
    }
}

impl<const N: usize> Eq for Secret<N> {}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret<{N}>(redacted)")
    }
}

/// Secret bytes of any length: passphrases, opened plaintext.
#[derive(ZeroizeOnDrop)]
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// Takes over bytes; give the vector with its final capacity, a reallocation would leave a copy.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes; every call site says why in a comment `// expose: …`.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for SecretBytes {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for SecretBytes {}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_says_nothing() {
        assert_eq!(
            format!("{:?}", Secret::<4>::make(|b| *b = [7; 4])),
            "Secret<4>(redacted)"
        );
        assert_eq!(
            format!("{:?}", SecretBytes::new(vec![7; 4])),
            "SecretBytes(redacted)"
        );
    }

    #[test]
    fn equality_looks_at_every_byte() {
        let a = Secret::<32>::make(|b| b[31] = 1);
        let b = Secret::<32>::make(|b| b[31] = 2);
        assert_ne!(a, b);
        assert_eq!(a, a.duplicate());
    }

    #[test]
    fn taking_wipes_the_source() {
        let mut source = [9; 16];
        let secret = Secret::take(&mut source);
        assert_eq!(source, [0; 16]);
        assert_eq!(secret.expose(), &[9; 16]); // expose: the test compares
    }
}
