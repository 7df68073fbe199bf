use std::process::ExitCode;

use clap::Args;

use super::{Common, exit, load, say};

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    common: Common,
}

impl Check {
    pub(super) fn main(self) -> ExitCode {
        match self.report() {
            Ok(()) => exit::WELL,
            Err(code) => code,
        }
    }

    fn report(&self) -> Result<(), ExitCode> {
        let config = load(&self.common.config)?;
        let on = config.sources.iter().filter(|source| source.off.is_none()).count();
        say::result(format_args!(
            "{} is right: {} sources ({} on), {} topics, {} feeds",
            self.common.config.display(),
            config.sources.len(),
            on,
            config.topics.len(),
            config.feeds.len(),
        ))
    }
}
