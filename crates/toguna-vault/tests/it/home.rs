// SPDX-License-Identifier: MIT OR Apache-2.0
//! Vaults for these tests, and one transaction that touches many tables.

use std::path::Path;

use tempfile::TempDir;
use toguna_types::{
    AccountId, Class, DeviceId, Digest, Entropy, Epoch, Era, Head, IntentId, Lifetime, LogId, MessageId,
    Secret, SecretBytes, SeededEntropy, Seq, Suite, Timestamp,
};
use toguna_vault::{
    Cost, EntryRow, EpochKeys, Insertion, IntentKind, NewIntent, Person, Sealed, SpaceRow, SpaceState, Vault,
    VaultFault, VaultTx,
};

/// What must never be found in any file.
pub(crate) const CANARY: &str = "canary-of-a-survivor";
pub(crate) const LOG: LogId = LogId::from_bytes(*b"canary-of-a-survivor-in-a-log-id");

pub(crate) fn passphrase() -> SecretBytes {
    SecretBytes::new(b"cheval juste pile agrafe".to_vec())
}

pub(crate) fn create(entropy: &impl Entropy) -> (Vault, TempDir) {
    let home = tempfile::tempdir().unwrap();
    let vault = Vault::create(home.path(), &passphrase(), Cost::FOR_TESTS, entropy).unwrap();
    (vault, home)
}

pub(crate) fn fresh() -> (Vault, TempDir) {
    create(&SeededEntropy::new(1))
}

pub(crate) fn open(home: &Path) -> Vault {
    Vault::open(home, &passphrase()).unwrap()
}

/// Adds to a counter; one row.
pub(crate) fn count(tx: &VaultTx<'_>) -> Result<u64, VaultFault> {
    let next = counted(tx)?.saturating_add(1);
    tx.meta().put("counter", &next.to_be_bytes())?;
    Ok(next)
}

pub(crate) fn counted(tx: &VaultTx<'_>) -> Result<u64, VaultFault> {
    let bytes = tx.meta().get("counter")?;
    Ok(bytes.map_or(0, |bytes| u64::from_be_bytes(bytes.try_into().unwrap())))
}

/// What a device writes when it receives the `n`-th message: state of the engine, cursor, entry, outbox.
pub(crate) fn receive(tx: &VaultTx<'_>, n: u8) -> Result<(), VaultFault> {
    let at = Timestamp::from_millis(n.into());
    let content = [CANARY.as_bytes(), &[n]].concat();
    tx.mls_put("group", &[n], &content)?;
    if n == 0 {
        tx.spaces().insert(&space())?;
    }
    let mut space = tx.spaces().get(LOG)?.unwrap();
    space.cursor.seq = Seq::new(n.into());
    space.own_counter = space.own_counter.saturating_add(1);
    tx.spaces().update(&space)?;
    let entry = EntryRow {
        log: LOG,
        seq: Seq::new(n.into()),
        class: Class::Message,
        epoch: Epoch::new(1),
        kind: 1,
        author: AccountId::from_bytes([n; 32]),
        device: DeviceId::from_bytes([n; 16]),
        message: Some(MessageId::from_bytes([n; 16])),
        target: None,
        content: content.clone(),
        written: at,
        received: at,
        expires: None,
        own: false,
    };
    assert_eq!(tx.entries().insert(&entry)?, Insertion::Inserted);
    tx.intents().push(&NewIntent {
        id: IntentId::from_bytes([n; 16]),
        log: LOG,
        kind: IntentKind::Message,
        body: content.clone(),
        message: None,
        made: at,
        not_before: at,
    })?;
    let sealed = Sealed {
        hash: Digest::of(&content),
        payload: content.clone(),
        epoch: Epoch::new(1),
        extra: content,
    };
    tx.intents()
        .set_sealed(IntentId::from_bytes([n; 16]), Some(&sealed))?;
    let _ = tx.people().put(&Person {
        account: AccountId::from_bytes([n; 32]),
        handle: format!("{CANARY}-{n}"),
        first_seen: at,
    })?;
    tx.epoch_keys().put(&EpochKeys {
        log: LOG,
        epoch: Epoch::new(n.into()),
        root: Secret::from_slice(LOG.as_bytes()).unwrap(),
        envelope: Secret::from_slice(LOG.as_bytes()).unwrap(),
        made: at,
    })
}

/// How many times [`receive`] is in the vault; panics if it is there in part.
pub(crate) fn received(vault: &Vault) -> u64 {
    vault
        .read(|tx| {
            let entries = u64::try_from(tx.entries().last(LOG, u32::MAX)?.len()).unwrap();
            let groups = u64::try_from(tx.mls_list("group", b"")?.len()).unwrap();
            let intents = u64::try_from(tx.intents().list(LOG)?.len()).unwrap();
            let people = u64::try_from(tx.people().list()?.len()).unwrap();
            let own = tx.spaces().get(LOG)?.map_or(0, |space| space.own_counter);
            let keys = tx
                .epoch_keys()
                .latest(LOG)?
                .map_or(0, |keys| keys.epoch.get() + 1);
            assert_eq!([entries; 5], [groups, intents, people, own, keys]);
            let sealed = tx
                .intents()
                .list(LOG)?
                .iter()
                .filter(|row| row.sealed.is_some())
                .count();
            assert_eq!(u64::try_from(sealed).unwrap(), entries);
            Ok::<_, VaultFault>(entries)
        })
        .unwrap()
}

fn space() -> SpaceRow {
    SpaceRow {
        log: LOG,
        state: SpaceState::Active,
        title: CANARY.to_owned(),
        lifetime: Lifetime::Keep,
        suite: Suite::PostQuantum,
        epoch: Epoch::new(1),
        cursor: Head {
            seq: Seq::new(0),
            hash: Digest::ZERO,
        },
        read_on: Timestamp::from_millis(0),
        era: Era::new(1),
        roster_tip: Digest::ZERO,
        inviter: None,
        confirmed: true,
        since: Timestamp::from_millis(0),
        own_leaf: [0; 32],
        own_counter: 0,
        own_previous: Digest::ZERO,
        hybrid: (Timestamp::from_millis(0), 0),
        alarm: None,
    }
}
