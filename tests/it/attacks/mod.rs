// SPDX-License-Identifier: MIT OR Apache-2.0
//! Published attacks, played against the system as a whole. Names begin with the number in `docs/attack-review.md`.

mod a34_faults;
