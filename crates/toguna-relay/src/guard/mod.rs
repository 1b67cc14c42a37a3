// SPDX-License-Identifier: MIT OR Apache-2.0
//! What stands before every operation: stamps, the replay window, rates.

mod rate;
mod replay;
mod stamp;

pub(crate) use rate::{Bucket, Buckets, Rate, SlowDown};
pub(crate) use replay::ReplayWindow;
pub(crate) use stamp::{
    CallFault, LogCaller, blob_call, device_call, device_stamp, log_call, proof, statement, write_stamp,
};
