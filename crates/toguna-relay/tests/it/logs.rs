// SPDX-License-Identifier: MIT OR Apache-2.0
//! Logs: found, append, commit, read, follow, attachments.

use toguna_auth::{Method, SigningKey};
use toguna_types::{AttachmentId, AttachmentRef, Class, Digest, Head, OsEntropy};
use toguna_wire::v1;
use toguna_wire::v1::append_answer::Answer as Appended;
use toguna_wire::v1::follow_answer::Answer as Followed;
use toguna_wire::v1::logs_client::LogsClient;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;
use tonic::transport::Channel;

use crate::world::{Space, World, receipt, refusal};

/// An append stream.
pub(crate) struct Appends {
    pub(crate) frames: mpsc::Sender<v1::AppendFrame>,
    pub(crate) answers: Streaming<v1::AppendAnswer>,
    pub(crate) challenge: Vec<u8>,
}

impl Appends {
    pub(crate) async fn start(world: &World) -> Self {
        Self::over(world.connect()).await
    }

    pub(crate) async fn over(channel: Channel) -> Self {
        let (frames, receiver) = mpsc::channel(64);
        let stream = ReceiverStream::new(receiver);
        let mut answers = LogsClient::new(channel)
            .append(stream)
            .await
            .unwrap()
            .into_inner();
        let Some(Appended::Challenge(challenge)) = answers.message().await.unwrap().unwrap().answer else {
            panic!("no challenge");
        };
        Self {
            frames,
            answers,
            challenge: challenge.challenge,
        }
    }

    pub(crate) async fn send(&self, frame: v1::append_frame::Frame) {
        let frame = v1::AppendFrame { frame: Some(frame) };
        self.frames.send(frame).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> Appended {
        self.answers.message().await.unwrap().unwrap().answer.unwrap()
    }

    pub(crate) async fn open(&mut self, space: Space, epoch: u64) -> v1::Opened {
        let open = space.open(epoch, Method::Append, &self.challenge);
        self.send(v1::append_frame::Frame::Open(open)).await;
        let Appended::Opened(opened) = self.next().await else {
            panic!("not opened");
        };
        opened
    }

    pub(crate) async fn payloads(&self, space: Space, epoch: u64, frame: u64, payloads: &[(Class, &str)]) {
        self.send(frame_of(space, epoch, frame, payloads)).await;
    }
}

pub(crate) fn frame_of(
    space: Space,
    epoch: u64,
    frame: u64,
    payloads: &[(Class, &str)],
) -> v1::append_frame::Frame {
    let payloads = payloads.iter().map(|(class, text)| v1::Payload {
        class: class.number().into(),
        lifetime: 0,
        payload: text.as_bytes().to_vec().into(),
    });
    v1::append_frame::Frame::Payloads(v1::Payloads {
        frame,
        log: space.log.to_vec(),
        epoch,
        payloads: payloads.collect(),
    })
}

/// A follow stream.
struct Follows {
    frames: mpsc::Sender<v1::FollowFrame>,
    answers: Streaming<v1::FollowAnswer>,
    challenge: Vec<u8>,
}

impl Follows {
    async fn start(world: &World) -> Self {
        let (frames, receiver) = mpsc::channel(64);
        let stream = ReceiverStream::new(receiver);
        let mut answers = LogsClient::new(world.connect())
            .follow(stream)
            .await
            .unwrap()
            .into_inner();
        let Some(Followed::Challenge(challenge)) = answers.message().await.unwrap().unwrap().answer else {
            panic!("no challenge");
        };
        Self {
            frames,
            answers,
            challenge: challenge.challenge,
        }
    }

    async fn send(&self, frame: v1::follow_frame::Frame) {
        let frame = v1::FollowFrame { frame: Some(frame) };
        self.frames.send(frame).await.unwrap();
    }

    async fn next(&mut self) -> Followed {
        self.answers.message().await.unwrap().unwrap().answer.unwrap()
    }

