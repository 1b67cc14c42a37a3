// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who has which role in a space that goes on from a wedged one (docs/protocol.md, "Re-founding").

use std::collections::BTreeMap;

use toguna_types::AccountId;

use crate::rules::{GroupView, Role};

/// The members of a wedged space without the culprit, each with its role. If no steward is left, the contributor
/// (else reader) with the lowest leaf index is one: whoever re-founds chooses nothing.
#[must_use]
pub fn roles_after(group: &GroupView, culprit: Option<AccountId>) -> BTreeMap<AccountId, Role> {
    let role_of = |account: AccountId| group.policy.role_of(account).unwrap_or(Role::Reader);
    let mut roles: BTreeMap<AccountId, Role> = group
        .accounts()
        .into_iter()
        .filter(|account| Some(*account) != culprit)
        .map(|account| (account, role_of(account)))
        .collect();
    if !roles.values().any(|role| *role == Role::Steward) {
        let first = |role: Role| {
            let mut accounts = group.leaves.values().map(|leaf| leaf.account());
            accounts.find(|account| roles.get(account) == Some(&role))
        };
        if let Some(heir) = first(Role::Contributor).or_else(|| first(Role::Reader)) {
            roles.insert(heir, Role::Steward);
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Openness;
    use crate::rules::world::{AMAL, BINTA, CHEIKH, DAOUDA, account, quartet, space};

    #[test]
    fn all_keep_their_roles_where_a_steward_stays_and_the_culprit_is_out() {
        let group = quartet();
        let mut all = group.policy.roles.clone();
        assert_eq!(roles_after(&group, None), all);
        all.remove(&account(CHEIKH));
        assert_eq!(roles_after(&group, Some(account(CHEIKH))), all);
    }

    #[test]
    fn where_the_only_steward_is_the_culprit_the_first_contributor_follows_else_the_first_reader() {
        let roles = roles_after(&quartet(), Some(account(AMAL)));
        assert_eq!(roles.get(&account(BINTA)), Some(&Role::Steward));
        assert_eq!(roles.get(&account(DAOUDA)), Some(&Role::Reader));
        assert!(!roles.contains_key(&account(AMAL)));
        let members = [
            (DAOUDA, Role::Steward),
            (CHEIKH, Role::Reader),
            (AMAL, Role::Reader),
        ];
        let readers = space(Openness::Confidential, &members);
        let roles = roles_after(&readers, Some(account(DAOUDA)));
        let expected = [(account(CHEIKH), Role::Steward), (account(AMAL), Role::Reader)];
        assert_eq!(roles, BTreeMap::from(expected));
    }
}
