// SPDX-License-Identifier: MIT OR Apache-2.0
//! Wrecking a space on purpose, so that people see what happens then and how it is repaired.
//!
//! It is what any member can do whose program was changed, and nothing more: the relay is blind, so whoever holds an
//! epoch's write key can put anything in the place of its commit. Built with the feature `rehearsal` only.

use toguna_auth::{EpochCapability, Method, SigningKey};
use toguna_types::{Entropy as _, LogId};
use toguna_wire::v1;

use crate::client::Client;
use crate::fault::Code;
use crate::transport::{OnLog, commit_call};
use crate::{Fault, Message as _};

/// Bytes of rubbish, about what a small commit has.
const RUBBISH: usize = 1_024;

impl Client {
    /// Puts bytes that nobody can open in the place of the next change of a space: every device stops there, this one
    /// too, and the space goes on only by being re-founded. For rehearsals, in spaces made for them.
    ///
    /// # Errors
    /// [`Code::NotAMember`]; [`Code::StillQueued`] if somebody else's change was first; the relay's troubles.
    pub async fn rehearse_wreck(&self, log: LogId) -> Result<(), Fault> {
        self.pull(log).await?;
        let (epoch, root) = self.vault().read(|tx| {
            let epoch = self.row(tx, log)?.epoch;
            let keys = tx.epoch_keys().get(log, epoch)?;
            keys.map(|keys| (epoch, keys.root))
                .ok_or(Fault::new(Code::NotAMember))
        })?;
        let entropy = &self.options().entropy;
        let [write, read] = [SigningKey::make(entropy), SigningKey::make(entropy)];
        let mut rubbish = vec![0; RUBBISH];
        entropy.fill(&mut rubbish);
        let payload = v1::CommitPayload {
            envelope: rubbish,
            next_write_key: write.public().to_bytes().to_vec(),
            next_read_key: read.public().to_bytes().to_vec(),
            ..v1::CommitPayload::default()
        };
        let payload = payload.encode_to_vec();
        let key = EpochCapability::derive(&root).write;
        let on = OnLog {
            log,
            epoch,
            method: Method::Commit,
        };
        let answer = self
            .call(self.sessions().lane_of(log), |session| {
                let what = (payload.clone(), Vec::new());
                let call = commit_call(self.sessions(), self.options(), on, &key, None, what);
                async move { Ok(session.logs().commit(call?).await?.into_inner()) }
            })
            .await?;
        match answer.answer {
            Some(v1::commit_answer::Answer::Receipt(_)) => Ok(()),
            Some(_) | None => Err(Fault::new(Code::StillQueued)),
        }
    }
}
