// SPDX-License-Identifier: MIT OR Apache-2.0
//! Letters: sealed to one device, signed inside, deposited after a random while, opened once.

use std::time::Duration;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::{DeviceCert, Letter, LetterKind, Method, Signed, VerifiedDevice};
use toguna_crypto::mailbox::{open_letter, seal_letter};
use toguna_mls::Pointer;
use toguna_types::{
    Clock as _, DeviceId, Entropy as _, Head, LetterId, LogId, Opaque, RelayId, Timestamp, limit,
};
use toguna_vault::{Invitation, InvitationState, LetterOut, VaultTx};
use toguna_wire::{Field, v1};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::spaces::is_held;
use crate::transport::Lane;

/// When a letter is tried again of which the relay takes no more now.
const OPEN_AGAIN: Duration = Duration::from_hours(1);

/// The plaintext of a letter: who writes, and what is signed.
#[derive(TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
struct Inside {
    cert: Signed<DeviceCert>,
    letter: Signed<Letter>,
}

/// What the seal is bound to: `info` of HPKE.
#[derive(TlsSerializeBytes, TlsSize)]
struct Info {
    kind: LetterKind,
    recipient: DeviceId,
    relay: RelayId,
}

/// The body of a [`LetterKind::Pointer`] letter.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct PointerBody {
    /// The pointer, as the commit's envelope repeats it.
    pub(crate) pointer: Opaque,
    /// Head of the log right after the commit: where the newcomer begins to read.
    pub(crate) head: Head,
}

impl PointerBody {
    pub(crate) fn encode(&self) -> Result<Vec<u8>, Fault> {
        self.tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::tls_deserialize_exact_bytes(bytes).ok()
    }
}

