// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sessions: connections on which the relay has proven to be the relay of the link.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper_util::rt::TokioIo;
use toguna_auth::{Endpoint, Signature, Signed, TlsKeys, VerifyingKey};
use toguna_types::{Clock as _, Digest, LogId, RelayId, Timestamp, limit};
use toguna_wire::v1;
use tonic::transport::{Channel, Uri};

use super::{Dialer, Io, Lane, Vouched, dialer_for, tls};
use crate::fault::Code;
use crate::remote::remote_fault;
use crate::{Fault, Options};

/// How a relay is reached and known.
#[derive(Clone, Debug)]
pub(crate) struct RelayPin {
    pub(crate) endpoint: Endpoint,
    pub(crate) tls: bool,
    pub(crate) relay: RelayId,
    pub(crate) key: VerifyingKey,
}

/// One verified connection.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    channel: Channel,
}

impl Session {
    pub(crate) fn logs(&self) -> v1::logs_client::LogsClient<Channel> {
        let bytes = usize::try_from(limit::RPC_BYTES).unwrap_or(usize::MAX);
        v1::logs_client::LogsClient::new(self.channel.clone())
            .max_decoding_message_size(bytes)
            .max_encoding_message_size(bytes)
    }

    pub(crate) fn blobs(&self) -> v1::blobs_client::BlobsClient<Channel> {
        let bytes = usize::try_from(limit::RPC_BLOB_BYTES).unwrap_or(usize::MAX);
        v1::blobs_client::BlobsClient::new(self.channel.clone())
            .max_decoding_message_size(bytes)
            .max_encoding_message_size(bytes)
    }

    pub(crate) fn accounts(&self) -> v1::accounts_client::AccountsClient<Channel> {
        v1::accounts_client::AccountsClient::new(self.channel.clone())
    }

    pub(crate) fn directory(&self) -> v1::directory_client::DirectoryClient<Channel> {
        v1::directory_client::DirectoryClient::new(self.channel.clone())
    }

    pub(crate) fn mailboxes(&self) -> v1::mailboxes_client::MailboxesClient<Channel> {
        v1::mailboxes_client::MailboxesClient::new(self.channel.clone())
    }
}

/// The sessions of one client, by lane, and the relay's clock as last heard.
#[derive(Debug)]
pub(crate) struct Sessions {
    pin: RelayPin,
    dialer: Arc<dyn Dialer>,
    open: Mutex<BTreeMap<Lane, Session>>,
    offset: Mutex<ClockOffset>,
    vouched: Mutex<Remembered>,
}

/// The newest list of TLS keys, and whether the vault has it.
#[derive(Debug, Default)]
struct Remembered {
    newest: Vouched,
    unsaved: bool,
}

/// How far the relay's clock is ahead of this device's, in milliseconds; serves stamps and nothing else.
#[derive(Clone, Copy, Debug, Default)]
struct ClockOffset {
    ahead: u64,
    behind: u64,
}

impl Sessions {
    pub(crate) fn new(pin: RelayPin, options: &Options) -> Self {
        Self {
            pin,
            dialer: dialer_for(options),
            open: Mutex::default(),
            offset: Mutex::default(),
            vouched: Mutex::default(),
        }
    }

    /// Takes up what the vault remembers of the relay's TLS keys.
    pub(crate) fn remembering(self, newest: Vouched) -> Self {
        self.remembered().newest = newest;
        self
    }

