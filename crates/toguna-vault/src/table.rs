// SPDX-License-Identifier: MIT OR Apache-2.0
//! The tables, one file each. Each stands behind a handle: `tx.spaces().get(log)`.

/// A closed set of words, stored as text.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$word_doc])* $variant,)*
        }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stored and displayed word.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            fn parse(word: String) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == word)
            }
        }
    };
}

mod entries;
mod epoch_keys;
mod era_keys;
mod file_texts;
mod files;
mod hashes;
mod heads;
mod histories;
mod identity;
mod intents;
mod invitations;
mod leaf_keys;
mod letters;
mod meta;
mod mls;
mod newcomers;
mod objects;
mod ops;
mod people;
mod proof;
mod roster;
mod spaces;
mod texts;

pub use entries::{EntryRow, Insertion};
pub use epoch_keys::EpochKeys;
pub use era_keys::EraKey;
pub use file_texts::FileTextRow;
pub use files::{KeptFile, UploadRow};
pub use histories::{HistoryRow, HistoryState};
pub use identity::Identity;
pub use intents::{IntentKind, IntentRow, IntentState, NewIntent, Sealed};
pub use invitations::{Invitation, InvitationState};
pub use letters::LetterOut;
pub use mls::KeyAndValue;
pub use newcomers::Newcomer;
pub use objects::ObjectRow;
pub use ops::{ChainTip, OpRow, OpStanding};
pub use people::{Naming, Person};
pub use proof::{EvidenceRow, Verdict};
pub use roster::{RosterLeaf, RosterRow};
pub use spaces::{SpaceRow, SpaceState};
pub use texts::Among;

use crate::VaultTx;

macro_rules! handles {
    ($($(#[$doc:meta])* $method:ident -> $handle:ident,)*) => {
        impl VaultTx<'_> {$(
            $(#[$doc])*
            #[must_use]
            pub const fn $method(&self) -> $handle<'_> {
                $handle { tx: self }
            }
        )*}
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $handle<'t> {
                pub(crate) tx: &'t VaultTx<'t>,
            }
        )*
    };
}

handles! {
    /// How far each leaf key's operations have come.
    chains -> Chains,
    /// What a member sees of each log.
    entries -> Entries,
    /// Roots and envelope keys of epochs.
    epoch_keys -> EpochKeyTable,
    /// Record keys of eras.
    era_keys -> EraKeyTable,
    /// What accuses somebody, kept as it came.
    evidence -> Evidence,
    /// What files say.
    file_texts -> FileTexts,
    /// Heads of the newest entries of each log.
    heads -> Heads,
    /// The time before this device joined.
    histories -> Histories,
    /// Who this device is.
    identity -> IdentityTable,
    /// The outbox: what this device means to do, in order.
    intents -> Intents,
    /// Invitations to spaces, as they came by mailbox.
    invitations -> Invitations,
    /// Files from the relay that are kept here.
    kept_files -> KeptFiles,
    /// Seeds of our leaves' signature keys.
    leaf_keys -> LeafKeys,
    /// Letters on their way out.
    letters_out -> LettersOut,
    /// Letters that came, so that none counts twice.
    letters_seen -> LettersSeen,
    /// Small values by name.
    meta -> Meta,
    /// Members who were added and have not spoken yet.
    newcomers -> Newcomers,
    /// Shared objects.
    objects -> Objects,
    /// Signed operations in the log.
    ops -> Ops,
    /// What deletes the files that this device brought to the relay.
    own_files -> OwnFiles,
    /// Payloads seen in an epoch, so that none counts twice.
    payload_hashes -> PayloadHashes,
    /// Accounts and the handles they go by.
    people -> People,
    /// Devices whose operations count no more.
    quarantine -> Quarantine,
    /// The relay's signed receipts.
    receipts -> Receipts,
    /// Who was a member when.
    roster -> RosterTable,
    /// The spaces this device is, was or will be in.
    spaces -> Spaces,
    /// The index of the search.
    texts -> Texts,
    /// Files on their way to the relay.
    uploads -> Uploads,
    /// Entries that were refused, and why.
    verdicts -> Verdicts,
}
