// SPDX-License-Identifier: MIT OR Apache-2.0
//! A small world: members with vaults of their own, and one log.

use toguna_auth::{DeviceCert, Op, Seen, Signed, SigningKey, account_id};
use toguna_types::{
    AccountId, Class, CommitPayload, DeviceId, Digest, Head, LogId, OsEntropy, RelayId, SecretBytes, Seq,
    Suite, Timestamp,
};
use toguna_vault::{Cost, Vault, VaultFault, VaultTx};

use crate::rules::{Openness, Policy, Role};
use crate::{
    At, Change, CommitFault, EngineFault, Group, JoinExpectation, JoinFault, Me, Merged, MessageFault, Part,
    Pointer, Received, Staged, Uses, VerifiedKeyPackage, make_key_package,
};

pub(super) const RELAY: RelayId = RelayId::from_bytes([7; 32]);
pub(super) const LOG: LogId = LogId::from_bytes([9; 32]);
pub(super) const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

/// One device of one account, with a vault.
pub(super) struct Member {
    _home: tempfile::TempDir,
    pub(super) vault: Vault,
    pub(super) account_key: SigningKey,
    pub(super) device_key: SigningKey,
    pub(super) cert: Signed<DeviceCert>,
}

impl Member {
    pub(super) fn new() -> Self {
        Self::device_of(SigningKey::make(&OsEntropy))
    }

    /// One more device of an account.
    pub(super) fn device_of(account_key: SigningKey) -> Self {
        let home = tempfile::tempdir().unwrap();
        let passphrase = SecretBytes::new(b"korteweg".to_vec());
        let vault = Vault::create(home.path(), &passphrase, Cost::FOR_TESTS, &OsEntropy).unwrap();
        let device_key = SigningKey::make(&OsEntropy);
        let cert = DeviceCert {
            account_key: account_key.public(),
            device: DeviceId::make(&OsEntropy),
            device_key: device_key.public(),
            mailbox_key: Digest::of(b"mailbox"),
            issued: NOW,
            expires: NOW.after(std::time::Duration::from_secs(86_400)),
        };
        Self {
            cert: Signed::sign(&account_key, &cert).unwrap(),
            _home: home,
            vault,
            account_key,
            device_key,
        }
    }

    pub(super) fn account(&self) -> AccountId {
        account_id(&self.account_key.public())
    }

    pub(super) fn me(&self) -> Me<'_> {
        Me {
            relay: RELAY,
            cert: &self.cert,
            device_key: &self.device_key,
        }
    }

    pub(super) fn write<T, E: From<VaultFault>>(
        &self,
        f: impl FnOnce(&VaultTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.vault.write(f)
    }

    pub(super) fn with_group<T, E: From<VaultFault> + From<EngineFault>>(
        &self,
        f: impl FnOnce(&VaultTx<'_>, &mut Group) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write(|tx| f(tx, &mut Group::load(tx, LOG)?))
    }

    pub(super) fn key_package(&self, suite: Suite) -> Vec<u8> {
        self.write(|tx| make_key_package(tx, &self.me(), suite, Uses::Once, NOW, &OsEntropy))
            .unwrap()
    }

    pub(super) fn found(&self, suite: Suite) -> Log {
        self.found_with(policy(self.account(), suite))
    }

    pub(super) fn found_with(&self, policy: Policy) -> Log {
        self.write(|tx| {
            let group = Group::found(tx, &self.me(), LOG, policy, NOW, &OsEntropy)?;
            assert_eq!(group.epoch().get(), 0);
            Ok::<_, EngineFault>(())
        })
        .unwrap();
        let head = self
            .write(|tx| Ok::<_, EngineFault>(tx.era_keys().latest(LOG)?.unwrap().first_head))
            .unwrap();
        Log { head }
    }

    pub(super) fn stage(&self, log: &Log, change: Change) -> Result<Staged, EngineFault> {
        self.with_group(|tx, group| group.stage(tx, &self.me(), change, log.head, &OsEntropy))
    }

    pub(super) fn merge_own(&self, staged: &Staged, at: At) -> Result<Merged, EngineFault> {
        self.with_group(|tx, group| group.merge_own(tx, staged.commit_hash, at))
    }

    pub(super) fn receive(&self, commit: &CommitPayload, at: At) -> Result<Merged, CommitFault> {
        self.with_group(|tx, group| group.receive_commit(tx, commit, at))
    }

    pub(super) fn say(&self, text: &str) -> Vec<u8> {
        self.with_group(|tx, group| group.encrypt(tx, text.as_bytes(), &OsEntropy))
            .unwrap()
    }

    pub(super) fn hear(&self, payload: &[u8]) -> Result<Received, MessageFault> {
        self.with_group(|tx, group| group.decrypt(tx, payload))
    }

    /// Joins again, as one who asked for it.
    pub(super) fn rejoin(&self, staged: &Staged, at: At) -> Result<AccountId, JoinFault> {
        let (pointer, welcome, tree) = opened(staged);
        let expect = JoinExpectation {
            log: LOG,
            epoch: pointer.epoch,
        };
        self.write(|tx| {
            let joined = Group::rejoin(tx, &self.me(), &welcome, &tree, expect, NOW)?;
            joined.group.settle_join(tx, at)?;
            Ok(joined.inviter)
        })
    }

    /// Joins with what the relay would hand out.
    pub(super) fn join(&self, staged: &Staged, at: At) -> Result<AccountId, JoinFault> {
        let (pointer, welcome, tree) = opened(staged);
        let expect = JoinExpectation {
            log: LOG,
            epoch: pointer.epoch,
        };
        self.write(|tx| {
            let joined = Group::join(tx, &self.me(), &welcome, &tree, expect, NOW)?;
            joined.group.settle_join(tx, at)?;
            Ok(joined.inviter)
        })
    }

    /// Signs an operation with this device's leaf key.
    pub(super) fn op(&self, log: &Log, counter: u64, body: &[u8]) -> Signed<Op> {
        self.with_group(|tx, group| {
            let key = group.my_leaf_key(tx)?;
            let op = Op {
                log: LOG,
                object: [0; 16],
                author: self.account(),
                leaf_key: key.public(),
                counter,
                previous: Digest::ZERO,
                time: NOW,
                tick: 0,
                seen: Seen {
                    head: log.head,
                    roster: Digest::ZERO,
                },
                kind: 7,
                body: body.into(),
            };
            Signed::sign(&key, &op).map_err(EngineFault::Statement)
        })
        .unwrap()
    }

    pub(super) fn seal_record(&self, op: &Signed<Op>) -> Vec<u8> {
        self.write(|tx| crate::seal_record(tx, RELAY, LOG, op, &OsEntropy))
            .unwrap()
            .payload
    }

    pub(super) fn open_record(&self, seq: Seq, payload: &[u8]) -> Result<AccountId, MessageFault> {
        self.write(|tx| Ok(crate::open_record(tx, RELAY, LOG, seq, payload)?.account))
    }

    pub(super) fn authenticator(&self) -> Vec<u8> {
        self.with_group(|_, group| Ok::<_, EngineFault>(group.authenticator()))
            .unwrap()
    }

    pub(super) fn tip(&self) -> Digest {
        self.write(|tx| Ok::<_, EngineFault>(crate::rows::roster(tx, LOG)?.unwrap().tip))
            .unwrap()
    }
}

/// The log: only its head matters here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Log {
    pub(super) head: Head,
}

