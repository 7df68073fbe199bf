use std::fs;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Args;

use super::{Common, exit, failed, load, say};
use crate::config::Config;

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

    /// Tries the topics' rules on their examples.
    fn examples(&self, config: &Config) -> Result<usize, ExitCode> {
        let path = &self.common.config;
        let text = fs::read_to_string(path)
            .map_err(|error| failed(format_args!("cannot read {} again: {error}", path.display())))?;
        config.try_examples(&path.display().to_string(), &text).map_err(|mistakes| {
            say::raw_problem(mistakes.render(io::stderr().is_terminal()));
            exit::configuration()
        })
    }

    fn report(&self) -> Result<(), ExitCode> {
        let config = load(&self.common.config)?;
        let on = config.sources.iter().filter(|source| source.off.is_none()).count();
        let examples = self.examples(&config)?;
        say::result(format_args!(
            "{} is right: {} ({on} on), {} ({}), {}",
            self.common.config.display(),
            say::counted(config.sources.len(), "1 source", "{n} sources"),
            say::counted(config.topics.len(), "1 topic", "{n} topics"),
            say::counted(examples, "1 example filed as it should be", "{n} examples filed as they should be"),
            say::counted(config.feeds.len(), "1 feed", "{n} feeds"),
        ))
    }
}
