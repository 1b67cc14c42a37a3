// SPDX-License-Identifier: MIT OR Apache-2.0
//! Attacks of a member, or of the relay with one.
