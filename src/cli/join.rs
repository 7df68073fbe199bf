use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::{Common, decided};
use crate::pipeline;

#[derive(Debug, Args)]
pub(super) struct Join {
    #[command(flatten)]
    common: Common,
    /// A story: its id or link, or an article in it by its address or number.
    #[arg(value_name = "ITEM")]
    one: String,
    /// Another story, in the same way.
    #[arg(value_name = "ITEM")]
    other: String,
}

impl Join {
    pub(super) fn main(self) -> ExitCode {
        decided(&self.common, |config| pipeline::join(config, [&self.one, &self.other], Timestamp::now()))
    }
}
