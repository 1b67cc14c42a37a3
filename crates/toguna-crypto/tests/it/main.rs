// SPDX-License-Identifier: MIT OR Apache-2.0
//! What other implementations and attackers make of the formats of toguna-crypto.

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod blobs;
#[cfg(test)]
mod frozen_blobs;
#[cfg(test)]
mod vectors;
