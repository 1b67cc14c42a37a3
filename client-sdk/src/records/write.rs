// SPDX-License-Identifier: MIT OR Apache-2.0
//! Operations of this device's own: queued as what they mean, signed once in the order they go out, sealed as often
//! as it takes.
//!
//! A leaf key signs one chain of operations. Where this device renewed its leaf before an operation came into the log,
//! what the old key signed can count nowhere any more; it is signed by the new one, in that key's chain.

use std::time::Duration;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::{Leave, Op, Seen, Signed, SigningKey};
use toguna_mls::Group;
use toguna_mls::rules::Action;
use toguna_types::{AccountId, Clock as _, Digest, IntentId, LogId, Opaque, Seq, limit};
use toguna_vault::{IntentKind, IntentRow, NewIntent, SpaceRow, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::writable;
use crate::sync::CommitIntent;

/// What an operation is to do, before it is signed.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct NewOp {
    /// The object; zero is the space itself.
    pub(crate) object: [u8; 16],
    pub(crate) kind: u16,
    pub(crate) body: Opaque,
}

/// An operation as the outbox keeps it.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub(crate) enum OpIntent {
    /// Not signed yet.
    #[tls_codec(discriminant = 1)]
    New(NewOp),
    /// The account's leave, not signed yet: who becomes steward.
    #[tls_codec(discriminant = 2)]
    Leave(Option<AccountId>),
    /// Signed: the same bytes are sealed again until they stand in the log.
    #[tls_codec(discriminant = 3)]
    Signed(Signed<Op>),
}

impl OpIntent {
    pub(crate) fn encode(&self) -> Result<Vec<u8>, Fault> {
        self.tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Fault> {
        Self::tls_deserialize_exact_bytes(bytes).map_err(|fault| Fault::because(Code::VaultDamaged, fault))
    }

    /// What kind of operation it is to be.
    pub(crate) fn kind(&self) -> Option<u16> {
        match self {
            Self::New(op) => Some(op.kind),
            Self::Leave(_) => Some(Op::KIND_LEAVE),
            Self::Signed(signed) => signed.unverified().ok().map(|op| op.kind),
        }
    }

    /// What a signed operation meant, so that another key may sign it.
    fn again(op: Op) -> Self {
        match leave_in(&op) {
            Some(leave) => Self::Leave(leave.successor),
            None => Self::New(NewOp {
                object: op.object,
                kind: op.kind,
                body: op.body,
            }),
        }
    }
}

fn leave_in(op: &Op) -> Option<Leave> {
    let body = (op.kind == Op::KIND_LEAVE).then_some(op.body.as_slice())?;
    Signed::<Leave>::decode(body).ok()?.unverified().ok()
}

/// The bit of an operation's kind that says: of an application, not of Toguna.
const OF_APPLICATION: u16 = 0x8000;

impl Client {
    /// Writes an operation of an application's own on an object of its own, and waits until the relay's receipt is in
    /// the vault. Its kind and its body mean what the application says; Toguna keeps it as its author signed it, for
    /// everybody who is granted the era. The highest bit of the kind is set. A body has at most
    /// [`limit::OPERATION_BYTES`] bytes.
    ///
    /// # Errors
    /// [`Code::TooLong`], [`Code::NotAllowed`] by this account's role, [`Code::NotAMember`]; [`Code::StillQueued`] if it
    /// is in the outbox but did not get through in time: it goes out with the next synchronisation.
    pub async fn operate(
        &self,
        log: LogId,
        object: [u8; 16],
        kind: u16,
        body: impl Into<Vec<u8>>,
    ) -> Result<Seq, Fault> {
        let op = NewOp {
            object,
            kind: kind | OF_APPLICATION,
            body: body.into().into(),
        };
        let intent = self.vault().write(|tx| self.queue_op(tx, log, op))?;
        self.send_op(log, intent).await
    }

    /// Sends what was queued, and waits for its receipt.
    pub(crate) async fn send_op(&self, log: LogId, intent: IntentId) -> Result<Seq, Fault> {
        match tokio::time::timeout(self.options().wait, self.send_out(log, intent)).await {
            Ok(Ok(seq)) => Ok(seq),
            Ok(Err(fault)) if fault.is_passing() => Err(fault.queued()),
            Ok(Err(fault)) => Err(fault),
            Err(late) => Err(self.late(log, late)),
        }
    }

    /// Puts an operation in the outbox.
    ///
    /// # Errors
    /// [`Code::TooLong`], [`Code::NotAMember`], [`Code::NotAllowed`] by this account's role.
    pub(crate) fn queue_op(&self, tx: &VaultTx<'_>, log: LogId, op: NewOp) -> Result<IntentId, Fault> {
        if op.body.as_slice().len() > usize::try_from(limit::OPERATION_BYTES).unwrap_or(usize::MAX) {
            return Err(Fault::too_long("operation", limit::OPERATION_BYTES));
        }
        let row = self.may_operate(tx, log)?;
        self.turn_old_era(tx, &row)?;
        self.push_op(tx, log, IntentKind::Record, &OpIntent::New(op))
    }