    async fn open(&mut self, space: Space, epoch: u64) {
        let open = space.open(epoch, Method::Follow, &self.challenge);
        self.send(v1::follow_frame::Frame::Open(open)).await;
        assert!(matches!(self.next().await, Followed::Opened(_)));
    }

    async fn from(&mut self, space: Space, after: u64) {
        let log = space.log.to_vec();
        self.send(v1::follow_frame::Frame::From(v1::FollowFrom { log, after }))
            .await;
    }

    /// The next entries as `seq:whole text` or `seq:stub`.
    async fn flow(&mut self) -> Vec<String> {
        let Followed::Flow(flow) = self.next().await else {
            panic!("no flow");
        };
        shown(&flow.entries)
    }
}

/// Entries as `seq:text` or `seq:stub`; a commit's text is `commit`.
fn shown(entries: &[v1::Entry]) -> Vec<String> {
    let shown = entries.iter().map(|entry| match entry.content.as_ref().unwrap() {
        v1::entry::Content::Payload(_) if entry.class == 1 => format!("{}:commit", entry.seq),
        v1::entry::Content::Payload(bytes) => format!("{}:{}", entry.seq, String::from_utf8_lossy(bytes)),
        v1::entry::Content::Stub(_) => format!("{}:stub", entry.seq),
    });
    shown.collect()
}

use Class::{Message, Record};

#[tokio::test]
async fn founding_twice_with_the_same_keys_is_the_same_and_with_others_is_refused() {
    let world = World::new();
    let amal = world.member("amal").await;
    let space = world.log(&amal).await;
    let mut logs = LogsClient::new(world.connect());
    let mut body = space.found_body();
    logs.found(amal.call(&world, Method::Found, &body)).await.unwrap();
    body.steward_key = SigningKey::make(&OsEntropy).public().to_bytes().to_vec();
    let other = logs.found(amal.call(&world, Method::Found, &body)).await;
    assert_eq!(refusal(&other.unwrap_err()), ("denied", "log-taken".to_owned()));
    body.write_key = vec![0; 32];
    let weak = logs
        .found(amal.call(&world, Method::Found, &body))
        .await
        .unwrap_err();
    assert_eq!(refusal(&weak), ("invalid", "malformed".to_owned()));
}

#[tokio::test]
async fn frames_are_answered_in_order_with_receipts_whose_chain_holds() {
    let world = World::new();
    let amal = world.member("amal").await;
    let (one, two) = (world.log(&amal).await, world.log(&amal).await);
    let mut appends = Appends::start(&world).await;
    appends.open(one, 0).await;
    appends.open(two, 0).await;
    for frame in 1..=40 {
        let space = if frame % 3 == 0 { two } else { one };
        let text = format!("word {frame}");
        appends
            .payloads(space, 0, frame, &[(Message, &text), (Record, &text)])
            .await;
    }
    let mut heads = [one.genesis(), two.genesis()];
    for frame in 1..=40 {
        let Appended::Receipts(receipts) = appends.next().await else {
            panic!("no receipts");
        };
        assert_eq!(receipts.frame, frame);
        let signed = receipt(&world, &receipts.receipts[0]);
        let head = &mut heads[usize::from(frame % 3 == 0)];
        assert_eq!(signed.before, *head);
        assert_eq!(
            signed.entries[0].payload,
            Digest::of(format!("word {frame}").as_bytes())
        );
        *head = signed.after;
    }
    assert_eq!(
        one.read(&world, 0, 0).await.end.unwrap().head,
        Some(heads[0].into())
    );
}

#[tokio::test]
async fn a_past_key_earns_old_receipts_and_stale_and_nothing_else() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut appends = Appends::start(&world).await;
    appends.open(space, 0).await;
    appends.payloads(space, 0, 1, &[(Message, "before")]).await;
    assert!(matches!(appends.next().await, Appended::Receipts(_)));
    let head = space.commit(&world, 0, b"one").await;
    appends
        .payloads(space, 0, 2, &[(Message, "before"), (Message, "after")])
        .await;
    let Appended::Stale(stale) = appends.next().await else {
        panic!("not stale");
    };
    assert_eq!((stale.frame, stale.epoch, stale.head), (2, 1, Some(head.into())));
    assert_eq!(receipt(&world, &stale.receipts[0]).after.seq.get(), 1);
    let opened = Appends::start(&world).await.open(space, 0).await;
    assert_eq!(opened.epoch, 1);
    assert_eq!(
        space.read(&world, 1, 0).await.end.unwrap().head,
        Some(head.into())
    );
}