impl Client {
    /// Queues a letter; it leaves after a random 5 to 120 seconds, or at once if the options say so.
    pub(crate) fn queue_letter(
        &self,
        tx: &VaultTx<'_>,
        to: (DeviceId, &[u8]),
        kind: LetterKind,
        log: LogId,
        body: Vec<u8>,
    ) -> Result<(), Fault> {
        let (recipient, mailbox_key) = to;
        let options = self.options();
        let now = options.clock.now();
        let id = LetterId::make(&options.entropy);
        let letter = Letter {
            kind,
            recipient,
            relay: self.relay(),
            log,
            id,
            time: now,
            body: body.into(),
        };
        let keys = self.keys();
        let letter =
            Signed::sign(&keys.device_key, &letter).map_err(|fault| Fault::because(Code::Broken, fault))?;
        let inside = Inside {
            cert: keys.cert.clone(),
            letter,
        };
        let inside = inside
            .tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))?;
        let info = info(kind, recipient, self.relay())?;
        let envelope = seal_letter(mailbox_key, &info, &[], &inside)
            .map_err(|fault| Fault::because(Code::KeyPackageRefused, fault))?;
        let not_before = if options.hurry {
            now
        } else {
            now.after(self.letter_delay())
        };
        tx.letters_out().push(&LetterOut {
            id,
            recipient,
            kind: kind.number(),
            log: Some(log),
            envelope,
            not_before,
            tries: 0,
        })?;
        Ok(())
    }

    /// 5 to 120 seconds, evenly.
    fn letter_delay(&self) -> Duration {
        let random = u64::from(u32::from_be_bytes(self.options().entropy.array()));
        Duration::from_millis(random.checked_rem(115_001).unwrap_or(0).saturating_add(5_000))
    }

    /// Deposits the letters that are due. Returns how many went, and when the next one is due.
    pub(crate) async fn deposit_letters(&self) -> Result<(usize, Option<Timestamp>), Fault> {
        let now = self.options().clock.now();
        let due = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.letters_out().due(now)?))?;
        let mut gone = 0usize;
        for letter in due {
            let class = match LetterKind::from_number(letter.kind) {
                Some(LetterKind::ReAdd) => v1::LetterClass::ReAdd,
                Some(LetterKind::Successor) => v1::LetterClass::Successor,
                Some(LetterKind::Pointer) | None => v1::LetterClass::Sealed,
            };
            let body = v1::DepositBody {
                device: letter.recipient.to_vec(),
                class: class.into(),
                id: letter.id.to_vec(),
                envelope: letter.envelope.clone(),
            };
            let id = letter.id;
            let deposited = self
                .call(Lane::Device, |session| {
                    let call = self.device_call(Method::Deposit, &body);
                    async move { Ok(session.mailboxes().deposit(call?).await?) }
                })
                .await;
            match deposited {
                // Of the kinds that need no capability the relay takes so many a day: the others wait, not the rest.
                Err(fault) if fault.is() == Code::RelayBusy && class != v1::LetterClass::Sealed => {
                    let later = now.after(OPEN_AGAIN);
                    self.write(move |_, tx| Ok(tx.letters_out().postpone(id, later)?))
                        .await?;
                    continue;
                }
                deposited => deposited?,
            };
            self.write(move |_, tx| Ok(tx.letters_out().done(id)?)).await?;
            gone = gone.saturating_add(1);
        }
        let next = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.letters_out().next_due()?))?;
        Ok((gone, next))
    }

    /// Fetches and opens letters; each is acknowledged after the vault has what it said. Returns how many brought
    /// an invitation.
    pub(crate) async fn fetch_letters(&self) -> Result<usize, Fault> {
        let mut invitations = 0usize;
        loop {
            let body = v1::FetchBody { after: 0 };
            let answer = self
                .call(Lane::Device, |session| {
                    let call = self.device_call(Method::Letters, &body);
                    async move { Ok(session.mailboxes().fetch(call?).await?.into_inner()) }
                })
                .await?;
            if answer.letters.is_empty() {
                return Ok(invitations);
            }
            invitations = invitations.saturating_add(self.take_letters(answer.letters).await?);
        }
    }

    /// Opens letters, writes down what they say, then lets the relay delete them.
    pub(crate) async fn take_letters(&self, letters: Vec<v1::StoredLetter>) -> Result<usize, Fault> {
        let ids: Vec<Vec<u8>> = letters.iter().map(|letter| letter.id.clone()).collect();
        let taken = self
            .write(move |client, tx| {
                let mut invitations = 0usize;
                for letter in &letters {
                    if client.take_letter(tx, letter)? {
                        invitations = invitations.saturating_add(1);
                    }
                }
                Ok(invitations)
            })
            .await?;
        let body = v1::AckBody { ids };
        self.call(Lane::Device, |session| {
            let call = self.device_call(Method::Letters, &body);
            async move { Ok(session.mailboxes().ack(call?).await?) }
        })
        .await?;
        Ok(taken)
    }

    /// Anything unsigned, repeated or misaddressed is dropped without a trace for its sender.
    fn take_letter(&self, tx: &VaultTx<'_>, stored: &v1::StoredLetter) -> Result<bool, Fault> {
        Field("letters.envelope").at_most(stored.envelope.len(), limit::LETTER_BYTES)?;
        let Some((sender, letter)) = self.open_letter(&stored.envelope) else {
            return Ok(false);
        };
        let now = self.options().clock.now();
        if stored.id != letter.id.to_vec() || !tx.letters_seen().put(letter.id, now.day())? {
            return Ok(false);
        }
        match letter.kind {
            LetterKind::Pointer => {}
            LetterKind::ReAdd => {
                self.asked_to_put_back(tx, &sender, &letter)?;
                return Ok(false);
            }
            LetterKind::Successor => return self.offered_successor(tx, &sender, &letter),
        }
        let Some(body) = PointerBody::decode(letter.body.as_slice()) else {
            return Ok(false);
        };
        let fits = Pointer::decode(body.pointer.as_slice())
            .is_ok_and(|pointer| pointer.log == letter.log && pointer.relay == self.relay());
        let held = tx.spaces().get(letter.log)?.filter(is_held);
        let asked = match &held {
            Some(row) => self.has_asked(tx, row)?,
            None => true,
        };
        if !fits || !asked {
            return Ok(false); // a Welcome for a space this device holds is refused unless it asked
        }
        let waits = |known: &Invitation| {
            known.state == InvitationState::Waiting && known.body == letter.body.as_slice()
        };
        if tx.invitations().of_log(letter.log)?.iter().any(waits) {
            return Ok(false); // delivered again
        }
        self.meet(tx, sender.account())?;
        let handle = self.handle_of(tx, sender.account())?.unwrap_or_default();
        let new = tx.invitations().put(&Invitation {
            log: letter.log,
            letter: letter.id,
            inviter: sender.account(),
            inviter_handle: handle,
            body: letter.body.as_slice().to_vec(),
            predecessor: None,
            received: now,
            state: InvitationState::Waiting,
        })?;
        Ok(new && held.is_none()) // one that was asked for is answered without the user
    }

    fn open_letter(&self, envelope: &[u8]) -> Option<(VerifiedDevice, Letter)> {
        let keys = self.keys();
        let kinds = [LetterKind::Pointer, LetterKind::ReAdd, LetterKind::Successor];
        let opened = kinds.into_iter().find_map(|kind| {
            let info = info(kind, keys.device, self.relay()).ok()?;
            Some((kind, open_letter(&keys.mailbox, &info, &[], envelope).ok()?))
        });
        let (kind, inside) = opened?;
        let inside = Inside::tls_deserialize_exact_bytes(&inside).ok()?;
        let sender = VerifiedDevice::of(&inside.cert).ok()?;
        let letter = inside.letter.verify(sender.device_key()).ok()?;
        let addressed =
            letter.kind == kind && letter.recipient == keys.device && letter.relay == self.relay();
        addressed.then_some((sender, letter))
    }
}

