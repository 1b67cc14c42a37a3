// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files in chunks: what comes back, and everything a relay could do to them.

use std::io::Cursor;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use data_encoding::HEXLOWER;
use serde_json::Value;
use toguna_crypto::blob::{BLOB_HEADER, BlobFault, BlobOpener, BlobReader, BlobSealer, BlobShape};
use toguna_types::{Digest, Entropy as _, Secret, SeededEntropy};

const LENGTHS: [usize; 9] = [0, 1, 4_088, 4_089, 65_527, 65_528, 65_529, 131_064, 300_000];
const AAD: &[u8] = b"relay, log, blob";

/// A blob cut into header and chunks, with what its author signs of it.
struct Made {
    key: Secret<32>,
    parts: Vec<Vec<u8>>,
    shape: BlobShape,
    content: Digest,
    file: Vec<u8>,
}

impl Made {
    fn of(length: usize, seed: u64) -> Self {
        let mut file = vec![0; length];
        SeededEntropy::new(seed).fill(&mut file);
        Self::from(file, key(seed), seed, AAD)
    }

    fn from(file: Vec<u8>, key: Secret<32>, seed: u64, aad: &[u8]) -> Self {
        let random = SeededEntropy::new(seed + 1_000).array();
        let mut sealer = BlobSealer::new(Cursor::new(&file), &key, &random, aad).unwrap();
        let mut parts = vec![sealer.header().to_vec()];
        while let Some(chunk) = sealer.next_chunk().unwrap() {
            parts.push(chunk);
        }
        let (shape, content) = (sealer.shape(), sealer.content());
        assert_eq!(content, Digest::of(&file));
        let (sealed, _) = sealer.finish().unwrap();
        assert_eq!(sealed, Digest::of(&parts.concat()));
        assert_eq!(shape.sealed_size(), parts.concat().len() as u64);
        Self {
            key,
            parts,
            shape,
            content,
            file,
        }
    }

    /// What a reader makes of these bytes: the whole file, or a fault; and all that it let out on the way.
    fn read(&self, blob: &[u8]) -> (Result<(), BlobFault>, Vec<u8>) {
        self.read_at(blob, AAD)
    }

    fn read_at(&self, blob: &[u8], aad: &[u8]) -> (Result<(), BlobFault>, Vec<u8>) {
        let mut out = Vec::new();
        let mut reader = match BlobReader::new(blob, &self.key, aad, self.shape, self.content) {
            Ok(reader) => reader,
            Err(fault) => return (Err(fault), out),
        };
        loop {
            match reader.next_piece() {
                Ok(Some(piece)) => out.extend_from_slice(&piece),
                Ok(None) => return (Ok(()), out),
                Err(fault) => {
                    assert!(reader.next_piece().is_err(), "it goes on after a fault");
                    return (Err(fault), out);
                }
            }
        }
    }

    /// Refused, and nothing let out that is not a true beginning of the file.
    fn refuses(&self, parts: &[Vec<u8>], why: &str) {
        let (result, out) = self.read(&parts.concat());
        assert!(
            matches!(result, Err(BlobFault::NotAuthentic)),
            "{why}: {result:?}"
        );
        assert!(
            self.file.starts_with(&out),
            "{why}: unverified bytes were let out"
        );
    }

    fn opener(&self) -> BlobOpener {
        let header: &[u8; BLOB_HEADER] = self.parts[0].as_slice().try_into().unwrap();
        BlobOpener::new(&self.key, AAD, header, self.shape).unwrap()
    }
}

#[test]
fn what_is_sealed_comes_back_whole_and_chunk_by_chunk() {
    for (seed, length) in (1..).zip(LENGTHS) {
        let made = Made::of(length, seed);
        let (result, out) = made.read(&made.parts.concat());
        assert!(result.is_ok() && out == made.file, "{length}");
        let opener = made.opener();
        for index in (0..made.shape.chunks()).rev() {
            let range = made.shape.content_range(index).unwrap();
            let piece = opener.chunk(index, &made.parts[index as usize + 1]).unwrap();
            assert_eq!(*piece, made.file[range.start as usize..range.end as usize]);
        }
    }
}

#[test]
fn sealing_again_from_the_same_row_gives_the_same_blob() {
    let (one, two) = (Made::of(200_000, 7), Made::of(200_000, 7));
    assert_eq!(one.parts, two.parts);
}

