// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sending a space's outbox: first in, first out, each step durable before the next.

use std::time::Duration;

use toguna_auth::{EpochCapability, Method};
use toguna_types::{Class, Digest, Entropy as _, Epoch, Head, IntentId, LogId};
use toguna_vault::{IntentKind, IntentRow, IntentState, SpaceState};
use toguna_wire::Field;
use toguna_wire::v1;
use toguna_wire::v1::commit_answer::Answer;

use crate::Fault;
use crate::alarm::AlarmCode;
use crate::client::Client;
use crate::fault::Code;
use crate::sync::append::{AppendOutcome, Frames};
use crate::sync::intent::{CommitExtra, FoundIntent};
use crate::sync::named::named_until;
use crate::sync::receipts::VerifiedReceipt;
use crate::sync::seal::Outgoing;
use crate::transport::{OnLog, commit_call};

/// How many commits in a row one call may lose before it gives up; what is queued stays queued.
const LOSSES: u32 = 200;

/// How often one call may hear of another epoch that the log does not show.
const WORDS_WITHOUT_DEEDS: u32 = 16;

/// The most that is waited after the first lost commit; twice that after the second, and so on.
const STEP_BACK_MIN: Duration = Duration::from_millis(200);

/// The most that is waited between two commits, however many were lost.
const STEP_BACK_MAX: Duration = Duration::from_secs(6);

/// What one step came to.
enum Step {
    /// The relay took it.
    Sent(usize),
    /// The relay took a commit: the log must be read, which shows it.
    Taken,
    /// The relay will never take it; it has left the outbox.
    Refused,
    /// The epoch was over: the log must be read.
    Stale,
    /// Another's commit was first: the log must be read, a while later, then the commit is made anew.
    Lost,
}

impl Client {
    /// Sends what is due in a space. Returns how many intents were settled or taken.
    pub(crate) async fn push(&self, log: LogId) -> Result<usize, Fault> {
        let (mut sent, mut lost, mut idle) = (0usize, 0u32, 0u32);
        while lost < LOSSES && idle < WORDS_WITHOUT_DEEDS {
            let outgoing = self
                .write(move |client, tx| client.next_outgoing(tx, log))
                .await?;
            let (epoch, step) = match outgoing {
                Outgoing::Nothing => return Ok(sent),
                Outgoing::Refused => continue,
                Outgoing::Found(intent, found) => (None, self.send_found(log, intent, found).await?),
                Outgoing::Frames(frames, intents) => {
                    (Some(frames.epoch), self.send_frames(frames, intents).await?)
                }
                Outgoing::Commit(intent, epoch, extra) => {
                    (Some(epoch), self.send_commit(log, intent, epoch, extra).await?)
                }
            };
            match step {
                Step::Sent(n) => {
                    sent = sent.saturating_add(n);
                    (lost, idle) = (0, 0);
                    continue;
                }
                Step::Refused => continue,
                Step::Taken => (sent, lost) = (sent.saturating_add(1), 0),
                Step::Stale => lost = 0,
                Step::Lost => {
                    lost = lost.saturating_add(1);
                    // Waited for before the log is read: what is then staged is staged on the newest epoch.
                    tokio::time::sleep(self.step_back(lost)).await;
                }
            }
            self.pull(log).await?;
            let now = self.vault().read(|tx| self.row(tx, log))?.epoch;
            idle = if Some(now) > epoch {
                0
            } else {
                idle.saturating_add(1)
            };
        }
        if idle >= WORDS_WITHOUT_DEEDS {
            self.alarm(log, AlarmCode::RelayWithholds).await?; // of the commit that it says ended the epoch
        }
        Err(Fault::new(Code::StillQueued))
    }

    /// A random while, so that many who want to end the same epoch do not all meet again at the next one.
    fn step_back(&self, lost: u32) -> Duration {
        let random = u64::from(u32::from_be_bytes(self.options().entropy.array()));
        let most = u64::try_from(most_back(lost).as_millis()).unwrap_or(1);
        Duration::from_millis(random.checked_rem(most.saturating_add(1)).unwrap_or(0))
    }

    /// What became of an intent that somebody waits for: the space's rules may have refused it.
    pub(crate) fn not_refused(&self, intent: IntentId) -> Result<(), Fault> {
        self.vault().read(|tx| {
            let row = tx.intents().get(intent)?;
            let Some(row) = row.filter(|row| row.state == IntentState::Refused) else {
                return Ok(());
            };
            let code = Code::ALL
                .iter()
                .find(|code| row.reason.as_deref() == Some(code.text()));
            let fault = Fault::new(code.copied().unwrap_or(Code::NotAllowed));
            if fault.is() == Code::SpaceFull {
                return Err(fault.at_limit(self.row(tx, row.log)?.suite.members()));
            }
            Err(fault)
        })
    }

    async fn send_found(&self, log: LogId, intent: IntentRow, found: FoundIntent) -> Result<Step, Fault> {
        let body = v1::FoundBody {
            log: log.to_vec(),
            write_key: found.write_key.to_vec(),
            read_key: found.read_key.to_vec(),
            steward_key: found.steward_key.to_vec(),
            join_key: Vec::new(),
            named: self.vault().read(|tx| named_until(tx, log))?.is_some(),
        };
        let answer = self
            .call(self.sessions().lane_of(log), |session| {
                let call = self.device_call(Method::Found, &body);
                async move { Ok(session.logs().found(call?).await?.into_inner()) }
            })
            .await?;
        let head = Field("head").head(answer.head.as_ref())?;
        if head != Head::genesis(self.relay(), log, &found.write_key, &found.read_key) {
            return Err(Fault::new(Code::RelayLied));
        }
        self.write(move |client, tx| {
            let mut row = client.row(tx, log)?;
            if row.state == SpaceState::Founding {
                row.state = SpaceState::Active;
                row.cursor = head;
                tx.spaces().update(&row)?;
            }
            tx.intents().moot(intent.id)?;
            Ok(Step::Sent(1))
        })
        .await
    }

