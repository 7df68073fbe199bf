use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::progress::Progress;
use super::{Common, exit, failed, load, logging, say};
use crate::pipeline::{self, RestoreError};
use crate::render;
use crate::store::LockError;

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    common: Common,
    /// A file that `bantin backup` wrote.
    #[arg(value_name = "FILE")]
    from: PathBuf,
}

impl Restore {
    pub(super) fn main(self) -> ExitCode {
        self.restore().map_or_else(|code| code, |()| exit::WELL)
    }

    fn restore(&self) -> Result<(), ExitCode> {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        let config = load(&self.common.config)?;
        let restored = pipeline::restore(&config, &self.from, Timestamp::now()).map_err(|error| match error {
            RestoreError::Lock(LockError::Held(_)) => {
                say::problem(error);
                exit::locked()
            }
            other => failed(other),
        })?;
        let kept = restored.kept.map_or_else(
            || "there was none before".to_owned(),
            |kept| format!("what was there before is kept as {}", kept.display()),
        );
        say::result(format_args!(
            "{} is the database now ({}); {kept}. The next pass publishes the site anew",
            self.from.display(),
            render::size(restored.bytes),
        ))
    }
}