impl Log {
    /// Takes an entry.
    pub(super) fn append(&mut self, class: Class, payload: &[u8]) -> At {
        self.head = self.head.link(class, Digest::of(payload));
        At {
            head: self.head,
            now: NOW,
        }
    }

    pub(super) fn take(&mut self, staged: &Staged) -> (CommitPayload, At) {
        (staged.payload(), self.append(Class::Commit, &staged.envelope))
    }
}

pub(super) fn policy(founder: AccountId, suite: Suite) -> Policy {
    Policy::founding(RELAY, LOG, founder, "Observatoire", Openness::Confidential, suite).unwrap()
}

/// The newcomers' pointer, Welcome and tree.
pub(super) fn opened(staged: &Staged) -> (&Pointer, Vec<u8>, Vec<u8>) {
    let pointer = &staged.newcomers[0].pointer;
    let welcome = pointer.open(Part::Welcome, &staged.attachments[0].bytes).unwrap();
    let tree = pointer.open(Part::Tree, &staged.attachments[1].bytes).unwrap();
    (pointer, welcome, tree)
}

pub(super) fn verified(bytes: &[u8], suite: Suite) -> VerifiedKeyPackage {
    VerifiedKeyPackage::of(bytes, RELAY, suite).unwrap()
}

/// `inviter` adds `guest`; `others` follow; the guest joins.
pub(super) fn add(log: &mut Log, inviter: &Member, others: &[&Member], guest: &Member, role: Role) {
    let suite = inviter
        .with_group(|_, group| Ok::<_, EngineFault>(group.suite()))
        .unwrap();
    let package = verified(&guest.key_package(suite), suite);
    let staged = inviter.stage(log, Change::Add(vec![(package, role)])).unwrap();
    let (payload, at) = log.take(&staged);
    inviter.merge_own(&staged, at).unwrap();
    for other in others {
        other.receive(&payload, at).unwrap();
    }
    assert_eq!(guest.join(&staged, at).unwrap(), inviter.account());
}

/// `committer` changes the space; `others` follow.
pub(super) fn change(log: &mut Log, committer: &Member, others: &[&Member], change: Change) -> Merged {
    let staged = committer.stage(log, change).unwrap();
    let (payload, at) = log.take(&staged);
    let merged = committer.merge_own(&staged, at).unwrap();
    for other in others {
        assert_eq!(other.receive(&payload, at).unwrap().tip, merged.tip);
    }
    merged
}
