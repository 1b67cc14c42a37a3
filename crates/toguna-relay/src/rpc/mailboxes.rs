// SPDX-License-Identifier: MIT OR Apache-2.0
//! The service `Mailboxes`.

use toguna_store::Store;
use toguna_wire::v1::{self, mailboxes_server::Mailboxes};
use tonic::{Request, Response, Status};

use super::{AnswerStream, Service};
use crate::metrics::Op;
use crate::{Connection, ops};

#[tonic::async_trait]
impl<S: Store> Mailboxes for Service<S> {
    async fn deposit(&self, request: Request<v1::DeviceCall>) -> Result<Response<v1::DepositAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::deposit::deposit(&self.0, request.into_inner());
        self.answer(Op::Deposit, &connection, work).await
    }

    async fn fetch(&self, request: Request<v1::DeviceCall>) -> Result<Response<v1::LettersAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::fetch_letters::fetch_letters(&self.0, request.into_inner());
        self.answer(Op::Fetch, &connection, work).await
    }

    async fn ack(&self, request: Request<v1::DeviceCall>) -> Result<Response<v1::AckAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::ack::ack(&self.0, request.into_inner());
        self.answer(Op::Ack, &connection, work).await
    }

    type ListenStream = AnswerStream<v1::LettersAnswer>;

    async fn listen(&self, request: Request<v1::DeviceCall>) -> Result<Response<Self::ListenStream>, Status> {
        let connection = Connection::of(&request);
        let work = ops::listen::listen(&self.0, request.into_inner());
        let listener = self.run(Op::Listen, &connection, work).await?;
        let relay = self.0.clone();
        Ok(self.stream(|answers| ops::listen::give_letters(relay, connection, listener, answers)))
    }
}
