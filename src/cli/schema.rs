use std::process::ExitCode;

use clap::Args;

use super::{exit, failed, say};
use crate::config;

#[derive(Debug, Args)]
pub(super) struct Schema;

impl Schema {
    pub(super) fn main() -> ExitCode {
        let text = serde_json::to_string_pretty(&config::schema())
            .map_err(|error| failed(format_args!("cannot write the schema: {error}")));
        text.and_then(say::result).map_or_else(|code| code, |()| exit::WELL)
    }
}
