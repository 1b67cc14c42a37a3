// SPDX-License-Identifier: MIT OR Apache-2.0
//! The plan of the house: floors, wings, and the one importer of each technology.

/// Where a crate stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Floor {
    /// On a floor; arrows point to a strictly lower one.
    At(u8),
    /// Beside the house: imports nothing of ours and is imported by nothing.
    Outside,
}

/// Which side of the network a crate is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wing {
    /// Words both sides speak, or proofs about both.
    Both,
    /// What holds keys and plaintext.
    Client,
    /// What the operator runs: blind.
    Relay,
}

/// One crate's place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) name: &'static str,
    pub(crate) floor: Floor,
    pub(crate) wing: Wing,
}

/// A technology that few of our crates may import directly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Technology {
    /// Crate names; a trailing `*` stands for any ending.
    pub(crate) crates: &'static [&'static str],
    pub(crate) importers: &'static [&'static str],
}

/// An arrow from the client's side into the relay's, allowed by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crossing {
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
}

/// The place of `name`, if the house has one for it.
pub(crate) fn place(name: &str) -> Option<Place> {
    PLACES.iter().copied().find(|place| place.name == name)
}

/// Who alone may import `name`, if it is a guarded technology.
pub(crate) fn importers(name: &str) -> Option<&'static [&'static str]> {
    let matches = |pattern: &&str| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *pattern,
    };
    TECHNOLOGIES
        .iter()
        .find(|technology| technology.crates.iter().any(matches))
        .map(|t| t.importers)
}

/// Whether this arrow into the relay's wing is allowed by name.
pub(crate) fn may_cross(from: &str, to: &str) -> bool {
    CROSSINGS
        .iter()
        .any(|crossing| crossing.from == from && crossing.to == to)
}

const fn at(name: &'static str, floor: u8, wing: Wing) -> Place {
    Place {
        name,
        floor: Floor::At(floor),
        wing,
    }
}

const PLACES: &[Place] = &[
    at("toguna-types", 0, Wing::Both),
    at("toguna-wire", 1, Wing::Both),
    at("toguna-auth", 1, Wing::Both),
    at("toguna-crypto", 1, Wing::Client),
    at("toguna-casework", 1, Wing::Client),
    at("toguna-extract", 1, Wing::Client),
    at("toguna-store", 2, Wing::Relay),
    at("toguna-vault", 2, Wing::Client),
    at("toguna-mls", 3, Wing::Client),
    at("toguna-store-sled", 3, Wing::Relay),
    at("toguna-store-postgres", 3, Wing::Relay),
    at("toguna-relay", 3, Wing::Relay),
    at("togunad", 4, Wing::Relay),
    at("toguna-sdk", 4, Wing::Client),
    at("toguna-cli", 5, Wing::Client),
    at("toguna-ffi", 5, Wing::Client),
    at("toguna-tests", 6, Wing::Both),
    at("toguna-load", 6, Wing::Both),
    Place {
        name: "xtask",
        floor: Floor::Outside,
        wing: Wing::Both,
    },
];

const TECHNOLOGIES: &[Technology] = &[
    Technology {
        crates: &["openmls*"],
        importers: &["toguna-mls"],
    },
    Technology {
        crates: &["rusqlite"],
        importers: &["toguna-vault"],
    },
    Technology {
        crates: &["sled"],
        importers: &["toguna-store-sled"],
    },
    Technology {
        crates: &["tokio-postgres"],
        importers: &["toguna-store-postgres"],
    },
    Technology {
        crates: &["argon2", "chacha20poly1305", "hpke-rs*", "x25519-dalek"],
        importers: &["toguna-crypto"],
    },
    Technology {
        crates: &["ed25519-dalek"],
        importers: &["toguna-auth"],
    },
    Technology {
        crates: &[
            "hayro-*",
            "html5gum",
            "pulldown-cmark",
            "quick-xml",
            "seccompiler",
        ],
        importers: &["toguna-extract"],
    },
    Technology {
        crates: &["yrs"],
        importers: &["toguna-casework"],
    },
    Technology {
        crates: &["prost-build", "protox", "tonic-build", "tonic-prost-build"],
        importers: &["toguna-wire"],
    },
    Technology {
        crates: &["uniffi*"],
        importers: &["toguna-ffi"],
    },
    Technology {
        crates: &["tokio", "tokio-rustls", "tokio-stream", "tokio-util"],
        importers: &[
            "toguna-cli",
            "toguna-load",
            "toguna-relay",
            "toguna-sdk",
            "toguna-store",
            "toguna-store-postgres",
            "toguna-store-sled",
            "toguna-tests",
            "togunad",
        ],
    },
];

/// `toguna demo` starts a relay in its own process, so that one command shows the whole system.
const CROSSINGS: &[Crossing] = &[Crossing {
    from: "toguna-cli",
    to: "togunad",
}];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_ending() {
        assert_eq!(importers("openmls_rust_crypto"), Some(&["toguna-mls"][..]));
        assert_eq!(importers("hpke-rs-crypto"), Some(&["toguna-crypto"][..]));
        assert_eq!(importers("sled-extensions"), None);
    }

    #[test]
    fn every_importer_has_a_place() {
        for technology in TECHNOLOGIES {
            for importer in technology.importers {
                assert!(place(importer).is_some(), "{importer}");
            }
        }
    }

    #[test]
    fn one_crossing_and_only_in_its_direction() {
        assert!(may_cross("toguna-cli", "togunad"));
        assert!(!may_cross("togunad", "toguna-cli"));
        assert!(!may_cross("toguna-sdk", "togunad"));
        assert_eq!(CROSSINGS.len(), 1);
    }
}