fn info(kind: LetterKind, recipient: DeviceId, relay: RelayId) -> Result<Vec<u8>, Fault> {
    let info = Info {
        kind,
        recipient,
        relay,
    };
    info.tls_serialize_bytes()
        .map_err(|fault| Fault::because(Code::Broken, fault))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::Succession;
    use crate::sync::successor::{Claim, SuccessorBody};
    use toguna_auth::SigningKey;
    use toguna_crypto::mailbox::MailboxKey;
    use toguna_mls::rules::Predecessor;
    use toguna_types::{Digest, Epoch, OsEntropy, Seq, withstands};

    fn letter(body: &[u8]) -> Letter {
        Letter {
            kind: LetterKind::Pointer,
            recipient: DeviceId::make(&OsEntropy),
            relay: RelayId::make(&OsEntropy),
            log: LogId::make(&OsEntropy),
            id: LetterId::make(&OsEntropy),
            time: Timestamp::from_millis(1),
            body: body.into(),
        }
    }

    fn inside() -> Inside {
        let key = SigningKey::make(&OsEntropy);
        let (device, now) = (DeviceId::make(&OsEntropy), Timestamp::from_millis(1));
        let cert = DeviceCert {
            account_key: key.public(),
            device,
            device_key: key.public(),
            mailbox_key: Digest::ZERO,
            issued: now,
            expires: now,
        };
        Inside {
            cert: Signed::sign(&key, &cert).unwrap(),
            letter: Signed::sign(&key, &letter(b"pointer")).unwrap(),
        }
    }

    fn successor() -> SuccessorBody {
        let (hash, log) = (Digest::of(b"x"), LogId::make(&OsEntropy));
        let head = Head {
            seq: Seq::new(1),
            hash,
        };
        let predecessor = Predecessor {
            log,
            epoch: Epoch::new(7),
            head,
            refused: hash,
            named_until: Some(Timestamp::from_millis(1)),
        };
        let claim = Claim {
            leaf: 3,
            signature: *Signed::sign(&SigningKey::make(&OsEntropy), &letter(b""))
                .unwrap()
                .signature(),
        };
        SuccessorBody {
            succession: Succession {
                predecessor,
                claims: vec![claim; 3],
            },
            pointer: PointerBody {
                pointer: [7; 265][..].into(),
                head,
            },
        }
    }

    #[test]
    fn a_letter_that_leads_to_a_successor_with_three_claims_is_as_small_as_the_relay_wants_it() {
        let body = successor().encode().unwrap();
        let key = SigningKey::make(&OsEntropy);
        let sealed = Inside {
            letter: Signed::sign(&key, &letter(&body)).unwrap(),
            ..inside()
        };
        let mailbox = MailboxKey::make(&OsEntropy).unwrap();
        let plain = sealed.tls_serialize_bytes().unwrap();
        let envelope = seal_letter(&mailbox.public(), b"info", &[], &plain).unwrap();
        let most = limit::OPEN_LETTER_BYTES + 1_280;
        assert!(envelope.len() <= most.try_into().unwrap(), "{}", envelope.len());
        let mut four = successor();
        let claim = four.succession.claims[0].clone();
        four.succession.claims.push(claim);
        assert_eq!(SuccessorBody::decode(&four.encode().unwrap()), None);
    }

    // claim: CLM-PARSE-01
    #[test]
    fn a31_letters_withstand_bad_bytes() {
        withstands("Inside", &inside().tls_serialize_bytes().unwrap(), |bytes| {
            Inside::tls_deserialize_exact_bytes(bytes).is_ok()
        });
        let body = PointerBody {
            pointer: b"pointer"[..].into(),
            head: Head {
                seq: Seq::new(1),
                hash: Digest::ZERO,
            },
        };
        withstands("SuccessorBody", &successor().encode().unwrap(), |bytes| {
            SuccessorBody::decode(bytes).is_some()
        });
        let succession = successor().succession.encode().unwrap();
        withstands("Succession", &succession, |bytes| {
            Succession::decode(bytes).is_some()
        });
        withstands("PointerBody", &body.encode().unwrap(), |bytes| {
            PointerBody::decode(bytes).is_some()
        });
    }
}
