// SPDX-License-Identifier: MIT OR Apache-2.0
//! What every back end keeps of [`Blobs`](crate::Blobs).

use std::sync::Arc;

use toguna_types::{Digest, limit};

use super::sample::*;
use crate::{BlobBegun, BlobState, NewBlob, NewPiece, Piece, Store, StoreFault, Swept};

/// Piece by piece, and only once it is complete.
pub async fn a_file_comes_back_as_it_came<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let bytes = noise(1, PIECE + PIECE + 5);
    assert_eq!(
        store.begin_blob(blob(1, bytes.len())).await.unwrap(),
        BlobBegun::Received(0)
    );
    for (n, piece) in bytes.chunks(PIECE).enumerate() {
        assert_eq!(store.blob_piece(log_id(1), blob_id(1), 0).await.unwrap(), None);
        let end = n * PIECE + piece.len();
        assert_eq!(
            append(&*store, n * PIECE, piece).await,
            Piece::Received(end as u64)
        );
    }
    assert_eq!(
        store.blob(log_id(1), blob_id(1)).await.unwrap(),
        Some(BlobState {
            size: bytes.len() as u64,
            received: bytes.len() as u64,
            delete_key: delete_key()
        })
    );
    let mut back = Vec::new();
    for index in 0..3 {
        back.extend(
            store
                .blob_piece(log_id(1), blob_id(1), index)
                .await
                .unwrap()
                .unwrap(),
        );
    }
    assert!(back == bytes);
    assert_eq!(store.blob_piece(log_id(1), blob_id(1), 3).await.unwrap(), None);
    assert_eq!(store.blob_piece(log_id(2), blob_id(1), 0).await.unwrap(), None);
}

/// A repeated piece is answered for, any other but the next one is told how much is there.
pub async fn a_file_takes_its_next_piece_only<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    let bytes = noise(2, 2 * PIECE + 9);
    assert_eq!(append(&*store, 0, &bytes[..PIECE]).await, Piece::NoSuchBlob);
    store.begin_blob(blob(1, bytes.len())).await.unwrap();
    let full = PIECE as u64;
    for (offset, len) in [
        (PIECE, PIECE),
        (0, PIECE - 1),
        (0, PIECE + 1),
        (0, 0),
        (1, PIECE),
        (2 * PIECE, 9),
    ] {
        let piece = noise(3, len);
        assert_eq!(append(&*store, offset, &piece).await, Piece::OutOfPlace(0));
    }
    assert_eq!(append(&*store, 0, &bytes[..PIECE]).await, Piece::Received(full));
    assert_eq!(
        append(&*store, 0, &noise(4, PIECE)).await,
        Piece::Received(full),
        "what is there stays"
    );
    assert_eq!(
        append(&*store, 2 * PIECE, &bytes[2 * PIECE..]).await,
        Piece::OutOfPlace(full)
    );
    append(&*store, PIECE, &bytes[PIECE..2 * PIECE]).await;
    append(&*store, 2 * PIECE, &bytes[2 * PIECE..]).await;
    let size = bytes.len() as u64;
    assert_eq!(append(&*store, bytes.len(), &[1]).await, Piece::OutOfPlace(size));
    let first = store.blob_piece(log_id(1), blob_id(1), 0).await.unwrap().unwrap();
    assert!(first == bytes[..PIECE]);
}

/// Whoever goes on says the same size and key.
pub async fn a_file_is_begun_once<S: Store>(store: Arc<S>) {
    assert_eq!(store.begin_blob(blob(1, 10)).await.unwrap(), BlobBegun::NoSuchLog);
    found(&*store, 1).await;
    store.begin_blob(blob(1, PIECE + 1)).await.unwrap();
    append(&*store, 0, &noise(1, PIECE)).await;
    assert_eq!(
        store.begin_blob(blob(1, PIECE + 1)).await.unwrap(),
        BlobBegun::Received(PIECE as u64)
    );
    assert_eq!(store.begin_blob(blob(1, PIECE)).await.unwrap(), BlobBegun::Taken);
    let other = NewBlob {
        delete_key: Digest::of(b"another"),
        ..blob(1, PIECE + 1)
    };
    assert_eq!(store.begin_blob(other).await.unwrap(), BlobBegun::Taken);
}