    /// A newer list of TLS keys than the vault has, once.
    pub(crate) fn newly_vouched(&self) -> Option<Vouched> {
        let mut remembered = self.remembered();
        std::mem::take(&mut remembered.unsaved).then(|| remembered.newest.clone())
    }

    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.vouched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) const fn pin(&self) -> &RelayPin {
        &self.pin
    }

    /// The lane of a space: shared, unless each space has its own circuit.
    pub(crate) fn lane_of(&self, log: LogId) -> Lane {
        if self.dialer.isolates() {
            Lane::Space(log)
        } else {
            Lane::Spaces
        }
    }

    /// The session of a lane, opened and verified if there is none.
    pub(crate) async fn get(&self, lane: Lane, options: &Options) -> Result<Session, Fault> {
        if let Some(session) = self
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&lane)
        {
            return Ok(session.clone());
        }
        let opening = self.connect(lane, options);
        let session = tokio::time::timeout(Duration::from_secs(30), opening)
            .await
            .map_err(|late| Fault::because(Code::RelayUnreachable, late))??;
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(lane, session.clone());
        Ok(session)
    }

    /// Forgets a lane's session after its connection failed; the next call opens a new one.
    pub(crate) fn forget(&self, lane: Lane) {
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&lane);
    }

    /// The time for stamps: this device's, corrected to the relay's as last heard.
    pub(crate) fn now(&self, options: &Options) -> Timestamp {
        let offset = *self.offset.lock().unwrap_or_else(PoisonError::into_inner);
        let now = options.clock.now().millis();
        Timestamp::from_millis(now.saturating_add(offset.ahead).saturating_sub(offset.behind))
    }

    /// Takes over the relay's time.
    pub(crate) fn set_relay_time(&self, relay: Timestamp, options: &Options) {
        let (there, here) = (relay.millis(), options.clock.now().millis());
        *self.offset.lock().unwrap_or_else(PoisonError::into_inner) = ClockOffset {
            ahead: there.saturating_sub(here),
            behind: here.saturating_sub(there),
        };
    }

    async fn connect(&self, lane: Lane, options: &Options) -> Result<Session, Fault> {
        let (io, spki) = self.dial(lane).await?;
        let channel = channel_over(io).await?;
        let mut network = v1::network_client::NetworkClient::new(channel.clone());
        let answer = network
            .identify(v1::IdentifyRequest {})
            .await
            .map_err(|s| remote_fault(&s))?
            .into_inner();
        self.check(&answer, spki, options.clock.now())?;
        self.set_relay_time(Timestamp::from_millis(answer.time), options);
        Ok(Session { channel })
    }

    async fn dial(&self, lane: Lane) -> Result<(Box<dyn Io>, Option<Digest>), Fault> {
        let unreachable = |cause: io::Error| Fault::because(Code::RelayUnreachable, cause);
        let stream = self
            .dialer
            .dial(&self.pin.endpoint, lane)
            .await
            .map_err(unreachable)?;
        if !self.pin.tls {
            return Ok((stream, None));
        }
        let (stream, spki) = tls::shake_hands(stream, &self.pin.endpoint)
            .await
            .map_err(unreachable)?;
        Ok((Box::new(stream), Some(spki)))
    }

    /// The relay's key must have signed a list that holds the TLS key of this very connection.
    fn check(&self, answer: &v1::IdentifyAnswer, spki: Option<Digest>, now: Timestamp) -> Result<(), Fault> {
        let wrong = || Fault::new(Code::WrongPin);
        let signed = answer.tls_keys.as_ref().ok_or_else(wrong)?;
        let signature = Signature::from_slice(&signed.signature).ok_or_else(wrong)?;
        let keys = Signed::<TlsKeys>::from_parts(signed.statement.clone(), signature)
            .verify(&self.pin.key)
            .map_err(|fault| Fault::because(Code::WrongPin, fault))?;
        let mut remembered = self.remembered();
        if keys.relay != self.pin.relay || !remembered.newest.accepts(&keys, spki) {
            return Err(wrong());
        }
        remembered.unsaved |= remembered.newest.learn(&keys, now);
        Ok(())
    }
}

/// A gRPC channel over one connection; it never reconnects by itself, because a new connection must be verified
/// first.
async fn channel_over(io: Box<dyn Io>) -> Result<Channel, Fault> {
    let once = Mutex::new(Some(io));
    let connector = tower::service_fn(move |_: Uri| {
        let io = once.lock().unwrap_or_else(PoisonError::into_inner).take();
        async move {
            io.map(TokioIo::new)
                .ok_or_else(|| io::Error::from(io::ErrorKind::NotConnected))
        }
    });
    tonic::transport::Endpoint::from_static("http://relay.invalid")
        .http2_keep_alive_interval(Duration::from_secs(20))
        .keep_alive_while_idle(true)
        .keep_alive_timeout(Duration::from_secs(20))
        .connect_with_connector(connector)
        .await
        .map_err(|fault| Fault::because(Code::RelayUnreachable, fault))
}
