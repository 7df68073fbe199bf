use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::{Common, decided};
use crate::pipeline;

#[derive(Debug, Args)]
pub(super) struct Split {
    #[command(flatten)]
    common: Common,
    /// The article: its address, or its number as `bantin explain` shows it.
    #[arg(value_name = "ITEM")]
    item: String,
}

impl Split {
    pub(super) fn main(self) -> ExitCode {
        decided(&self.common, |config| pipeline::split(config, &self.item, Timestamp::now()))
    }
}
