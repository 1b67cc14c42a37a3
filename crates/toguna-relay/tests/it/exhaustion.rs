// SPDX-License-Identifier: MIT OR Apache-2.0
//! A73: a caller that speaks HTTP/2 by hand to wear the relay out. Whatever it does ends its own connection, or waits
//! at its own cost; others are served meanwhile.

use toguna_relay::{serve_connection, service};
use toguna_wire::v1;
use toguna_wire::v1::network_client::NetworkClient;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

use crate::world::World;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// RFC 9113 §7: the other side generates excessive load.
const ENHANCE_YOUR_CALM: u32 = 11;

/// A connection whose frames are written by hand.
struct Hand(DuplexStream);

/// A frame that the relay sent.
struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

impl Hand {
    /// Greets as HTTP/2 does.
    async fn greets(world: &World) -> Self {
        let (near, far) = tokio::io::duplex(1 << 16);
        let served = serve_connection(far, service(world.relay.clone()), world.shutdown.clone());
        tokio_util::task::TaskTracker::new().spawn(served);
        let mut hand = Self(near);
        hand.0
            .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            .await
            .unwrap();
        assert!(hand.sends(SETTINGS, 0, 0, &[]).await);
        hand
    }

    /// Sends a frame; whether the connection still took it.
    async fn sends(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> bool {
        let len = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let mut frame = vec![len[1], len[2], len[3], kind, flags];
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.0.write_all(&frame).await.is_ok()
    }

    async fn reads(&mut self) -> Option<Frame> {
        let mut head = [0; 9];
        self.0.read_exact(&mut head).await.ok()?;
        let [a, b, c, kind, flags, stream @ ..] = head;
        let len = u32::from_be_bytes([0, a, b, c]);
        let mut payload = vec![0; usize::try_from(len).unwrap()];
        self.0.read_exact(&mut payload).await.ok()?;
        Some(Frame {
            kind,
            flags,
            stream: u32::from_be_bytes(stream),
            payload,
        })
    }

    /// Reads to the end; the reason that the relay gave for ending the connection.
    async fn is_ended(&mut self) -> Option<u32> {
        let mut reason = None;
        while let Some(frame) = self.reads().await {
            if frame.kind == GOAWAY {
                reason = Some(u32::from_be_bytes(frame.payload[4..8].try_into().unwrap()));
            }
        }
        reason
    }
}

/// The header block of a call (RFC 7541, literals without indexing).
fn call(path: &str) -> Vec<u8> {
    let mut block = vec![0x83, 0x86, 0x04, u8::try_from(path.len()).unwrap()];
    block.extend(path.as_bytes());
    for (name, value) in [
        (&b"\x01"[..], "relay"),
        (b"\x0f\x10", "application/grpc"),
        (b"\x00\x02te", "trailers"),
    ] {
        block.extend(name);
        block.push(u8::try_from(value.len()).unwrap());
        block.extend(value.as_bytes());
    }
    block
}

async fn serves_others(world: &World) {
    let mut network = NetworkClient::new(world.connect());
    network.identify(v1::IdentifyRequest {}).await.unwrap();
}

const IDENTIFY: &str = "/toguna.v1.Network/Identify";

#[tokio::test]
async fn a73_calls_opened_and_reset_at_once_end_the_connection_that_makes_them() {
    let world = World::new();
    let mut hand = Hand::greets(&world).await;
    let (block, mut made) = (call(IDENTIFY), 0_u32);
    for stream in (1..200_000).step_by(2) {
        let taken = hand.sends(HEADERS, END_HEADERS, stream, &block).await
            && hand.sends(RST_STREAM, 0, stream, &8_u32.to_be_bytes()).await;
        if !taken {
            break;
        }
        made += 1;
    }
    assert!(made < 20_000, "it goes on for {made} calls");
    assert_eq!(hand.is_ended().await, Some(ENHANCE_YOUR_CALM));
    serves_others(&world).await;
}

#[tokio::test]
async fn a73_headers_without_end_end_the_connection_before_they_fill_the_memory() {
    let world = World::new();
    let mut hand = Hand::greets(&world).await;
    assert!(hand.sends(HEADERS, 0, 1, &call(IDENTIFY)).await);
    let one = [&[0x00, 0x01, b'x', 0x7f, 0xfb, 0x7e][..], &[b'y'; 16_384 - 6]].concat();
    let mut taken = 0;
    while taken < 4_096 && hand.sends(CONTINUATION, 0, 1, &one).await {
        taken += 1;
    }
    assert!(taken < 64, "it takes {taken} frames of 16 KiB");
    assert!(hand.is_ended().await.is_some());
    serves_others(&world).await;
}

#[tokio::test]
async fn a73_data_frames_without_data_cost_the_others_nothing() {
    let world = World::new();
    let mut hand = Hand::greets(&world).await;
    assert!(hand.sends(HEADERS, END_HEADERS, 1, &call(IDENTIFY)).await);
    for n in 0..50_000 {
        if n % 10_000 == 0 {
            serves_others(&world).await;
        }
        if !hand.sends(DATA, 0, 1, &[]).await {
            break;
        }
    }
    serves_others(&world).await;
}

#[tokio::test]
async fn a73_a_message_that_announces_a_hundred_megabytes_is_refused_before_it_comes() {
    let world = World::new();
    let mut hand = Hand::greets(&world).await;
    assert!(hand.sends(HEADERS, END_HEADERS, 1, &call(IDENTIFY)).await);
    let announced = [&[0][..], &100_000_000_u32.to_be_bytes()].concat();
    assert!(hand.sends(DATA, 0, 1, &announced).await);
    let answered = async {
        loop {
            let frame = hand.reads().await.expect("an answer");
            if (frame.kind, frame.stream) == (HEADERS, 1) && frame.flags & END_STREAM > 0 {
                return;
            }
        }
    };
    let patience = std::time::Duration::from_secs(20);
    tokio::time::timeout(patience, answered)
        .await
        .expect("it does not wait for the rest");
    serves_others(&world).await;
}

#[tokio::test(start_paused = true)]
async fn a73_a_caller_that_begins_and_falls_silent_is_given_up() {
    let world = World::new();
    // A call whose message never comes.
    let mut hand = Hand::greets(&world).await;
    assert!(hand.sends(HEADERS, END_HEADERS, 1, &call(IDENTIFY)).await);
    let mut asked = false;
    while let Some(frame) = hand.reads().await {
        asked |= frame.kind == PING && frame.flags == 0;
    }
    assert!(asked, "it is asked for a sign of life first");
    // Greetings that never end, in either tongue.
    for begun in [
        &b"PRI * HTT"[..],
        b"GET / HTTP/1.1\r\nhost: relay\r\nx-slow: ",
        b"\x16\x03\x01\x02\x00",
    ] {
        let (mut near, far) = tokio::io::duplex(1 << 10);
        let served = serve_connection(far, service(world.relay.clone()), world.shutdown.clone());
        near.write_all(begun).await.unwrap();
        served.await;
    }
    serves_others(&world).await;
}
