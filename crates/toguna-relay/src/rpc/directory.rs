// SPDX-License-Identifier: MIT OR Apache-2.0
//! The service `Directory`.

use toguna_store::Store;
use toguna_wire::v1::{self, directory_server::Directory};
use tonic::{Request, Response, Status};

use super::Service;
use crate::metrics::Op;
use crate::{Connection, ops};

#[tonic::async_trait]
impl<S: Store> Directory for Service<S> {
    async fn publish(&self, request: Request<v1::DeviceCall>) -> Result<Response<v1::StockAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::publish::publish(&self.0, request.into_inner());
        self.answer(Op::Publish, &connection, work).await
    }

    async fn stock(&self, request: Request<v1::DeviceCall>) -> Result<Response<v1::StockAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::stock::stock(&self.0, request.into_inner());
        self.answer(Op::Stock, &connection, work).await
    }

    async fn claim(&self, request: Request<v1::DeviceCall>) -> Result<Response<v1::ClaimAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::claim::claim(&self.0, request.into_inner());
        self.answer(Op::Claim, &connection, work).await
    }
}
