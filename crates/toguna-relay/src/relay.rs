// SPDX-License-Identifier: MIT OR Apache-2.0
//! The relay: who it is, what it stores in, what it remembers while it runs.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use toguna_auth::{Signed, SignedFault, SigningKey, TlsKeys, VerifyingKey};
use toguna_store::Store;
use toguna_types::{Clock, DeviceId, Digest, Entropy, FaultKind, RelayId, Timestamp, TokenId, limit};
use tokio_util::task::TaskTracker;

use crate::guard::{Buckets, Rate, ReplayWindow};
use crate::metrics::{Metrics, Op};
use crate::refusal::Refusal;

/// What a relay is made from.
#[derive(Debug)]
pub struct RelayConfig {
    /// Its random id.
    pub relay: RelayId,
    /// Its identity key: signs receipts, its TLS keys and its time.
    pub key: SigningKey,
    /// SHA-256 of the SubjectPublicKeyInfo of each key that may terminate TLS for it.
    pub tls_keys: Vec<Digest>,
    /// How much it takes from whom.
    pub limits: Limits,
}

/// How much a relay takes from whom. The defaults are those of `toguna_types::limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests and frames of one connection a second, sustained.
    pub requests_per_second: u32,
    /// Requests and frames of one connection in one burst.
    pub request_burst: u32,
    /// Claims of one device's KeyPackages an hour.
    pub claims_per_target_hour: u32,
    /// Claims by one device an hour.
    pub claims_per_caller_hour: u32,
    /// Requests to be put back by one device a day.
    pub open_letters_per_day: u32,
    /// Letters that lead to a successor by one device a day.
    pub successor_letters_per_day: u32,
    /// Handles looked up by one device an hour.
    pub handles_per_caller_hour: u32,
    /// Registrations tried with one token an hour.
    pub registrations_per_token_hour: u32,
    /// Bytes of all files of one log.
    pub blob_bytes_per_log: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests_per_second: limit::REQUESTS_PER_SECOND,
            request_burst: limit::REQUEST_BURST,
            claims_per_target_hour: limit::CLAIMS_PER_TARGET_HOUR,
            claims_per_caller_hour: limit::CLAIMS_PER_CALLER_HOUR,
            open_letters_per_day: limit::OPEN_LETTERS_PER_DAY,
            successor_letters_per_day: limit::SUCCESSOR_LETTERS_PER_DAY,
            handles_per_caller_hour: limit::HANDLES_PER_CALLER_HOUR,
            registrations_per_token_hour: limit::REGISTRATIONS_PER_TOKEN_HOUR,
            blob_bytes_per_log: limit::BLOBS_PER_LOG_BYTES,
        }
    }
}

/// A relay over one store. Clones are the same relay.
pub struct Relay<S>(Arc<Inner<S>>);

struct Inner<S> {
    id: RelayId,
    key: SigningKey,
    tls_keys: RwLock<Vouched>,
    limits: Limits,
    store: S,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    memory: Memory,
    metrics: Arc<Metrics>,
    tasks: TaskTracker,
}

/// The TLS keys the relay vouches for, and the statement that says so.
struct Vouched {
    keys: Vec<Digest>,
    signed: Signed<TlsKeys>,
}

impl Vouched {
    fn sign(key: &SigningKey, relay: RelayId, keys: Vec<Digest>, now: Timestamp) -> Result<Self, RelayFault> {
        let statement = TlsKeys {
            relay,
            spki: keys.clone(),
            issued: now,
        };
        Ok(Self {
            keys,
            signed: Signed::sign(key, &statement)?,
        })
    }
}

/// What the relay remembers while it runs, to refuse what comes twice or too often.
#[derive(Debug)]
pub(crate) struct Memory {
    /// Request ids answered lately.
    pub(crate) replay: ReplayWindow,
    /// Claims by target.
    pub(crate) claimed: Buckets<DeviceId>,
    /// Claims by caller.
    pub(crate) claiming: Buckets<DeviceId>,
    /// Requests to be put back by sender.
    pub(crate) open_letters: Buckets<DeviceId>,
    /// Letters that lead to a successor by sender.
    pub(crate) successor_letters: Buckets<DeviceId>,
    /// Handles looked up, by caller.
    pub(crate) looking_up: Buckets<DeviceId>,
    /// Registrations tried, by token.
    pub(crate) registering: Buckets<TokenId>,
}

