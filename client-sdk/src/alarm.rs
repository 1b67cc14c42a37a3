// SPDX-License-Identifier: MIT OR Apache-2.0
//! What can be wrong with a space while calls go on: a closed list of codes that applications can translate.

use std::time::Duration;

use toguna_mls::Group;
use toguna_types::{AccountId, Clock as _, LogId};
use toguna_vault::{IntentKind, SpaceRow, VaultTx};

use crate::client::Client;
use crate::fault::Code;
use crate::messages::Who;
use crate::spaces::is_held;
use crate::sync::CommitIntent;
use crate::{Fault, SpaceState};

/// By when renewed keys ought to stand in the log.
const HEALED_BY: Duration = Duration::from_hours(24);

macro_rules! alarms {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        /// What is wrong with a space. The code never changes; the words belong to the application.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum AlarmCode {
            $($(#[$doc])* $name,)*
        }

        impl AlarmCode {
            /// Every code, for catalogues and their tests.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable text of the code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

alarms! {
    /// A member made a change that nobody may make: the space stopped.
    CommitInvalidCommitter = "commit-invalid-committer";
    /// A change arrived that nobody may make and that names nobody: the space stopped.
    CommitInvalidNobody = "commit-invalid-nobody";
    /// A change arrived that nobody may make, from a device of somebody who is not a member: whoever gave that device
    /// the key to send it is a member, or somebody who read a member's device. The space stopped.
    CommitInvalidOutsider = "commit-invalid-outsider";
    /// A change arrived that cannot be read: the space stopped.
    CommitMalformed = "commit-malformed";
    /// A member said two different things under one id; the second was refused.
    MemberContradicts = "member-contradicts";
    /// A member wrote what its role does not allow; it was refused.
    MemberOversteps = "member-oversteps";
    /// This device's keys do not lead on: it must be added again. The space stopped here.
    NeedsReAdd = "needs-re-add";
    /// This device renewed its keys in the space more than a day ago, and the log does not show it: whoever copied the
    /// old ones reads on.
    NotHealed = "not-healed";
    /// The relay signed one history and shows another.
    RelayForked = "relay-forked";
    /// What the relay said contradicts what it signed, or its own chain.
    RelayLied = "relay-lied";
    /// The relay keeps back what it had acknowledged.
    RelayWithholds = "relay-withholds";
    /// Somebody has founded the stopped space anew, and this device cannot see for itself that it is right.
    SpaceRefounded = "space-refounded";
    /// The space could not be brought up to date, for a reason of this device's own.
    SyncFailed = "sync-failed";
    /// Words stand under this device's name that it does not know: its vault was put back from an older copy, or a member
    /// pretends. It renews its keys before it says anything.
    VaultPutBack = "vault-put-back";
    /// A member saw another log or another roster than this device.
    ViewsDiffer = "views-differ";
}

/// Something that is wrong with a space.
#[derive(Clone, PartialEq, Eq)]
pub struct Alarm {
    /// The space.
    pub log: LogId,
    /// Its title.
    pub title: String,
    /// What is wrong.
    pub code: AlarmCode,
    /// Whom it accuses, if a signature names somebody.
    pub accused: Option<Who>,
}

toguna_types::quiet_debug!(Alarm);

/// Why a member's word was refused although it is authentic: its author is accused by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offence {
    /// Two operations for one place of a device's chain.
    Equivocates,
    /// Another content under an id that was used.
    IdTaken,
    /// The author's role does not allow it.
    NotAllowed,
    /// Only a message's author may do that to it.
    NotTheAuthor,
}

impl Offence {
    const ALL: [Self; 4] = [
        Self::Equivocates,
        Self::IdTaken,
        Self::NotAllowed,
        Self::NotTheAuthor,
    ];

    /// The verdict's reason.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Equivocates => "equivocates",
            Self::IdTaken => "id-taken",
            Self::NotAllowed => "not-allowed",
            Self::NotTheAuthor => "not-the-author",
        }
    }

    /// The offence that a verdict's reason names.
    pub(crate) fn of(reason: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|offence| offence.reason() == reason)
    }

    const fn alarm(self) -> AlarmCode {
        match self {
            Self::Equivocates | Self::IdTaken => AlarmCode::MemberContradicts,
            Self::NotAllowed | Self::NotTheAuthor => AlarmCode::MemberOversteps,
        }
    }
}