// claim: CLM-CONF-06
#[test]
fn a_file_that_changed_between_two_runs_meets_another_key() {
    let one = Made::of(200_000, 7);
    let mut changed = one.file.clone();
    changed[150_000] ^= 1;
    let two = Made::from(changed, key(7), 7, AAD);
    assert_ne!(one.parts[0], two.parts[0]);
    // Under one key stream the untouched first chunk would be the same, and the changed one would differ in one bit.
    assert!(one.parts.iter().zip(&two.parts).all(|(one, two)| one != two));
}

#[test]
fn a_file_that_changes_under_the_sealer_never_gets_its_last_chunk() {
    for grown in [false, true] {
        let changing = Changing {
            file: Cursor::new(vec![1; 200_000]),
            rewinds: 0,
            grown,
        };
        let mut sealer = BlobSealer::new(changing, &key(1), &[2; 32], AAD).unwrap();
        let chunks = sealer.shape().chunks();
        let mut given = 0;
        let fault = loop {
            match sealer.next_chunk() {
                Ok(Some(_)) => given += 1,
                Ok(None) => panic!("it was sealed"),
                Err(fault) => break fault,
            }
        };
        assert!(matches!(fault, BlobFault::Changed));
        assert!(given < chunks);
        assert!(sealer.finish().is_none());
    }
}

// claim: CLM-CONF-06
#[test]
fn a42_chunks_that_are_moved_dropped_repeated_or_cut_are_refused() {
    let made = Made::of(300_000, 3);
    let parts = &made.parts;
    assert_eq!(parts.len(), 6);
    for a in 0..parts.len() {
        for b in 0..a {
            let mut swapped = parts.clone();
            swapped.swap(a, b);
            made.refuses(&swapped, "swapped");
            let mut over = parts.clone();
            over[a] = parts[b].clone();
            made.refuses(&over, "one in the place of another");
            let mut under = parts.clone();
            under[b] = parts[a].clone();
            made.refuses(&under, "one in the place of another");
        }
        let mut dropped = parts.clone();
        dropped.remove(a);
        made.refuses(&dropped, "dropped");
        let mut twice = parts.clone();
        twice.insert(a, parts[a].clone());
        made.refuses(&twice, "repeated");
        made.refuses(&parts[..a], "cut between chunks");
        let mut short = parts.clone();
        short[a].pop();
        made.refuses(&short, "a byte less");
        let mut long = parts.clone();
        long[a].push(0);
        made.refuses(&long, "a byte more");
    }
    made.refuses(&[vec![0; made.shape.sealed_size() as usize]], "zeros");
}

// claim: CLM-CONF-06
#[test]
fn a42_no_chunk_of_another_blob_or_version_or_place_fits_in() {
    let made = Made::of(300_000, 3);
    let mut newer = made.file.clone();
    newer[299_999] ^= 1;
    let other_file = Made::of(300_000, 4);
    let other_version = Made::from(newer, key(3), 3, AAD);
    let other_place = Made::from(made.file.clone(), key(3), 3, b"relay, log, another blob");
    for other in [&other_file, &other_version, &other_place] {
        for part in 0..made.parts.len() {
            let mut spliced = made.parts.clone();
            spliced[part] = other.parts[part].clone();
            made.refuses(&spliced, "spliced");
        }
    }
    // Whole, and under the same key: only who holds the key can make it, and only the signed hash refuses it.
    assert!(made.read(&other_version.parts.concat()).0.is_err());
    let (result, out) = made.read_at(&made.parts.concat(), b"another place");
    assert!(result.is_err() && out.is_empty());
}

// claim: CLM-CONF-06
#[test]
fn a42_a_chunk_opened_alone_is_the_one_with_that_index_or_nothing() {
    let made = Made::of(300_000, 3);
    let opener = made.opener();
    for index in 0..8 {
        for (at, part) in made.parts.iter().enumerate().skip(1) {
            assert_eq!(opener.chunk(index, part).is_ok(), at == index as usize + 1);
        }
    }
    // A shape that ends earlier makes no chunk of the middle the last one, nor lets the first say another length.
    let header: &[u8; BLOB_HEADER] = made.parts[0].as_slice().try_into().unwrap();
    let shorter = BlobShape::of(131_064).unwrap();
    let opener = BlobOpener::new(&made.key, AAD, header, shorter).unwrap();
    assert!(opener.chunk(0, &made.parts[1]).is_err());
    assert!(opener.chunk(1, &made.parts[2]).is_err());
}

