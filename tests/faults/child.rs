// SPDX-License-Identifier: MIT OR Apache-2.0
//! The device as a process of its own, which dies at a write: this program, run again. The relay lives in the process
//! that waits for it.

use std::env;
use std::net::Ipv4Addr;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use toguna_sdk::{Cost, Dialer, Dialing, Endpoint, Io, Lane, LogId, Options};
use toguna_tests::{World, beside};
use toguna_types::{Clock as _, TestClock, Timestamp};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

use crate::deed::{DEEDS, Ended, How, Order};

const SIGKILL: i32 = 9;

/// What a child that lived says before its report.
const REPORT: &str = "<ended>";

/// Opens the world's relay to other processes; returns the port on the loopback.
pub(crate) async fn gate(world: &World) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let wire = world.wire.clone();
    drop(beside(async move {
        let relay = Endpoint::parse("localhost:1").unwrap();
        loop {
            let (mut outside, _) = listener.accept().await.unwrap();
            let mut inside = wire.dial(&relay, Lane::Spaces).await.unwrap();
            // A connection that breaks is what this is about.
            drop(beside(async move {
                drop(copy_bidirectional(&mut outside, &mut inside).await);
            }));
        }
    }));
    port
}

/// The way of a child to the relay.
#[derive(Debug)]
struct Loopback(u16);

impl Dialer for Loopback {
    fn dial(&self, _endpoint: &Endpoint, _lane: Lane) -> Dialing {
        let port = self.0;
        Box::pin(async move {
            let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
            stream.set_nodelay(true)?;
            let stream: Box<dyn Io> = Box::new(stream);
            Ok(stream)
        })
    }
}

/// Carries an order out in a process that dies at the `n`-th write; `None` if it died.
pub(crate) async fn in_a_child(order: &Order, world: &World, port: u16, n: u64) -> Option<Ended> {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "child::a_device_of_its_own",
            "--ignored",
            "--nocapture",
        ])
        .env("TOGUNA_TEST_DEED", format!("{:?}", order.deed))
        .env("TOGUNA_TEST_HOME", &order.home)
        .env("TOGUNA_TEST_HANDLE", &order.handle)
        .env("TOGUNA_TEST_LOG", hex(order.log))
        .env("TOGUNA_TEST_WORD", &order.word)
        .env("TOGUNA_TEST_PORT", port.to_string())
        .env("TOGUNA_TEST_NOW", world.clock.now().millis().to_string())
        .env("TOGUNA_TEST_N", n.to_string())
        .stdin(Stdio::null());
    let run = tokio::task::spawn_blocking(move || command.output());
    let output = run.await.unwrap().unwrap();
    if output.status.signal() == Some(SIGKILL) {
        return None;
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the child lived and failed: {complaint}");
    let report = said.split(REPORT).nth(1).unwrap();
    let (writes, code) = report.split_once(' ').unwrap();
    Some(Ended {
        code: Some(code.to_owned()).filter(|code| code != "-"),
        writes: writes.parse().unwrap(),
    })
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the other tests, in a process of its own"]
async fn a_device_of_its_own() {
    let Ok(deed) = env::var("TOGUNA_TEST_DEED") else {
        return;
    };
    let said = |name: &str| env::var(format!("TOGUNA_TEST_{name}")).unwrap();
    let order = Order {
        home: said("HOME").into(),
        handle: said("HANDLE"),
        deed: DEEDS
            .into_iter()
            .find(|known| format!("{known:?}") == deed)
            .unwrap(),
        log: unhex(&said("LOG")),
        word: said("WORD"),
    };
    let now = Timestamp::from_millis(said("NOW").parse().unwrap());
    let options = Options {
        hurry: true,
        cost: Cost::FOR_TESTS,
        dialer: Some(Arc::new(Loopback(said("PORT").parse().unwrap()))),
        wait: Duration::from_secs(60),
        clock: Arc::new(TestClock::at(now)),
        ..Options::default()
    };
    let n = said("N").parse().unwrap();
    let ended = order.carry_out(options, How::Dies, n).await;
    let code = ended.code.unwrap_or_else(|| "-".to_owned());
    #[expect(clippy::print_stdout, reason = "the report to the process that waits")]
    {
        println!("{REPORT}{} {code}{REPORT}", ended.writes);
    }
}

fn hex(log: LogId) -> String {
    log.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> LogId {
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap();
    }
    LogId::from_bytes(bytes)
}
