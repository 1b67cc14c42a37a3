// SPDX-License-Identifier: MIT OR Apache-2.0
//! The registry: every decoder of bytes from outside that is public, each with a valid sample. Those that are not
//! stand in the tests of their own crates, named in `scan.rs`.

use prost::Message as _;
use tls_codec::{DeserializeBytes as _, SerializeBytes as _};
use toguna_auth::{
    CommitStatement, DeviceCert, DeviceRequest, LeafBinding, LeafCredential, Leave, Letter, LetterKind,
    LogRequest, Method, Op, Proof, ReAddRequest, Receipt, ReceiptEntry, Registration, RegistrationLink,
    RelayTime, Seen, Signed, SigningKey, Statement, StewardChange, StewardRequest, TlsKeys, Token,
    VerifyingKey,
};
use toguna_casework::library::ITEM;
use toguna_casework::object::Update;
use toguna_crypto::blob::{BlobReader, BlobSealer};
use toguna_crypto::mailbox::{MailboxKey, open_letter, seal_letter};
use toguna_crypto::passphrase::{Cost, KeySlot};
use toguna_crypto::{SealKind, open, seal};
use toguna_types::{
    AccountId, AttachmentId, AttachmentRef, Class, CommitPayload, DeviceId, Digest, Entry, Epoch, Head,
    LetterId, LogId, OsEntropy, RelayId, RequestId, Secret, SecretBytes, Seq, StewardAsk, Timestamp, TokenId,
};
use toguna_wire::{encode_commit_payload, entry_from_wire, entry_to_wire, parse_commit_payload, v1};

/// Whether a decoder reads bytes.
pub(crate) type Reads = Box<dyn Fn(&[u8]) -> bool + Send + Sync>;

/// A decoder.
pub(crate) struct Decoder {
    /// The type it makes, or what it does.
    pub(crate) name: &'static str,
    /// What it reads.
    pub(crate) sample: Vec<u8>,
    /// Whether it read the bytes.
    pub(crate) reads: Reads,
    /// Whether what it reads is authenticated, so that not one other byte may pass.
    pub(crate) sealed: bool,
}

impl Decoder {
    fn of(
        name: &'static str,
        sample: Vec<u8>,
        reads: impl Fn(&[u8]) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            sample,
            reads: Box::new(reads),
            sealed: false,
        }
    }

    fn sealed(self) -> Self {
        Self { sealed: true, ..self }
    }
}

/// All of them.
pub(crate) fn registry() -> Vec<Decoder> {
    let mut decoders = statements();
    decoders.extend(boxes());
    decoders.extend(wire());
    let update = Update::new(ITEM, vec![0, 0]).encode().expect("an update");
    decoders.push(Decoder::of("Update", update, |bytes| {
        Update::decode(bytes).is_ok()
    }));
    decoders
}

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn head() -> Head {
    Head {
        seq: Seq::new(7),
        hash: Digest::of(b"head"),
    }
}

fn signed<T: Statement + 'static>(name: &'static str, statement: &T) -> Decoder {
    let key = SigningKey::make(&OsEntropy);
    let sample = Signed::sign(&key, statement).unwrap().encode();
    Decoder::of(name, sample, move |bytes| {
        Signed::<T>::decode(bytes).is_ok_and(|signed| {
            let _ = signed.verify(&key.public());
            signed.unverified().is_ok()
        })
    })
}

/// What statements speak about.
#[derive(Clone, Copy)]
struct About {
    relay: RelayId,
    log: LogId,
    account: AccountId,
    device: DeviceId,
    epoch: Epoch,
    request: RequestId,
    body: Digest,
    key: VerifyingKey,
}

fn statements() -> Vec<Decoder> {
    let about = About {
        relay: RelayId::make(&OsEntropy),
        log: LogId::make(&OsEntropy),
        account: AccountId::make(&OsEntropy),
        device: DeviceId::make(&OsEntropy),
        epoch: Epoch::new(3),
        request: RequestId::make(&OsEntropy),
        body: Digest::of(b"body"),
        key: SigningKey::make(&OsEntropy).public(),
    };
    let mut all = of_the_relay(about);
    all.extend(of_accounts(about));
    all.extend(of_devices(about));
    all.extend(of_members(about));
    all.extend(of_stewards(about));
    all.extend([credential(), link()]);
    all
}

fn of_the_relay(about: About) -> Vec<Decoder> {
    let About {
        relay,
        log,
        epoch,
        request,
        body,
        ..
    } = about;
    let entry = ReceiptEntry {
        class: Class::Record,
        payload: body,
    };
    let receipt = Receipt {
        relay,
        log,
        epoch,
        before: head(),
        after: head(),
        entries: vec![entry; 3],
    };
    let keys = TlsKeys {
        relay,
        spki: vec![body; 3],
        issued: NOW,
    };
    let time = RelayTime {
        relay,
        request,
        time: NOW,
    };
    vec![
        signed("Receipt", &receipt),
        signed("TlsKeys", &keys),
        signed("RelayTime", &time),
    ]
}