#[tokio::test]
async fn a_frame_that_is_refused_stores_nothing_and_the_stream_goes_on() {
    let world = World::new();
    let amal = world.member("amal").await;
    let (space, shut) = (world.log(&amal).await, world.log(&amal).await);
    let mut appends = Appends::start(&world).await;
    appends.open(space, 0).await;
    let long = "x".repeat(70_000);
    let many: Vec<(Class, &str)> = (0..65).map(|_| (Message, "y")).collect();
    let cases = [
        (frame_of(shut, 0, 1, &[(Message, "a")]), "not-open"),
        (frame_of(space, 1, 2, &[(Message, "a")]), "not-open"),
        (frame_of(space, 0, 3, &[(Class::Commit, "a")]), "malformed"),
        (
            frame_of(space, 0, 4, &[(Message, "ok"), (Message, &long)]),
            "over-limit",
        ),
        (frame_of(space, 0, 5, &many), "over-limit"),
        (frame_of(space, 0, 6, &[]), "missing-field"),
    ];
    for (frame, code) in cases {
        appends.send(frame).await;
        let Appended::Refused(refused) = appends.next().await else {
            panic!("not refused");
        };
        assert_eq!(refused.fault.unwrap().code, code);
    }
    assert_eq!(
        space.read(&world, 0, 0).await.end.unwrap().head,
        Some(space.genesis().into())
    );
    appends.payloads(space, 0, 7, &[(Message, "a")]).await;
    assert!(matches!(appends.next().await, Appended::Receipts(_)));
}

#[tokio::test]
async fn reading_shows_what_the_key_opens_and_stubs_for_the_rest() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut appends = Appends::start(&world).await;
    for epoch in 0..3 {
        appends.open(space, epoch).await;
        let (word, record) = (format!("word {epoch}"), format!("record {epoch}"));
        appends
            .payloads(space, epoch, 1, &[(Message, &word), (Record, &record)])
            .await;
        appends.next().await;
        if epoch < 2 {
            space.commit(&world, epoch, b"commit").await;
        }
    }
    let past = space.read(&world, 1, 0).await;
    let expected = [
        "1:stub",
        "2:stub",
        "3:stub",
        "4:word 1",
        "5:record 1",
        "6:commit",
        "7:stub",
        "8:stub",
    ];
    assert_eq!(shown(&past.entries), expected);
    assert!(past.entries[5].stamps.is_some());
    let now = space.read(&world, 2, 0).await;
    let expected = [
        "1:stub",
        "2:record 0",
        "3:stub",
        "4:stub",
        "5:record 1",
        "6:stub",
        "7:word 2",
        "8:record 2",
    ];
    assert_eq!(shown(&now.entries), expected);
    let end = now.end.unwrap();
    assert_eq!((end.epoch, end.last), (2, 8));
    let mut head = space.genesis();
    for entry in &now.entries {
        let hash = match entry.content.as_ref().unwrap() {
            v1::entry::Content::Payload(bytes) => Digest::of(bytes),
            v1::entry::Content::Stub(hash) => Digest::from_slice(hash).unwrap(),
        };
        head = head.link(Class::from_number(entry.class.try_into().unwrap()).unwrap(), hash);
    }
    assert_eq!(end.head, Some(head.into()));
}

