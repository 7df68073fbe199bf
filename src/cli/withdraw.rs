use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::{Common, decided};
use crate::pipeline;

#[derive(Debug, Args)]
pub(super) struct Withdraw {
    #[command(flatten)]
    common: Common,
    /// A story, by its id or link; or one article with its copies, by its address or its number as `bantin explain` shows it.
    #[arg(value_name = "ITEM")]
    item: String,
    /// The reason. Readers see it on the story's page and in its feeds.
    #[arg(long, value_name = "REASON")]
    why: String,
}

impl Withdraw {
    pub(super) fn main(self) -> ExitCode {
        decided(&self.common, |config| pipeline::withdraw(config, &self.item, &self.why, Timestamp::now()))
    }
}
