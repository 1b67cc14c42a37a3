// SPDX-License-Identifier: MIT OR Apache-2.0
//! The client side of SOCKS5 (RFC 1928) with user name and password (RFC 1929).
//!
//! Names are resolved by the proxy, so that an onion address works and nothing is asked of the local resolver.

use std::io;

use toguna_auth::Endpoint;
use toguna_types::Hasher;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::Lane;

/// A user name of 32 hexadecimal digits that differs from lane to lane and from run to run.
pub(super) fn credentials(salt: &[u8; 16], lane: Lane) -> String {
    let hash = match lane {
        Lane::Device => Hasher::new().chain(salt).chain(b"device"),
        Lane::Spaces => Hasher::new().chain(salt).chain(b"spaces"),
        Lane::Space(log) => Hasher::new().chain(salt).chain(log.as_bytes()),
    }
    .finish();
    hash.as_bytes()
        .iter()
        .take(16)
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// Asks the proxy for a stream to `target`.
pub(super) async fn connect<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    target: &Endpoint,
    credentials: &str,
) -> io::Result<S> {
    stream.write_all(&[5, 2, 0, 2]).await?;
    let mut method = [0; 2];
    stream.read_exact(&mut method).await?;
    match method {
        [5, 0] => {}
        [5, 2] => log_in(&mut stream, credentials).await?,
        _ => return Err(refused("the proxy is no SOCKS5 proxy or wants another login")),
    }
    let host = target.host().as_bytes();
    let len = u8::try_from(host.len()).map_err(|_| refused("the host name is too long for SOCKS5"))?;
    let mut request = vec![5, 1, 0, 3, len];
    request.extend_from_slice(host);
    request.extend_from_slice(&target.port().to_be_bytes());
    stream.write_all(&request).await?;
    let mut head = [0; 4];
    stream.read_exact(&mut head).await?;
    let [version, status, _, kind] = head;
    if version != 5 || status != 0 {
        return Err(refused("the proxy could not reach the relay"));
    }
    let rest = match kind {
        1 => 4,
        4 => 16,
        3 => usize::from(stream.read_u8().await?),
        _ => return Err(refused("the proxy answered something that is not SOCKS5")),
    };
    let mut bound = vec![0; rest.saturating_add(2)];
    stream.read_exact(&mut bound).await?;
    Ok(stream)
}

async fn log_in<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, credentials: &str) -> io::Result<()> {
    let len = u8::try_from(credentials.len()).map_err(|_| refused("the credentials are too long"))?;
    let mut request = vec![1, len];
    request.extend_from_slice(credentials.as_bytes());
    request.push(len);
    request.extend_from_slice(credentials.as_bytes());
    stream.write_all(&request).await?;
    let mut answer = [0; 2];
    stream.read_exact(&mut answer).await?;
    if answer[1] == 0 {
        Ok(())
    } else {
        Err(refused("the proxy refused the login"))
    }
}

fn refused(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionRefused, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_types::LogId;

    #[test]
    fn every_lane_has_credentials_of_its_own() {
        let a = credentials(&[1; 16], Lane::Space(LogId::from_bytes([1; 32])));
        let b = credentials(&[1; 16], Lane::Space(LogId::from_bytes([2; 32])));
        assert_eq!(a.len(), 32);
        assert_ne!(a, b);
        assert_ne!(a, credentials(&[2; 16], Lane::Space(LogId::from_bytes([1; 32]))));
    }

    #[tokio::test]
    async fn names_go_to_the_proxy_unresolved() {
        let (client, mut proxy) = tokio::io::duplex(1024);
        let target = Endpoint::parse("abcdef.onion:7443").unwrap();
        let asked = async move { connect(client, &target, "c0ffee").await.map(|_| ()) };
        let answered = async move {
            let mut greeting = [0; 4];
            proxy.read_exact(&mut greeting).await.unwrap();
            proxy.write_all(&[5, 2]).await.unwrap();
            let mut login = [0; 15];
            proxy.read_exact(&mut login).await.unwrap();
            proxy.write_all(&[1, 0]).await.unwrap();
            let mut request = [0; 19];
            proxy.read_exact(&mut request).await.unwrap();
            proxy.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
            request
        };
        let (asked, request) = tokio::join!(asked, answered);
        asked.unwrap();
        assert_eq!(&request[5..17], b"abcdef.onion");
        assert_eq!(&request[17..], &7443u16.to_be_bytes());
    }
}