fn of_accounts(about: About) -> Vec<Decoder> {
    let token = Token {
        relay: about.relay,
        id: TokenId::make(&OsEntropy),
        expires: NOW,
    };
    let registration = Registration {
        relay: about.relay,
        token: token.id,
        cert: about.body,
        handle: about.body,
    };
    let cert = cert(&SigningKey::make(&OsEntropy));
    vec![
        signed("Token", &token),
        signed("Registration", &registration),
        signed("DeviceCert", &cert),
    ]
}

fn of_devices(about: About) -> Vec<Decoder> {
    let About {
        relay,
        device,
        account,
        request,
        body,
        ..
    } = about;
    let binding = LeafBinding {
        relay,
        account,
        device,
        leaf_key: about.key,
    };
    let call = DeviceRequest {
        relay,
        device,
        method: Method::Claim,
        body,
        request,
        time: NOW,
    };
    let letter = Letter {
        kind: LetterKind::Pointer,
        recipient: device,
        relay,
        log: about.log,
        id: LetterId::make(&OsEntropy),
        time: NOW,
        body: b"a pointer"[..].into(),
    };
    vec![
        signed("LeafBinding", &binding),
        signed("DeviceRequest", &call),
        signed("Letter", &letter),
    ]
}

fn re_add() -> ReAddRequest {
    ReAddRequest {
        relay: RelayId::make(&OsEntropy),
        log: LogId::make(&OsEntropy),
        device: DeviceId::make(&OsEntropy),
        leaf_key: SigningKey::make(&OsEntropy).public(),
        commit: Some(Digest::of(b"a commit")),
    }
}

/// What stewards say to the relay.
fn of_stewards(about: About) -> Vec<Decoder> {
    let About {
        relay,
        log,
        epoch,
        key,
        ..
    } = about;
    let change = StewardChange {
        relay,
        log,
        epoch,
        next: key,
    };
    let request = StewardRequest {
        relay,
        log,
        epoch,
        ask: StewardAsk::StayOpen,
    };
    vec![
        signed("StewardChange", &change),
        signed("StewardRequest", &request),
    ]
}

fn of_members(about: About) -> Vec<Decoder> {
    let About {
        relay,
        log,
        account,
        epoch,
        request,
        body,
        key,
        ..
    } = about;
    let call = LogRequest {
        relay,
        log,
        epoch,
        method: Method::Commit,
        body,
        request,
        time: NOW,
    };
    let proof = Proof {
        relay,
        log,
        epoch,
        method: Method::Append,
        challenge: [5; 32],
        tls_exporter: [6; 32][..].into(),
    };
    let commit = CommitStatement {
        relay,
        log,
        epoch,
        commit: body,
        next_write: key,
        next_read: key,
        next_join: Some(key),
        next_steward: None,
        steward_request: None,
    };
    let leave = Leave {
        log,
        account,
        leaf_keys: vec![key; 2],
        successor: Some(account),
    };
    let op = Op {
        log,
        object: [1; 16],
        author: account,
        leaf_key: key,
        counter: 4,
        previous: body,
        time: NOW,
        tick: 2,
        seen: Seen {
            head: head(),
            roster: body,
        },
        kind: Op::KIND_LEAVE,
        body: b"a body"[..].into(),
    };
    vec![
        signed("LogRequest", &call),
        signed("Proof", &proof),
        signed("CommitStatement", &commit),
        signed("Leave", &leave),
        signed("ReAddRequest", &re_add()),
        signed("Op", &op),
    ]
}

fn cert(account: &SigningKey) -> DeviceCert {
    DeviceCert {
        account_key: account.public(),
        device: DeviceId::make(&OsEntropy),
        device_key: account.public(),
        mailbox_key: Digest::of(b"mailbox"),
        issued: NOW,
        expires: NOW,
    }
}

fn credential() -> Decoder {
    let key = SigningKey::make(&OsEntropy);
    let cert = Signed::sign(&key, &cert(&key)).unwrap();
    let relay = RelayId::make(&OsEntropy);
    let credential = LeafCredential::make(relay, &cert, &key, key.public()).unwrap();
    let sample = credential.tls_serialize_bytes().unwrap();
    let reads = move |bytes: &[u8]| {
        LeafCredential::tls_deserialize_exact_bytes(bytes)
            .is_ok_and(|credential| credential.verify(relay, &key.public()).is_ok())
    };
    Decoder::of("LeafCredential", sample, reads).sealed()
}

