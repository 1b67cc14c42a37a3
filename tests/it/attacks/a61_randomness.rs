// SPDX-License-Identifier: MIT OR Apache-2.0
//! A61: randomness that is seeded once. A fork, or a machine whose snapshot runs twice, would have it twice. No source of
//! this house names a generator; whoever wants bytes takes an `Entropy`, and that asks the system.

use std::fs;
use std::path::{Path, PathBuf};

/// What a generator of one's own would be called, or made with.
const GENERATORS: [&str; 9] = [
    "ChaCha20Rng",
    "ChaCha8Rng",
    "StdRng",
    "SmallRng",
    "ThreadRng",
    "fastrand",
    "from_entropy",
    "seed_from_u64",
    "thread_rng",
];

fn sources(under: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// What ships: without the tests at the end of a file.
fn shipped(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let shipped = text.split("#[cfg(test)]\nmod ").next();
    shipped.unwrap_or_default().to_owned()
}

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

#[test]
fn a61_no_source_seeds_a_generator_of_its_own() {
    let mut files = Vec::new();
    let house = house();
    for folder in fs::read_dir(house.join("crates")).unwrap() {
        sources(&folder.unwrap().path().join("src"), &mut files);
    }
    sources(&house.join("client-sdk/src"), &mut files);
    assert!(files.len() > 200, "the search finds nothing at all");
    let mut asks_the_system = Vec::new();
    for file in files {
        let text = shipped(&file);
        if text.contains("\n//! For tests: ") {
            continue; // built with the feature `test-support` only, which `deps` keeps out of what ships
        }
        for generator in GENERATORS {
            assert!(!text.contains(generator), "{generator} in {}", file.display());
        }
        if text.contains("getrandom::") {
            asks_the_system.push(file.strip_prefix(&house).unwrap().to_owned());
        }
        // openmls's provider has a generator that is seeded once: it serves as cryptography only.
        assert!(
            !text.contains("type RandProvider = RustCrypto"),
            "{}",
            file.display()
        );
        assert!(!text.contains("signature_key_gen"), "{}", file.display());
    }
    assert_eq!(asks_the_system, [Path::new("crates/toguna-types/src/entropy.rs")]);
}

#[test]
fn a61_no_crate_depends_on_a_generator() {
    let manifests = fs::read_dir(house().join("crates")).unwrap();
    let manifests = manifests.map(|folder| folder.unwrap().path().join("Cargo.toml"));
    for manifest in manifests.chain([house().join("client-sdk/Cargo.toml")]) {
        let text = fs::read_to_string(&manifest).unwrap();
        for line in text.lines() {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            let generates = name.starts_with("rand") || name == "fastrand" || name == "oorandom";
            assert!(!generates, "{name} in {}", manifest.display());
        }
    }
}