// claim: CLM-CONF-06
#[test]
fn a50_no_flipped_bit_lets_out_a_byte_that_is_not_verified() {
    let made = Made::of(140_000, 5);
    let blob = made.parts.concat();
    let mut places: Vec<usize> = (0..200).chain(blob.len() - 40..blob.len()).collect();
    places.extend((200..blob.len()).step_by(997));
    for place in places {
        let mut flipped = blob.clone();
        flipped[place] ^= 1 << (place % 8);
        made.refuses(&[flipped], "flipped");
    }
}

// claim: CLM-CONF-06
#[test]
fn a50_a_blob_without_its_last_chunk_or_hash_is_never_called_whole() {
    let made = Made::of(140_000, 5);
    let mut last = made.parts.clone();
    last.last_mut().unwrap()[0] ^= 1;
    let (result, out) = made.read(&last.concat());
    assert!(result.is_err() && out.len() < made.file.len());
    let lying = Made {
        content: Digest::of(b"another file"),
        ..Made::of(140_000, 5)
    };
    assert!(lying.read(&made.parts.concat()).0.is_err());
}

#[test]
fn padding_that_is_not_zero_is_refused_from_who_holds_the_key_too() {
    for dirty in [None, Some(8 + 100), Some(4_095)] {
        let made = Made::of(100, 5);
        let (salt, info) = (
            &made.parts[0][2..34],
            [b"\x0etoguna/blob/v1".as_slice(), &[1]].concat(),
        );
        let mut aead_key = [0; 32];
        let hkdf = hkdf::Hkdf::<sha2::Sha256>::new(Some(salt), made.key.expose()); // expose: what a member could do
        hkdf.expand(&info, &mut aead_key).unwrap();
        let mut padded = [&100u64.to_be_bytes()[..], &made.file, &[0; 4_096 - 108]].concat();
        if let Some(place) = dirty {
            padded[place] = 1;
        }
        let lengths = (&[0x40, 66][..], &[u8::try_from(AAD.len()).unwrap()][..]);
        let aad = Digest::of(&[lengths.0, &made.parts[0], lengths.1, AAD].concat());
        let payload = Payload {
            msg: &padded,
            aad: aad.as_bytes(),
        };
        let nonce = Nonce::from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        let cipher = ChaCha20Poly1305::new(&aead_key.into());
        let forged = cipher.encrypt(&nonce, payload).unwrap();
        assert_eq!(made.opener().chunk(0, &forged).is_ok(), dirty.is_none());
    }
}

// claim: CLM-CONF-06
#[test]
fn a52_files_of_one_class_have_blobs_of_one_size() {
    let sizes = [131_000, 131_064, 100, 4_000].map(|length| Made::of(length, 9).parts.concat().len());
    assert_eq!(sizes[0], sizes[1]);
    assert_eq!(sizes[2], sizes[3]);
}

#[test]
fn blobs_have_the_bytes_they_always_had() {
    let text = include_str!("../vectors/blob-v1.json");
    let vectors: Vec<Value> = serde_json::from_str(text).unwrap();
    assert_eq!(vectors.len(), 5);
    for vector in vectors {
        let length = usize::try_from(vector["length"].as_u64().unwrap()).unwrap();
        let file: Vec<u8> = (0..251u8).cycle().take(length).collect();
        let bytes = |field: &str| {
            HEXLOWER
                .decode(vector[field].as_str().unwrap().as_bytes())
                .unwrap()
        };
        let key = Secret::from_slice(&bytes("key")).unwrap();
        let random = bytes("random").try_into().unwrap();
        let mut sealer = BlobSealer::new(Cursor::new(file), &key, &random, &bytes("aad")).unwrap();
        assert_eq!(sealer.header()[..], bytes("header"));
        while sealer.next_chunk().unwrap().is_some() {}
        assert_eq!(sealer.shape().sealed_size(), vector["size"].as_u64().unwrap());
        assert_eq!(sealer.finish().unwrap().0.as_bytes()[..], bytes("sha256"));
    }
}

fn key(seed: u64) -> Secret<32> {
    SeededEntropy::new(seed + 500).secret()
}

/// A file that somebody writes to between the measuring and the sealing.
struct Changing {
    file: Cursor<Vec<u8>>,
    rewinds: u32,
    grown: bool,
}

impl std::io::Read for Changing {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        self.file.read(to)
    }
}

impl std::io::Seek for Changing {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.rewinds += 1;
        if self.rewinds == 2 {
            if self.grown {
                self.file.get_mut().insert(0, 9);
            } else {
                self.file.get_mut().truncate(1_000);
            }
        }
        self.file.seek(to)
    }
}
