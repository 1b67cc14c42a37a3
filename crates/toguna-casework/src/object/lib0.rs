// SPDX-License-Identifier: MIT OR Apache-2.0
//! The encoding under Yjs updates, read without trusting any of it: nothing is allocated, nothing recurses without a
//! bound.

use super::{DEPTH, ObjectFault};

/// Bytes of an update, from front to back.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn u8(&mut self) -> Result<u8, ObjectFault> {
        let (first, rest) = self.0.split_first().ok_or(ObjectFault::Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    /// Seven bits a byte, the lowest first.
    pub(super) fn number(&mut self) -> Result<u64, ObjectFault> {
        let mut number = 0u64;
        for shift in (0..63).step_by(7) {
            let byte = self.u8()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(ObjectFault::Malformed)
    }

    pub(super) fn short(&mut self) -> Result<u32, ObjectFault> {
        u32::try_from(self.number()?).map_err(|_| ObjectFault::Malformed)
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8], ObjectFault> {
        let len = usize::try_from(self.number()?).map_err(|_| ObjectFault::Malformed)?;
        self.take(len)
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], ObjectFault> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or(ObjectFault::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn string(&mut self) -> Result<&'a str, ObjectFault> {
        std::str::from_utf8(self.bytes()?).map_err(|_| ObjectFault::Malformed)
    }

    /// A value as text; how deep it nests is counted by its brackets, those inside strings included.
    pub(super) fn json(&mut self) -> Result<(), ObjectFault> {
        let mut depth = 0u8;
        for byte in self.string()?.bytes() {
            match byte {
                b'[' | b'{' => depth = depth.saturating_add(1),
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > DEPTH {
                return Err(ObjectFault::TooDeep);
            }
        }
        Ok(())
    }

    /// A value, and how deep it nests.
    pub(super) fn any(&mut self, depth: u8) -> Result<(), ObjectFault> {
        if depth > DEPTH {
            return Err(ObjectFault::TooDeep);
        }
        let deeper = depth.saturating_add(1);
        match self.u8()? {
            // undefined, null, false, true
            127 | 126 | 121 | 120 => {}
            125 => self.signed()?,
            124 => drop(self.take(4)?),
            123 | 122 => drop(self.take(8)?),
            119 => drop(self.string()?),
            118 => {
                for _ in 0..self.short()? {
                    self.string()?;
                    self.any(deeper)?;
                }
            }
            117 => {
                for _ in 0..self.short()? {
                    self.any(deeper)?;
                }
            }
            116 => drop(self.bytes()?),
            _ => return Err(ObjectFault::Malformed),
        }
        Ok(())
    }

    fn signed(&mut self) -> Result<(), ObjectFault> {
        for _ in 0..10 {
            if self.u8()? & 0x80 == 0 {
                return Ok(());
            }
        }
        Err(ObjectFault::Malformed)
    }
}
