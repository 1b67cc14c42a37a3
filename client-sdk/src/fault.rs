// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the façade's calls fail with: a closed list of codes that applications can translate.

use std::error::Error;
use std::fmt;

use toguna_types::{FaultKind, FieldFault};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $kind:ident;)*) => {
        /// Why a call failed. The code never changes; the words belong to the application.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, for catalogues and their tests.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable text of the code.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The kind of fault it belongs to.
            #[must_use]
            pub const fn kind(self) -> FaultKind {
                match self { $(Self::$name => FaultKind::$kind,)* }
            }
        }

        impl Fault {
            /// The text of every code.
            pub const CODES: &'static [&'static str] = &[$($code,)*];
        }
    };
}

codes! {
    /// The account belongs to the space already.
    AlreadyMember = "already-member", Stale;
    /// Our own state contradicts itself.
    Broken = "broken", Broken;
    /// The relay takes no change of this space, for now, that does not name the device that makes it.
    CommitUnnamed = "commit-unnamed", Denied;
    /// What was given for a date is none.
    DateInvalid = "date-invalid", Invalid;
    /// The device's disk is full.
    DiskFull = "disk-full", Unavailable;
    /// There is nothing to say.
    EmptyText = "empty-text", Invalid;
    /// The reading list has no such entry.
    EntryUnknown = "entry-unknown", Missing;
    /// The file changed while it was read.
    FileChanged = "file-changed", Stale;
    /// The relay has no such file (any more).
    FileGone = "file-gone", Missing;
    /// What its author brought is not the file that they signed.
    FileInvalid = "file-invalid", Invalid;
    /// The item has no such version as a file.
    FileUnknown = "file-unknown", Missing;
    /// A file of this device cannot be read.
    FileUnreadable = "file-unreadable", Missing;
    /// A file cannot be written, or is there already.
    FileUnwritable = "file-unwritable", Invalid;
    /// The relay gives the space's files no more room.
    FilesFull = "files-full", Denied;
    /// The handle is malformed.
    HandleInvalid = "handle-invalid", Invalid;
    /// Another account has the handle.
    HandleTaken = "handle-taken", Stale;
    /// The home holds a vault already.
    HomeExists = "home-exists", Stale;
    /// The home cannot be read or written.
    HomeUnusable = "home-unusable", Unavailable;
    /// The invitation was answered or has expired.
    InvitationGone = "invitation-gone", Missing;
    /// No such invitation waits here.
    InvitationUnknown = "invitation-unknown", Missing;
    /// More than one item of the library answers to what was given.
    ItemAmbiguous = "item-ambiguous", Invalid;
    /// No item of the library answers to what was given.
    ItemUnknown = "item-unknown", Missing;
    /// An item of a library needs a title.
    ItemUntitled = "item-untitled", Invalid;
    /// A colleague's KeyPackage did not pass the checks.
    KeyPackageRefused = "key-package-refused", Denied;
    /// What the relay has of a colleague's device is older than any device leaves there: it was away for long, or the
    /// relay keeps back what it published since.
    KeyPackagesOld = "key-packages-old", Missing;
    /// The last steward cannot go without a successor.
    LastSteward = "last-steward", Denied;
    /// The link has expired.
    LinkExpired = "link-expired", Denied;
    /// The link cannot be read.
    LinkMalformed = "link-malformed", Invalid;
    /// The link is for another relay than the home's.
    LinkOtherRelay = "link-other-relay", Invalid;
    /// The link was made by a newer version.
    LinkTooNew = "link-too-new", Invalid;
    /// The link was used by somebody else.
    LinkUsed = "link-used", Denied;
    /// The link was withdrawn.
    LinkWithdrawn = "link-withdrawn", Denied;
    /// More than one reading list answers to what was given.
    ListAmbiguous = "list-ambiguous", Invalid;
    /// No reading list answers to what was given.
    ListUnknown = "list-unknown", Missing;
    /// No message answers to that name, or it is not one's own to change.
    MessageUnknown = "message-unknown", Missing;
    /// The home holds no vault.
    NoHome = "no-home", Missing;
    /// The colleague's device has no KeyPackage at the relay.
    NoKeyPackages = "no-key-packages", Missing;
    /// This device is no member of the space (any more).
    NotAMember = "not-a-member", Denied;
    /// The role does not allow this.
    NotAllowed = "not-allowed", Denied;
    /// A change of a shared object that the object does not take.
    ObjectRefused = "object-refused", Invalid;
    /// A value is below or above what is allowed.
    OutOfRange = "out-of-range", Invalid;
    /// The item says so more than once.
    PassageAmbiguous = "passage-ambiguous", Invalid;
    /// The item does not say so, as far as this device can read it.
    PassageUnknown = "passage-unknown", Missing;
    /// Nobody has this handle.
    PersonUnknown = "person-unknown", Missing;
    /// The proxy's address cannot be read.
    ProxyMalformed = "proxy-malformed", Invalid;
    /// There is no word to look for, or more than anybody types.
    QueryInvalid = "query-invalid", Invalid;
    /// Too few could not follow a commit to hold it against its author; the limit is how many are known.
    RefoundingUnproven = "refounding-unproven", Denied;
    /// The relay is under load or asks to slow down.
    RelayBusy = "relay-busy", Unavailable;
    /// The relay signed one history and shows another.
    RelayForked = "relay-forked", Broken;
    /// The relay's disk is full.
    RelayFull = "relay-full", Unavailable;
    /// What the relay said contradicts what it signed, or its own chain.
    RelayLied = "relay-lied", Broken;
    /// The relay refused for a reason this version does not know.
    RelayRefused = "relay-refused", Denied;
    /// The relay cannot be reached.
    RelayUnreachable = "relay-unreachable", Unavailable;
    /// No search is saved under that name.
    SearchUnknown = "search-unknown", Missing;
    /// Two spaces answer to that name.
    SpaceAmbiguous = "space-ambiguous", Invalid;
    /// The space was closed by its stewards: the relay holds nothing of it any more.
    SpaceClosed = "space-closed", Missing;
    /// The space's suite takes no more members.
    SpaceFull = "space-full", Denied;
    /// Members were shown different histories of the space; sending waits until the user says to go on.
    SpaceInDoubt = "space-in-doubt", Denied;
    /// The space has not stopped at a commit: there is nothing to found anew.
    SpaceNotWedged = "space-not-wedged", Invalid;
    /// The space was founded anew: it goes on in a successor.
    SpaceRefounded = "space-refounded", Stale;
    /// The space stopped at a commit it had to refuse.
    SpaceStopped = "space-stopped", Broken;
    /// No space answers to that name.
    SpaceUnknown = "space-unknown", Missing;
    /// No other steward has given this device the steward key yet.
    StewardKeyElsewhere = "steward-key-elsewhere", Denied;
    /// This device is in the space: it is to leave first.
    StillAMember = "still-a-member", Invalid;
    /// It waits in the outbox and goes out later.
    StillQueued = "still-queued", Unavailable;
    /// A text is over its limit.
    TooLong = "too-long", Invalid;
    /// It waits in the outbox until colleagues have confirmed what this newcomer was shown.
    Unconfirmed = "unconfirmed", Unavailable;
    /// Another process holds the vault.
    VaultBusy = "vault-busy", Unavailable;
    /// The vault is damaged.
    VaultDamaged = "vault-damaged", Broken;
    /// The vault was written by a newer version.
    VaultTooNew = "vault-too-new", Invalid;
    /// The passphrase is wrong.
    WrongPassphrase = "wrong-passphrase", Denied;
    /// Whoever answers at the relay's address is not the relay of the link.
    WrongPin = "wrong-pin", Denied;
}

