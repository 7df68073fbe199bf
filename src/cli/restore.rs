use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::{Common, decided};
use crate::pipeline;

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    common: Common,
    /// The story or article, named as for `bantin withdraw`.
    #[arg(value_name = "ITEM")]
    item: String,
}

impl Restore {
    pub(super) fn main(self) -> ExitCode {
        decided(&self.common, |config| pipeline::restore(config, &self.item, Timestamp::now()))
    }
}
