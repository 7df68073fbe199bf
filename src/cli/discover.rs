use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use url::Url;

use super::progress::Progress;
use super::{Common, block, block_on, exit, failed, load, logging, say};
use crate::config::Config;
use crate::pipeline::{self, Content, Discovery, Found, Guess};
use crate::read::How;

#[derive(Debug, Args)]
pub(super) struct Discover {
    #[command(flatten)]
    common: Common,
    /// A site, one of its sections, or a page that lists its feeds.
    #[arg(value_name = "URL")]
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
            let json = serde_json::to_string(&discovery)
                .map_err(|error| failed(format_args!("cannot write what was found: {error}")))?;
            say::result(json)?;
        } else {
            say::result(describe(&config, &discovery).trim_end())?;
        }
        let nothing = discovery.found.is_empty() && discovery.guess.is_none();
        Ok(if nothing { exit::failed() } else { exit::WELL })
    }
}

/// TOML with comments, so that all of it can be pasted.
fn describe(config: &Config, discovery: &Discovery) -> String {
    let mut text = String::new();
    let mut ids = block::Ids::beside(config);
    // Writing to a String cannot fail.
    let mut line = |line: &str| {
        let _ = writeln!(text, "{line}");
    };
    if let Some(title) = &discovery.title {
        line(&comment(&format!("{title} ({})", discovery.site)));
    }
    for found in &discovery.found {
        line("");
        line(&comment(&about(found)));
        if let Some(known) = config.sources.iter().find(|source| source.url == found.url) {
            line(&comment(&format!("already in feeds.toml, as `{}`: {}", known.id, found.url)));
            continue;
        }
        let kind = if found.content == Content::Feed { None } else { Some("sitemap") };
        let name = found.title.as_deref().or(discovery.title.as_deref());
        let block = block::source(&ids.give(&found.url), name, &found.url, kind);
        line(&if found.same_as.is_some() || found.entries == 0 { commented(&block) } else { block });
    }
    if let Some(Guess { selectors, parsed }) = &discovery.guess {
        line("");
        line(&comment(&format!(
            "no feed was found; as a listing, the page has {} articles, such as:",
            parsed.entries.len()
        )));
        for entry in parsed.entries.iter().take(3) {
            let date = entry.published.map_or_else(|| "no date".to_owned(), |date| date.to_string());
            line(&comment(&format!("  {date}  {}", entry.title)));
        }
        let name = discovery.title.as_deref();
        line(&block::source(&ids.give(&discovery.site), name, &discovery.site, Some("listing")));
        line(&block::listing(selectors));
    }
    if discovery.found.is_empty() && discovery.guess.is_none() {
        line(&comment("nothing was found that bantin can read"));
    }
    if !discovery.unasked.is_empty() {
        line("");
        line(&comment("also named by the site, and not asked:"));
        for link in &discovery.unasked {
            let title = link.title.as_deref().map(|title| format!("  ({title})")).unwrap_or_default();
            line(&comment(&format!("  {}{title}", link.url)));
        }
    }
    for trouble in &discovery.troubles {
        line(&comment(&format!("trouble: {}", trouble.why)));
    }
    text
}

fn about(found: &Found) -> String {
    let content = match found.content {
        Content::Feed => "a feed",
        Content::NewsSitemap => "a sitemap of news",
        Content::Sitemap => "a sitemap",
        Content::Index => "an index of sitemaps",
    };
    let how = match found.how {
        How::Given => "at the address given",
        How::Declared => "declared by the page",
        How::Linked => "linked from the page",
        How::Listed => "on the site's list of feeds",
        How::CommonPath => "at a usual address",
        How::Robots => "named in robots.txt",
    };
    let newest = found.newest.map(|newest| format!(", the newest of {newest}")).unwrap_or_default();
    let same = found.same_as.as_ref().map(|same| format!("; gives the same as {same}")).unwrap_or_default();
    format!("{content} {how}: {} entries{newest}{same}", found.entries)
}

/// Whatever a site calls itself, it stays on its line.
fn comment(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("# {text}")
}

fn commented(block: &str) -> String {
    block.lines().map(|line| format!("#{line}")).collect::<Vec<_>>().join("\n")
}
