// SPDX-License-Identifier: MIT OR Apache-2.0
//! The relay over its wire: real clients, an in-memory connection, the memory store.

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod blobs;
#[cfg(test)]
mod enumeration;
#[cfg(test)]
mod exhaustion;
#[cfg(test)]
mod joining;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod network;
#[cfg(test)]
mod port;
#[cfg(test)]
mod steward;
#[cfg(test)]
mod world;