/// Why a relay could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayFault {
    /// There are more TLS keys than a statement can name.
    #[error("the list of TLS keys could not be signed")]
    TlsKeys(#[from] SignedFault),
}

impl RelayFault {
    /// The kind of this fault.
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        match self {
            Self::TlsKeys(_) => FaultKind::Invalid,
        }
    }
}

impl<S: Store> Relay<S> {
    /// Makes a relay. Requests stamped before this moment are refused with its signed time, because what was
    /// answered before is not remembered.
    ///
    /// # Errors
    /// [`RelayFault`].
    pub fn new(
        config: RelayConfig,
        store: S,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, RelayFault> {
        let started = clock.now();
        let tls_keys = Vouched::sign(&config.key, config.relay, config.tls_keys, started)?;
        let limits = config.limits;
        let memory = Memory {
            replay: ReplayWindow::since(started),
            claimed: Buckets::new(Rate::per_hour(limits.claims_per_target_hour)),
            claiming: Buckets::new(Rate::per_hour(limits.claims_per_caller_hour)),
            open_letters: Buckets::new(Rate::per_day(limits.open_letters_per_day)),
            successor_letters: Buckets::new(Rate::per_day(limits.successor_letters_per_day)),
            looking_up: Buckets::new(Rate::per_hour(limits.handles_per_caller_hour)),
            registering: Buckets::new(Rate::per_hour(limits.registrations_per_token_hour)),
        };
        Ok(Self(Arc::new(Inner {
            id: config.relay,
            tls_keys: RwLock::new(tls_keys),
            key: config.key,
            limits,
            store,
            clock,
            entropy,
            memory,
            metrics: Arc::default(),
            tasks: TaskTracker::new(),
        })))
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> RelayId {
        self.0.id
    }

    /// The public half of its identity key.
    #[must_use]
    pub fn public_key(&self) -> VerifyingKey {
        self.0.key.public()
    }

    /// Its store.
    #[must_use]
    pub fn store(&self) -> &S {
        &self.0.store
    }

    /// Its counters.
    #[must_use]
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.0.metrics
    }

    /// Waits until every stream has ended; the port must have been closed before.
    pub async fn finish(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    pub(crate) fn key(&self) -> &SigningKey {
        &self.0.key
    }

    /// The TLS keys it vouches for, as it was told them last.
    #[must_use]
    pub fn vouched_for(&self) -> Vec<Digest> {
        self.vouched().keys.clone()
    }

    /// Vouches for these TLS keys from now on, and for no others.
    ///
    /// # Errors
    /// [`RelayFault`]; then those of before stay.
    pub fn vouch_for(&self, tls_keys: Vec<Digest>) -> Result<(), RelayFault> {
        let vouched = Vouched::sign(&self.0.key, self.0.id, tls_keys, self.now())?;
        *self.0.tls_keys.write().unwrap_or_else(PoisonError::into_inner) = vouched;
        Ok(())
    }

    pub(crate) fn tls_keys(&self) -> Signed<TlsKeys> {
        self.vouched().signed.clone()
    }

    fn vouched(&self) -> RwLockReadGuard<'_, Vouched> {
        self.0.tls_keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn memory(&self) -> &Memory {
        &self.0.memory
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(crate) fn entropy(&self) -> &Arc<dyn Entropy> {
        &self.0.entropy
    }

    /// Counts an operation that is over, and tells the operator of the relay's own trouble.
    pub(crate) fn settle(&self, op: Op, outcome: Result<(), &Refusal>, since: Timestamp) {
        if let Err(refusal) = outcome {
            refusal.log(op);
        }
        let outcome = outcome.map_err(Refusal::kind);
        self.metrics().count(op, outcome, self.now().since(since));
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    /// How many requests one connection may make.
    pub(crate) fn connection_rate(&self) -> Rate {
        Rate {
            tokens: self.0.limits.requests_per_second,
            over: Duration::from_secs(1),
            burst: self.0.limits.request_burst,
        }
    }

    /// Runs a stream's task; [`Self::finish`] waits for it.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.tasks.spawn(task);
    }
}

impl<S> Clone for Relay<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> fmt::Debug for Relay<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Relay(..)")
    }
}
