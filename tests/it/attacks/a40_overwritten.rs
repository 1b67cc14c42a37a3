// SPDX-License-Identifier: MIT OR Apache-2.0
//! A40: somebody exchanges one half of a key in the vault, so that the device signs with one key for another. It computes
//! every public half from its secret one, and signs nothing where they do not go together.

use toguna_mls::Group;
use toguna_sdk::{Client, Code};
use toguna_tests::{Member, passphrase};
use toguna_types::Secret;
use toguna_vault::{Identity, Vault, VaultTx};

use super::a79_deleted::two;

fn vault(member: &Member) -> Vault {
    Vault::open(&member.home, &passphrase()).unwrap()
}

fn identity(member: &Member) -> Identity {
    vault(member).read(|tx| tx.identity().get()).unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a40_a_device_whose_certificate_names_other_keys_than_it_holds_does_not_start() {
    let (world, amal, beatrice, _) = two().await;
    let mine = || identity(&amal);
    let other = || identity(&beatrice);
    let seed = || Secret::make(|to| *to = [7; 32]);
    let changed: [(&str, Identity); 5] = [
        (
            "certificate",
            Identity {
                cert: other().cert,
                ..mine()
            },
        ),
        (
            "account",
            Identity {
                account: other().account,
                ..mine()
            },
        ),
        (
            "account key",
            Identity {
                account_seed: seed(),
                ..mine()
            },
        ),
        (
            "device key",
            Identity {
                device_seed: seed(),
                ..mine()
            },
        ),
        (
            "mailbox key",
            Identity {
                mailbox_secret: other().mailbox_secret,
                ..mine()
            },
        ),
    ];
    let before = mine();
    let opens = || Client::open(&amal.home, &passphrase(), world.options());
    for (what, identity) in changed {
        vault(&amal).write(|tx| tx.identity().put(&identity)).unwrap();
        let fault = opens()
            .err()
            .unwrap_or_else(|| panic!("another {what} was taken"));
        assert_eq!(fault.is(), Code::VaultDamaged, "{what}");
    }
    vault(&amal).write(|tx| tx.identity().put(&before)).unwrap();
    assert!(opens().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a40_a_leaf_key_that_is_not_the_one_in_the_tree_signs_nothing() {
    let (world, amal, beatrice, log) = two().await;
    amal.says(log, "one").await;
    beatrice.syncs().await;
    let overwrite = |tx: &VaultTx<'_>| {
        let group = Group::load(tx, log).unwrap();
        let seed = Secret::make(|to| *to = [7; 32]);
        tx.leaf_keys()
            .put(&group.my_leaf_key(tx).unwrap().public().to_bytes(), &seed)
    };
    vault(&amal).write(overwrite).unwrap();
    let amal = amal.reopened(world.options());
    assert_eq!(amal.client.say(log, "two").await.unwrap_err().is(), Code::Broken);
    assert_eq!(
        amal.client
            .operate(log, [1; 16], 1, b"two")
            .await
            .unwrap_err()
            .is(),
        Code::Broken
    );
    beatrice.syncs().await;
    assert_eq!(beatrice.has_seen(log), ["Amal: one"]);
}
