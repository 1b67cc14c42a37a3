// SPDX-License-Identifier: MIT OR Apache-2.0
//! Crates that are banned, and the oldest version of others that may be in the resolve.

use crate::verdict::Verdict;

/// A version; a pre-release sorts before its release.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Version {
    numbers: [u64; 3],
    is_release: bool,
}

impl Version {
    /// Reads `1.2.3-alpha+build`; what is missing counts as zero.
    pub(super) fn parse(text: &str) -> Self {
        let text = text.split('+').next().unwrap_or(text);
        let (numbers, is_release) = text
            .split_once('-')
            .map_or((text, true), |(numbers, _)| (numbers, false));
        let mut parts = numbers.split('.').map(|part| part.parse().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        Self {
            numbers: [next(), next(), next()],
            is_release,
        }
    }

    /// The run of versions that are compatible with it: `1`, `0.9` or `0.0.8`.
    pub(super) fn series(&self) -> String {
        match self.numbers {
            [0, 0, patch] => format!("0.0.{patch}"),
            [0, minor, _] => format!("0.{minor}"),
            [major, ..] => major.to_string(),
        }
    }
}

/// A crate with the oldest version that may be used; several where older series were mended as well.
struct Least {
    name: &'static str,
    versions: &'static [&'static str],
    why: &'static str,
}

/// A crate that may not be used at all.
struct Ban {
    name: &'static str,
    why: &'static str,
}

/// Checks one package of the resolve.
pub(super) fn check(name: &str, version: &str) -> Verdict {
    let mut verdict = Verdict::default();
    for ban in BANS.iter().filter(|ban| ban.name == name) {
        verdict.find(format!("{name} {version} is banned: {}", ban.why));
    }
    for least in LEAST
        .iter()
        .filter(|least| least.name == name && !reaches(version, least.versions))
    {
        verdict.find(format!(
            "{name} {version} is older than {}: {}",
            least.versions.join(" or "),
            least.why
        ));
    }
    verdict
}

/// Whether `version` is at least the floor of its own series, or else above every floor.
fn reaches(version: &str, floors: &[&str]) -> bool {
    let version = Version::parse(version);
    let floors: Vec<Version> = floors.iter().map(|floor| Version::parse(floor)).collect();
    let own = floors.iter().find(|floor| floor.series() == version.series());
    own.or_else(|| floors.iter().max())
        .is_none_or(|floor| version >= *floor)
}

const BANS: &[Ban] = &[
    Ban {
        name: "bincode",
        why: "unmaintained (RUSTSEC-2025-0141)",
    },
    Ban {
        name: "libcrux-aesgcm",
        why: "superseded by libcrux-aes (RUSTSEC-2026-0209, -0211)",
    },
    Ban {
        name: "rsa",
        why: "Marvin timing attack, not mended (RUSTSEC-2023-0071)",
    },
    Ban {
        name: "sharks",
        why: "biased coefficients (RUSTSEC-2024-0398)",
    },
];

const fn least(name: &'static str, versions: &'static [&'static str], why: &'static str) -> Least {
    Least { name, versions, why }
}

const LEAST: &[Least] = &[
    least("bytes", &["1.11.1"], "RUSTSEC-2026-0007"),
    least("ctutils", &["0.4.4"], "RUSTSEC-2026-0385"),
    least("curve25519-dalek", &["4.1.3"], "timing (RUSTSEC-2024-0344)"),
    least("ed25519-dalek", &["2.0.0"], "signing oracle (RUSTSEC-2022-0093)"),
    least("h2", &["0.4.16"], "RUSTSEC-2026-0258, RUSTSEC-2024-0332"),
    least(
        "hpke-rs",
        &["0.7.0"],
        "nonce counter, zero shared secret (RUSTSEC-2026-0069 to -0072)",
    ),
    least("hpke-rs-rust-crypto", &["0.7.0"], "as hpke-rs"),
    least("libcrux-chacha20poly1305", &["0.0.8"], "RUSTSEC-2026-0124"),
    least("libcrux-ed25519", &["0.0.7"], "RUSTSEC-2026-0026, -0075"),
    least(
        "libcrux-secrets",
        &["0.0.6"],
        "wrong select on aarch64 (RUSTSEC-2026-0212)",
    ),
    least("libcrux-sha3", &["0.0.10"], "RUSTSEC-2026-0207, -0208"),
    least(
        "openmls",
        &["0.9.2"],
        "nested extensions, keys consumed before authentication (GHSA-gc79-23g3-8g52)",
    ),
    least("openmls_rust_crypto", &["0.6.0"], "brings hpke-rs 0.7"),
    least("postgres-protocol", &["0.6.12"], "RUSTSEC-2026-0179, -0180"),
    least("prost", &["0.6.1"], "stack overflow (RUSTSEC-2020-0002)"),
    least("rand", &["0.8.6", "0.9.3", "0.10.1"], "RUSTSEC-2026-0097"),
    least("rustls", &["0.23.46"], "RUSTSEC-2026-0285, -0346 to -0349"),
    least("rustls-webpki", &["0.103.16"], "RUSTSEC-2026-0382"),
    least("sqlx", &["0.8.1"], "RUSTSEC-2024-0363"),
    least("tokio-postgres", &["0.7.18"], "RUSTSEC-2026-0178"),
    least("tonic", &["0.12.3"], "RUSTSEC-2024-0376"),
    least("webpki-roots", &["1.0.10"], "RUSTSEC-2026-0381"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banned_crate_is_found_at_any_version() {
        assert!(!check("bincode", "99.0.0").is_clean());
        assert!(check("ciborium", "0.2.2").is_clean());
    }

    #[test]
    fn an_old_version_is_found_and_the_floor_itself_passes() {
        assert!(!check("openmls", "0.9.1").is_clean());
        assert!(!check("openmls", "0.9.2-rc.1").is_clean());
        assert!(check("openmls", "0.9.2").is_clean());
        assert!(check("openmls", "0.10.0").is_clean());
    }

    #[test]
    fn each_mended_series_has_its_own_floor() {
        assert!(check("rand", "0.8.6").is_clean());
        assert!(!check("rand", "0.8.5").is_clean());
        assert!(!check("rand", "0.9.2").is_clean());
        assert!(!check("rand", "0.7.3").is_clean());
        assert!(check("rand", "0.11.0").is_clean());
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(Version::parse("0.10.0") > Version::parse("0.9.9"));
        assert!(Version::parse("1.2.1+spec-1.1.0") > Version::parse("1.2.0"));
        assert_eq!(Version::parse("0.0.8").series(), "0.0.8");
        assert_eq!(Version::parse("0.14.9").series(), "0.14");
        assert_eq!(Version::parse("2.0.1").series(), "2");
    }

    #[test]
    fn the_tables_are_sorted_so_that_nothing_stands_twice() {
        assert!(BANS.is_sorted_by(|a, b| a.name < b.name));
        assert!(LEAST.is_sorted_by(|a, b| a.name < b.name));
    }
}
