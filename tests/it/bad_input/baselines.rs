// SPDX-License-Identifier: MIT OR Apache-2.0
//! A valid request of every call, and what must stand in the store for it.

use prost::Message as _;
use toguna_auth::{SigningKey, StewardChange};
use toguna_store::EpochKeys;
use toguna_store::{NewBlob, NewKeyPackages, NewLetter, NewLog, NewPiece};
use toguna_types::{AttachmentId, BlobId, Digest, Epoch, Head, LetterId, LogId, OsEntropy, RelayId};
use toguna_wire::v1;

use super::bench::{Bench, Device, Space, signed};
use super::cases::{Baseline, CASES, Case, Hands, Outcome};

impl Case {
    /// A valid request nobody has made before.
    pub(crate) async fn baseline(self, bench: &Bench) -> Baseline {
        let space = Space(LogId::make(&OsEntropy));
        if (self.call.starts_with("Logs.") || self.call.starts_with("Blobs.")) && self.call != "Logs.Found" {
            found(bench, space).await;
        }
        let mut baseline = Baseline {
            inner: Vec::new(),
            space,
            attachments: vec![space.0.to_vec()],
            newcomer: Device::new(),
        };
        baseline.inner = match self.call {
            "Accounts.Register" => v1::RegisterRequest {
                handle: format!(
                    "celeste {}",
                    space.0.as_bytes()[0..8]
                        .iter()
                        .fold(0u64, |n, b| n << 8 | u64::from(*b))
                ),
                mailbox_key: vec![9; 1_216],
                ..Default::default()
            }
            .encode_to_vec(),
            "Accounts.Resolve" => resolve_body(bench).await,
            "Logs.Append" | "Logs.Follow" => self.frame(bench, space, &[0; 32], &|it| it),
            "Logs.Commit" => commit_payload(bench.relay, space).encode_to_vec(),
            "Logs.FetchAttachment" => {
                commit(bench, &baseline).await;
                v1::FetchAttachmentRequest {
                    log: space.0.to_vec(),
                    id: vec![3; 16],
                    token: b"token".to_vec(),
                }
                .encode_to_vec()
            }
            "Logs.Found" => found_body(space).encode_to_vec(),
            "Logs.Read" => v1::ReadBody { after: 1, limit: 2 }.encode_to_vec(),
            _ if self.call.starts_with("Blobs.") => self.blobs(bench, space).await,
            _ => self.letters_and_packages(bench).await,
        };
        baseline
    }

    async fn blobs(self, bench: &Bench, space: Space) -> Vec<u8> {
        let id = BlobId::make(&OsEntropy);
        let (blob, piece) = (id.to_vec(), vec![6; 300]);
        if self.call == "Blobs.Begin" {
            return v1::BeginBlobBody {
                blob,
                size: 300,
                delete_key_hash: vec![7; 32],
            }
            .encode_to_vec();
        }
        let new = NewBlob {
            log: space.0,
            id,
            size: 300,
            delete_key: Digest::of(b"delete key"),
            quota: u64::MAX,
            now: bench.now(),
        };
        bench.store.begin_blob(new).await.unwrap();
        if self.call == "Blobs.Read" {
            let new = NewPiece {
                log: space.0,
                id,
                offset: 0,
                bytes: piece.clone(),
            };
            bench.store.append_blob(new).await.unwrap();
        }
        match self.call {
            "Blobs.Append" => v1::AppendBlobBody {
                blob,
                offset: 0,
                piece,
            }
            .encode_to_vec(),
            "Blobs.Delete" => v1::DeleteBlobRequest {
                log: space.0.to_vec(),
                blob,
                delete_key: b"delete key".to_vec(),
            }
            .encode_to_vec(),
            "Blobs.Read" => v1::ReadBlobBody { blob, index: 0 }.encode_to_vec(),
            other => panic!("no valid request for {other}"),
        }
    }

