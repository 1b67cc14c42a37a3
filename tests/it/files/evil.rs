// SPDX-License-Identifier: MIT OR Apache-2.0
//! A relay that gives other bytes than it was given, and a member who signs for others than they brought.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};

use toguna_sdk::{Change, Code};
use toguna_store::MemoryStore;
use toguna_tests::{Given, Tap, Tapped, World};
use toguna_types::{BlobId, Digest};

use super::{adds, content, fails, gets, newest, pieces_left, target};

/// What the relay does to the pieces it hands out.
const LIES: [&str; 8] = [
    "honest",
    "flips",
    "drops",
    "swaps",
    "repeats",
    "cuts",
    "lengthens",
    "another file's",
];

#[derive(Default)]
struct Lies {
    lie: AtomicU8,
    /// The first pieces of the file that came last.
    other: Mutex<Vec<Vec<u8>>>,
}

impl Lies {
    fn tells(&self, lie: &str) {
        let number = LIES.iter().position(|known| *known == lie).unwrap();
        self.lie.store(number.try_into().unwrap(), Ordering::Relaxed);
    }

    fn told(&self) -> &'static str {
        LIES[usize::from(self.lie.load(Ordering::Relaxed))]
    }
}

impl Tap for Lies {
    fn given(&self, given: &Given) {
        if let Given::Piece(piece) = given {
            let mut other = self.other.lock().unwrap();
            if piece.offset == 0 {
                other.clear();
            }
            other.push(piece.bytes.clone());
        }
    }

    fn piece_instead(&self, index: u32) -> u32 {
        match (self.told(), index) {
            ("swaps", 0) => 1,
            ("swaps", 1) | ("repeats", 1) => 0,
            _ => index,
        }
    }

    fn piece(&self, _id: BlobId, index: u32, answer: Option<Vec<u8>>) -> Option<Vec<u8>> {
        let mut piece = answer?;
        match (self.told(), index) {
            ("flips", 2) => piece[700_000] ^= 0x10,
            ("drops", 2) => return None,
            ("cuts", 2) => piece.truncate(900_000),
            ("lengthens", 3) => piece.extend([0; 16]),
            ("another file's", 1) => return self.other.lock().unwrap().get(1).cloned(),
            _ => {}
        }
        Some(piece)
    }
}

// claim: CLM-CONF-08
#[tokio::test]
async fn a42_a_relay_that_flips_drops_or_swaps_pieces_is_found_out_and_nothing_appears() {
    let lies = Arc::new(Lies::default());
    let world = World::around(Tapped::new(MemoryStore::new(), Arc::clone(&lies)));
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let bytes = content(3_900_000);
    let (_, file) = adds(&amal, log, "a.bin", &bytes).await;
    adds(&amal, log, "b.bin", &content(3_900_000)).await;
    beatrice.syncs().await;
    for lie in &LIES[1..] {
        lies.tells(lie);
        let expected = if *lie == "drops" {
            Code::FileGone
        } else {
            Code::RelayLied
        };
        assert_eq!(fails(&beatrice, log, &file).await, expected, "{lie}");
        assert!(!target(&beatrice, "got").exists(), "{lie}");
        assert_eq!(pieces_left(&beatrice), 0, "{lie}");
        std::fs::remove_dir_all(beatrice.home.join("files")).unwrap(); // what came before the lie was kept
    }
    lies.tells("honest");
    assert_eq!(gets(&beatrice, log, &file).await.unwrap(), bytes);
}

// claim: CLM-CONF-08
#[tokio::test]
async fn a50_what_was_kept_and_spoilt_on_this_disk_is_fetched_again_and_accuses_nobody() {
    let world = World::around(MemoryStore::new());
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let bytes = content(3_900_000);
    let (_, file) = adds(&amal, log, "a.bin", &bytes).await;
    beatrice.syncs().await;
    assert_eq!(gets(&beatrice, log, &file).await.unwrap(), bytes);
    let kept = std::fs::read_dir(beatrice.home.join("files")).unwrap();
    let kept = kept.map(|entry| entry.unwrap().path()).next().unwrap();
    let mut spoilt = std::fs::read(&kept).unwrap();
    assert!(
        !spoilt.windows(16).any(|window| window == &bytes[..16]),
        "it is kept in clear"
    );
    spoilt[2_000_000] ^= 1;
    for spoilt in [spoilt.clone(), spoilt[..1_500_000].to_vec(), Vec::new()] {
        std::fs::write(&kept, spoilt).unwrap();
        assert_eq!(gets(&beatrice, log, &file).await.unwrap(), bytes);
    }
}

// claim: CLM-CONF-08
#[tokio::test]
async fn a42_a_member_who_signs_for_another_file_is_named_and_not_the_relay() {
    let world = World::around(MemoryStore::new());
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let (item, honest) = adds(&amal, log, "a.bin", &content(3_900_000)).await;
    for spoil in [
        |file: &mut toguna_sdk::ItemFile| file.content = Digest::of(b"another"),
        |file: &mut toguna_sdk::ItemFile| file.length -= 1,
        |file: &mut toguna_sdk::ItemFile| file.key = Arc::new(toguna_types::Secret::make(|to| *to = [7; 32])),
    ] {
        let mut file = honest.clone();
        spoil(&mut file);
        let changes = vec![Change::RemoveFile(honest.blob), Change::AddFile(Box::new(file))];
        amal.client.change_item(log, item, changes).await.unwrap();
        beatrice.syncs().await;
        let theirs = newest(&beatrice, log, item);
        assert_eq!(fails(&beatrice, log, &theirs).await, Code::FileInvalid);
        assert!(!target(&beatrice, "got").exists() && pieces_left(&beatrice) == 0);
    }
}
