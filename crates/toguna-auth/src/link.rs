// SPDX-License-Identifier: MIT OR Apache-2.0
//! Registration links: `toguna://HOST:PORT/#…`, every secret in the fragment (docs/protocol.md).

use std::fmt;
use std::net::IpAddr;

use data_encoding::BASE64URL_NOPAD;
use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_types::{FaultKind, RelayId, Timestamp, TokenId};

use crate::{Signed, Statement, VerifyingKey};

/// A one-use right to register an account. Signed with the relay's key; only its redemption is stored.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Token {
    /// The relay.
    pub relay: RelayId,
    /// Redeemed at most once.
    pub id: TokenId,
    /// When it ends, by the relay's clock.
    pub expires: Timestamp,
}

impl Statement for Token {
    const LABEL: &'static str = "toguna/token/v1";
}

/// Where a relay is reached.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    host: String,
    port: u16,
}

impl Endpoint {
    /// Reads `HOST:PORT` (an IPv6 address in brackets).
    ///
    /// # Errors
    /// [`LinkFault::BadAddress`].
    pub fn parse(text: &str) -> Result<Self, LinkFault> {
        let (host, port) = text.rsplit_once(':').ok_or(LinkFault::BadAddress)?;
        if !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(LinkFault::BadAddress); // a sign would be read as part of the number
        }
        let port = port.parse().map_err(|_| LinkFault::BadAddress)?;
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let ok = match bare {
            Some(v6) => v6.parse::<std::net::Ipv6Addr>().is_ok(),
            None => !host.is_empty() && host.len() <= 255 && host.chars().all(allowed),
        };
        if !ok {
            return Err(LinkFault::BadAddress);
        }
        Ok(Self {
            host: bare.unwrap_or(host).to_owned(),
            port,
        })
    }

    /// Host name or address, without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether this is the machine itself, by address or as `localhost`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// TCP port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Endpoint(..)")
    }
}

/// Everything a newcomer needs to register: where the relay is, how to know it, and a one-use token.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistrationLink {
    /// Where the relay is reached.
    pub endpoint: Endpoint,
    /// Whether the relay speaks TLS; `false` only for a relay on loopback.
    pub tls: bool,
    /// Which relay.
    pub relay: RelayId,
    /// Its identity key, which vouches for its TLS keys.
    pub relay_key: VerifyingKey,
    /// The token.
    pub token: Signed<Token>,
}

/// The fragment's bytes, after base64url. New versions may append fields; readers of version 1 ignore them.
#[derive(TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
struct Fragment {
    version: u8,
    flags: u8,
    relay: RelayId,
    relay_key: VerifyingKey,
    token: Signed<Token>,
}

const VERSION: u8 = 1;
const FLAG_PLAINTEXT: u8 = 1;
const SCHEME: &str = "toguna://";

/// Why a text is no registration link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkFault {
    /// Host or port cannot be read.
    #[error("the link's address is not HOST:PORT")]
    BadAddress,
    /// The part after `#` is damaged; most often cut off while copying.
    #[error("the part of the link after # is damaged")]
    BadFragment,
    /// The text does not start with `toguna://`.
    #[error("the link does not start with toguna://")]
    BadScheme,
    /// It would have a relay spoken to without TLS over a network.
    #[error("without TLS the relay may be reached on loopback only")]
    Plaintext,
    /// Made by a newer version.
    #[error("the link needs a newer version of this program")]
    TooNew,
}

impl LinkFault {
    /// Always [`FaultKind::Invalid`].
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        FaultKind::Invalid
    }
}

impl RegistrationLink {
    /// Reads a link; white space around it is ignored.
    ///
    /// # Errors
    /// [`LinkFault`].
    pub fn parse(text: &str) -> Result<Self, LinkFault> {
        let rest = text.trim().strip_prefix(SCHEME).ok_or(LinkFault::BadScheme)?;
        let (address, fragment) = rest.split_once('#').ok_or(LinkFault::BadFragment)?;
        let endpoint = Endpoint::parse(address.strip_suffix('/').unwrap_or(address))?;
        let bytes = BASE64URL_NOPAD
            .decode(fragment.as_bytes())
            .map_err(|_| LinkFault::BadFragment)?;
        match bytes.first() {
            Some(&VERSION) => {}
            Some(_) => return Err(LinkFault::TooNew),
            None => return Err(LinkFault::BadFragment),
        }
        let (fragment, _later_fields) =
            Fragment::tls_deserialize_bytes(&bytes).map_err(|_| LinkFault::BadFragment)?;
        let tls = fragment.flags & FLAG_PLAINTEXT == 0;
        if !tls && !endpoint.is_loopback() {
            return Err(LinkFault::Plaintext);
        }
        Ok(Self {
            endpoint,
            tls,
            relay: fragment.relay,
            relay_key: fragment.relay_key,
            token: fragment.token,
        })
    }

