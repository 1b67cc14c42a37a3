// SPDX-License-Identifier: MIT OR Apache-2.0
//! The service `Blobs`.

use toguna_store::Store;
use toguna_wire::v1::{self, blobs_server::Blobs};
use tonic::{Request, Response, Status};

use super::Service;
use crate::metrics::Op;
use crate::{Connection, ops};

#[tonic::async_trait]
impl<S: Store> Blobs for Service<S> {
    async fn begin(&self, request: Request<v1::LogCall>) -> Result<Response<v1::BlobProgress>, Status> {
        let connection = Connection::of(&request);
        let work = ops::begin_blob::begin_blob(&self.0, request.into_inner());
        self.answer(Op::BeginBlob, &connection, work).await
    }

    async fn append(&self, request: Request<v1::LogCall>) -> Result<Response<v1::BlobProgress>, Status> {
        let connection = Connection::of(&request);
        let work = ops::append_blob::append_blob(&self.0, request.into_inner());
        self.answer(Op::AppendBlob, &connection, work).await
    }

    async fn read(&self, request: Request<v1::LogCall>) -> Result<Response<v1::ReadBlobAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::read_blob::read_blob(&self.0, request.into_inner());
        self.answer(Op::ReadBlob, &connection, work).await
    }

    async fn delete(
        &self,
        request: Request<v1::DeleteBlobRequest>,
    ) -> Result<Response<v1::DeleteBlobAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = ops::delete_blob::delete_blob(&self.0, request.into_inner());
        self.answer(Op::DeleteBlob, &connection, work).await
    }
}