    async fn letters_and_packages(self, bench: &Bench) -> Vec<u8> {
        let id = LetterId::make(&OsEntropy);
        match self.call {
            "Directory.Claim" => {
                let packages = NewKeyPackages {
                    device: bench.bola.id,
                    suite: 0x4F,
                    single_use: vec![id.to_vec()],
                    last_resort: None,
                    replace: true,
                };
                bench.store.publish(packages).await.unwrap();
                v1::ClaimBody {
                    device: bench.bola.id.to_vec(),
                    suite: 0x4F,
                }
                .encode_to_vec()
            }
            "Directory.Publish" => v1::PublishBody {
                suite: 0x4F,
                key_packages: vec![id.to_vec(), vec![2; 300]],
                last_resort: vec![3; 300],
                replace: true,
            }
            .encode_to_vec(),
            "Mailboxes.Ack" => {
                let letter = NewLetter {
                    recipient: bench.amal.id,
                    id,
                    class: 1,
                    envelope: vec![4; 300],
                    now: bench.now(),
                };
                bench.store.deposit(letter).await.unwrap();
                v1::AckBody {
                    ids: vec![id.to_vec()],
                }
                .encode_to_vec()
            }
            "Mailboxes.Deposit" => v1::DepositBody {
                device: bench.bola.id.to_vec(),
                class: 1,
                id: id.to_vec(),
                envelope: vec![5; 300],
            }
            .encode_to_vec(),
            "Mailboxes.Fetch" | "Mailboxes.Listen" => v1::FetchBody { after: 1 }.encode_to_vec(),
            "Directory.Stock" | "Network.Identify" => Vec::new(),
            other => panic!("no valid request for {other}"),
        }
    }
}

fn raw_keys(space: Space, epoch: u64) -> EpochKeys {
    let keys = space.keys(epoch);
    EpochKeys {
        write: keys.write.public().to_bytes(),
        read: keys.read.public().to_bytes(),
    }
}

/// The steward key a space is founded with.
fn steward(space: Space) -> SigningKey {
    space.keys(u64::MAX).write
}

async fn found(bench: &Bench, space: Space) {
    let keys = raw_keys(space, 0);
    let log = NewLog {
        log: space.0,
        genesis: Head::genesis(bench.relay, space.0, &keys.write, &keys.read),
        keys,
        steward: steward(space).public().to_bytes(),
        join: None,
        named: false,
        now: bench.now(),
    };
    bench.store.found(log).await.unwrap();
}

fn found_body(space: Space) -> v1::FoundBody {
    let keys = raw_keys(space, 0);
    v1::FoundBody {
        log: space.0.to_vec(),
        write_key: keys.write.to_vec(),
        read_key: keys.read.to_vec(),
        steward_key: SigningKey::make(&OsEntropy).public().to_bytes().to_vec(),
        join_key: SigningKey::make(&OsEntropy).public().to_bytes().to_vec(),
        named: true,
    }
}

fn commit_payload(relay: RelayId, space: Space) -> v1::CommitPayload {
    let next = raw_keys(space, 1);
    let change = StewardChange {
        relay,
        log: space.0,
        epoch: Epoch::new(0),
        next: space.keys(1).write.public(),
    };
    v1::CommitPayload {
        envelope: vec![6; 300],
        next_write_key: next.write.to_vec(),
        next_read_key: next.read.to_vec(),
        next_join_key: next.read.to_vec(),
        next_steward_key: next.write.to_vec(),
        steward_request: None,
        steward_change: Some(signed(&steward(space), &change, &|it| it)),
        attachments: vec![v1::AttachmentRef {
            id: AttachmentId::from_bytes([3; 16]).to_vec(),
            hash: Digest::of(&space.0.to_vec()).as_bytes().to_vec(),
            token_hash: Digest::of(b"token").as_bytes().to_vec(),
        }],
    }
}

/// Commits, so that the log has an attachment.
async fn commit(bench: &Bench, baseline: &Baseline) {
    let commit = CASES.into_iter().find(|case| case.call == "Logs.Commit").unwrap();
    let payload = commit_payload(bench.relay, baseline.space).encode_to_vec();
    let hands = Hands {
        statement: (0, &|it| it),
        message: &|it| it,
    };
    let outcome = Box::pin(commit.send(bench, baseline, &payload, &hands)).await;
    assert!(matches!(outcome, Outcome::Accepted), "{outcome:?}");
}

async fn resolve_body(bench: &Bench) -> Vec<u8> {
    let device = bench.store.device(bench.bola.id).await.unwrap().unwrap();
    let who = v1::resolve_body::Who::Account(device.account.to_vec());
    v1::ResolveBody { who: Some(who) }.encode_to_vec()
}
