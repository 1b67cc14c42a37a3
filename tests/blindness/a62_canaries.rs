// SPDX-License-Identifier: MIT OR Apache-2.0
//! A62: no handle, title, text, id or passphrase in a log line, a `Debug` output or a fault's text.

use std::error::Error as _;
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use toguna_sdk::{CancellationToken, Event, Fault, LogId, Options, ReadRange};
use toguna_store::MemoryStore;
use toguna_tests::{Member, World, passphrase};
use tracing_subscriber::fmt::MakeWriter;

/// Everything that is traced in this process.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).expect("nobody else listens");
    lines
});

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A fault with everything it came from.
fn whole(fault: &Fault) -> String {
    let mut text = format!("{fault} {fault:?}");
    let mut source = fault.source();
    while let Some(fault) = source {
        text.push_str(&format!(" {fault} {fault:?}"));
        source = fault.source();
    }
    text
}

/// `Debug` of everything the façade hands out.
async fn debugs(member: &Member, log: LogId) -> Vec<String> {
    let client = &member.client;
    let mut all = vec![
        format!("{client:?}"),
        format!("{:?}", client.whoami()),
        format!("{:?}", client.status()),
        format!("{:?}", client.spaces()),
        format!("{:?}", client.space(log)),
        format!("{:?}", client.invitations()),
        format!("{:?}", client.read(log, ReadRange::default())),
        format!("{:?}", client.doctor().await),
        format!("{:?}", client.sync(None, |_| {}).await),
        format!("{:?}", passphrase()),
    ];
    let events = Mutex::new(Vec::new());
    let stop = CancellationToken::new();
    let after = client.clone();
    let follow = client.follow(
        None,
        |event: Event| {
            events.lock().unwrap().push(format!("{event:?}"));
            stop.cancel();
        },
        stop.clone(),
    );
    let say = after.say(log, "CANARY-TEXT once more");
    let (followed, said) = tokio::join!(tokio::time::timeout(Duration::from_secs(30), follow), say);
    all.push(format!("{followed:?} {said:?}"));
    all.extend(events.into_inner().unwrap());
    all
}

async fn faults(world: &World, member: &Member, log: LogId) -> Vec<Fault> {
    let client = &member.client;
    let link = world.link();
    let join = |name: &'static str, handle: &'static str, options: Options| {
        let home = world.homes.path().join(name);
        let link = link.clone();
        async move {
            toguna_sdk::Client::join(&home, &passphrase(), &link, handle, options)
                .await
                .err()
        }
    };
    let gone = LogId::from_bytes([7; 32]);
    let wrong = toguna_sdk::SecretBytes::new(b"CANARY-PASSPHRASE wrong".to_vec());
    let mut faults = vec![
        join("x", "CANARY-HANDLE-amal", world.options()).await,
        join("y", "CANARY\u{202e}HANDLE", world.options()).await,
        toguna_sdk::Client::open(&member.home, &wrong, world.options()).err(),
        toguna_sdk::Client::open(&world.homes.path().join("CANARY-HOME"), &wrong, world.options()).err(),
        client.find_space("CANARY-TITLE-unknown").err(),
        client.say(gone, "CANARY-TEXT").await.err(),
        client.say(log, &"CANARY-TEXT ".repeat(9_000)).await.err(),
        client.remove(log, "CANARY-HANDLE-nobody").await.err(),
        client
            .invite(
                log,
                &["CANARY-HANDLE-nobody".to_owned()],
                toguna_sdk::Role::Reader,
            )
            .await
            .err(),
        client.leave(log, None).await.err(),
        client
            .create_space(&"CANARY-TITLE".repeat(99), toguna_sdk::Suite::Classical)
            .await
            .err(),
        client.accept(gone).await.err(),
    ];
    world.wire.cut();
    faults.push(client.say(log, "CANARY-TEXT offline").await.err());
    faults.push(client.sync(None, |_| {}).await.err());
    faults.into_iter().map(|fault| fault.expect("a fault")).collect()
}

// claim: CLM-LOG-01
#[tokio::test(flavor = "multi_thread")]
async fn a62_no_canary_in_logs_debug_output_or_fault_texts() {
    let lines = LINES.clone();
    let world = World::around(MemoryStore::new());
    let amal = world.member("CANARY-HANDLE-amal").await;
    let beatrice = world.member("CANARY-HANDLE-bea").await;
    let log = amal.founds("CANARY-TITLE").await;
    amal.invites(log, &beatrice).await;
    beatrice.syncs().await;
    let mut texts = vec![format!("{:?}", beatrice.client.invitations())];
    beatrice.accepts().await;
    amal.syncs().await;
    amal.says(log, "CANARY-TEXT of Amal").await;
    amal.client.queue(log, "CANARY-TEXT that waits").unwrap();
    texts.extend(debugs(&amal, log).await);
    texts.extend(debugs(&beatrice, log).await);
    texts.extend(faults(&world, &amal, log).await.iter().map(whole));
    let ids = [amal.client.whoami().unwrap(), beatrice.client.whoami().unwrap()];
    let mut canaries: Vec<String> = vec!["CANARY".to_owned(), "acacia baobab".to_owned()];
    canaries.extend([log.to_vec()].iter().map(|id| hex(id)));
    for who in ids {
        canaries.extend([
            hex(&who.account.to_vec()),
            hex(&who.device.to_vec()),
            who.fingerprint,
        ]);
    }
    let traced = String::from_utf8_lossy(&lines.0.lock().unwrap()).into_owned();
    assert!(traced.len() > 1_000, "something was traced");
    for canary in &canaries {
        assert!(
            !texts.iter().any(|text| text.contains(canary)),
            "a canary in what is shown"
        );
        assert!(!traced.contains(canary), "a canary in what is traced");
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
