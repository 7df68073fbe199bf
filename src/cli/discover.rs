use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use url::Url;

use super::progress::Progress;
use super::{Common, block_on, exit, failed, load, logging, proposal, say, web_address};
use crate::config::Config;
use crate::config::edit::{self, FreeIds};
use crate::pipeline::{self, Candidate, Discovery};

#[derive(Debug, Args)]
pub(super) struct Discover {
    #[command(flatten)]
    common: Common,
    /// A site, one of its sections, or a page that lists its feeds.
    #[arg(value_name = "URL", value_parser = web_address)]
    url: Url,
    /// Print what was found as JSON.
    #[arg(long)]
    json: bool,
}

impl Discover {
    pub(super) fn main(self) -> ExitCode {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        self.show().unwrap_or_else(|code| code)
    }

    /// Having found nothing is a failure: a script should know.
    fn show(&self) -> Result<ExitCode, ExitCode> {
        let config = load(&self.common.config)?;
        let discovery = block_on(pipeline::discover(&config, &self.url, Timestamp::now()))?.map_err(failed)?;
        if self.json {
            say::json("what was found", &discovery)?;
        } else {
            say::result(describe(&config, &discovery).trim_end())?;
        }
        Ok(if discovery.candidates().is_empty() { exit::failed() } else { exit::WELL })
    }
}

/// TOML with comments, so that all of it can be pasted.
fn describe(config: &Config, discovery: &Discovery) -> String {
    let mut text = String::new();
    let mut ids = FreeIds::beside(config);
    // Writing to a String cannot fail.
    let mut line = |line: &str| {
        let _ = writeln!(text, "{line}");
    };
    if let Some(title) = &discovery.title {
        line(&edit::comment(&format!("{title} ({})", discovery.site)));
    }
    let candidates = discovery.candidates();
    for candidate in &candidates {
        line("");
        line(&edit::comment(&proposal::about(config, candidate)));
        if let Some(known) = config.source_at(&candidate.document().url) {
            line(&edit::comment(&format!("already in feeds.toml, as `{}`: {}", known.id, known.url)));
            continue;
        }
        if let Candidate::Listing(guess) = candidate {
            for entry in guess.parsed.entries.iter().take(3) {
                let date =
                    entry.published.map_or_else(|| "no date".to_owned(), |date| say::local(date, &config.site.zone));
                line(&edit::comment(&format!("  {date}  {}", entry.title)));
            }
        }
        let block = proposal::source(config, discovery, *candidate, &mut ids).to_string();
        line(&if candidate.is_worthwhile() { block } else { commented(&block) });
    }
    if candidates.is_empty() {
        line(&edit::comment("nothing was found that bantin can read"));
    }
    let remarks = proposal::remarks(discovery);
    if !remarks.is_empty() {
        line("");
    }
    for remark in &remarks {
        line(&edit::comment(remark));
    }
    text
}

fn commented(block: &str) -> String {
    block.lines().map(|line| format!("#{line}")).collect::<Vec<_>>().join("\n")
}