    async fn send_frames(&self, frames: Frames, intents: Vec<IntentRow>) -> Result<Step, Fault> {
        let log = frames.log;
        match self.append(&frames).await? {
            AppendOutcome::Stored(receipts) => {
                let count = intents.len();
                let settled = self.settle_by(log, intents, receipts).await?;
                if settled == count {
                    Ok(Step::Sent(count))
                } else {
                    Err(Fault::new(Code::RelayLied))
                }
            }
            AppendOutcome::Stale(receipts) => {
                self.settle_by(log, intents, receipts).await?;
                Ok(Step::Stale)
            }
        }
    }

    /// Settles the intents that receipts cover; returns how many.
    async fn settle_by(
        &self,
        log: LogId,
        intents: Vec<IntentRow>,
        receipts: Vec<VerifiedReceipt>,
    ) -> Result<usize, Fault> {
        self.write(move |client, tx| {
            let mut settled = 0usize;
            for intent in &intents {
                let Some(sealed) = &intent.sealed else { continue };
                let class = if intent.kind == IntentKind::Message {
                    Class::Message
                } else {
                    Class::Record
                };
                let covered = receipts
                    .iter()
                    .find_map(|r| Some((r, r.position_of(class, sealed.hash)?)));
                if let Some((receipt, head)) = covered {
                    client.keep_receipt(tx, log, receipt)?;
                    tx.intents()
                        .settle(intent.id, Some(receipt.encoded()), head.seq)?;
                    settled = settled.saturating_add(1);
                }
            }
            Ok(settled)
        })
        .await
    }

    async fn send_commit(
        &self,
        log: LogId,
        intent: IntentRow,
        epoch: Epoch,
        extra: CommitExtra,
    ) -> Result<Step, Fault> {
        let sealed = intent.sealed.clone().ok_or(Fault::new(Code::Broken))?;
        let (root, named) = self.vault().read(|tx| {
            let keys = tx.epoch_keys().get(log, epoch)?;
            let root = keys.map(|keys| keys.root).ok_or(Fault::new(Code::NotAMember))?;
            Ok::<_, Fault>((root, self.names_itself(tx, log)?))
        })?;
        let key = EpochCapability::derive(&root).write;
        let on = OnLog {
            log,
            epoch,
            method: Method::Commit,
        };
        let attachments: Vec<Vec<u8>> = extra.attachments.into_iter().map(|a| a.into_vec()).collect();
        let answered = self
            .call(self.sessions().lane_of(log), |session| {
                let what = (sealed.payload.clone(), attachments.clone());
                let call = commit_call(self.sessions(), self.options(), on, &key, self.name(named), what);
                async move { Ok(session.logs().commit(call?).await?.into_inner()) }
            })
            .await;
        let answer = match answered {
            Err(fault) if fault.is() == Code::StewardKeyElsewhere => {
                // The key it was asked with is not the log's: asked again, the answer would be the same.
                self.write(move |_, tx| Ok(tx.intents().refuse(intent.id, fault.code())?))
                    .await?;
                return Ok(Step::Refused);
            }
            answered => answered?,
        };
        match answer.answer {
            Some(Answer::Receipt(receipt)) => self.commit_taken(log, intent, sealed.hash, &receipt).await,
            Some(Answer::Lost(_)) => Ok(Step::Lost),
            None => Err(Fault::new(Code::RelayLied)),
        }
    }

    /// The relay says the commit won. It is merged when the log shows it, never on this word alone.
    async fn commit_taken(
        &self,
        log: LogId,
        intent: IntentRow,
        hash: Digest,
        receipt: &v1::Signed,
    ) -> Result<Step, Fault> {
        let receipt = self.verified_receipt(log, receipt)?;
        if receipt.position_of(Class::Commit, hash).is_none() {
            return Err(Fault::new(Code::RelayLied));
        }
        self.write(move |client, tx| {
            client.keep_receipt(tx, log, &receipt)?;
            // Another process of this home may have seen it in the log already.
            let open = tx.intents().open(log)?.iter().any(|open| open.id == intent.id);
            if open {
                tx.intents().set_state(intent.id, IntentState::Sent)?;
            }
            Ok(())
        })
        .await?;
        Ok(Step::Taken)
    }
}

/// The most that is waited after so many lost commits in a row.
fn most_back(lost: u32) -> Duration {
    let doublings = lost.saturating_sub(1).min(16);
    STEP_BACK_MIN
        .saturating_mul(1u32.checked_shl(doublings).unwrap_or(u32::MAX))
        .min(STEP_BACK_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_loses_again_and_again_steps_back_farther_but_never_for_long() {
        let back: Vec<u128> = [1, 2, 3, 5, 6, 200, u32::MAX]
            .map(|lost| most_back(lost).as_millis())
            .to_vec();
        assert_eq!(back, [200, 400, 800, 3_200, 6_000, 6_000, 6_000]);
    }
}
