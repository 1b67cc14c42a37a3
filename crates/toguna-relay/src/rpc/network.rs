// SPDX-License-Identifier: MIT OR Apache-2.0
//! The service `Network`.

use std::convert::Infallible;

use toguna_store::Store;
use toguna_wire::v1::{self, network_server::Network};
use tonic::{Request, Response, Status};

use super::Service;
use crate::Connection;
use crate::metrics::Op;
use crate::ops;
use crate::refusal::{Refusal, Refuse};

#[tonic::async_trait]
impl<S: Store> Network for Service<S> {
    async fn identify(
        &self,
        request: Request<v1::IdentifyRequest>,
    ) -> Result<Response<v1::IdentifyAnswer>, Status> {
        let connection = Connection::of(&request);
        let work = async { Ok::<_, Infallible>(ops::identify::identify(&self.0)) };
        self.answer(Op::Identify, &connection, work).await
    }
}

impl Refuse for Infallible {
    fn refusal(&self) -> Refusal {
        match *self {}
    }
}
