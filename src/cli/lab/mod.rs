//! Experiments on what is read and judged, for measuring it.

mod blocks;
mod extract;
mod lines;
mod pages;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{exit, failed};
use blocks::blocks;
use extract::extract;

#[derive(Debug, Args)]
pub(super) struct Lab {
    #[command(subcommand)]
    experiment: Experiment,
}

#[derive(Debug, Subcommand)]
enum Experiment {
    /// Print what is read of each page, as JSON: id, text, title, lead, date, authors, image, provenance.
    Extract {
        /// Pages, a JSON object a line: id, url, html.
        #[arg(value_name = "FILE.jsonl")]
        pages: PathBuf,
    },
    /// Print the text blocks of each page as the block classifier sees them, to train it (lab/blocks/README.md).
    Blocks {
        /// Pages, a JSON object a line: id, url, html.
        #[arg(value_name = "FILE.jsonl")]
        pages: PathBuf,
        /// What the first look made of each page's blocks, in thousandths: a JSON object of arrays by id.
        #[arg(long, value_name = "FILE.json")]
        first: Option<PathBuf>,
    },
}

impl Lab {
    pub(super) fn main(self) -> ExitCode {
        let done = match &self.experiment {
            Experiment::Extract { pages } => extract(pages),
            Experiment::Blocks { pages, first } => blocks(pages, first.as_deref()),
        };
        match done {
            Ok(()) => exit::WELL,
            Err(error) => failed(error),
        }
    }
}
