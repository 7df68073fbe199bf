use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use jiff::Timestamp;

use super::progress::Progress;
use super::{Common, exit, load, logging, not_done, say};
use crate::{pipeline, render};

#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    common: Common,
    /// A file to write; or a folder, for a file with today's date in its name.
    #[arg(value_name = "FILE")]
    target: PathBuf,
    /// Write over a file that is there already.
    #[arg(long)]
    overwrite: bool,
}

impl Backup {
    pub(super) fn main(self) -> ExitCode {
        self.back_up().map_or_else(|code| code, |()| exit::WELL)
    }

    fn back_up(&self) -> Result<(), ExitCode> {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        let config = load(&self.common.config)?;
        let begun = Instant::now();
        let made = pipeline::back_up(&config, &self.target, self.overwrite, Timestamp::now())
            .map_err(|error| not_done(&error, error.is_unusable()))?;
        let seconds = begun.elapsed().as_secs_f64();
        say::result(format_args!("{}: {}, checked, in {seconds:.1} s", made.path.display(), render::size(made.bytes)))
    }
}
