// SPDX-License-Identifier: MIT OR Apache-2.0
//! For tests: what a member has in hand who took the program apart. Its own vault and keys, and the wire, with
//! nothing between that asks whether it may.

use std::fmt;
use std::time::Duration;

use toguna_auth::{EpochCapability, LetterKind, Method, Seen};
use toguna_mls::rules::{Openness, Policy, Predecessor};
use toguna_mls::{Group, Me};
use toguna_types::{
    Class, Digest, Epoch, Lifetime, LogId, MessageId, Opaque, RelayId, Seq, Suite, Timestamp,
};
use toguna_vault::{Vault, VaultTx};
use toguna_wire::v1::commit_answer::Answer;

use crate::client::Client;
use crate::fault::Code;
use crate::messages::{Content, TextBody};
use crate::records::NewOp;
use crate::sync::{AppendOutcome, CommitIntent, Frames, PointerBody, Succession, SuccessorBody};
use crate::transport::{OnLog, commit_call};
use crate::{Clock as _, Fault};

/// The way round every check of the façade.
#[derive(Clone)]
pub struct Backdoor(Client);

impl fmt::Debug for Backdoor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Backdoor(..)")
    }
}

/// A message's content, field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawWord {
    /// Its id.
    pub id: MessageId,
    /// What its author says it has seen.
    pub seen: Seen,
    /// When its author says it was written.
    pub written: Timestamp,
    /// What kind of body follows.
    pub kind: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// The way round every check.
    #[must_use]
    pub fn backdoor(&self) -> Backdoor {
        Backdoor(self.clone())
    }
}

