use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::{Common, decided};
use crate::pipeline;

#[derive(Debug, Args)]
pub(super) struct Republish {
    #[command(flatten)]
    common: Common,
    /// The story or article, named as for `bantin withdraw`.
    #[arg(value_name = "ITEM")]
    item: String,
}

impl Republish {
    pub(super) fn main(self) -> ExitCode {
        decided(&self.common, |config| pipeline::republish(config, &self.item, Timestamp::now()))
    }
}
