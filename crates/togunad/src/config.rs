// SPDX-License-Identifier: MIT OR Apache-2.0
//! The settings: from `config.toml`, `TOGUNAD_…` variables and flags; flags win, then variables, then the file.
//!
//! A key of the file or a variable that means nothing is an error that names it: a setting that is misspelt must
//! not be a setting that is ignored.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use toguna_auth::Endpoint;
use toguna_types::{FaultKind, limit};
use toml::{Table, Value};
use tracing_subscriber::filter::LevelFilter;

/// Every setting: its key in the file; in variables it is upper case after `TOGUNAD_`.
const KEYS: [&str; 12] = [
    "address",
    "cache_mib",
    "connections",
    "listen",
    "log",
    "log_json",
    "metrics",
    "plaintext",
    "reserve_mib",
    "space_files_mib",
    "tls_cert_file",
    "tls_key_file",
];

const PREFIX: &str = "TOGUNAD_";

/// Bytes of a MiB.
pub(crate) const MIB: u64 = 1 << 20;

/// Why a setting cannot be accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigFault {
    /// A setting has a value it cannot have.
    #[error("the setting `{key}` cannot have this value: it is {expected}")]
    BadValue {
        /// Its key.
        key: String,
        /// What it may be.
        expected: &'static str,
    },
    /// The file is not TOML.
    #[error("the settings file cannot be read as TOML at line {line}")]
    Malformed {
        /// Where.
        line: usize,
    },
    /// A setting that must be given is not.
    #[error("the setting `{key}` is missing")]
    Missing {
        /// Its key.
        key: &'static str,
    },
    /// Without TLS the relay would be open to the network.
    #[error("without TLS the relay may be reached on loopback only")]
    PlaintextBeyondLoopback,
    /// Certificate and key go together.
    #[error("the settings `tls_cert_file` and `tls_key_file` go together")]
    TlsHalf,
    /// The file has a key that means nothing.
    #[error("the settings file has an unknown key: {key}")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// A variable means nothing.
    #[error("the environment has an unknown variable: {name}")]
    UnknownVariable {
        /// Its name.
        name: String,
    },
}

impl ConfigFault {
    /// Always [`FaultKind::Invalid`].
    #[must_use]
    pub(crate) const fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    /// What to do about it.
    #[must_use]
    pub(crate) const fn help(&self) -> &'static str {
        match self {
            Self::BadValue { .. } | Self::Missing { .. } => {
                "Set it in config.toml, in a TOGUNAD_… variable or by a flag; `togunad check` shows what is in force."
            }
            Self::Malformed { .. } => "Correct config.toml; deploy/togunad.example.toml shows every setting.",
            Self::PlaintextBeyondLoopback => "Leave out --plaintext, or listen on 127.0.0.1.",
            Self::TlsHalf => "Give both files, or neither.",
            Self::UnknownKey { .. } => {
                "Remove or correct it; deploy/togunad.example.toml shows every setting."
            }
            Self::UnknownVariable { .. } => "Unset it, or correct its name.",
        }
    }
}

/// Where a setting came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Nobody set it.
    Default,
    /// A variable.
    Environment,
    /// `config.toml`.
    File,
    /// A flag.
    Flag,
}

impl Source {
    /// The word `check` shows.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Flag => "flag",
        }
    }
}

/// The settings in force.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where members reach the relay; stands in links.
    pub(crate) address: Endpoint,
    /// MiB of the store's page cache.
    pub(crate) cache_mib: u64,
    /// Connections at once.
    pub(crate) connections: usize,
    /// Where the relay listens.
    pub(crate) listen: SocketAddr,
    /// How much is said on standard error.
    pub(crate) log: LevelFilter,
    /// Whether log lines are JSON.
    pub(crate) log_json: bool,
    /// Whether `/metrics` is served on the port.
    pub(crate) metrics: bool,
    /// Whether the relay speaks without TLS.
    pub(crate) plaintext: bool,
    /// MiB of disk left free.
    pub(crate) reserve_mib: u64,
    /// MiB that the files of one space may take.
    pub(crate) space_files_mib: u64,
    /// Certificate and key, where they are not the relay's own.
    pub(crate) tls: Option<(PathBuf, PathBuf)>,
    sources: BTreeMap<&'static str, Source>,
}

