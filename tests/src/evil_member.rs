// SPDX-License-Identifier: MIT OR Apache-2.0
//! A member who keeps to no rule: what it appends, commits and signs is authentic and not allowed.
//!
//! It joins a space as anybody does, with a client of its own, and then works on that client's vault and wire
//! directly. The parts fit together: `word` and `message` make what its leaf really signs, `sealed` seals any bytes as
//! only a member can, `commit` builds any commit the engine can build, `appends` and `commits` send any bytes under the
//! epoch's write capability.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "an attack that cannot be made is a failed test"
)]

use toguna_auth::{Op, Signed};
use toguna_mls::evil::{self, Deed, Forged, Twist};
use toguna_mls::{EngineFault, Group, seal_record};
use toguna_sdk::{Backdoor, LogId, RawWord, Seq};
use toguna_types::{Class, Digest, OsEntropy, Timestamp};
use toguna_vault::{VaultFault, VaultTx};

use crate::Member;

/// A member who keeps to no rule.
#[derive(Clone, Debug)]
pub struct EvilMember {
    /// The member it also is.
    pub member: Member,
    door: Backdoor,
}

impl EvilMember {
    /// Takes a member's program apart.
    #[must_use]
    pub fn of(member: Member) -> Self {
        let door = member.client.backdoor();
        Self { member, door }
    }

    /// The way round every check.
    #[must_use]
    pub const fn door(&self) -> &Backdoor {
        &self.door
    }

    /// Does something with the group; what it changes is kept.
    pub fn inside<T>(
        &self,
        log: LogId,
        f: impl FnOnce(&VaultTx<'_>, &mut Group) -> Result<T, EngineFault>,
    ) -> T {
        let done = self.door.vault().write(|tx| f(tx, &mut Group::load(tx, log)?));
        done.expect("the engine does it")
    }

    /// Does something with the group and takes back what it changed.
    pub fn and_back<T>(
        &self,
        log: LogId,
        f: impl FnOnce(&VaultTx<'_>, &mut Group) -> Result<T, EngineFault>,
    ) -> T {
        let undone = self.door.vault().write(|tx| {
            let mut group = Group::load(tx, log).map_err(Undone::Fault)?;
            let done = f(tx, &mut group).map_err(Undone::Fault)?;
            Err::<(), _>(Undone::Done(Box::new(done)))
        });
        let done = match undone {
            Err(Undone::Done(done)) => Ok(*done),
            Err(Undone::Fault(fault)) => Err(fault),
            Ok(()) => Err(EngineFault::Library),
        };
        done.expect("the engine does it")
    }

    /// A text as an honest device would say it now; change any field.
    #[must_use]
    pub fn word(&self, log: LogId, text: &str) -> RawWord {
        self.door.word(log, text).expect("a word")
    }

    /// A message with this content, really signed by this member's leaf and sealed for the epoch.
    #[must_use]
    pub fn message(&self, log: LogId, word: &RawWord) -> Vec<u8> {
        let content = Backdoor::encode(word).expect("a content");
        self.inside(log, |tx, group| group.encrypt(tx, &content, &OsEntropy))
    }

    /// A message under this member's leaf as anybody makes it who knows the epoch's secrets and not the leaf's key:
    /// the word that others put into its mouth.
    #[must_use]
    pub fn unsigned(&self, log: LogId, word: &RawWord) -> Vec<u8> {
        let content = Backdoor::encode(word).expect("a content");
        self.and_back(log, |tx, group| evil::forged_message(tx, group, 0, &content))
    }

    /// Any bytes, sealed in the epoch's envelope.
    #[must_use]
    pub fn sealed(&self, log: LogId, class: Class, content: &[u8]) -> Vec<u8> {
        self.and_back(log, |tx, group| evil::seal_envelope(tx, group, class, content))
    }

    /// An operation as this member's leaf would sign its first one now, told otherwise; really signed by the leaf.
    #[must_use]
    pub fn op(&self, log: LogId, tell: impl FnOnce(&mut Op)) -> Signed<Op> {
        let seen = self.word(log, "").seen;
        let author = self.member.client.whoami().expect("an account").account;
        self.and_back(log, |tx, group| {
            let key = group.my_leaf_key(tx)?;
            let mut op = Op {
                log,
                object: [7; 16],
                author,
                leaf_key: key.public(),
                counter: 1,
                previous: Digest::ZERO,
                time: Timestamp::from_millis(1_800_000_000_000),
                tick: 0,
                seen,
                kind: 0x8001,
                body: b"op".as_slice().into(),
            };
            tell(&mut op);
            Signed::sign(&key, &op).map_err(EngineFault::Statement)
        })
    }

    /// A signed operation, sealed for the era.
    #[must_use]
    pub fn record(&self, log: LogId, op: &Signed<Op>) -> Vec<u8> {
        let relay = self.door.relay();
        self.inside(log, |tx, _| seal_record(tx, relay, log, op, &OsEntropy))
            .payload
    }

    /// Signs an operation, seals and appends it.
    pub async fn operates(&self, log: LogId, tell: impl FnOnce(&mut Op)) -> Signed<Op> {
        let op = self.op(log, tell);
        self.appends(log, Class::Record, self.record(log, &op)).await;
        op
    }

    /// A commit that does these deeds, whatever the role; its own group stays where it was.
    #[must_use]
    pub fn commit(&self, log: LogId, twist: &Twist, deeds: &[Deed]) -> Forged {
        self.and_back(log, |tx, group| evil::commit(tx, group, twist, deeds))
    }

    /// Appends any bytes under the write capability.
    pub async fn appends(&self, log: LogId, class: Class, payload: Vec<u8>) -> Seq {
        let appended = self.door.append(log, class, payload).await;
        appended.expect("the relay takes it").expect("the epoch goes on")
    }

    /// Appends any bytes, 64 payloads a frame.
    pub async fn appends_all(&self, log: LogId, mut payloads: Vec<(Class, Vec<u8>)>) {
        while !payloads.is_empty() {
            let frame = payloads.drain(..payloads.len().min(64)).collect();
            let stored = self.door.append_all(log, frame).await;
            assert!(stored.expect("the relay takes them"), "the epoch goes on");
        }
    }

    /// Says something without asking whether it may.
    pub async fn says(&self, log: LogId, text: &str) -> Seq {
        let message = self.message(log, &self.word(log, text));
        self.appends(log, Class::Message, message).await
    }

    /// Sends a forged commit, and wins the epoch with it.
    pub async fn commits(&self, log: LogId, forged: &Forged) {
        let payload = toguna_wire::encode_commit_payload(&forged.payload);
        let won = self.door.commit(log, payload, Vec::new()).await;
        assert!(won.expect("the relay takes it"), "the commit wins");
    }
}

/// Carries something out of a transaction that is rolled back.
enum Undone<T> {
    Done(Box<T>),
    Fault(EngineFault),
}

impl<T> From<VaultFault> for Undone<T> {
    fn from(fault: VaultFault) -> Self {
        Self::Fault(fault.into())
    }
}
