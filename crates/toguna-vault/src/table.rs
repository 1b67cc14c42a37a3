// SPDX-License-Identifier: MIT OR Apache-2.0
//! The tables, one file each; their methods stand on [`crate::VaultTx`].

mod mls;
