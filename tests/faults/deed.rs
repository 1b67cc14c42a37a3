// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a device does, with a fault at one of its writes.

use std::path::{Path, PathBuf};

use toguna_sdk::{Client, Fault, Field, LogId, NewItem, Options, RegistrationLink, Role, Suite};
use toguna_tests::passphrase;
use toguna_vault::Vault;

/// An operation of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Accept,
    Add,
    Decline,
    Found,
    Invite,
    Join,
    Leave,
    Refound,
    Remove,
    Say,
    Sync,
}

pub(crate) const DEEDS: [Deed; 11] = [
    Deed::Accept,
    Deed::Add,
    Deed::Decline,
    Deed::Found,
    Deed::Invite,
    Deed::Join,
    Deed::Leave,
    Deed::Refound,
    Deed::Remove,
    Deed::Say,
    Deed::Sync,
];

/// What happens at the struck write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Fails,
    Dies,
}

/// Who does what.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) home: PathBuf,
    pub(crate) handle: String,
    pub(crate) deed: Deed,
    pub(crate) log: LogId,
    /// A title, a colleague's handle, a word, or a registration link.
    pub(crate) word: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    /// The fault's code, if there was one.
    pub(crate) code: Option<String>,
    /// How many writes there were.
    pub(crate) writes: u64,
}

impl Order {
    /// Does it, with a fault at the `n`-th write.
    pub(crate) async fn carry_out(&self, options: Options, how: How, n: u64) -> Ended {
        let (result, vault, before) = if self.deed == Deed::Join {
            let link = RegistrationLink::parse(&self.word).unwrap();
            let mut met = None;
            let passphrase = passphrase();
            let meet = |vault: &Vault| {
                arm(vault, how, n);
                met = Some(vault.clone());
            };
            let joined = Client::join_met(&self.home, &passphrase, &link, &self.handle, options, meet).await;
            (joined.map(drop), met.unwrap(), 0)
        } else {
            let client = open(&self.home, options);
            let vault = client.vault_for_tests().clone();
            let before = vault.writes_seen();
            arm(&vault, how, n);
            (self.act(&client).await, vault, before)
        };
        Ended {
            code: result.err().map(|fault| fault.code().to_owned()),
            writes: vault.writes_seen() - before,
        }
    }

    /// Does it; joining a network is not for a client that is open.
    async fn act(&self, client: &Client) -> Result<(), Fault> {
        match self.deed {
            Deed::Accept => client.accept(self.log).await.map(drop),
            Deed::Add => {
                let item = NewItem::from(vec![(Field::Title, self.word.clone())]);
                client.add_item(self.log, item).await.map(drop)
            }
            Deed::Decline => client.decline(self.log).await,
            Deed::Found => client.create_space(&self.word, Suite::Classical).await.map(drop),
            Deed::Invite => {
                let handles = [self.word.clone()];
                client
                    .invite(self.log, &handles, Role::Contributor)
                    .await
                    .map(drop)
            }
            Deed::Join => panic!("a client that is open has joined"),
            Deed::Leave => client.leave(self.log, None).await,
            Deed::Refound => client.refound_space(self.log, false).await.map(drop),
            Deed::Remove => client.remove(self.log, &self.word).await,
            Deed::Say => client.say(self.log, &self.word).await.map(drop),
            Deed::Sync => client.sync(None, |_| {}).await.map(drop),
        }
    }
}

fn open(home: &Path, options: Options) -> Client {
    Client::open(home, &passphrase(), options).unwrap()
}

fn arm(vault: &Vault, how: How, n: u64) {
    match how {
        How::Fails => vault.fail_nth_write(n),
        How::Dies => vault.exit_nth_write(n),
    }
}
