// SPDX-License-Identifier: MIT OR Apache-2.0
//! Compiles `proto/` with a compiler written in Rust, so that no protoc is needed.

use prost::Message as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=../../proto");
    let files = protox::compile(
        [
            "toguna/v1/vocabulary.proto",
            "toguna/v1/blobs.proto",
            "toguna/v1/logs.proto",
            "toguna/v1/network.proto",
        ],
        ["../../proto"],
    )?;
    let out = std::path::PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("descriptors.bin"), files.encode_to_vec())?;
    tonic_prost_build::configure()
        .bytes("toguna.v1.Payload.payload")
        .compile_fds(files)?;
    Ok(())
}