impl Config {
    /// Puts the settings together. `home` is where relative paths start; `flags` are keys with values.
    ///
    /// # Errors
    /// [`ConfigFault`].
    pub(crate) fn load(
        file: &str,
        variables: impl Iterator<Item = (OsString, OsString)>,
        flags: &[(&'static str, &str)],
        home: &Path,
    ) -> Result<Self, ConfigFault> {
        let mut settings = Settings::default();
        settings.take_file(file)?;
        settings.take_variables(variables)?;
        for (key, value) in flags {
            settings.set(key, from_text(key, value), Source::Flag);
        }
        settings.into_config(home)
    }

    /// Every setting as `check` shows it: key, value, where it came from. Paths of keys are not shown.
    #[must_use]
    pub(crate) fn shown(&self) -> Vec<(&'static str, String, Source)> {
        let value = |key: &str| match key {
            "address" => self.address.to_string(),
            "cache_mib" => self.cache_mib.to_string(),
            "connections" => self.connections.to_string(),
            "listen" => self.listen.to_string(),
            "log" => self.log.to_string(),
            "log_json" => self.log_json.to_string(),
            "metrics" => self.metrics.to_string(),
            "plaintext" => self.plaintext.to_string(),
            "reserve_mib" => self.reserve_mib.to_string(),
            "space_files_mib" => self.space_files_mib.to_string(),
            _ if self.tls.is_some() => "(set)".to_owned(),
            _ => "(the relay's own)".to_owned(),
        };
        let source = |key| self.sources.get(key).copied().unwrap_or(Source::Default);
        KEYS.into_iter()
            .map(|key| (key, value(key), source(key)))
            .collect()
    }
}

/// The variables of this process.
pub(crate) fn environment() -> impl Iterator<Item = (OsString, OsString)> {
    std::env::vars_os()
}

#[derive(Default)]
struct Settings {
    values: Table,
    sources: BTreeMap<&'static str, Source>,
}

impl Settings {
    fn take_file(&mut self, text: &str) -> Result<(), ConfigFault> {
        let table: Table = text.parse().map_err(|fault: toml::de::Error| {
            let upto = fault
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            ConfigFault::Malformed {
                line: upto.matches('\n').count().saturating_add(1),
            }
        })?;
        for (key, value) in table {
            match known(&key) {
                Some(key) => self.set(key, value, Source::File),
                None => return Err(ConfigFault::UnknownKey { key }),
            }
        }
        Ok(())
    }

    fn take_variables(
        &mut self,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Result<(), ConfigFault> {
        for (name, value) in variables {
            let name = name.to_string_lossy().into_owned();
            let Some(rest) = name.strip_prefix(PREFIX) else {
                continue;
            };
            if rest == "DATA" {
                continue; // the directory itself, a flag's variable
            }
            let upper = rest.chars().all(|c| !c.is_ascii_lowercase());
            let key = known(&rest.to_ascii_lowercase()).filter(|_| upper);
            let Some(key) = key else {
                return Err(ConfigFault::UnknownVariable { name });
            };
            let value = value.into_string().map_err(|_| bad(key, "text in UTF-8"))?;
            self.set(key, from_text(key, &value), Source::Environment);
        }
        Ok(())
    }

    fn set(&mut self, key: &'static str, value: Value, source: Source) {
        self.values.insert(key.to_owned(), value);
        self.sources.insert(key, source);
    }

    fn into_config(self, home: &Path) -> Result<Config, ConfigFault> {
        let address = self
            .text("address")?
            .ok_or(ConfigFault::Missing { key: "address" })?;
        let listen = self
            .text("listen")?
            .ok_or(ConfigFault::Missing { key: "listen" })?;
        let log = self.text("log")?.unwrap_or("info");
        let tls = match (self.text("tls_cert_file")?, self.text("tls_key_file")?) {
            (Some(cert), Some(key)) => Some((home.join(cert), home.join(key))),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(ConfigFault::TlsHalf),
        };
        let config = Config {
            address: Endpoint::parse(address).map_err(|_| bad("address", "HOST:PORT"))?,
            cache_mib: self.number("cache_mib", 64, 1..=65_536)?,
            connections: usize::try_from(self.number("connections", 4_096, 1..=1_000_000)?)
                .unwrap_or(usize::MAX),
            listen: listen.parse().map_err(|_| bad("listen", "IP:PORT"))?,
            log: log
                .parse()
                .map_err(|_| bad("log", "off, error, warn, info, debug or trace"))?,
            log_json: self.flag("log_json")?,
            metrics: self.flag("metrics")?,
            plaintext: self.flag("plaintext")?,
            reserve_mib: self.number("reserve_mib", 64, 0..=1_048_576)?,
            space_files_mib: self.number(
                "space_files_mib",
                limit::BLOBS_PER_LOG_BYTES / MIB,
                0..=1_048_576,
            )?,
            tls,
            sources: self.sources,
        };
        if config.plaintext && !(config.listen.ip().is_loopback() && config.address.is_loopback()) {
            return Err(ConfigFault::PlaintextBeyondLoopback);
        }
        Ok(config)
    }

    fn text(&self, key: &'static str) -> Result<Option<&str>, ConfigFault> {
        match self.values.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(bad(key, "text in quotes")),
        }
    }

    fn flag(&self, key: &'static str) -> Result<bool, ConfigFault> {
        match self.values.get(key) {
            None => Ok(false),
            Some(Value::Boolean(flag)) => Ok(*flag),
            Some(_) => Err(bad(key, "true or false")),
        }
    }

    fn number(
        &self,
        key: &'static str,
        default: u64,
        range: std::ops::RangeInclusive<u64>,
    ) -> Result<u64, ConfigFault> {
        let Some(value) = self.values.get(key) else {
            return Ok(default);
        };
        let number = value.as_integer().and_then(|number| u64::try_from(number).ok());
        number
            .filter(|number| range.contains(number))
            .ok_or(bad(key, "a whole number within its bounds"))
    }
}

/// A value that came as text, by what its key holds; what does not fit stays text and is refused later.
fn from_text(key: &str, text: &str) -> Value {
    let read = match key {
        "cache_mib" | "connections" | "reserve_mib" | "space_files_mib" => {
            text.parse().ok().map(Value::Integer)
        }
        "log_json" | "metrics" | "plaintext" => text.parse().ok().map(Value::Boolean),
        _ => None,
    };
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

fn known(key: &str) -> Option<&'static str> {
    KEYS.into_iter().find(|known| *known == key)
}

fn bad(key: &str, expected: &'static str) -> ConfigFault {
    ConfigFault::BadValue {
        key: key.to_owned(),
        expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "address = \"relay.example:7443\"\nlisten = \"0.0.0.0:7443\"\nlog = \"warn\"\n";
    const EXAMPLE: &str = include_str!("../../../deploy/togunad.example.toml");

    fn load(
        file: &str,
        variables: &[(&str, &str)],
        flags: &[(&'static str, &str)],
    ) -> Result<Config, ConfigFault> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        Config::load(file, variables, flags, Path::new("/data"))
    }

    #[test]
    fn flags_win_over_variables_and_variables_over_the_file() {
        let variables = [
            ("TOGUNAD_LOG", "error"),
            ("TOGUNAD_LISTEN", "127.0.0.1:1"),
            ("HOME", "/x"),
        ];
        let config = load(FILE, &variables, &[("listen", "127.0.0.1:2")]).unwrap();
        assert_eq!(config.address.to_string(), "relay.example:7443");
        assert_eq!(config.log, LevelFilter::ERROR);
        assert_eq!(config.listen.port(), 2);
        let shown = config.shown();
        let source = |key| {
            shown
                .iter()
                .find(|(other, ..)| *other == key)
                .map(|(.., source)| *source)
        };
        assert_eq!(source("address"), Some(Source::File));
        assert_eq!(source("log"), Some(Source::Environment));
        assert_eq!(source("listen"), Some(Source::Flag));
        assert_eq!(source("metrics"), Some(Source::Default));
    }

    #[test]
    fn what_means_nothing_is_named() {
        let fault = load(&format!("{FILE}lgo = \"info\"\n"), &[], &[]).unwrap_err();
        assert_eq!(fault.to_string(), "the settings file has an unknown key: lgo");
        for name in ["TOGUNAD_LGO", "TOGUNAD_Log"] {
            let fault = load(FILE, &[(name, "info")], &[]).unwrap_err();
            assert_eq!(
                fault.to_string(),
                format!("the environment has an unknown variable: {name}")
            );
        }
        let fault = load("address = \n", &[], &[]).unwrap_err();
        assert!(matches!(fault, ConfigFault::Malformed { line: 1 }));
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_refused_by_its_key() {
        for (line, key) in [
            ("connections = 0", "connections"),
            ("connections = \"many\"", "connections"),
            ("metrics = 1", "metrics"),
            ("cache_mib = -1", "cache_mib"),
        ] {
            let fault = load(&format!("{FILE}{line}\n"), &[], &[]).unwrap_err();
            assert!(matches!(fault, ConfigFault::BadValue { key: ref named, .. } if named == key));
        }
        let fault = load(FILE, &[("TOGUNAD_METRICS", "yes")], &[]).unwrap_err();
        assert!(matches!(fault, ConfigFault::BadValue { .. }));
        assert!(matches!(
            load("", &[], &[]),
            Err(ConfigFault::Missing { key: "address" })
        ));
        let half = load(&format!("{FILE}tls_cert_file = \"c\"\n"), &[], &[]);
        assert!(matches!(half, Err(ConfigFault::TlsHalf)));
    }

    #[test]
    fn plaintext_stays_on_loopback() {
        let beyond = load(&format!("{FILE}plaintext = true\n"), &[], &[]);
        assert!(matches!(beyond, Err(ConfigFault::PlaintextBeyondLoopback)));
        let here = "address = \"127.0.0.1:7443\"\nlisten = \"127.0.0.1:7443\"\nplaintext = true\n";
        load(here, &[], &[]).unwrap();
        let opened = load(here, &[], &[("listen", "0.0.0.0:7443")]);
        assert!(matches!(opened, Err(ConfigFault::PlaintextBeyondLoopback)));
    }

    #[test]
    fn the_example_shows_every_setting_and_every_line_of_it_is_accepted() {
        load(EXAMPLE, &[], &[]).unwrap();
        let mut uncommented = String::new();
        for line in EXAMPLE.lines() {
            let setting = line
                .strip_prefix("#")
                .filter(|rest| KEYS.iter().any(|key| rest.starts_with(key)));
            uncommented.push_str(setting.unwrap_or(line));
            uncommented.push('\n');
        }
        let config = load(&uncommented, &[], &[]).unwrap();
        assert!(config.shown().iter().all(|(.., source)| *source == Source::File));
    }
}