fn link() -> Decoder {
    let key = SigningKey::make(&OsEntropy);
    let token = Token {
        relay: RelayId::make(&OsEntropy),
        id: TokenId::make(&OsEntropy),
        expires: NOW,
    };
    let link = RegistrationLink {
        endpoint: toguna_auth::Endpoint::parse("relay.example:7443").unwrap(),
        tls: true,
        relay: token.relay,
        relay_key: key.public(),
        token: Signed::sign(&key, &token).unwrap(),
    };
    Decoder::of("RegistrationLink", link.to_text().into_bytes(), |bytes| {
        std::str::from_utf8(bytes).is_ok_and(|text| RegistrationLink::parse(text).is_ok())
    })
}

fn boxes() -> Vec<Decoder> {
    let key = Secret::<32>::make(|bytes| *bytes = [3; 32]);
    let sealed = seal(SealKind::Envelope, &key, b"place", b"content", &OsEntropy).unwrap();
    let mailbox = MailboxKey::make(&OsEntropy).unwrap();
    let letter = seal_letter(&mailbox.public(), b"info", b"", b"content").unwrap();
    let passphrase = SecretBytes::new(b"baobab".to_vec());
    let slot = KeySlot::wrap(&passphrase, &key, Cost::FOR_TESTS, &OsEntropy);
    let slot = slot.unwrap().as_bytes().to_vec();
    vec![
        Decoder::of("open", sealed, move |bytes| {
            open(SealKind::Envelope, &key, b"place", bytes).is_ok()
        })
        .sealed(),
        Decoder::of("open_letter", letter, move |bytes| {
            open_letter(&mailbox, b"info", b"", bytes).is_ok()
        })
        .sealed(),
        blob(),
        Decoder::of("KeySlot", slot, |bytes| KeySlot::from_bytes(bytes).is_ok()),
    ]
}

fn blob() -> Decoder {
    let key = Secret::<32>::make(|bytes| *bytes = [4; 32]);
    let file = std::io::Cursor::new(b"what was seen");
    let mut sealer = BlobSealer::new(file, &key, &[5; 32], b"place").unwrap();
    let (shape, content) = (sealer.shape(), sealer.content());
    let header = sealer.header().to_vec();
    let sample = [header, sealer.next_chunk().unwrap().unwrap()].concat();
    Decoder::of("BlobReader", sample, move |bytes| {
        BlobReader::new(bytes, &key, b"place", shape, content)
            .and_then(|mut reader| {
                while reader.next_piece()?.is_some() {}
                Ok(())
            })
            .is_ok()
    })
    .sealed()
}

fn wire() -> Vec<Decoder> {
    let payload = CommitPayload {
        envelope: vec![1; 64],
        next_write: [2; 32],
        next_read: [3; 32],
        next_join: Some([4; 32]),
        next_steward: Some([5; 32]),
        steward_change: None,
        steward_request: None,
        attachments: vec![AttachmentRef {
            id: AttachmentId::from_bytes([6; 16]),
            hash: Digest::of(b"attachment"),
            token: Digest::of(b"token"),
        }],
    };
    let entry = Entry::Whole {
        seq: Seq::new(1),
        class: Class::Record,
        epoch: Epoch::new(2),
        payload: vec![7; 64],
        stamps: Vec::new(),
    };
    vec![
        Decoder::of("parse_commit_payload", encode_commit_payload(&payload), |bytes| {
            // Attachments stand last: cut before them, it is another valid payload.
            parse_commit_payload(bytes).is_ok_and(|payload| payload.attachments.len() == 1)
        }),
        Decoder::of("entry_from_wire", entry_to_wire(entry).encode_to_vec(), |bytes| {
            v1::Entry::decode(bytes).is_ok_and(|entry| entry_from_wire(entry).is_ok())
        }),
    ]
}

/// A message of the wire, and whether bytes are one.
pub(crate) type Reader = (&'static str, fn(&[u8]) -> bool);

/// The wire's messages, all of them.
pub(crate) fn messages() -> Vec<Reader> {
    macro_rules! messages {
        ($($name:ident)*) => {
            vec![$((stringify!($name), |bytes| v1::$name::decode(bytes).is_ok()),)*]
        };
    }
    messages! {
        AckAnswer AckBody AppendAnswer AppendBlobBody AppendFrame AttachmentRef BeginBlobBody BlobProgress Challenge ClaimAnswer ClaimBody CommitAnswer
        CommitCall CommitPayload CommitStamps DeleteBlobAnswer DeleteBlobRequest DepositAnswer DepositBody DeviceCall DeviceEntry Entry Fault
        FetchAttachmentAnswer FetchAttachmentRequest FetchBody Flow FollowAnswer FollowFrame FollowFrom
        FoundAnswer FoundBody Head IdentifyAnswer IdentifyRequest LettersAnswer LogCall LostCommit OpenLog
        Opened PageEnd Payload Payloads PublishBody ReadAnswer ReadBlobAnswer ReadBlobBody ReadBody Receipts RefusedFrame RegisterAnswer
        RegisterRequest ResolveAnswer ResolveBody Signed StaleFrame Stock StockAnswer StockBody StoredLetter
    }
}
