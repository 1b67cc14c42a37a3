// SPDX-License-Identifier: MIT OR Apache-2.0
//! The world: a relay over a store, and members with homes of their own.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a world that cannot be built is a failed test"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use toguna_auth::{Endpoint, RegistrationLink, Signed, SigningKey, Token};
use toguna_relay::{Limits, Relay, RelayConfig, serve_connection};
use toguna_sdk::{Client, Cost, LogId, Options, ReadRange, Role, SecretBytes, ShownKind, Suite};
use toguna_store::{MemoryStore, Store};
use toguna_types::{Clock, Entropy, OsEntropy, RelayId, TestClock, Timestamp, TokenId};

use crate::{Serve, Shelf, Wire};

/// A relay, its clock, and everybody's homes.
#[derive(Debug)]
pub struct World {
    /// Where all homes stand.
    pub homes: TempDir,
    /// The pipes.
    pub wire: Wire,
    /// The relay's clock.
    pub clock: Arc<TestClock>,
    relay: RelayId,
    key_seed: toguna_types::Secret<32>,
}

/// A member with a home.
#[derive(Clone, Debug)]
pub struct Member {
    /// The handle.
    pub name: String,
    /// The home.
    pub home: PathBuf,
    /// The client.
    pub client: Client,
}

/// Does something beside the test, which waits for it.
pub fn beside<T: Send + 'static>(
    task: impl Future<Output = T> + Send + 'static,
) -> tokio::task::JoinHandle<T> {
    #[expect(clippy::disallowed_methods, reason = "the test waits for it")]
    tokio::spawn(task)
}

/// The passphrase of every home.
#[must_use]
pub fn passphrase() -> SecretBytes {
    SecretBytes::new(b"acacia baobab cedar".to_vec())
}

impl World {
    /// A world around what stands on a shelf.
    pub async fn on(shelf: &impl Shelf) -> Self {
        Self::around(shelf.open().await)
    }

    /// The relay crashes: every connection breaks at once.
    pub fn crashes(&self) {
        self.wire.cut();
    }

    /// The relay comes back over the same store.
    pub async fn comes_back(&self, shelf: &impl Shelf) {
        self.restart(shelf.open().await);
    }

    /// A world around a store.
    pub fn around(store: impl Store) -> Self {
        let clock = Arc::new(TestClock::at(Timestamp::from_millis(1_800_000_000_000)));
        let (relay, key) = (RelayId::make(&OsEntropy), SigningKey::make(&OsEntropy));
        let key_seed = key.seed();
        let wire = Wire::to(serving(relay, &key_seed, store, clock.clone()));
        Self {
            homes: homes().expect("a temporary directory"),
            wire,
            clock,
            relay,
            key_seed,
        }
    }

    /// Starts the relay anew over a store, as after a crash.
    pub fn restart(&self, store: impl Store) {
        self.wire
            .plug(serving(self.relay, &self.key_seed, store, self.clock.clone()));
    }

    /// Leads a wire to a relay with this world's identity over another store: one relay that shows two histories.
    pub fn plug(&self, wire: &Wire, store: impl Store) {
        wire.plug(serving(self.relay, &self.key_seed, store, self.clock.clone()));
    }

    /// A registration link, good once.
    pub fn link(&self) -> RegistrationLink {
        let key = SigningKey::from_seed(&self.key_seed);
        let expires = self.clock.now().after(Duration::from_hours(24 * 365));
        let token = Token {
            relay: self.relay,
            id: TokenId::make(&OsEntropy),
            expires,
        };
        RegistrationLink {
            endpoint: Endpoint::parse("localhost:1").expect("an address"),
            tls: false,
            relay: self.relay,
            relay_key: key.public(),
            token: Signed::sign(&key, &token).expect("a token"),
        }
    }

    /// Options of a member whose clock is the relay's.
    pub fn options(&self) -> Options {
        self.options_with(self.clock.clone())
    }

    /// Options of a member with a clock of its own.
    pub fn options_with(&self, clock: Arc<dyn Clock>) -> Options {
        Options {
            hurry: true,
            cost: Cost::FOR_TESTS,
            dialer: Some(Arc::new(self.wire.clone())),
            wait: Duration::from_secs(60),
            clock,
            ..Options::default()
        }
    }

    /// A new member.
    pub async fn member(&self, name: &str) -> Member {
        self.member_with(name, self.options()).await
    }

    /// A member whose home is there already.
    pub fn opens(&self, name: &str) -> Member {
        let home = self.homes.path().join(name);
        let client = Client::open(&home, &passphrase(), self.options());
        Member {
            name: name.to_owned(),
            home,
            client: client.expect("the home opens"),
        }
    }

    /// The relay forgets what has expired by now.
    pub async fn sweeps(&self, shelf: &impl Shelf) {
        self.crashes();
        let store = shelf.open().await;
        store.sweep(self.clock.now()).await.expect("a sweep");
        self.restart(store);
    }

