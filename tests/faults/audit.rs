// SPDX-License-Identifier: MIT OR Apache-2.0
//! That the rows of a vault agree: whatever stands in it was written whole.

use toguna_auth::Op;
use toguna_mls::Group;
use toguna_tests::passphrase;
use toguna_types::{Epoch, ObjectId, Seq};
use toguna_vault::{
    IntentKind, IntentState, InvitationState, SpaceRow, SpaceState, Vault, VaultFault, VaultTx,
};

use crate::deed::{Deed, Order};

/// Opens the vault as it was left and looks at everything that was to be written together.
pub(crate) fn audit(order: &Order) {
    assert!(
        Vault::exists(&order.home),
        "a home has a vault from its first write"
    );
    let vault = Vault::open(&order.home, &passphrase()).unwrap();
    vault
        .read(|tx| {
            assert_eq!(tx.tables_without_their_space()?, [""; 0]);
            let spaces = tx.spaces().list()?;
            let held = spaces.iter().filter(|row| is_held(row)).count();
            let groups = tx.mls_list("mls_group_context", b"")?.len();
            assert_eq!(groups, held, "a group for each space that is held, and no other");
            for row in &spaces {
                audit_space(tx, row)?;
            }
            for invitation in tx.invitations().list()? {
                let there = spaces.iter().any(|row| row.log == invitation.log);
                assert!(there || invitation.state == InvitationState::Waiting);
            }
            audit_deed(tx, order)
        })
        .unwrap();
}

fn is_held(row: &SpaceRow) -> bool {
    !matches!(row.state, SpaceState::Left | SpaceState::Removed)
}

fn audit_space(tx: &VaultTx<'_>, row: &SpaceRow) -> Result<(), VaultFault> {
    let intents = tx.intents().list(row.log)?;
    let open = |kind| {
        intents
            .iter()
            .filter(move |intent| intent.kind == kind && intent.state.is_open())
    };
    assert_eq!(
        row.state == SpaceState::Founding,
        open(IntentKind::Found).count() == 1
    );
    let leaves = intents.iter().any(|intent| intent.kind == IntentKind::Leave);
    assert_eq!(
        leaves,
        matches!(row.state, SpaceState::Leaving | SpaceState::Left)
    );
    if is_held(row) {
        let group = Group::load(tx, row.log).unwrap();
        assert_eq!(group.epoch(), row.epoch, "group and row are in one epoch");
        let keys = tx.epoch_keys().latest(row.log)?.map(|keys| keys.epoch);
        assert_eq!(keys, Some(row.epoch), "the epoch's keys are there");
        let staged = open(IntentKind::Commit)
            .filter(|intent| intent.sealed.as_ref().map(|sealed| sealed.epoch) == Some(row.epoch))
            .count();
        assert_eq!(
            staged,
            usize::from(group.has_pending()),
            "a commit is sealed where it is staged, and there only"
        );
        if row.state != SpaceState::Joining {
            audit_history(tx, row)?;
        }
    } else {
        assert!(Group::load(tx, row.log).is_err());
        assert!(intents.iter().all(|intent| !intent.state.is_open()));
    }
    audit_operations(tx, row)?;
    audit_words(tx, row)
}

/// What counts is behind the cursor, and in its object.
fn audit_operations(tx: &VaultTx<'_>, row: &SpaceRow) -> Result<(), VaultFault> {
    for op in tx.ops().counting(row.log, None, Seq::new(0), u32::MAX)? {
        assert!(op.seq <= row.cursor.seq);
        let tip = tx.chains().tip(row.log, &op.leaf_key)?;
        assert!(tip.is_some_and(|tip| tip.counter >= op.counter));
        if op.kind == Op::KIND_OBJECT {
            let object = tx.objects().get(row.log, ObjectId::from_bytes(op.object))?;
            assert!(object.is_some_and(|object| object.upto >= op.seq));
        }
    }
    Ok(())
}

/// Era, roster and group went the same way.
fn audit_history(tx: &VaultTx<'_>, row: &SpaceRow) -> Result<(), VaultFault> {
    let era = tx.era_keys().latest(row.log)?.map(|key| key.era);
    assert_eq!(era, Some(row.era), "the era's key is there");
    let last = tx.roster().list(row.log)?.pop().unwrap();
    assert_eq!(last.tip, row.roster_tip, "the roster and the row agree");
    assert!(last.seq <= row.cursor.seq || row.epoch == Epoch::new(0));
    let group = Group::load(tx, row.log).unwrap();
    let leaves = group.view().unwrap().leaves.len();
    let listed = tx.roster().leaves(row.log)?.into_iter();
    let listed = listed.filter(|leaf| leaf.until_seq.is_none()).count();
    assert_eq!(leaves, listed, "who is in the group is in the roster");
    Ok(())
}

/// What is shown is behind the cursor, and what this device said is no longer in the outbox once it is shown.
fn audit_words(tx: &VaultTx<'_>, row: &SpaceRow) -> Result<(), VaultFault> {
    let shown = tx.entries().last(row.log, 1_000)?;
    assert!(shown.iter().all(|entry| entry.seq <= row.cursor.seq));
    for intent in tx.intents().list(row.log)? {
        if let Some(message) = intent.message
            && tx.entries().by_message(row.log, message)?.is_some()
        {
            assert_eq!(intent.state, IntentState::Done);
        }
        if intent.state == IntentState::Done && intent.kind == IntentKind::Message {
            let Some(seq) = intent.seq else {
                continue; // a heartbeat that nobody needed any more
            };
            let seen = tx.entries().get(row.log, seq)?.is_some();
            assert_eq!(
                seen,
                seq <= row.cursor.seq,
                "shown where the cursor has passed it"
            );
        }
    }
    Ok(())
}

/// What an operation writes in more than one table.
fn audit_deed(tx: &VaultTx<'_>, order: &Order) -> Result<(), VaultFault> {
    match order.deed {
        Deed::Accept => {
            let waits = tx
                .invitations()
                .of_log(order.log)?
                .iter()
                .any(|invitation| invitation.state == InvitationState::Waiting);
            let there = tx.spaces().get(order.log)?.is_some();
            assert_ne!(
                waits, there,
                "the invitation is answered where the space is joined"
            );
            let queued = tx.intents().list(order.log)?.len();
            assert_eq!(queued, if there { 2 } else { 0 }, "a hello and new keys");
        }
        Deed::Invite => {
            let group = Group::load(tx, order.log).unwrap();
            let added = group.view().unwrap().leaves.len() - 1;
            assert_eq!(tx.newcomers().list(order.log)?.len(), added);
        }
        Deed::Join => {
            if let Some(identity) = tx.identity().get()? {
                assert_eq!(identity.registered, identity.token.is_none());
            }
        }
        Deed::Refound => {
            let stopped = tx.spaces().get(order.log)?.unwrap().state == SpaceState::Wedged;
            let made = tx.spaces().list()?.into_iter();
            let made = made.filter(|row| {
                Group::load(tx, row.log)
                    .is_ok_and(|group| group.policy().predecessor.is_some_and(|of| of.log == order.log))
            });
            assert_eq!(
                made.count(),
                usize::from(!stopped),
                "one successor where one was begun"
            );
        }
        Deed::Add | Deed::Decline | Deed::Found | Deed::Leave | Deed::Remove | Deed::Say | Deed::Sync => {}
    }
    Ok(())
}