impl Backdoor {
    /// The device's vault.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        self.0.vault()
    }

    /// The device as the engine wants it.
    #[must_use]
    pub fn me(&self) -> Me<'_> {
        self.0.me()
    }

    /// The relay.
    #[must_use]
    pub fn relay(&self) -> RelayId {
        self.0.relay()
    }

    /// A text as this device would honestly say it now; every field may then be changed.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn word(&self, log: LogId, text: &str) -> Result<RawWord, Fault> {
        let row = self.0.vault().read(|tx| self.0.row(tx, log))?;
        let body = TextBody {
            text: Opaque::from(text.as_bytes()),
            ..TextBody::default()
        };
        Ok(RawWord {
            id: MessageId::make(&self.0.options().entropy),
            seen: Seen {
                head: row.cursor,
                roster: row.roster_tip,
            },
            written: self.0.options().clock.now(),
            kind: Content::TEXT,
            body: body.encode()?.into_vec(),
        })
    }

    /// Signs an operation with the leaf key that a commit on its way is about to end.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`], [`Code::NotAllowed`].
    pub fn signs_before_renewal(&self, log: LogId, object: [u8; 16], body: &str) -> Result<(), Fault> {
        self.0.vault().write(|tx| {
            let row = self.0.row(tx, log)?;
            self.0
                .queue_commit(tx, &row, &CommitIntent::RenewLeaf, Duration::ZERO)?;
            self.0.next_outgoing(tx, log)?;
            let op = NewOp {
                object,
                kind: 0x8001,
                body: body.as_bytes().into(),
            };
            let id = self.0.queue_op(tx, log, op)?;
            let intent = tx.intents().get(id)?.ok_or(Fault::new(Code::Broken))?;
            self.0.signed_op(tx, &Group::load(tx, log)?, &intent)?;
            Ok(())
        })
    }

    /// Founds a space that says it goes on from another, whatever became of that one.
    ///
    /// # Errors
    /// As [`Client::create_space`].
    pub async fn makes_up(&self, title: &str, predecessor: Predecessor) -> Result<LogId, Fault> {
        let log = LogId::make(&self.0.options().entropy);
        let policy = Policy::founding(
            self.0.relay(),
            log,
            self.0.keys().account,
            title,
            Openness::Confidential,
            Suite::PostQuantum,
        );
        let policy = policy.map_err(|fault| Fault::because(Code::TooLong, fault))?;
        let policy = Policy {
            predecessor: Some(predecessor),
            ..policy
        };
        self.0
            .write(move |client, tx| client.found_with(tx, policy))
            .await?;
        self.0.push(log).await?;
        Ok(log)
    }

    /// Tells somebody who was invited that the space goes on from another.
    ///
    /// # Errors
    /// [`Code::PersonUnknown`]; the relay's troubles.
    pub async fn leads_on(&self, log: LogId, handle: &str, predecessor: Predecessor) -> Result<(), Fault> {
        let colleague = self.0.colleague_by_handle(handle).await?;
        let write = move |client: &Client, tx: &VaultTx<'_>| {
            for device in &colleague.devices {
                let id = device.device.device();
                let pointer = tx.newcomers().get(log, id)?.map(|newcomer| newcomer.pointer);
                let pointer = pointer.as_deref().and_then(PointerBody::decode);
                let body = SuccessorBody {
                    succession: Succession {
                        predecessor,
                        claims: Vec::new(),
                    },
                    pointer: pointer.ok_or(Fault::new(Code::PersonUnknown))?,
                };
                let to = (id, device.mailbox_key.as_slice());
                client.queue_letter(tx, to, LetterKind::Successor, log, body.encode()?)?;
            }
            Ok(())
        };
        self.0.write(write).await?;
        self.0.deposit_letters().await?;
        Ok(())
    }

    /// Sends somebody a letter of this kind with any body, signed and sealed as it should be.
    ///
    /// # Errors
    /// [`Code::PersonUnknown`]; the relay's troubles.
    pub async fn writes(
        &self,
        log: LogId,
        handle: &str,
        kind: LetterKind,
        body: Vec<u8>,
    ) -> Result<(), Fault> {
        let colleague = self.0.colleague_by_handle(handle).await?;
        let write = move |client: &Client, tx: &VaultTx<'_>| {
            for device in &colleague.devices {
                let to = (device.device.device(), device.mailbox_key.as_slice());
                client.queue_letter(tx, to, kind, log, body.clone())?;
            }
            Ok(())
        };
        self.0.write(write).await?;
        self.0.deposit_letters().await?;
        Ok(())
    }

    /// The bytes of a content.
    ///
    /// # Errors
    /// [`Code::Broken`].
    pub fn encode(word: &RawWord) -> Result<Vec<u8>, Fault> {
        let content = Content {
            version: Content::VERSION,
            id: word.id,
            seen: word.seen,
            written: word.written,
            kind: word.kind,
            body: Opaque::from(word.body.clone()),
        };
        content.encode()
    }

    /// Appends any bytes under the write capability of the epoch this device is in. Returns their place, or `None`
    /// if the epoch is over.
    ///
    /// # Errors
    /// The relay's refusals.
    pub async fn append(&self, log: LogId, class: Class, payload: Vec<u8>) -> Result<Option<Seq>, Fault> {
        let hash = Digest::of(&payload);
        match self.append_frame(log, vec![(class, payload)]).await? {
            AppendOutcome::Stored(receipts) => {
                let place = receipts
                    .iter()
                    .find_map(|receipt| receipt.position_of(class, hash));
                Ok(place.map(|head| head.seq))
            }
            AppendOutcome::Stale(_) => Ok(None),
        }
    }

    /// Appends many payloads in one frame. Says whether they are stored; if not, the epoch is over.
    ///
    /// # Errors
    /// The relay's refusals.
    pub async fn append_all(&self, log: LogId, payloads: Vec<(Class, Vec<u8>)>) -> Result<bool, Fault> {
        let outcome = self.append_frame(log, payloads).await?;
        Ok(matches!(outcome, AppendOutcome::Stored(_)))
    }

    async fn append_frame(
        &self,
        log: LogId,
        payloads: Vec<(Class, Vec<u8>)>,
    ) -> Result<AppendOutcome, Fault> {
        let (epoch, root) = self.root(log)?;
        let payloads = payloads.into_iter();
        let frames = Frames {
            log,
            epoch,
            root,
            payloads: payloads
                .map(|(class, payload)| (class, Lifetime::Keep, payload))
                .collect(),
        };
        self.0.append(&frames).await
    }

    /// Sends any commit, stamped with the write key of the epoch this device is in, and by this device where the space
    /// is named. Says whether it won.
    ///
    /// # Errors
    /// The relay's refusals.
    pub async fn commit(
        &self,
        log: LogId,
        payload: Vec<u8>,
        attachments: Vec<Vec<u8>>,
    ) -> Result<bool, Fault> {
        let named = self.0.vault().read(|tx| self.0.names_itself(tx, log))?;
        let by = named.then_some(&self.0);
        self.commit_by(log, payload, attachments, by).await
    }

    /// As [`Self::commit`]; this or another's device stands for it, or nobody's does.
    ///
    /// # Errors
    /// The relay's refusals.
    pub async fn commit_by(
        &self,
        log: LogId,
        payload: Vec<u8>,
        attachments: Vec<Vec<u8>>,
        by: Option<&Client>,
    ) -> Result<bool, Fault> {
        let (epoch, root) = self.root(log)?;
        let key = EpochCapability::derive(&root).write;
        let on = OnLog {
            log,
            epoch,
            method: Method::Commit,
        };
        let client = &self.0;
        let answer = client
            .call(client.sessions().lane_of(log), |session| {
                let name = by.and_then(|by| by.name(true));
                let what = (payload.clone(), attachments.clone());
                let call = commit_call(client.sessions(), client.options(), on, &key, name, what);
                async move { Ok(session.logs().commit(call?).await?.into_inner()) }
            })
            .await?;
        Ok(matches!(answer.answer, Some(Answer::Receipt(_))))
    }

    fn root(&self, log: LogId) -> Result<(Epoch, toguna_types::Secret<32>), Fault> {
        self.0.vault().read(|tx| {
            let epoch = self.0.row(tx, log)?.epoch;
            let keys = tx.epoch_keys().get(log, epoch)?;
            let keys = keys.ok_or(Fault::new(Code::NotAMember))?;
            Ok((epoch, keys.root))
        })
    }
}
