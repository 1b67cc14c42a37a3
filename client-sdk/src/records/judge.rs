// SPDX-License-Identifier: MIT OR Apache-2.0
//! What counts: decided for each operation in the log's order, from the log alone, so that all devices agree.
//!
//! Nothing is decided before all that stands in front of it is known: while a newcomer still reads the time before it,
//! what comes in waits.

use tls_codec::{SerializeBytes as _, TlsSerializeBytes, TlsSize};
use toguna_auth::{Op, Signed};
use toguna_mls::rules::{Action, Role};
use toguna_types::{AccountId, Digest, LogId, Opaque, Seq};
use toguna_vault::{ChainTip, HistoryState, OpRow, OpStanding, VaultTx, Verdict};

use crate::Fault;
use crate::alarm::Offence;
use crate::client::Client;
use crate::fault::Code;
use crate::objects::Folds;

/// Contradictions kept for each log: the first ones say what happened.
const KEPT: usize = 32;
/// What they are kept as.
pub(crate) const EQUIVOCATION: &str = "equivocation";
/// How many operations are decided at a time.
const AT_ONCE: u32 = 256;

/// Two operations that one device signed for one place of its chain.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsSize)]
pub(crate) struct Equivocation {
    pub(crate) first: Opaque,
    pub(crate) second: Opaque,
}

/// How an operation stands to what its leaf key signed before.
enum Link {
    /// It is the next.
    Continues,
    /// It contradicts what the same key signed, if that is still known.
    Contradicts(Option<Box<OpRow>>),
    /// Something before it is missing, or it came before.
    Loose(&'static str),
}

impl Client {
    /// Decides on what waits, unless something before it is not known yet.
    pub(crate) fn judge_ops(&self, tx: &VaultTx<'_>, log: LogId) -> Result<(), Fault> {
        let history = tx.histories().get(log)?;
        if history
            .as_ref()
            .is_some_and(|history| history.state != HistoryState::Whole)
        {
            return Ok(());
        }
        let withheld = history.map_or(Seq::new(0), |history| history.withheld);
        loop {
            let due = tx.ops().waiting(log, AT_ONCE)?;
            if due.is_empty() {
                return Ok(());
            }
            let mut folds = Folds::default();
            for op in due {
                self.judge_op(tx, &mut folds, &op, withheld)?;
            }
            self.keep_folds(tx, folds)?;
        }
    }

    fn judge_op(&self, tx: &VaultTx<'_>, folds: &mut Folds, op: &OpRow, withheld: Seq) -> Result<(), Fault> {
        let signed = signed_in(op)?;
        match link(tx, op, &signed, withheld)? {
            Link::Continues => {}
            Link::Loose(reason) => {
                if let Some(intent) = tx.intents().by_hash(op.log, op.payload)? {
                    tx.intents().set_sealed(intent.id, None)?; // in its turn it goes out again
                }
                return dismiss(tx, op, reason, None);
            }
            Link::Contradicts(first) => return equivocated(tx, op, first),
        }
        let tip = ChainTip {
            counter: op.counter,
            hash: op.hash,
            seq: op.seq,
        };
        tx.chains().put(op.log, &op.leaf_key, &tip)?;
        let quarantined = tx.quarantine().from(op.log, op.device)?;
        if quarantined.is_some_and(|from| from <= op.seq) {
            return dismiss(tx, op, "quarantined", None);
        }
        let role = tx.roster().role_at(op.log, op.account, op.seq)?;
        let role = role.and_then(Role::from_number);
        if !role.is_some_and(|role| role.may(action_of(op.kind))) {
            return dismiss(tx, op, Offence::NotAllowed.reason(), Some(op.account));
        }
        if op.kind == Op::KIND_OBJECT
            && let Err(reason) = self.fold(tx, folds, op, signed.body.as_slice())?
        {
            return dismiss(tx, op, reason, Some(op.account));
        }
        if op.kind == Op::KIND_STEWARD_KEY
            && let Err(reason) = self.steward_key_given(tx, op, role, signed.body.as_slice())?
        {
            return dismiss(tx, op, reason, None);
        }
        Ok(tx.ops().decide(op.log, op.seq, OpStanding::Counts)?)
    }
}

fn signed_in(op: &OpRow) -> Result<Op, Fault> {
    let signed = Signed::<Op>::decode(&op.signed).and_then(|signed| signed.unverified());
    signed.map_err(|fault| Fault::because(Code::VaultDamaged, fault))
}

/// What an account must be allowed to do for an operation to count.
const fn action_of(kind: u16) -> Action {
    match kind {
        Op::KIND_LEAVE => Action::AppendNotice,
        _ => Action::Append,
    }
}

/// A leaf key's first operation is number 1, each later one names the one before. Where the beginning of a chain is
/// withheld, the first that is shown is where it begins.
fn link(tx: &VaultTx<'_>, op: &OpRow, signed: &Op, withheld: Seq) -> Result<Link, Fault> {
    let Some(tip) = tx.chains().tip(op.log, &op.leaf_key)? else {
        let leaf = tx.roster().member_at(op.log, &op.leaf_key, op.seq)?;
        let began_before = leaf.is_some_and(|leaf| leaf.from_seq <= withheld) && withheld > Seq::new(0);
        let first = op.counter == 1 && signed.previous == Digest::ZERO;
        return Ok(if first || began_before {
            Link::Continues
        } else {
            Link::Loose("gap")
        });
    };
    if tip.seq <= withheld && op.counter > tip.counter {
        return Ok(Link::Continues); // what it said meanwhile is withheld
    }
    if Some(op.counter) == tip.counter.checked_add(1) {
        return Ok(if signed.previous == tip.hash {
            Link::Continues
        } else {
            Link::Contradicts(
                tx.ops()
                    .in_chain(op.log, &op.leaf_key, tip.counter)?
                    .map(Box::new),
            )
        });
    }
    if op.counter > tip.counter {
        return Ok(Link::Loose("gap"));
    }
    let there = tx.ops().in_chain(op.log, &op.leaf_key, op.counter)?;
    Ok(match there {
        Some(there) if there.hash != op.hash => Link::Contradicts(Some(Box::new(there))),
        _ if op.counter == tip.counter && op.hash != tip.hash => Link::Contradicts(None),
        _ => Link::Loose("repeated"),
    })
}

/// Refuses an operation: a verdict says why, nothing else of it stays.
fn dismiss(tx: &VaultTx<'_>, op: &OpRow, reason: &str, accused: Option<AccountId>) -> Result<(), Fault> {
    tx.ops().drop_at(op.log, op.seq)?;
    let verdict = Verdict {
        log: op.log,
        seq: op.seq,
        hash: op.payload,
        reason: reason.to_owned(),
        accused,
    };
    Ok(tx.verdicts().put(&verdict)?)
}

/// One device signed two operations for one place: both are kept, and from here on it counts no more.
fn equivocated(tx: &VaultTx<'_>, op: &OpRow, first: Option<Box<OpRow>>) -> Result<(), Fault> {
    tx.quarantine().put(op.log, op.device, op.seq)?;
    let kept = tx.evidence().list(op.log)?;
    if kept.iter().filter(|kept| kept.kind == EQUIVOCATION).count() < KEPT {
        let both = Equivocation {
            first: first.map(|first| first.signed).unwrap_or_default().into(),
            second: op.signed.clone().into(),
        };
        let bytes = both
            .tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))?;
        tx.evidence().put(op.log, EQUIVOCATION, &bytes)?;
    }
    dismiss(tx, op, Offence::Equivocates.reason(), Some(op.account))
}
