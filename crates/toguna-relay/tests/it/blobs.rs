// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files: who may add to them, read them, delete them, and how much room they take.

use toguna_auth::{Method, Signed};
use toguna_relay::Limits;
use toguna_types::{BlobId, Digest, OsEntropy, limit};
use toguna_wire::v1::blobs_client::BlobsClient;
use toguna_wire::{Message, RemoteFault, v1};
use tonic::Status;
use tonic::transport::Channel;

use crate::world::{Space, World, refusal, wire};

/// A file of a space at some epoch.
struct File<'w> {
    world: &'w World,
    client: BlobsClient<Channel>,
    space: Space,
    epoch: u64,
    id: BlobId,
}

impl<'w> File<'w> {
    fn new(world: &'w World, space: Space) -> Self {
        Self {
            world,
            client: BlobsClient::new(world.connect()),
            space,
            epoch: 0,
            id: BlobId::make(&OsEntropy),
        }
    }

    fn call(&self, method: Method, body: &impl Message) -> v1::LogCall {
        let body = body.encode_to_vec();
        let keys = self.space.capability(self.epoch);
        let key = if method == Method::ReadBlob {
            keys.read
        } else {
            keys.write
        };
        let request = self.space.request(self.world, self.epoch, method, &body);
        v1::LogCall {
            stamp: Some(wire(&Signed::sign(&key, &request).unwrap())),
            body,
        }
    }

    async fn begin(&mut self, size: usize) -> Result<u64, Status> {
        let body = v1::BeginBlobBody {
            blob: self.id.to_vec(),
            size: size as u64,
            delete_key_hash: Digest::of(b"delete key").as_bytes().to_vec(),
        };
        let call = self.call(Method::BeginBlob, &body);
        Ok(self.client.begin(call).await?.into_inner().received)
    }

    async fn append(&mut self, offset: usize, piece: &[u8]) -> Result<u64, Status> {
        let body = v1::AppendBlobBody {
            blob: self.id.to_vec(),
            offset: offset as u64,
            piece: piece.to_vec(),
        };
        let call = self.call(Method::AppendBlob, &body);
        Ok(self.client.append(call).await?.into_inner().received)
    }

    async fn read(&mut self, index: u32) -> Result<Vec<u8>, Status> {
        let body = v1::ReadBlobBody {
            blob: self.id.to_vec(),
            index,
        };
        let call = self.call(Method::ReadBlob, &body);
        Ok(self.client.read(call).await?.into_inner().piece)
    }

    async fn delete(&mut self, key: &[u8]) -> Result<(), Status> {
        let request = v1::DeleteBlobRequest {
            log: self.space.log.to_vec(),
            blob: self.id.to_vec(),
            delete_key: key.to_vec(),
        };
        self.client.delete(request).await.map(|_| ())
    }
}

fn refused<T>(answer: Result<T, Status>) -> (&'static str, String) {
    refusal(&answer.err().unwrap())
}

fn refused_as(kind: &'static str, code: &str) -> (&'static str, String) {
    (kind, code.to_owned())
}

#[tokio::test]
async fn a_file_is_uploaded_in_pieces_goes_on_after_a_pause_and_is_read() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut file = File::new(&world, space);
    let bytes: Vec<u8> = (0..PIECE + 9).map(|n| n as u8).collect();
    assert_eq!(file.begin(bytes.len()).await.unwrap(), 0);
    file.append(0, &bytes[..PIECE]).await.unwrap();
    assert_eq!(
        refused(file.read(0).await),
        refused_as("missing", "no-blob"),
        "not complete"
    );
    assert_eq!(file.begin(bytes.len()).await.unwrap(), PIECE as u64);
    assert_eq!(
        refused(file.append(PIECE, b"short").await),
        refused_as("stale", "out-of-place")
    );
    assert_eq!(
        file.append(PIECE, &bytes[PIECE..]).await.unwrap(),
        bytes.len() as u64
    );
    let back = [file.read(0).await.unwrap(), file.read(1).await.unwrap()].concat();
    assert!(back == bytes);
    assert_eq!(refused(file.read(2).await), refused_as("missing", "no-blob"));
    file.id = BlobId::make(&OsEntropy);
    assert_eq!(
        refused(file.append(0, b"x").await),
        refused_as("missing", "no-blob")
    );
}

