// SPDX-License-Identifier: MIT OR Apache-2.0
//! The policy of a space: what its members agreed on, as a GroupContext extension (docs/protocol.md).

use std::collections::BTreeMap;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_types::{
    AccountId, Digest, Epoch, FaultKind, Head, Lifetime, LogId, Opaque, RelayId, Suite, Timestamp, limit,
};

use crate::rules::Role;

/// The extension type of an encoded [`Policy`]: in the private-use range (RFC 9420 §17.3).
pub const POLICY_EXTENSION: u16 = 0xF108;

/// Who may come in.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
)]
#[repr(u8)]
pub enum Openness {
    /// Members are added.
    Confidential = 1,
    /// Members are added, and any member of the commons may join.
    Network = 2,
}

/// What newcomers may read of the time before them.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
)]
#[repr(u8)]
pub enum Newcomers {
    /// Every record.
    Full = 1,
    /// Records from their own era on; each arrival starts one.
    FromJoin = 2,
}

/// The wedged space that a space goes on from (docs/protocol.md, "Re-founding"): which one, and the commit at which it
/// stopped.
#[derive(Clone, Copy, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Predecessor {
    /// Its log.
    pub log: LogId,
    /// The epoch in which it stopped.
    pub epoch: Epoch,
    /// The head of its log right before the commit.
    pub head: Head,
    /// SHA-256 of the commit's payload.
    pub refused: Digest,
    /// Until when each commit of the new space names the device that sends it; where the refused bytes name nobody.
    pub named_until: Option<Timestamp>,
}

impl std::fmt::Debug for Predecessor {
    /// Ids stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Predecessor(..)")
    }
}

/// What the members of a space agreed on.
#[derive(Clone, PartialEq, Eq)]
pub struct Policy {
    /// The relay; fixed.
    pub relay: RelayId,
    /// The log the space was founded with; fixed.
    pub log: LogId,
    /// Who may come in; fixed.
    pub openness: Openness,
    /// The MLS cipher suite; fixed.
    pub suite: Suite,
    /// The space it goes on from, if it was re-founded; fixed.
    pub predecessor: Option<Predecessor>,
    /// The space's name, shown to members only.
    pub title: String,
    /// What newcomers may read.
    pub newcomers: Newcomers,
    /// How long messages live.
    pub lifetime: Lifetime,
    /// Age in seconds at which any device about to write turns the era.
    pub era_max_age_secs: u64,
    /// The role of accounts that joined by themselves and have no entry in `roles`; never steward.
    pub joiners: Role,
    /// The roles of accounts. In a confidential space every account has an entry, and nobody else.
    pub roles: BTreeMap<AccountId, Role>,
}

impl Policy {
    /// The version this code writes and reads.
    pub const VERSION: u8 = 1;

    /// The policy of a new space: its founder is steward, newcomers read everything, messages stay.
    ///
    /// # Errors
    /// [`PolicyFault`].
    pub fn founding(
        relay: RelayId,
        log: LogId,
        founder: AccountId,
        title: &str,
        openness: Openness,
        suite: Suite,
    ) -> Result<Self, PolicyFault> {
        let policy = Self {
            relay,
            log,
            openness,
            suite,
            predecessor: None,
            title: title.to_owned(),
            newcomers: Newcomers::Full,
            lifetime: Lifetime::Keep,
            era_max_age_secs: limit::ERA_MAX_AGE.as_secs(),
            joiners: Role::Contributor,
            roles: BTreeMap::from([(founder, Role::Steward)]),
        };
        policy.check()?;
        Ok(policy)
    }

    /// The role of an account that is in the space.
    #[must_use]
    pub fn role_of(&self, account: AccountId) -> Option<Role> {
        match (self.roles.get(&account), self.openness) {
            (Some(role), _) => Some(*role),
            (None, Openness::Network) => Some(self.joiners),
            (None, Openness::Confidential) => None,
        }
    }

    /// Whether `other` differs in nothing that is fixed at founding.
    #[must_use]
    pub fn same_foundation(&self, other: &Self) -> bool {
        (self.relay, self.log, self.openness, self.suite, self.predecessor)
            == (
                other.relay,
                other.log,
                other.openness,
                other.suite,
                other.predecessor,
            )
    }

    /// Checks the limits that concern the policy alone.
    ///
    /// # Errors
    /// [`PolicyFault`].
    pub fn check(&self) -> Result<(), PolicyFault> {
        if exceeds(self.title.len(), limit::TITLE_BYTES) || self.title.chars().any(char::is_control) {
            return Err(PolicyFault::BadTitle);
        }
        if self.joiners == Role::Steward {
            return Err(PolicyFault::JoinersSteward);
        }
        if self.predecessor.is_some_and(|before| before.log == self.log) {
            return Err(PolicyFault::OwnPredecessor);
        }
        if exceeds(self.roles.len(), limit::MEMBERS) {
            return Err(PolicyFault::TooManyRoles);
        }
        let ages = limit::ERA_MAX_AGE_LEAST.as_secs()..=limit::ERA_MAX_AGE_MOST.as_secs();
        if !ages.contains(&self.era_max_age_secs) {
            return Err(PolicyFault::BadEraAge);
        }
        Ok(())
    }

