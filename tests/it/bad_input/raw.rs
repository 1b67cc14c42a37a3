// SPDX-License-Identifier: MIT OR Apache-2.0
//! Calls whose messages are whatever bytes the caller wants.

use bytes::{Buf as _, BufMut as _, Bytes};
use http::uri::PathAndQuery;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::transport::Channel;
use tonic::{Request, Status, Streaming};

/// Bytes as they are.
#[derive(Clone, Copy, Debug, Default)]
struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        *self
    }

    fn decoder(&mut self) -> Self {
        *self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, to: &mut EncodeBuf<'_>) -> Result<(), Status> {
        to.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(from.copy_to_bytes(from.remaining())))
    }
}

fn path(call: &str) -> PathAndQuery {
    let (service, method) = call.split_once('.').unwrap();
    format!("/toguna.v1.{service}/{method}").parse().unwrap()
}

async fn ready(channel: &Channel) -> Grpc<Channel> {
    let mut grpc = Grpc::new(channel.clone());
    grpc.ready().await.unwrap();
    grpc
}

/// A call with one message, and one answer.
pub(crate) async fn unary(channel: &Channel, call: &str, message: Vec<u8>) -> Result<(), Status> {
    let request = Request::new(Bytes::from(message));
    ready(channel)
        .await
        .unary(request, path(call), Raw)
        .await
        .map(|_| ())
}

/// A call with one message, and a stream of answers.
pub(crate) async fn listening(channel: &Channel, call: &str, message: Vec<u8>) -> Result<(), Status> {
    let request = Request::new(Bytes::from(message));
    ready(channel)
        .await
        .server_streaming(request, path(call), Raw)
        .await
        .map(|_| ())
}

/// A stream of messages and one of answers.
pub(crate) struct Stream {
    frames: mpsc::Sender<Bytes>,
    answers: Streaming<Bytes>,
}

impl Stream {
    pub(crate) async fn open(channel: &Channel, call: &str) -> Self {
        let (frames, receiver) = mpsc::channel(8);
        let request = Request::new(ReceiverStream::new(receiver));
        let answers = ready(channel).await.streaming(request, path(call), Raw).await;
        Self {
            frames,
            answers: answers.unwrap().into_inner(),
        }
    }

    /// Sends a frame; a stream the relay has ended takes none, and its answers say why.
    pub(crate) async fn send(&self, frame: Vec<u8>) {
        let _ = self.frames.send(Bytes::from(frame)).await;
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Status> {
        self.answers.message().await
    }
}