// claim: CLM-CONF-07
#[tokio::test]
async fn a55_whoever_was_removed_neither_reads_nor_adds_to_the_files_of_a_space() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut file = File::new(&world, space);
    file.begin(4).await.unwrap();
    file.append(0, b"file").await.unwrap();
    let mut begun = File::new(&world, space);
    begun.begin(4).await.unwrap();
    space.commit(&world, 0, b"a removal").await;
    let over = refused_as("stale", "epoch-over");
    assert_eq!(refused(file.read(0).await), over);
    assert_eq!(refused(begun.append(0, b"file").await), over);
    assert_eq!(refused(begun.begin(4).await), over);
    (file.epoch, begun.epoch) = (1, 1);
    assert_eq!(file.read(0).await.unwrap(), b"file");
    begun.append(0, b"file").await.unwrap();
    // Nor does a stranger, in whatever log.
    let other = world.log(&world.member("mallory").await).await;
    let mut stranger = File::new(&world, other);
    stranger.id = file.id;
    assert_eq!(refused(stranger.read(0).await), refused_as("missing", "no-blob"));
    stranger.space.log = space.log;
    let body = v1::ReadBlobBody {
        blob: file.id.to_vec(),
        index: 0,
    };
    let mut call = stranger.call(Method::ReadBlob, &body);
    let request = space.request(&world, 1, Method::ReadBlob, &call.body);
    call.stamp = Some(wire(&Signed::sign(&other.capability(0).read, &request).unwrap()));
    assert_eq!(
        refused(stranger.client.read(call).await),
        refused_as("denied", "capability")
    );
}

#[tokio::test]
async fn a_stamp_for_one_call_is_none_for_another() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut file = File::new(&world, space);
    file.begin(4).await.unwrap();
    let body = v1::AppendBlobBody {
        blob: file.id.to_vec(),
        offset: 0,
        piece: b"file".to_vec(),
    };
    let call = file.call(Method::BeginBlob, &body);
    assert_eq!(
        refused(file.client.append(call).await),
        refused_as("denied", "stamp")
    );
    let mut call = file.call(Method::AppendBlob, &body);
    call.body.push(0);
    assert_eq!(
        refused(file.client.append(call).await),
        refused_as("denied", "stamp")
    );
    let call = file.call(Method::AppendBlob, &body);
    file.client.append(call.clone()).await.unwrap();
    assert_eq!(
        refused(file.client.append(call).await),
        refused_as("denied", "replay")
    );
}

#[tokio::test]
async fn a_file_is_deleted_by_its_key_alone() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut file = File::new(&world, space);
    file.begin(4).await.unwrap();
    file.append(0, b"file").await.unwrap();
    let none = refused_as("missing", "no-blob");
    assert_eq!(refused(file.delete(b"another key").await), none);
    assert_eq!(file.read(0).await.unwrap(), b"file");
    file.delete(b"delete key").await.unwrap();
    assert_eq!(refused(file.read(0).await), none);
    assert_eq!(refused(file.delete(b"delete key").await), none);
}

#[tokio::test]
async fn the_files_of_a_log_keep_to_their_quota_and_say_which_it_is() {
    let world = World::with_limits(Limits {
        blob_bytes_per_log: 1_000,
        ..Limits::default()
    });
    let space = world.log(&world.member("amal").await).await;
    File::new(&world, space).begin(600).await.unwrap();
    let status = File::new(&world, space).begin(401).await.unwrap_err();
    let fault = RemoteFault::from(&status).fault;
    assert_eq!(
        (fault.code.as_str(), fault.field.as_str()),
        ("blob-quota", "size")
    );
    assert_eq!(fault.limit, 1_000);
    File::new(&world, space).begin(400).await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_file_is_refused_with_field_and_limit() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut file = File::new(&world, space);
    for (size, code, limit) in [
        (0, "missing-field", 0),
        (
            limit::SEALED_BLOB_BYTES as usize + 1,
            "over-limit",
            limit::SEALED_BLOB_BYTES,
        ),
    ] {
        let fault = RemoteFault::from(&file.begin(size).await.unwrap_err()).fault;
        assert_eq!((fault.code.as_str(), fault.field.as_str()), (code, "size"));
        assert_eq!(fault.limit, limit);
    }
    file.begin(9).await.unwrap();
    assert_eq!(refused(file.begin(8).await), refused_as("denied", "blob-taken"));
    let fault = RemoteFault::from(&file.append(0, &vec![0; PIECE + 1]).await.unwrap_err()).fault;
    assert_eq!(
        (fault.code.as_str(), fault.field.as_str()),
        ("over-limit", "piece")
    );
    let fault = RemoteFault::from(&file.append(0, &[]).await.unwrap_err()).fault;
    assert_eq!(
        (fault.code.as_str(), fault.field.as_str()),
        ("missing-field", "piece")
    );
}

const PIECE: usize = limit::BLOB_PIECE_BYTES as usize;
