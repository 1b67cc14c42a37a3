// SPDX-License-Identifier: MIT OR Apache-2.0
//! A73: what arrives on the port is no TLS, or begins as TLS and falls silent. The relay goes on and serves others.

use std::fs;

use toguna_types::{Entropy as _, OsEntropy};
use toguna_wire::v1::{IdentifyRequest, network_client::NetworkClient};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::daemon::{Place, Running};
use crate::serving::channel;

/// A record that announces a ClientHello of 512 bytes.
const HALF_A_HELLO: [u8; 11] = [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3];
const EACH: usize = 600;

fn resident_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a73_rubbish_and_half_a_greeting_on_the_port_cost_the_others_nothing() {
    let place = Place::new();
    place.init(&[]);
    let relay = Running::start(&place.data(), &[]);
    let before = resident_kib(relay.pid());
    let mut held = Vec::new();
    for _ in 0..EACH {
        let mut rubbish = TcpStream::connect(relay.address).await.unwrap();
        let _ = rubbish.write_all(OsEntropy.secret::<256>().expose()).await; // the other side may have hung up
        let mut silent = TcpStream::connect(relay.address).await.unwrap();
        silent.write_all(&HALF_A_HELLO).await.unwrap();
        held.push((rubbish, silent));
    }
    let mut network = NetworkClient::new(channel(relay.address));
    network.identify(IdentifyRequest {}).await.unwrap();
    let grown = resident_kib(relay.pid()).saturating_sub(before);
    assert!(grown < 64 * 1_024, "{grown} KiB for {EACH} of each");
    drop(held);
    network.identify(IdentifyRequest {}).await.unwrap();
    assert!(relay.stop("-TERM").0);
}
