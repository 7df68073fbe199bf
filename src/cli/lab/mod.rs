//! Experiments on what is read and judged, for measuring it.

mod blocks;
mod extract;
mod group;
mod lines;
mod pages;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{exit, failed};
use blocks::blocks;
use extract::extract;
use group::group;

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
    /// Print how texts are grouped, each after those before it, as JSON: id, group (its original's id), story, series, why.
    Group {
        /// Texts, a JSON object a line: id, title, summary, body, and perhaps source and ts (seconds since 1970; without it,
        /// they came out a minute apart). Without a body, the summary is the text.
        #[arg(value_name = "FILE.jsonl[.gz]")]
        texts: PathBuf,
    },
}

impl Lab {
    pub(super) fn main(self) -> ExitCode {
        let done = match &self.experiment {
            Experiment::Extract { pages } => extract(pages),
            Experiment::Blocks { pages, first } => blocks(pages, first.as_deref()),
            Experiment::Group { texts } => group(texts),
        };
        match done {
            Ok(()) => exit::WELL,
            Err(error) => failed(error),
        }
    }
}