#[tokio::test]
async fn a_follower_gets_nothing_of_an_epoch_before_it_shows_its_key() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut follows = Follows::start(&world).await;
    follows.open(space, 0).await;
    follows.from(space, 0).await;
    assert!(follows.flow().await.is_empty());
    let mut appends = Appends::start(&world).await;
    appends.open(space, 0).await;
    appends.payloads(space, 0, 1, &[(Message, "zero")]).await;
    appends.next().await;
    assert_eq!(follows.flow().await, ["1:zero"]);
    space.commit(&world, 0, b"first").await;
    assert_eq!(follows.flow().await, ["2:commit"]);
    appends.open(space, 1).await;
    appends.payloads(space, 1, 2, &[(Record, "one")]).await;
    appends.next().await;
    space.commit(&world, 1, b"second").await;
    follows.open(space, 1).await;
    assert_eq!(follows.flow().await, ["3:one", "4:commit"]);
    follows.open(space, 2).await;
    appends.open(space, 2).await;
    appends.payloads(space, 2, 3, &[(Message, "two")]).await;
    assert_eq!(follows.flow().await, ["5:two"]);
    world.shutdown.cancel();
    let end = follows.answers.message().await.unwrap_err();
    assert_eq!(refusal(&end), ("unavailable", "closing".to_owned()));
}

#[tokio::test]
async fn one_stream_follows_many_logs_and_stops_those_it_is_told_to() {
    let world = World::new();
    let amal = world.member("amal").await;
    let mut follows = Follows::start(&world).await;
    let mut appends = Appends::start(&world).await;
    let mut spaces = Vec::new();
    for _ in 0..20 {
        let space = world.log(&amal).await;
        follows.open(space, 0).await;
        follows.from(space, 0).await;
        assert!(follows.flow().await.is_empty());
        appends.open(space, 0).await;
        spaces.push(space);
    }
    let stopped = spaces.remove(3);
    let stop = v1::follow_frame::Frame::Stop(stopped.log.to_vec());
    follows.send(stop).await;
    follows.from(stopped, 0).await; // refused: it is not open any more, and the answer comes after the stop
    assert!(matches!(follows.next().await, Followed::Refused(_)));
    appends.payloads(stopped, 0, 1, &[(Message, "unheard")]).await;
    appends.next().await;
    for space in &spaces {
        appends.payloads(*space, 0, 1, &[(Message, "heard")]).await;
        appends.next().await;
        assert_eq!(follows.flow().await, ["1:heard"]);
    }
}

#[tokio::test]
async fn a_commit_repeated_gets_its_first_answer_and_its_attachment_goes_to_the_token() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let (id, token) = (AttachmentId::make(&OsEntropy), b"token".to_vec());
    let mut payload = space.commit_payload(0, b"with a welcome");
    payload.attachments.push(AttachmentRef {
        id,
        hash: Digest::of(b"welcome"),
        token: Digest::of(&token),
    });
    let mut logs = LogsClient::new(world.connect());
    let bare = space.commit_call_of(&world, 0, &payload);
    let refused = logs.commit(bare.clone()).await.unwrap_err();
    assert_eq!(refusal(&refused), ("invalid", "malformed".to_owned()));
    let mut heads: Vec<Head> = Vec::new();
    for _ in 0..2 {
        let mut call = space.commit_call_of(&world, 0, &payload);
        call.attachments = vec![b"welcome".to_vec()];
        let answer = logs.commit(call).await.unwrap().into_inner().answer;
        let Some(v1::commit_answer::Answer::Receipt(signed)) = answer else {
            panic!("lost");
        };
        heads.push(receipt(&world, &signed).after);
    }
    assert_eq!(heads[0], heads[1]);
    let request = v1::FetchAttachmentRequest {
        log: space.log.to_vec(),
        id: id.to_vec(),
        token,
    };
    let answer = logs.fetch_attachment(request.clone()).await.unwrap().into_inner();
    assert_eq!(answer.attachment, b"welcome");
    let wrong = v1::FetchAttachmentRequest {
        token: b"guess".to_vec(),
        ..request
    };
    let none = logs.fetch_attachment(wrong).await.unwrap_err();
    assert_eq!(refusal(&none), ("missing", "no-attachment".to_owned()));
}
