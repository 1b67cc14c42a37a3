// SPDX-License-Identifier: MIT OR Apache-2.0
//! The wire's services: each call is counted, run and answered; the work is in `ops/`.

mod accounts;
mod blobs;
mod directory;
mod logs;
mod mailboxes;
mod network;

use std::future::Future;

use toguna_store::Store;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Response, Status};

use crate::metrics::Op;
use crate::ops::listen::Answers;
use crate::refusal::Refuse;
use crate::{Connection, Relay};

/// The wire's services over one relay.
#[derive(Debug)]
pub(crate) struct Service<S>(pub(crate) Relay<S>);

impl<S> Clone for Service<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// The answers of a stream that runs as a task.
pub(crate) type AnswerStream<A> = ReceiverStream<Result<A, Status>>;

impl<S: Store> Service<S> {
    /// Runs one operation, unless its connection asks too much; counts how it ended.
    async fn run<A, E: Refuse>(
        &self,
        op: Op,
        connection: &Connection,
        work: impl Future<Output = Result<A, E>>,
    ) -> Result<A, Status> {
        let relay = &self.0;
        let started = relay.now();
        let refusal = match connection.admit(relay.connection_rate(), started) {
            Ok(()) => match work.await {
                Ok(answer) => {
                    relay.settle(op, Ok(()), started);
                    return Ok(answer);
                }
                Err(fault) => fault.refusal(),
            },
            Err(slow) => slow.refusal(),
        };
        relay.settle(op, Err(&refusal), started);
        Err(refusal.into_status())
    }

    /// As [`Self::run`], for a call with one answer.
    async fn answer<A, E: Refuse>(
        &self,
        op: Op,
        connection: &Connection,
        work: impl Future<Output = Result<A, E>>,
    ) -> Result<Response<A>, Status> {
        self.run(op, connection, work).await.map(Response::new)
    }

    /// Runs a stream as a task of the relay.
    fn stream<A, F>(&self, start: impl FnOnce(Answers<A>) -> F) -> Response<AnswerStream<A>>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (answers, stream) = mpsc::channel(ANSWERS_WAITING);
        self.0.spawn(start(answers));
        Response::new(ReceiverStream::new(stream))
    }
}

/// Answers of one stream that wait for the caller to take them.
const ANSWERS_WAITING: usize = 4;
