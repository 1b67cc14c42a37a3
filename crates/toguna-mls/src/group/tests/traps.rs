// SPDX-License-Identifier: MIT OR Apache-2.0
//! Welcomes that lead into a trap, and messages moved from where they were said.

use toguna_types::{Class, Digest, Epoch, Era, Seq, Suite};

use super::evil::*;
use super::world::*;
use crate::format::{GrantParts, HistoryGrant};
use crate::provider::{LeafSigner, Provider, context_extensions};
use crate::rules::{Invalid, Role, RoleChange, RosterLeaf, RosterStep};
use crate::{Change, EngineFault, GrantFault, Group, JoinExpectation, JoinFault, MessageFault, rows};

/// What Mallory tells Guest of the time before; `twist` says how it lies.
fn told(
    mallory: &Member,
    guest: &Member,
    log: Log,
    package: &[u8],
    twist: impl FnOnce(&mut GrantParts),
) -> Vec<u8> {
    let leaf = verified(package, Suite::Classical).member().leaf_view();
    let mut parts = mallory
        .write(|tx| {
            Ok::<_, EngineFault>(GrantParts {
                made: log.head,
                before: rows::roster(tx, LOG)?.unwrap(),
                step: RosterStep {
                    era: Era::new(0),
                    seq: Seq::new(0),
                    outs: vec![],
                    ins: vec![RosterLeaf {
                        index: 1,
                        leaf_key: leaf.leaf_key,
                        cert: leaf.cert_digest(),
                    }],
                    roles: vec![RoleChange {
                        account: guest.account(),
                        role: Some(Role::Reader),
                    }],
                },
                eras: rows::eras(tx, LOG)?,
                history: rows::steps(tx, LOG)?,
                leaves: vec![],
                departed: vec![],
            })
        })
        .unwrap();
    twist(&mut parts);
    HistoryGrant::of(parts).encode().unwrap()
}

fn join(guest: &Member, trap: &Forged) -> Result<(), JoinFault> {
    let expect = JoinExpectation {
        log: LOG,
        epoch: Epoch::new(1),
    };
    let welcome = trap.welcome.as_ref().unwrap();
    guest.write(|tx| Group::join(tx, &guest.me(), welcome, &trap.tree, expect, NOW).map(|_| ()))
}

fn trap(
    mallory: &Member,
    guest: &Member,
    package: &[u8],
    roles: &[(&Member, Role)],
    grant: Option<Vec<u8>>,
) -> Result<(), JoinFault> {
    let mut agreed = policy(mallory.account(), Suite::Classical);
    agreed
        .roles
        .extend(roles.iter().map(|(member, role)| (member.account(), *role)));
    let agreed = context_extensions(&agreed).unwrap();
    let twist = Twist {
        grant,
        ..Twist::default()
    };
    let forged = forge(mallory, twist, |builder| {
        builder
            .propose_adds([raw_key_package(package)])
            .propose_group_context_extensions(agreed.clone())
            .unwrap()
    });
    join(guest, &forged)
}

// claim: CLM-JOIN-01
#[test]
fn a16_a_joiner_believes_no_history_that_does_not_lead_to_the_members_it_sees() {
    let (mallory, guest) = (Member::new(), Member::new());
    let log = mallory.found(Suite::Classical);
    let package = guest.key_package(Suite::Classical);
    let as_reader = [(&guest, Role::Reader)];
    type Lie = fn(&mut GrantParts);
    let lies: [(Lie, GrantFault); 6] = [
        (|parts| parts.before.tip = Digest::ZERO, GrantFault::Roster),
        (|parts| parts.history.clear(), GrantFault::Roster),
        (|parts| parts.step.ins.clear(), GrantFault::Roster),
        (|parts| parts.step.outs.push(0), GrantFault::Roster),
        (|parts| parts.eras.clear(), GrantFault::Eras),
        (|parts| parts.step.era = Era::new(7), GrantFault::Eras),
    ];
    for (lie, fault) in lies {
        let grant = told(&mallory, &guest, log, &package, lie);
        let refused = trap(&mallory, &guest, &package, &as_reader, Some(grant)).unwrap_err();
        assert!(
            matches!(refused, JoinFault::Grant(found) if found == fault),
            "{refused:?}"
        );
    }
    for grant in [None, Some(vec![]), Some(vec![2; 90])] {
        let refused = trap(&mallory, &guest, &package, &as_reader, grant).unwrap_err();
        assert!(matches!(refused, JoinFault::Grant(GrantFault::Malformed)));
    }
    let truth = told(&mallory, &guest, log, &package, |_| ());
    trap(&mallory, &guest, &package, &as_reader, Some(truth)).unwrap();
}