    /// The extension's bytes: TLS presentation, roles in the order of account ids.
    ///
    /// # Errors
    /// [`PolicyFault`].
    pub fn encode(&self) -> Result<Vec<u8>, PolicyFault> {
        self.check()?;
        let wire = PolicyWire {
            version: Self::VERSION,
            relay: self.relay,
            log: self.log,
            openness: self.openness,
            suite: self.suite.number(),
            predecessor: self.predecessor,
            title: Opaque::from(self.title.as_bytes()),
            newcomers: self.newcomers,
            lifetime: self.lifetime,
            era_max_age_secs: self.era_max_age_secs,
            joiners: self.joiners,
            roles: self
                .roles
                .iter()
                .map(|(&account, &role)| RoleEntry { account, role })
                .collect(),
        };
        wire.tls_serialize_bytes().map_err(|_| PolicyFault::Malformed)
    }

    /// Reads an extension's bytes. There is one encoding of each policy: entries in another order, repeated
    /// accounts and longer spellings are refused.
    ///
    /// # Errors
    /// [`PolicyFault`].
    pub fn decode(bytes: &[u8]) -> Result<Self, PolicyFault> {
        match bytes.first() {
            Some(&Self::VERSION) => {}
            Some(_) => return Err(PolicyFault::UnknownVersion),
            None => return Err(PolicyFault::Malformed),
        }
        let wire = PolicyWire::tls_deserialize_exact_bytes(bytes).map_err(|_| PolicyFault::Malformed)?;
        let policy = Self {
            relay: wire.relay,
            log: wire.log,
            openness: wire.openness,
            suite: Suite::from_number(wire.suite).ok_or(PolicyFault::UnknownSuite)?,
            predecessor: wire.predecessor,
            title: String::from_utf8(wire.title.into_vec()).map_err(|_| PolicyFault::BadTitle)?,
            newcomers: wire.newcomers,
            lifetime: wire.lifetime,
            era_max_age_secs: wire.era_max_age_secs,
            joiners: wire.joiners,
            roles: wire
                .roles
                .into_iter()
                .map(|entry| (entry.account, entry.role))
                .collect(),
        };
        if policy.encode()? != bytes {
            return Err(PolicyFault::NotCanonical);
        }
        Ok(policy)
    }
}

/// The struct on the wire.
#[derive(TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
struct PolicyWire {
    version: u8,
    relay: RelayId,
    log: LogId,
    openness: Openness,
    suite: u16,
    predecessor: Option<Predecessor>,
    title: Opaque,
    newcomers: Newcomers,
    lifetime: Lifetime,
    era_max_age_secs: u64,
    joiners: Role,
    roles: Vec<RoleEntry>,
}

#[derive(TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
struct RoleEntry {
    account: AccountId,
    role: Role,
}

impl std::fmt::Debug for Policy {
    /// Titles and people stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policy")
            .field("openness", &self.openness)
            .field("suite", &self.suite)
            .finish_non_exhaustive()
    }
}

/// Why bytes or fields are no policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// Eras would end sooner or later than a space may agree on.
    #[error("the age of eras is out of range")]
    BadEraAge,
    /// The title is too long, not UTF-8, or holds control characters.
    #[error("the title is too long or not plain text")]
    BadTitle,
    /// Whoever joins by itself would be steward.
    #[error("joiners cannot be stewards")]
    JoinersSteward,
    /// The bytes are no policy.
    #[error("the policy is malformed")]
    Malformed,
    /// The bytes are another spelling of a policy.
    #[error("the policy is not in its one encoding")]
    NotCanonical,
    /// The space would go on from itself.
    #[error("a space cannot be its own predecessor")]
    OwnPredecessor,
    /// More entries than a space may have members.
    #[error("the policy names more accounts than a space may have")]
    TooManyRoles,
    /// The suite is not spoken here.
    #[error("the cipher suite is not known")]
    UnknownSuite,
    /// A later version wrote this.
    #[error("the policy was written by a later version")]
    UnknownVersion,
}

impl PolicyFault {
    /// Always [`FaultKind::Invalid`].
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        FaultKind::Invalid
    }
}

