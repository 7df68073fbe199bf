//! How a benchmark ends.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

/// Errors go straight to who runs the benchmark.
pub type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

pub fn exit_code(outcome: Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}
