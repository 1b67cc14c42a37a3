// SPDX-License-Identifier: MIT OR Apache-2.0
//! The operations, one file each: what is asked, why it may be refused, what is done.

pub(crate) mod ack;
pub(crate) mod append;
pub(crate) mod append_blob;
pub(crate) mod begin_blob;
pub(crate) mod claim;
pub(crate) mod commit;
pub(crate) mod delete_blob;
pub(crate) mod deposit;
pub(crate) mod fetch_attachment;
pub(crate) mod fetch_letters;
pub(crate) mod follow;
pub(crate) mod found;
pub(crate) mod identify;
pub(crate) mod listen;
pub(crate) mod publish;
pub(crate) mod read;
pub(crate) mod read_blob;
pub(crate) mod register;
pub(crate) mod resolve;
pub(crate) mod stock;

/// The refusal of a fault enum whose listed variants pass on another fault's.
macro_rules! refuse {
    ($fault:ident { $($passed:ident),* $(,)? } { $($own:ident => $kind:ident, $code:literal $(, field $field:literal)?;)* }) => {
        impl $crate::refusal::Refuse for $fault {
            fn refusal(&self) -> $crate::refusal::Refusal {
                match self {
                    $(Self::$passed(fault) => fault.refusal(),)*
                    $(Self::$own => $crate::refusal::Refusal::new(toguna_types::FaultKind::$kind, $code, self)
                        $(.with_field($field))?,)*
                }
            }
        }
    };
}
pub(crate) use refuse;