impl AlarmCode {
    /// The alarm of a row; a code that only a later version knows still asks for a look.
    pub(crate) fn of_row(code: &str) -> Self {
        let known = Self::ALL.iter().find(|known| known.code() == code);
        known.copied().unwrap_or(Self::SyncFailed)
    }

    /// What the failed synchronisation of one space comes to.
    pub(crate) fn of_fault(fault: &Fault) -> Self {
        let codes = [
            (Code::RelayForked, Self::RelayForked),
            (Code::RelayLied, Self::RelayLied),
        ];
        let known = codes.into_iter().find(|(code, _)| *code == fault.is());
        known.map_or(Self::SyncFailed, |(_, alarm)| alarm)
    }
}

/// Spaces whose members are not looked up: one that is not there yet, one that goes on elsewhere.
const UNFOLLOWED: [SpaceState; 2] = [SpaceState::Founding, SpaceState::Succeeded];

impl Client {
    /// What is wrong with a space, the gravest first: what stands in its row, then members who were refused. A
    /// member stops being accused by leaving or by being removed.
    pub(crate) fn alarms(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<Vec<Alarm>, Fault> {
        let alarm = |code, accused| {
            Ok::<_, Fault>(Alarm {
                log: row.log,
                title: row.title.clone(),
                code,
                accused: match accused {
                    Some(account) => Some(self.who(tx, account)?),
                    None => None,
                },
            })
        };
        let accusations = tx.verdicts().accusations(row.log)?;
        let mut alarms = Vec::new();
        if let Some(code) = &row.alarm {
            let accused = accusations.iter().find(|(reason, _)| reason == code);
            alarms.push(alarm(
                AlarmCode::of_row(code),
                accused.map(|(_, account)| *account),
            )?);
        }
        if self.asks_about_successor(tx, row)? {
            alarms.push(alarm(AlarmCode::SpaceRefounded, None)?);
        }
        if self.waits_to_heal(tx, row)? {
            alarms.push(alarm(AlarmCode::NotHealed, None)?);
        }
        let offences: Vec<(AlarmCode, AccountId)> = accusations
            .iter()
            .filter_map(|(reason, account)| Some((Offence::of(reason)?.alarm(), *account)))
            .collect();
        if !offences.is_empty() && is_held(row) && !UNFOLLOWED.contains(&row.state) {
            let members = Group::load(tx, row.log)?.view()?.accounts();
            for (code, account) in offences {
                if members.contains(&account) {
                    alarms.push(alarm(code, Some(account))?);
                }
            }
        }
        Ok(alarms)
    }
}

impl Client {
    /// Whether keys were to be renewed a day ago and more, and the log does not show it yet.
    fn waits_to_heal(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<bool, Fault> {
        let now = self.options().clock.now();
        for intent in tx.intents().open(row.log)? {
            if intent.kind == IntentKind::Commit && now.since(intent.made) >= HEALED_BY {
                let change = CommitIntent::decode(&intent.body)?;
                if matches!(
                    change,
                    CommitIntent::UpdateKeys
                        | CommitIntent::RenewLeaf
                        | CommitIntent::Heal
                        | CommitIntent::TurnEra
                ) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_sorted() {
        assert!(
            AlarmCode::ALL
                .windows(2)
                .all(|pair| pair[0] < pair[1] && pair[0].code() < pair[1].code())
        );
    }

    #[test]
    fn a_code_comes_back_from_the_vault_and_an_unknown_one_asks_for_a_look() {
        for code in AlarmCode::ALL {
            assert_eq!(AlarmCode::of_row(code.code()), *code);
        }
        assert_eq!(AlarmCode::of_row("of-a-later-version"), AlarmCode::SyncFailed);
    }
}