/// Why a call of the façade failed.
#[derive(Debug)]
pub struct Fault {
    code: Code,
    field: Option<&'static str>,
    limit: Option<u64>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A fault with nothing but its code.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self {
            code,
            field: None,
            limit: None,
            source: None,
        }
    }

    /// A fault with the one it came from.
    #[must_use]
    pub fn because(code: Code, source: impl Error + Send + Sync + 'static) -> Self {
        Self {
            code,
            field: None,
            limit: None,
            source: Some(Box::new(source)),
        }
    }

    /// The same fault, naming the limit that was met.
    pub(crate) fn at_limit(self, limit: impl Into<u64>) -> Self {
        Self {
            limit: Some(limit.into()),
            ..self
        }
    }

    /// The same with the field it is about.
    pub(crate) fn in_field(self, field: &'static str) -> Self {
        Self {
            field: Some(field),
            ..self
        }
    }

    /// A field over its limit.
    #[must_use]
    pub const fn too_long(field: &'static str, limit: u32) -> Self {
        #[expect(clippy::as_conversions, reason = "u32 to u64 in a const function")]
        let limit = limit as u64;
        Self {
            code: Code::TooLong,
            field: Some(field),
            limit: Some(limit),
            source: None,
        }
    }

    /// A field below or above what is allowed; `most` is the upper end.
    #[must_use]
    pub const fn out_of_range(field: &'static str, most: u64) -> Self {
        Self {
            code: Code::OutOfRange,
            field: Some(field),
            limit: Some(most),
            source: None,
        }
    }

    /// Which fault.
    #[must_use]
    pub const fn is(&self) -> Code {
        self.code
    }

    /// The stable text of the code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code.text()
    }

    /// The kind of fault.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        self.code.kind()
    }

    /// The field that was refused.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        self.field
    }

    /// The limit that was exceeded.
    #[must_use]
    pub const fn limit(&self) -> Option<u64> {
        self.limit
    }

    /// Whether the same call may succeed later without anything else changing.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        self.kind() == FaultKind::Unavailable
    }

    /// Of a passing fault that kept something in the outbox: that it waits there, and why if it is not for the relay.
    pub(crate) fn queued(self) -> Self {
        if self.code == Code::Unconfirmed {
            self
        } else {
            Self::because(Code::StillQueued, self)
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.text())
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| {
            let source: &(dyn Error + 'static) = source;
            source
        })
    }
}

impl From<FieldFault> for Fault {
    fn from(fault: FieldFault) -> Self {
        Self {
            field: Some(fault.field()),
            limit: fault.limit(),
            ..Self::because(Code::RelayLied, fault)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_sorted() {
        assert!(Fault::CODES.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
