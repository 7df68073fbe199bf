use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::logging::{Level, Logging};
use super::progress::Progress;
use super::{Common, block_on, exit, load, not_opened, not_passed, say};
use crate::pipeline::{Pass, Pipeline};

#[derive(Debug, Args)]
pub(super) struct Once {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    logging: Logging,
    /// Print what the pass came to as JSON.
    #[arg(long)]
    json: bool,
}

impl Once {
    pub(super) fn main(self) -> ExitCode {
        self.pass().unwrap_or_else(|code| code)
    }

    fn pass(self) -> Result<ExitCode, ExitCode> {
        let progress = Progress::new();
        self.logging.start(Level::warnings(self.common.verbose), &progress);
        let config = load(&self.common.config)?;
        let mut pipeline = Pipeline::open(config).map_err(|error| not_opened(&error))?;
        let pass =
            block_on(pipeline.once(Timestamp::now(), &|event| progress.on(event))).map_err(|_| exit::not_passed())?;
        progress.finish();
        let pass = pass.map_err(|error| not_passed(&error))?;
        self.print(&pass)?;
        Ok(if pass.failed.is_empty() { exit::WELL } else { exit::failed() })
    }

    fn print(&self, pass: &Pass) -> Result<(), ExitCode> {
        if self.json { say::json("the summary", pass) } else { say::result(pass.summary()) }
    }
}
