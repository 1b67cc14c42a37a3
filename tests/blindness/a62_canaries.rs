// SPDX-License-Identifier: MIT OR Apache-2.0
//! A62: no handle, title, text, id or passphrase in a log line, a `Debug` output or a fault's text.
//!
//! Both ways in which Rust code writes log lines are listened to, at the finest level and from every crate: `tracing`,
//! and the `log` facade, which sled and others use.

use std::error::Error as _;
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use toguna_sdk::{
    CancellationToken, Change, Event, Fault, Field, ItemFile, LogId, NewFile, NewItem, Options, ReadRange,
    TableImport,
};
use toguna_tests::{Member, Memory, Shelf, Sled, World, passphrase};
use toguna_types::BlobId;
use tracing_subscriber::fmt::MakeWriter;

/// Everything that is traced or logged in this process, and what panics say.
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
    log::set_boxed_logger(Box::new(Logged(lines.clone()))).expect("nobody else listens");
    log::set_max_level(log::LevelFilter::Trace);
    let (panics, shows) = (lines.clone(), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |panic| {
        let line = format!("panic {panic}\n");
        if let Ok(mut lines) = panics.0.try_lock() {
            lines.extend_from_slice(line.as_bytes());
        }
        shows(panic);
    }));
    lines
});

/// What comes through the `log` facade.
struct Logged(Lines);

impl log::Log for Logged {
    fn enabled(&self, _metadata: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("log {} {}\n", record.target(), record.args());
        self.0.0.lock().unwrap().extend_from_slice(line.as_bytes());
    }

    fn flush(&self) {}
}

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
    log::info!("the facade is listened to");
    let (mut canaries, mut texts) = story(Memory::empty()).await;
    let (more, others) = story(Sled::empty()).await;
    canaries.extend(more);
    texts.extend(others);
    let traced = String::from_utf8_lossy(&lines.0.lock().unwrap()).into_owned();
    assert!(traced.lines().count() > 1_000, "something was traced");
    assert!(traced.contains("log blindness"), "the facade was heard");
    for canary in &canaries {
        assert!(
            !texts.iter().any(|text| text.contains(canary)),
            "a canary in what is shown"
        );
        let line = traced.lines().find(|line| line.contains(canary));
        assert_eq!(line, None, "a canary in what is traced");
    }
}

/// Members talk, look at everything and make every mistake. Returns what must not be seen, and what was shown.
async fn story(shelf: impl Shelf) -> (Vec<String>, Vec<String>) {
    let world = World::on(&shelf).await;
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
    let (file, shown) = file(&world, &amal, log).await;
    texts.extend(shown);
    texts.extend(debugs(&amal, log).await);
    texts.extend(debugs(&beatrice, log).await);
    texts.extend(faults(&world, &amal, log).await.iter().map(whole));
    let mut canaries: Vec<String> = vec!["CANARY".to_owned(), "acacia baobab".to_owned()];
    canaries.extend(spellings(&log.to_vec()));
    canaries.extend(spellings(&file.blob.to_vec()));
    canaries.extend(spellings(file.content.as_bytes()));
    for who in [amal.client.whoami().unwrap(), beatrice.client.whoami().unwrap()] {
        canaries.extend(spellings(&who.account.to_vec()));
        canaries.extend(spellings(&who.device.to_vec()));
        canaries.push(who.fingerprint);
    }
    (canaries, texts)
}

/// A member brings a file, fetches it, and fails at both: the file, and what was shown of it.
async fn file(world: &World, member: &Member, log: LogId) -> (ItemFile, Vec<String>) {
    let client = &member.client;
    let content = std::io::Cursor::new(b"CANARY-CONTENT ".repeat(9_000));
    let new = NewFile::new("CANARY-NAME.txt", content);
    let mut shown = vec![format!("{new:?}")];
    let file = client.upload(log, new, |_, _| {}).await.unwrap();
    let item = NewItem {
        fields: vec![(Field::Title, "CANARY-TITLE".to_owned())],
        file: Some(file),
    };
    shown.push(format!("{item:?}"));
    let change = Change::Set(Field::Title, "CANARY-TITLE".to_owned());
    let table = client.import_table(
        log,
        "id,title\nCANARY-KEY,CANARY-TITLE\n".as_bytes(),
        None,
        TableImport::default(),
        |_, _| {},
    );
    shown.push(format!("{change:?} {:?}", table.await.unwrap()));
    client.add_item(log, item).await.unwrap();
    let items = client.library(log).unwrap();
    shown.push(format!(
        "{items:?} {:?}",
        items.iter().map(|item| &item.item).collect::<Vec<_>>()
    ));
    let file = items
        .iter()
        .find_map(|item| item.item.files.first())
        .unwrap()
        .clone();
    let to = world.homes.path().join("CANARY-TARGET");
    client.save_file(log, &file, &to, |_, _| {}).await.unwrap();
    let mut spoilt = file.clone();
    spoilt.blob = BlobId::from_bytes([7; 16]);
    let faults = [
        client.save_file(log, &file, &to, |_, _| {}).await.err(),
        client
            .save_file(log, &spoilt, &world.homes.path().join("CANARY-2"), |_, _| {})
            .await
            .err(),
        client
            .upload(
                LogId::from_bytes([7; 32]),
                NewFile::new("CANARY", std::io::empty()),
                |_, _| {},
            )
            .await
            .err(),
        NewFile::open(&world.homes.path().join("CANARY-GONE")).err(),
    ];
    shown.extend(faults.iter().map(|fault| whole(fault.as_ref().expect("a fault"))));
    (file, shown)
}

/// An id as programs print bytes: in hexadecimal, and as `Debug` lists them.
fn spellings(id: &[u8]) -> [String; 2] {
    let hex = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let listed: Vec<String> = id.iter().map(u8::to_string).collect();
    [hex, listed.join(", ")]
}
