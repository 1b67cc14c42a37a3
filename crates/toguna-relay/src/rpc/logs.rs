// SPDX-License-Identifier: MIT OR Apache-2.0
//! The service `Logs`.

use std::convert::Infallible;
use std::future::{Ready, ready};

use toguna_store::Store;
use toguna_wire::v1::{self, logs_server::Logs};
use tokio_stream::Once;
use tonic::{Request, Response, Status, Streaming};

use super::{AnswerStream, Service};
use crate::metrics::Op;
use crate::{Connection, ops};

#[tonic::async_trait]
impl<S: Store> Logs for Service<S> {
    async fn found(&self, request: Request<v1::DeviceCall>) -> Result<Response<v1::FoundAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::found::found(&self.0, request.into_inner());
        self.answer(Op::Found, &connection, work).await
    }

    async fn commit(&self, request: Request<v1::CommitCall>) -> Result<Response<v1::CommitAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::commit::commit(&self.0, request.into_inner());
        self.answer(Op::Commit, &connection, work).await
    }

    async fn fetch_attachment(
        &self,
        request: Request<v1::FetchAttachmentRequest>,
    ) -> Result<Response<v1::FetchAttachmentAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::fetch_attachment::fetch_attachment(&self.0, request.into_inner());
        self.answer(Op::FetchAttachment, &connection, work).await
    }

    type ReadStream = Once<Result<v1::ReadAnswer, Status>>;

    async fn read(&self, request: Request<v1::LogCall>) -> Result<Response<Self::ReadStream>, Status> {
        let connection = Connection::of(&request);
        let work = ops::read::read(&self.0, request.into_inner());
        let page = self.run(Op::Read, &connection, work).await?;
        Ok(Response::new(tokio_stream::once(Ok(page))))
    }

    type AppendStream = AnswerStream<v1::AppendAnswer>;

    async fn append(
        &self,
        request: Request<Streaming<v1::AppendFrame>>,
    ) -> Result<Response<Self::AppendStream>, Status> {
        let connection = Connection::of(&request);
        self.run(Op::Append, &connection, opening()).await?;
        let relay = self.0.clone();
        let frames = request.into_inner();
        Ok(self.stream(|answers| ops::append::append(relay, connection, frames, answers)))
    }

    type FollowStream = AnswerStream<v1::FollowAnswer>;

    async fn follow(
        &self,
        request: Request<Streaming<v1::FollowFrame>>,
    ) -> Result<Response<Self::FollowStream>, Status> {
        let connection = Connection::of(&request);
        self.run(Op::Follow, &connection, opening()).await?;
        let relay = self.0.clone();
        let frames = request.into_inner();
        Ok(self.stream(|answers| ops::follow::follow(relay, connection, frames, answers)))
    }
}

/// Opening a stream is one request; who asks is settled log by log, on the stream.
fn opening() -> Ready<Result<(), Infallible>> {
    ready(Ok(()))
}