/// Whether a count is over a limit of the table.
pub(super) fn exceeds(count: usize, limit: u32) -> bool {
    u32::try_from(count).is_ok_and(|n| n > limit) || u32::try_from(count).is_err()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toguna_types::Seq;

    use super::*;

    fn policy() -> Policy {
        let mut policy = Policy::founding(
            RelayId::from_bytes([1; 32]),
            LogId::from_bytes([2; 32]),
            AccountId::from_bytes([3; 32]),
            "Observatoire",
            Openness::Confidential,
            Suite::PostQuantum,
        )
        .unwrap();
        policy.roles.insert(AccountId::from_bytes([9; 32]), Role::Reader);
        policy
    }

    fn predecessor() -> Predecessor {
        Predecessor {
            log: LogId::from_bytes([4; 32]),
            epoch: Epoch::new(5),
            head: Head {
                seq: Seq::new(6),
                hash: Digest::from_bytes([7; 32]),
            },
            refused: Digest::from_bytes([8; 32]),
            named_until: Some(Timestamp::from_millis(9)),
        }
    }

    fn successor() -> Policy {
        Policy {
            predecessor: Some(predecessor()),
            ..policy()
        }
    }

    #[test]
    fn what_a_space_goes_on_from_is_fixed_at_founding() {
        assert!(successor().same_foundation(&successor()));
        assert!(!successor().same_foundation(&policy()));
        let mut unnamed = successor();
        unnamed.predecessor = Some(Predecessor {
            named_until: None,
            ..predecessor()
        });
        assert!(!successor().same_foundation(&unnamed));
        assert_eq!(Policy::decode(&successor().encode().unwrap()), Ok(successor()));
        let longer = successor().encode().unwrap().len() - policy().encode().unwrap().len();
        assert_eq!(longer, 32 + 8 + 40 + 32 + 9);
    }

    #[test]
    fn the_encoding_is_frozen() {
        let bytes = policy().encode().unwrap();
        let mut expected = vec![1];
        expected.extend([1; 32]);
        expected.extend([2; 32]);
        expected.extend([1, 0x00, 0x4F, 0, 12]);
        expected.extend(b"Observatoire");
        expected.extend([1, 0, 0, 0, 0, 0, 0, 0x09, 0x3A, 0x80, 2]);
        expected.extend([0x40, 66]); // 66 bytes of entries, in the two-byte spelling
        expected.extend([3; 32]);
        expected.push(3);
        expected.extend([9; 32]);
        expected.push(1);
        assert_eq!(bytes, expected);
    }

    #[test]
    fn another_order_and_repeated_accounts_are_refused() {
        let good = policy().encode().unwrap();
        let (head, entries) = good.split_at(good.len() - 66);
        let (a, b) = entries.split_at(33);
        assert_eq!(
            Policy::decode(&[head, b, a].concat()),
            Err(PolicyFault::NotCanonical)
        );
        assert_eq!(
            Policy::decode(&[head, a, a].concat()),
            Err(PolicyFault::NotCanonical)
        );
        assert_eq!(Policy::decode(&[head, a, b].concat()), Ok(policy()));
    }

    #[test]
    fn what_is_over_a_limit_is_refused_by_name() {
        let mut long = policy();
        long.title = "a".repeat(257);
        assert_eq!(long.encode(), Err(PolicyFault::BadTitle));
        long.title = "line\nbreak".to_owned();
        assert_eq!(long.encode(), Err(PolicyFault::BadTitle));
        let mut open = policy();
        open.joiners = Role::Steward;
        assert_eq!(open.encode(), Err(PolicyFault::JoinersSteward));
        let mut own = successor();
        own.log = predecessor().log;
        assert_eq!(own.encode(), Err(PolicyFault::OwnPredecessor));
        let mut hasty = policy();
        hasty.era_max_age_secs = 3_599;
        assert_eq!(hasty.encode(), Err(PolicyFault::BadEraAge));
        let mut later = policy().encode().unwrap();
        later[0] = 2;
        assert_eq!(Policy::decode(&later), Err(PolicyFault::UnknownVersion));
        let mut crowded = policy();
        for n in 0..=limit::MEMBERS {
            let mut id = [0; 32];
            id[..4].copy_from_slice(&n.to_be_bytes());
            crowded.roles.insert(AccountId::from_bytes(id), Role::Reader);
        }
        assert_eq!(crowded.encode(), Err(PolicyFault::TooManyRoles));
    }

    proptest! {
        #[test]
        fn what_decodes_encodes_to_the_same_bytes(flips in proptest::collection::vec((0usize..160, any::<u8>()), 0..4)) {
            let mut bytes = policy().encode().unwrap();
            for (at, value) in flips {
                if let Some(byte) = bytes.get_mut(at) { *byte = value; }
            }
            if let Ok(policy) = Policy::decode(&bytes) {
                prop_assert_eq!(policy.encode().unwrap(), bytes);
            }
        }
    }
}
