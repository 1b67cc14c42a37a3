// SPDX-License-Identifier: MIT OR Apache-2.0
//! What an application may choose.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use toguna_crypto::passphrase::Cost;
use toguna_types::{Clock, Entropy, OsEntropy, SystemClock, limit};

use crate::Fault;
use crate::fault::Code;
use crate::transport::Dialer;

/// Choices for one client; the defaults suit a desktop.
#[derive(Clone)]
pub struct Options {
    /// Goes to the relay through this proxy, with a circuit of its own for each space.
    pub proxy: Option<Proxy>,
    /// Letters leave at once, not after a random 5 to 120 seconds. Quicker, and the relay may guess from the
    /// timing which space a letter belongs to.
    pub hurry: bool,
    /// What a guess at the passphrase costs a thief; used when a vault is made.
    pub cost: Cost,
    /// How long a call waits for the relay's receipt before it answers [`Code::StillQueued`].
    pub wait: Duration,
    /// Bytes of files that are kept on this device, as ciphertext, so that they need not be fetched again.
    pub files_kept: u64,
    /// The program that reads what documents say, so that they can be searched; without it only what members write of them
    /// can be.
    pub reader: Option<DocumentReader>,
    /// Sends in a space whose members were shown different histories, without asking.
    pub despite_doubt: bool,
    /// Reaches the relay another way than by TCP.
    pub dialer: Option<Arc<dyn Dialer>>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub entropy: Arc<dyn Entropy>,
}

impl Options {
    /// How long a word waits for its receipt unless the application says otherwise. A relay that refuses connections
    /// is noticed at once; this is for one that is silent.
    pub const WAIT: Duration = Duration::from_secs(10);
    /// The same through a proxy: Tor may take as long to build a circuit.
    pub const WAIT_PROXY: Duration = Duration::from_secs(30);
    /// Bytes of files that are kept unless the application says otherwise: 1 GiB.
    pub const FILES_KEPT: u64 = 1 << 30;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            proxy: None,
            hurry: false,
            cost: Cost::DESKTOP,
            wait: Self::WAIT,
            files_kept: Self::FILES_KEPT,
            reader: None,
            despite_doubt: false,
            dialer: None,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(OsEntropy),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("hurry", &self.hurry)
            .field("wait", &self.wait)
            .finish_non_exhaustive()
    }
}

/// A program whose `main` calls [`crate::be_the_reader`] before anything else: started anew for each document, without an
/// environment.
#[derive(Clone, Debug)]
pub struct DocumentReader {
    /// Where it is.
    pub program: PathBuf,
    /// What tells it to.
    pub args: Vec<OsString>,
    /// How long one document is waited for; [`limit::READING`] unless there is a reason.
    pub patience: Duration,
}

impl DocumentReader {
    /// This very program, told by one argument.
    #[must_use]
    pub fn this_program(argument: &str) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        Some(Self {
            program,
            args: vec![argument.into()],
            patience: limit::READING,
        })
    }
}

/// A SOCKS5 proxy (RFC 1928), for Tor's port 9050.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Proxy {
    /// Reads `socks5://HOST:PORT`.
    ///
    /// # Errors
    /// [`Code::ProxyMalformed`].
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let address = text
            .strip_prefix("socks5://")
            .or_else(|| text.strip_prefix("socks5h://"));
        let endpoint = toguna_auth::Endpoint::parse(address.ok_or(Fault::new(Code::ProxyMalformed))?)
            .map_err(|fault| Fault::because(Code::ProxyMalformed, fault))?;
        Ok(Self {
            host: endpoint.host().to_owned(),
            port: endpoint.port(),
        })
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proxy(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_socks5_is_a_proxy() {
        assert!(Proxy::parse("socks5://127.0.0.1:9050").is_ok());
        assert_eq!(
            Proxy::parse("http://127.0.0.1:9050").err().map(|f| f.is()),
            Some(Code::ProxyMalformed)
        );
        assert!(Proxy::parse("socks5://x").is_err());
    }
}