    /// A new member with a wire of its own.
    pub async fn member_on(&self, name: &str, wire: &Wire) -> Member {
        self.member_with(name, self.options_on(wire)).await
    }

    /// Options of a member with a wire of its own.
    pub fn options_on(&self, wire: &Wire) -> Options {
        Options {
            dialer: Some(Arc::new(wire.clone())),
            ..self.options()
        }
    }

    /// A new member with options of its own.
    pub async fn member_with(&self, name: &str, options: Options) -> Member {
        let home = self.homes.path().join(name);
        let joined = Client::join(&home, &passphrase(), &self.link(), name, options).await;
        Member {
            name: name.to_owned(),
            home,
            client: joined.expect("the member joins"),
        }
    }
}

/// Where homes stand: in memory where the system has a place for that, for every write of every member waits for
/// the disk. What survives a loss of power is proven elsewhere.
fn homes() -> std::io::Result<TempDir> {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())
}

fn serving(
    relay: RelayId,
    key_seed: &toguna_types::Secret<32>,
    store: impl Store,
    clock: Arc<TestClock>,
) -> Serve {
    let config = RelayConfig {
        relay,
        key: SigningKey::from_seed(key_seed),
        tls_keys: Vec::new(),
        limits: Limits {
            requests_per_second: 100_000,
            request_burst: 100_000,
            ..Limits::default()
        },
    };
    let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
    let relay = Relay::new(config, store, clock, entropy).expect("a relay");
    Arc::new(move |io, live| {
        let router = toguna_relay::service(relay.clone());
        #[expect(clippy::disallowed_methods, reason = "ends with the wire")]
        tokio::spawn(serve_connection(io, router, live));
    })
}

/// A space called Monitoring at a relay in memory: its steward, a contributor, and one who may turn out otherwise.
#[derive(Debug)]
pub struct Three {
    /// Where they meet.
    pub world: World,
    /// Founded it and brought the others.
    pub amal: Member,
    /// Keeps to the rules.
    pub beatrice: Member,
    /// Whom attacks are played with.
    pub mallory: Member,
    /// The space.
    pub log: LogId,
}

impl Three {
    /// All three are in the space.
    pub async fn meet() -> Self {
        let world = World::around(MemoryStore::new());
        let amal = world.member("Amal").await;
        let beatrice = world.member("Béatrice").await;
        let mallory = world.member("Mallory").await;
        let log = amal.founds("Monitoring").await;
        amal.brings(log, &beatrice).await;
        amal.brings(log, &mallory).await;
        Self {
            world,
            amal,
            beatrice,
            mallory,
            log,
        }
    }
}

impl Member {
    /// Founds a space.
    pub async fn founds(&self, title: &str) -> LogId {
        self.client
            .create_space(title, Suite::PostQuantum)
            .await
            .expect("a space")
            .log
    }

    /// Founds a space in the classical suite.
    pub async fn founds_classical(&self, title: &str) -> LogId {
        let space = self.client.create_space(title, Suite::Classical).await;
        space.expect("a space").log
    }

    /// Brings somebody into a space: invites, waits for the hello and confirms it.
    pub async fn brings(&self, log: LogId, who: &Member) {
        self.invites(log, who).await;
        who.accepts().await;
        self.syncs().await; // hears the hello and confirms
        who.syncs().await;
    }

    /// Invites somebody as contributor.
    pub async fn invites(&self, log: LogId, who: &Member) {
        self.client
            .invite(log, std::slice::from_ref(&who.name), Role::Contributor)
            .await
            .expect("an invitation");
    }

    /// Accepts the one invitation there is.
    pub async fn accepts(&self) -> LogId {
        self.syncs().await;
        let invitations = self.client.invitations().expect("invitations");
        let log = invitations.first().expect("an invitation waits").log;
        self.client.accept(log).await.expect("the space is joined");
        log
    }

    /// Synchronises.
    pub async fn syncs(&self) {
        self.client.sync(None, |_| {}).await.expect("a synchronisation");
    }

    /// Says something.
    pub async fn says(&self, log: LogId, text: &str) {
        let said = self.client.say(log, text).await.expect("the word gets through");
        assert!(said.seq.is_some(), "a word that got through has a receipt");
    }

    /// What this member sees said, in order, after a synchronisation.
    pub async fn sees(&self, log: LogId) -> Vec<String> {
        self.syncs().await;
        self.has_seen(log)
    }

    /// What this member has seen said so far.
    #[must_use]
    pub fn has_seen(&self, log: LogId) -> Vec<String> {
        let shown = self
            .client
            .read(log, ReadRange::default())
            .expect("the conversation");
        let said = shown.into_iter().filter(|shown| shown.kind == ShownKind::Said);
        said.map(|shown| format!("{}: {}", shown.handle.unwrap_or_default(), shown.text))
            .collect()
    }

    /// The same home opened again, as after a restart of the program.
    pub fn reopened(&self, options: Options) -> Self {
        let client = Client::open(&self.home, &passphrase(), options).expect("the home opens");
        Self {
            client,
            ..self.clone()
        }
    }
}