    /// The link as text, on one line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let fragment = Fragment {
            version: VERSION,
            flags: if self.tls { 0 } else { FLAG_PLAINTEXT },
            relay: self.relay,
            relay_key: self.relay_key,
            token: self.token.clone(),
        };
        let bytes = fragment.tls_serialize_bytes().unwrap_or_default();
        format!("{SCHEME}{}/#{}", self.endpoint, BASE64URL_NOPAD.encode(&bytes))
    }
}

impl fmt::Debug for RegistrationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationLink(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SigningKey;
    use toguna_types::OsEntropy;

    fn link() -> RegistrationLink {
        let key = SigningKey::make(&OsEntropy);
        let relay = RelayId::make(&OsEntropy);
        let token = Token {
            relay,
            id: TokenId::make(&OsEntropy),
            expires: Timestamp::from_millis(1),
        };
        RegistrationLink {
            endpoint: Endpoint::parse("relay.example:7443").unwrap(),
            tls: true,
            relay,
            relay_key: key.public(),
            token: Signed::sign(&key, &token).unwrap(),
        }
    }

    #[test]
    fn a_link_comes_back_and_keeps_its_secrets_behind_the_hash() {
        let link = link();
        let text = link.to_text();
        assert_eq!(RegistrationLink::parse(&format!(" {text}\n")).unwrap(), link);
        assert_eq!(text.split('#').next(), Some("toguna://relay.example:7443/"));
    }

    #[test]
    fn each_kind_of_damage_has_its_own_fault() {
        let text = link().to_text();
        assert_eq!(
            RegistrationLink::parse("https://x").err(),
            Some(LinkFault::BadScheme)
        );
        assert_eq!(
            RegistrationLink::parse("toguna://x:1").err(),
            Some(LinkFault::BadFragment)
        );
        assert_eq!(
            RegistrationLink::parse("toguna://x/#AQ").err(),
            Some(LinkFault::BadAddress)
        );
        assert_eq!(
            RegistrationLink::parse("toguna://x:1/#_w").err(),
            Some(LinkFault::TooNew)
        );
        let mut plaintext = link();
        plaintext.tls = false;
        let abroad = RegistrationLink::parse(&plaintext.to_text());
        assert_eq!(abroad.err(), Some(LinkFault::Plaintext));
        for host in ["localhost:1", "127.0.0.1:1", "[::1]:1"] {
            plaintext.endpoint = Endpoint::parse(host).unwrap();
            assert_eq!(
                RegistrationLink::parse(&plaintext.to_text()).as_ref(),
                Ok(&plaintext)
            );
        }
        let cut: String = text.chars().take(text.len() - 8).collect();
        assert_eq!(RegistrationLink::parse(&cut).err(), Some(LinkFault::BadFragment));
    }

    #[test]
    fn fields_of_later_versions_are_ignored() {
        let link = link();
        let text = link.to_text();
        let (address, fragment) = text.split_once('#').unwrap();
        let mut bytes = BASE64URL_NOPAD.decode(fragment.as_bytes()).unwrap();
        bytes.extend_from_slice(&[1, 2, 3]);
        let longer = format!("{address}#{}", BASE64URL_NOPAD.encode(&bytes));
        assert_eq!(RegistrationLink::parse(&longer).unwrap(), link);
    }

    #[test]
    fn ipv6_addresses_keep_their_brackets() {
        assert_eq!(Endpoint::parse("[::1]:7443").unwrap().to_string(), "[::1]:7443");
        assert!(Endpoint::parse("a b:1").is_err());
        assert!(Endpoint::parse(":1").is_err());
    }
}
