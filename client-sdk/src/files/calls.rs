// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is asked of the relay about a file. Every call but the last is stamped with the current epoch's keys: where that
//! epoch is over, the log is read and the call is made again.

use std::future::Future;

use toguna_auth::{EpochCapability, Method, SigningKey};
use toguna_types::{BlobId, Digest, Epoch, LogId, Secret};
use toguna_wire::{RemoteFault, v1};
use tonic::{Response, Status};

use crate::client::Client;
use crate::fault::Code;
use crate::messages::writable;
use crate::remote::{CallFault, fault_of};
use crate::sync::reads;
use crate::transport::{OnLog, Session, log_call};
use crate::{Fault, Message};

/// How many epochs may end while one piece is on its way.
const EPOCHS: u32 = 16;

/// What a stamped call answered; or the relay's code where it refused for a reason that belongs to files.
type Answer<T> = Result<T, Box<RemoteFault>>;

impl Client {
    /// Announces a file, and tells how many of its bytes are there.
    pub(super) async fn begin_blob(
        &self,
        log: LogId,
        blob: BlobId,
        size: u64,
        delete_key_hash: Digest,
    ) -> Result<u64, Fault> {
        let body = v1::BeginBlobBody {
            blob: blob.to_vec(),
            size,
            delete_key_hash: delete_key_hash.as_bytes().to_vec(),
        };
        let answer = self.stamped(log, Method::BeginBlob, &body, |session, call| async move {
            session.blobs().begin(call).await
        });
        let progress = answer.await?.map_err(|refused| fault_of(&refused))?;
        if progress.received > size {
            return Err(Fault::new(Code::RelayLied));
        }
        Ok(progress.received)
    }

    /// Sends the next piece, and tells how many bytes are there then; nothing if it was not the next one.
    pub(super) async fn append_blob(
        &self,
        log: LogId,
        blob: BlobId,
        offset: u64,
        piece: Vec<u8>,
    ) -> Result<Option<u64>, Fault> {
        let body = v1::AppendBlobBody {
            blob: blob.to_vec(),
            offset,
            piece,
        };
        let answer = self.stamped(log, Method::AppendBlob, &body, |session, call| async move {
            session.blobs().append(call).await
        });
        match answer.await? {
            Ok(progress) => Ok(Some(progress.received)),
            Err(refused) if ["no-blob", "out-of-place"].contains(&refused.fault.code.as_str()) => Ok(None),
            Err(refused) => Err(fault_of(&refused)),
        }
    }

    /// One piece of a complete file.
    pub(super) async fn read_blob(&self, log: LogId, blob: BlobId, index: u32) -> Result<Vec<u8>, Fault> {
        let body = v1::ReadBlobBody {
            blob: blob.to_vec(),
            index,
        };
        let answer = self.stamped(log, Method::ReadBlob, &body, |session, call| async move {
            session.blobs().read(call).await
        });
        let answer = answer.await?.map_err(|refused| fault_of(&refused))?;
        Ok(answer.piece)
    }

    /// Deletes a file at the relay; one that is not there (any more) is deleted.
    pub(super) async fn delete_blob(&self, log: LogId, blob: BlobId, key: &Secret<32>) -> Result<(), Fault> {
        let deleted = self.call(self.sessions().lane_of(log), |session| {
            let request = v1::DeleteBlobRequest {
                log: log.to_vec(),
                blob: blob.to_vec(),
                delete_key: key.expose().to_vec(), // expose: it is shown to the relay, once
            };
            async move { Ok(session.blobs().delete(request).await?) }
        });
        match deleted.await {
            Err(fault) if fault.is() == Code::FileGone => Ok(()),
            deleted => deleted.map(drop),
        }
    }

    async fn stamped<T, F, Fut>(
        &self,
        log: LogId,
        method: Method,
        body: &impl Message,
        make: F,
    ) -> Result<Answer<T>, Fault>
    where
        F: Fn(Session, v1::LogCall) -> Fut,
        Fut: Future<Output = Result<Response<T>, Status>>,
    {
        for _ in 0..EPOCHS {
            let (epoch, key) = self.current_key(log, method)?;
            let on = OnLog { log, epoch, method };
            let answer = self
                .call(self.sessions().lane_of(log), |session| {
                    let call = log_call(self.sessions(), self.options(), on, &key, body);
                    let asked = call.map(|call| make(session, call));
                    async move { sorted(asked?.await) }
                })
                .await?;
            match answer {
                Err(refused) if refused.fault.code == "epoch-over" => {
                    self.pull(log).await?;
                    let row = self.vault().read(|tx| self.row(tx, log))?;
                    if reads(&row) && row.epoch <= epoch {
                        return Err(Fault::new(Code::RelayLied)); // it says so, and shows no commit
                    }
                }
                answer => return Ok(answer),
            }
        }
        Err(Fault::new(Code::RelayBusy))
    }

    /// The epoch this device is in, and its key for a method.
    fn current_key(&self, log: LogId, method: Method) -> Result<(Epoch, SigningKey), Fault> {
        self.vault().read(|tx| {
            let row = self.row(tx, log)?;
            if method != Method::ReadBlob || !reads(&row) {
                writable(&row)?;
            }
            let keys = tx.epoch_keys().get(log, row.epoch)?;
            let root = keys.ok_or(Fault::new(Code::NotAMember))?.root;
            let capability = EpochCapability::derive(&root);
            let key = if method == Method::ReadBlob {
                capability.read
            } else {
                capability.write
            };
            Ok((row.epoch, key))
        })
    }
}

/// What the relay refused for a reason that belongs to files is an answer.
fn sorted<T>(answer: Result<Response<T>, Status>) -> Result<Answer<T>, CallFault> {
    let status = match answer {
        Ok(answer) => return Ok(Ok(answer.into_inner())),
        Err(status) => status,
    };
    let remote = Box::new(RemoteFault::from(&status));
    match remote.fault.code.as_str() {
        "blob-quota" | "epoch-over" | "no-blob" | "out-of-place" => Ok(Err(remote)),
        _ => Err(CallFault::Remote(remote)),
    }
}