// claim: CLM-MEMB-01
#[test]
fn a25_a_space_that_breaks_its_own_rules_is_not_joined() {
    let (mallory, guest, absent) = (Member::new(), Member::new(), Member::new());
    mallory.found(Suite::Classical);
    let package = guest.key_package(Suite::Classical);
    let cases = [
        (vec![], Invalid::RoleMissing),
        (
            vec![(&guest, Role::Reader), (&absent, Role::Steward)],
            Invalid::RoleOfAbsent,
        ),
        (
            vec![(&guest, Role::Reader), (&mallory, Role::Reader)],
            Invalid::LastSteward,
        ),
    ];
    for (roles, broken) in cases {
        let refused = trap(&mallory, &guest, &package, &roles, None).unwrap_err();
        assert!(
            matches!(refused, JoinFault::Rules(found) if found == broken),
            "{refused:?}"
        );
    }
}

// claim: CLM-AUTH-02
#[test]
fn a_message_made_for_another_place_or_moved_there_is_refused() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    // Truly signed by Amal, but for a record's place.
    let elsewhere = undone(&amal, |tx, group| {
        let provider = Provider::over(tx);
        let key = group.my_leaf_key(tx)?;
        group.mls.set_aad(group.entry(Class::Record).encode());
        let message = group
            .mls
            .create_message(&provider, &LeafSigner(&key), b"x")
            .unwrap();
        Ok(seal_envelope(
            group,
            &provider,
            Class::Message,
            &message.to_bytes().unwrap(),
        ))
    });
    assert!(matches!(badou.hear(&elsewhere), Err(MessageFault::Context)));
    // A commit where a message should stand, and the other way round.
    let staged = amal.stage(&log, Change::UpdateKeys).unwrap();
    assert!(matches!(
        badou.hear(&staged.envelope),
        Err(MessageFault::NotAuthentic)
    ));
    let said = amal.say("x");
    let (mut payload, at) = log.take(&staged);
    payload.envelope = said.clone();
    assert!(badou.receive(&payload, at).is_err());
    let as_message = undone(&badou, |tx, group| {
        let provider = Provider::over(tx);
        Ok(seal_envelope(
            group,
            &provider,
            Class::Message,
            b"no MLS message at all",
        ))
    });
    assert!(matches!(amal.hear(&as_message), Err(MessageFault::NotAuthentic)));
    assert_eq!(badou.hear(&said).unwrap().content, b"x");
    // The next epoch's members hold no key of this one.
    let (payload, at) = (staged.payload(), at);
    amal.merge_own(&staged, at).unwrap();
    badou.receive(&payload, at).unwrap();
    assert!(matches!(badou.hear(&said), Err(MessageFault::NotAuthentic)));
}

// claim: CLM-FS-01
#[test]
fn what_an_epoch_said_cannot_be_read_from_the_next_epochs_vault() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let said = amal.say("brûle");
    change(&mut log, &amal, &[&badou], Change::UpdateKeys);
    // Even with the old envelope key, which is kept for the log's sake, the message keys are gone.
    let inner = badou
        .write(|tx| {
            let old = tx.epoch_keys().get(LOG, Epoch::new(1))?.unwrap();
            let group = Group::load(tx, LOG)?;
            let mut entry = group.entry(Class::Message);
            entry.epoch = Epoch::new(1);
            Ok::<_, EngineFault>(
                toguna_crypto::open(
                    toguna_crypto::SealKind::Envelope,
                    &old.envelope,
                    &entry.encode(),
                    &said,
                )
                .unwrap(),
            )
        })
        .unwrap();
    let again = undone(&badou, |tx, group| {
        let provider = Provider::over(tx);
        Ok(seal_envelope(group, &provider, Class::Message, &inner))
    });
    assert!(matches!(badou.hear(&again), Err(MessageFault::NotAuthentic)));
}
