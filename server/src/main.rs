//! `usher`: one binary with everything inside.

use std::process::ExitCode;

use clap::Parser as _;
use usher_server::command::Usher;

#[tokio::main]
async fn main() -> ExitCode {
    match Usher::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("usher: {error}");
            ExitCode::FAILURE
        }
    }
}
