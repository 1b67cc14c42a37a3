// SPDX-License-Identifier: MIT OR Apache-2.0
//! Amendments of a space's policy: what a steward means to change, whatever else has changed until it is committed.

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_mls::rules::{GroupView, Newcomers, Policy, Role};
use toguna_types::{AccountId, Lifetime, Opaque, StewardAsk};

use crate::Fault;
use crate::fault::Code;

/// One thing that members agree on otherwise.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub(crate) enum Amendment {
    /// An account gets another role.
    #[tls_codec(discriminant = 1)]
    Role(RoleOf),
    /// The space gets another title; UTF-8.
    #[tls_codec(discriminant = 2)]
    Title(Opaque),
    /// Newcomers may read something else.
    #[tls_codec(discriminant = 3)]
    Newcomers(Newcomers),
    /// Messages live longer or shorter.
    #[tls_codec(discriminant = 4)]
    Lifetime(Lifetime),
    /// Eras may grow older or less old; seconds.
    #[tls_codec(discriminant = 5)]
    EraMaxAge(u64),
    /// Something is asked of the relay: no part of the policy.
    #[tls_codec(discriminant = 6)]
    Asked(StewardAsk),
}

/// An account and its role.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct RoleOf {
    pub(crate) account: AccountId,
    pub(crate) role: Role,
}

/// The policy with these amendments; the same as before if others have made them in the meantime.
pub(crate) fn amended(group: &GroupView, amendments: &[Amendment]) -> Result<Policy, Fault> {
    let mut policy = group.policy.clone();
    for amendment in amendments {
        match amendment {
            Amendment::Role(RoleOf { account, role }) => {
                if !group.accounts().contains(account) {
                    return Err(Fault::new(Code::PersonUnknown));
                }
                policy.roles.insert(*account, *role);
            }
            Amendment::Title(title) => {
                policy.title = String::from_utf8(title.clone().into_vec())
                    .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
            }
            Amendment::Newcomers(newcomers) => policy.newcomers = *newcomers,
            Amendment::Lifetime(lifetime) => policy.lifetime = *lifetime,
            Amendment::EraMaxAge(seconds) => policy.era_max_age_secs = *seconds,
            Amendment::Asked(_) => {}
        }
    }
    Ok(policy)
}

/// What a commit changed, as members are told. Roles of those who came or went go without saying.
pub(crate) fn differences(before: &Policy, after: &Policy) -> Vec<Amendment> {
    let mut changes = Vec::new();
    for (&account, &role) in &after.roles {
        if before.roles.get(&account).is_some_and(|old| *old != role) {
            changes.push(Amendment::Role(RoleOf { account, role }));
        }
    }
    if before.title != after.title {
        changes.push(Amendment::Title(Opaque::from(after.title.as_bytes())));
    }
    if before.newcomers != after.newcomers {
        changes.push(Amendment::Newcomers(after.newcomers));
    }
    if before.lifetime != after.lifetime {
        changes.push(Amendment::Lifetime(after.lifetime));
    }
    if before.era_max_age_secs != after.era_max_age_secs {
        changes.push(Amendment::EraMaxAge(after.era_max_age_secs));
    }
    changes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use toguna_mls::rules::Openness;
    use toguna_types::{Epoch, LogId, RelayId, Suite};

    fn group() -> GroupView {
        let founder = AccountId::from_bytes([3; 32]);
        let (relay, log) = (RelayId::from_bytes([1; 32]), LogId::from_bytes([2; 32]));
        let policy = Policy::founding(
            relay,
            log,
            founder,
            "Fleuve",
            Openness::Confidential,
            Suite::Classical,
        );
        GroupView {
            policy: policy.unwrap(),
            leaves: BTreeMap::new(),
            epoch: Epoch::new(0),
        }
    }

    #[test]
    fn what_was_amended_is_what_members_are_told() {
        let group = group();
        let amendments = [
            Amendment::Title(Opaque::from("نهر".as_bytes())),
            Amendment::Newcomers(Newcomers::FromJoin),
            Amendment::Lifetime(Lifetime::Week),
            Amendment::EraMaxAge(86_400),
        ];
        let after = amended(&group, &amendments).unwrap();
        assert_eq!(differences(&group.policy, &after), amendments);
        assert_eq!(differences(&after, &after), []);
    }

    #[test]
    fn who_is_gone_gets_no_role() {
        let amendment = Amendment::Role(RoleOf {
            account: AccountId::from_bytes([9; 32]),
            role: Role::Steward,
        });
        assert_eq!(
            amended(&group(), &[amendment]).unwrap_err().is(),
            Code::PersonUnknown
        );
    }
}
