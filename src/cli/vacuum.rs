use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::progress::Progress;
use super::{Common, exit, load, logging, not_done, not_opened, say};
use crate::pipeline::OpenError;
use crate::{pipeline, render};

#[derive(Debug, Args)]
pub(super) struct Vacuum {
    #[command(flatten)]
    common: Common,
}

impl Vacuum {
    pub(super) fn main(self) -> ExitCode {
        self.vacuum().map_or_else(|code| code, |()| exit::WELL)
    }

    fn vacuum(&self) -> Result<(), ExitCode> {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        let config = load(&self.common.config)?;
        let begun = Instant::now();
        let [before, after] = pipeline::vacuum(&config).map_err(|error| match error {
            OpenError::Store(error) => not_done(&error, error.is_unusable()),
            error => not_opened(&error),
        })?;
        let seconds = begun.elapsed().as_secs_f64();
        say::result(format_args!(
            "{}: {} before ({} unused), {} after, in {seconds:.1} s",
            config.store.database.display(),
            render::size(before.on_disk),
            render::size(before.unused),
            render::size(after.on_disk),
        ))
    }
}