/// Announced bytes count, and deleted ones no more.
pub async fn a_log_keeps_to_its_quota_of_files<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    found(&*store, 2).await;
    let of = |n, size| NewBlob {
        quota: 1_000,
        ..blob(n, size)
    };
    assert_eq!(
        store.begin_blob(of(1, 600)).await.unwrap(),
        BlobBegun::Received(0)
    );
    assert_eq!(store.begin_blob(of(2, 401)).await.unwrap(), BlobBegun::OverQuota);
    assert_eq!(
        store.begin_blob(of(2, 400)).await.unwrap(),
        BlobBegun::Received(0)
    );
    let elsewhere = NewBlob {
        log: log_id(2),
        ..of(3, 1_000)
    };
    assert_eq!(store.begin_blob(elsewhere).await.unwrap(), BlobBegun::Received(0));
    assert!(
        store
            .delete_blob(log_id(1), blob_id(1), delete_key())
            .await
            .unwrap()
    );
    assert_eq!(
        store.begin_blob(of(4, 600)).await.unwrap(),
        BlobBegun::Received(0)
    );
}

/// By its key only, with all its pieces; its id may be used again.
pub async fn a_deleted_file_is_gone<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    store.begin_blob(blob(1, 9)).await.unwrap();
    append(&*store, 0, b"ninebytes").await;
    let wrong = Digest::of(b"another");
    assert!(!store.delete_blob(log_id(1), blob_id(1), wrong).await.unwrap());
    assert!(
        store
            .delete_blob(log_id(1), blob_id(1), delete_key())
            .await
            .unwrap()
    );
    assert!(
        !store
            .delete_blob(log_id(1), blob_id(1), delete_key())
            .await
            .unwrap()
    );
    assert_eq!(store.blob(log_id(1), blob_id(1)).await.unwrap(), None);
    assert_eq!(store.blob_piece(log_id(1), blob_id(1), 0).await.unwrap(), None);
    store.begin_blob(blob(1, 5)).await.unwrap();
    assert_eq!(append(&*store, 0, b"other").await, Piece::Received(5));
    let piece = store.blob_piece(log_id(1), blob_id(1), 0).await.unwrap();
    assert_eq!(piece.as_deref(), Some(b"other".as_slice()));
}

/// What is complete stays.
pub async fn a_file_that_never_became_complete_goes<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    for n in 1..=2 {
        store.begin_blob(blob(n, 9)).await.unwrap();
    }
    append(&*store, 0, b"ninebytes").await;
    assert_eq!(store.sweep(NOON.after(days(6))).await.unwrap(), Swept::default());
    assert_eq!(store.sweep(NOON.after(days(9))).await.unwrap().others, 1);
    assert_eq!(store.blob(log_id(1), blob_id(2)).await.unwrap(), None);
    assert!(
        store
            .blob_piece(log_id(1), blob_id(1), 0)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(store.sweep(NOON.after(days(999))).await.unwrap().others, 0);
    let all = NewBlob {
        quota: 9 + 9,
        ..blob(3, 9)
    };
    assert_eq!(store.begin_blob(all).await.unwrap(), BlobBegun::Received(0));
    store.close().await.unwrap();
    assert!(matches!(
        store.blob(log_id(1), blob_id(1)).await,
        Err(StoreFault::Closed)
    ));
}

/// One of them counts; what is read is one of them whole.
pub async fn pieces_that_race_are_stored_once<S: Store>(store: Arc<S>) {
    found(&*store, 1).await;
    store.begin_blob(blob(1, PIECE + 1)).await.unwrap();
    let mut appends = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = Arc::clone(&store);
        appends.spawn(async move { append(&*store, 0, &vec![n; PIECE]).await });
    }
    let answers = appends.join_all().await;
    assert!(answers.iter().all(|it| *it == Piece::Received(PIECE as u64)));
    append(&*store, PIECE, b"x").await;
    let first = store.blob_piece(log_id(1), blob_id(1), 0).await.unwrap().unwrap();
    assert_eq!(first.len(), PIECE);
    assert!(first.iter().all(|byte| *byte == first[0]));
}

async fn append<S: Store>(store: &S, offset: usize, bytes: &[u8]) -> Piece {
    let new = NewPiece {
        log: log_id(1),
        id: blob_id(1),
        offset: offset as u64,
        bytes: bytes.to_vec(),
    };
    store.append_blob(new).await.unwrap()
}

fn blob(n: u8, size: usize) -> NewBlob {
    NewBlob {
        log: log_id(1),
        id: blob_id(n),
        size: size as u64,
        delete_key: delete_key(),
        quota: u64::MAX,
        now: NOON,
    }
}

fn delete_key() -> Digest {
    Digest::of(b"delete key")
}

const PIECE: usize = limit::BLOB_PIECE_BYTES as usize;
