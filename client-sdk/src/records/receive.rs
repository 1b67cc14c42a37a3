// SPDX-License-Identifier: MIT OR Apache-2.0
//! A record from the log: opened with the key of its era, its author verified where it stands.

use std::time::Duration;

use toguna_auth::{Op, Seen};
use toguna_mls::{OpenedRecord, open_record};
use toguna_types::{Clock as _, Digest, Seq};
use toguna_vault::{IntentKind, OpRow, OpStanding, SpaceRow, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::sync::{At, reason_of, refuse};

/// Why an operation is refused whose author says that it saw what comes after it.
pub(super) const AHEAD_OF_ITSELF: &str = "from-ahead";
/// How far in the future the time of another's operation may lie and still move this device's own.
const AHEAD: Duration = Duration::from_mins(5);

impl Client {
    /// Takes in a record that the log shows now.
    pub(crate) fn apply_record(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        at: &At<'_>,
    ) -> Result<(), Fault> {
        let own = tx.intents().by_hash(row.log, at.hash)?;
        let own = own.filter(|intent| matches!(intent.kind, IntentKind::Record | IntentKind::Leave));
        let seq = at.entry.seq();
        let opened = tx.savepoint(|tx| open_record(tx, self.relay(), row.log, seq, at.payload));
        let opened = match opened {
            Ok(opened) => opened,
            Err(fault) => {
                refuse(tx, row.log, at, reason_of(fault)?)?;
                if let Some(intent) = own {
                    tx.intents().set_sealed(intent.id, None)?; // where it stands it counts for nobody
                }
                return Ok(());
            }
        };
        match own {
            Some(intent) => tx.intents().settle(intent.id, None, seq)?,
            None if tx.leaf_keys().get(&opened.op.leaf_key.to_bytes())?.is_some() => {
                self.said_unknown(tx, row)?
            }
            None => {}
        }
        if opened.op.seen.head.seq >= seq {
            refuse(tx, row.log, at, AHEAD_OF_ITSELF)?;
            return self.views_differ(tx, row, at, opened.account, &opened.op.seen);
        }
        let now = self.options().clock.now();
        let said = (opened.op.time, opened.op.tick);
        if said > row.hybrid && opened.op.time <= now.after(AHEAD) {
            row.hybrid = said;
        }
        let seen = opened.op.seen;
        let tip = tx.roster().step_at(row.log, seen.head.seq)?.map(|step| step.tip);
        let as_now = Seen {
            roster: match tip {
                Some(tip) if tip == seen.roster => row.roster_tip,
                None => row.roster_tip, // of the time before this device
                Some(_) => seen.roster,
            },
            ..seen
        };
        self.compare_views(tx, row, at, opened.account, &as_now)?;
        if opened.op.kind == Op::KIND_LEAVE {
            self.heard_leave(tx, row, &opened.op)?;
        }
        tx.ops().add(&op_row(opened, seq, at.hash))?;
        self.judge_ops(tx, row.log)
    }
}

/// An opened record as the vault keeps it, until it is decided.
pub(super) fn op_row(opened: OpenedRecord, seq: Seq, payload: Digest) -> OpRow {
    OpRow {
        log: opened.op.log,
        seq,
        object: opened.op.object,
        account: opened.account,
        device: opened.device,
        leaf_key: opened.op.leaf_key.to_bytes(),
        counter: opened.op.counter,
        hash: opened.signed.digest(),
        payload,
        era: opened.era,
        kind: opened.op.kind,
        signed: opened.signed.encode(),
        standing: OpStanding::Waiting,
    }
}