    /// The space's row, if this account may write operations there now.
    ///
    /// # Errors
    /// [`Code::NotAMember`], [`Code::NotAllowed`], [`Code::SpaceInDoubt`].
    pub(crate) fn may_operate(&self, tx: &VaultTx<'_>, log: LogId) -> Result<SpaceRow, Fault> {
        let row = self.row(tx, log)?;
        writable(&row)?;
        let group = Group::load(tx, log)?;
        self.may_append(&group)?;
        self.in_doubt(&row)?;
        Ok(row)
    }

    /// Puts an operation in the outbox that was authorised already.
    pub(crate) fn push_op(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        kind: IntentKind,
        op: &OpIntent,
    ) -> Result<IntentId, Fault> {
        let options = self.options();
        let now = options.clock.now();
        let id = IntentId::make(&options.entropy);
        tx.intents().push(&NewIntent {
            id,
            log,
            kind,
            body: op.encode()?,
            message: None,
            made: now,
            not_before: now,
        })?;
        Ok(id)
    }

    fn may_append(&self, group: &Group) -> Result<(), Fault> {
        let role = group.policy().role_of(self.keys().account);
        if role.is_some_and(|role| role.may(Action::Append)) {
            Ok(())
        } else {
            Err(Fault::new(Code::NotAllowed))
        }
    }

    /// The signed operation of an intent: the one that was signed before, as long as its key is this device's.
    pub(crate) fn signed_op(
        &self,
        tx: &VaultTx<'_>,
        group: &Group,
        intent: &IntentRow,
    ) -> Result<Signed<Op>, Fault> {
        let key = group.my_leaf_key(tx)?;
        let meaning = match OpIntent::decode(&intent.body)? {
            meaning @ (OpIntent::New(_) | OpIntent::Leave(_)) => meaning,
            OpIntent::Signed(signed) => {
                let op = signed
                    .unverified()
                    .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
                if op.leaf_key == key.public() {
                    if op.kind != Op::KIND_LEAVE {
                        self.may_append(group)?; // the role was taken after it was signed
                    }
                    return Ok(signed);
                }
                OpIntent::again(op)
            }
        };
        let new = match meaning {
            OpIntent::New(op) => {
                self.may_append(group)?;
                op
            }
            OpIntent::Leave(successor) => NewOp {
                object: [0; 16],
                kind: Op::KIND_LEAVE,
                body: group.leave(tx, successor)?.encode().into(),
            },
            OpIntent::Signed(_) => return Err(Fault::new(Code::Broken)),
        };
        let signed = self.sign_op(tx, intent.log, &key, new)?;
        tx.intents()
            .set_body(intent.id, &OpIntent::Signed(signed.clone()).encode()?)?;
        Ok(signed)
    }

    /// Signs the next operation of a leaf key's chain.
    fn sign_op(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        key: &SigningKey,
        new: NewOp,
    ) -> Result<Signed<Op>, Fault> {
        let mut row = self.row(tx, log)?;
        if row.own_leaf != key.public().to_bytes() {
            row.own_leaf = key.public().to_bytes();
            row.own_counter = 0;
            row.own_previous = Digest::ZERO;
        }
        let now = self.options().clock.now();
        row.own_counter = row.own_counter.saturating_add(1);
        row.hybrid = if now > row.hybrid.0 {
            (now, 0)
        } else {
            (row.hybrid.0, row.hybrid.1.saturating_add(1))
        };
        let op = Op {
            log,
            object: new.object,
            author: self.keys().account,
            leaf_key: key.public(),
            counter: row.own_counter,
            previous: row.own_previous,
            time: row.hybrid.0,
            tick: row.hybrid.1,
            seen: Seen {
                head: row.cursor,
                roster: row.roster_tip,
            },
            kind: new.kind,
            body: new.body,
        };
        let signed = Signed::sign(key, &op).map_err(|fault| Fault::because(Code::Broken, fault))?;
        row.own_previous = signed.digest();
        tx.spaces().update(&row)?;
        Ok(signed)
    }

    /// An operation that was signed will never be sent: its place in the chain stays empty, so that the leaf key can
    /// sign no later one. This device renews its leaf.
    pub(crate) fn op_abandoned(&self, tx: &VaultTx<'_>, intent: &IntentRow) -> Result<(), Fault> {
        let signed = intent.kind == IntentKind::Record
            && matches!(OpIntent::decode(&intent.body)?, OpIntent::Signed(_));
        if signed {
            let row = self.row(tx, intent.log)?;
            self.queue_commit(tx, &row, &CommitIntent::RenewLeaf, Duration::ZERO)?;
        }
        Ok(())
    }
}
