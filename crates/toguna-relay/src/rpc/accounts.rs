// SPDX-License-Identifier: MIT OR Apache-2.0
//! The service `Accounts`.

use toguna_store::Store;
use toguna_wire::v1::{self, accounts_server::Accounts};
use tonic::{Request, Response, Status};

use super::Service;
use crate::metrics::Op;
use crate::{Connection, ops};

#[tonic::async_trait]
impl<S: Store> Accounts for Service<S> {
    async fn register(
        &self,
        request: Request<v1::RegisterRequest>,
    ) -> Result<Response<v1::RegisterAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::register::register(&self.0, request.into_inner());
        self.answer(Op::Register, &connection, work).await
    }

    async fn resolve(&self, request: Request<v1::DeviceCall>) -> Result<Response<v1::ResolveAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::resolve::resolve(&self.0, request.into_inner());
        self.answer(Op::Resolve, &connection, work).await
    }
}
