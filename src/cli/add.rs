use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use url::Url;

use super::progress::Progress;
use super::{Common, block_on, edit_failed, exit, failed, logging, open_draft, proposal, say, web_address};
use crate::config::edit::{Draft, Edited, FreeIds, NewSource};
use crate::config::{Config, Source};
use crate::pipeline::{self, As, Candidate, Content, Discovery, Found, Preview, PreviewedEntry};
use crate::read::ReadError;
use crate::render::line;

#[derive(Debug, Args)]
pub(super) struct Add {
    #[command(flatten)]
    common: Common,
    /// A feed, a site, one of its sections, or a page that lists articles.
    #[arg(value_name = "URL", value_parser = web_address)]
    url: Url,
    /// Which of the candidates that are shown, by its number; the first that is worth it, if left out.
    #[arg(long, value_name = "N", conflicts_with = "listing")]
    feed: Option<usize>,
    /// Read the page as a list of articles, even if its site has a feed.
    #[arg(long)]
    listing: bool,
    /// The source's id, which is permanent; made of its address, if left out.
    #[arg(long)]
    id: Option<String>,
    /// Its name as readers see it; what it calls itself, if left out.
    #[arg(long)]
    name: Option<String>,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Articles shown of what a source has.
const MOST_SHOWN: usize = 5;

impl Add {
    pub(super) fn main(self) -> ExitCode {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        self.add().map_or_else(|code| code, |()| exit::WELL)
    }

    fn add(&self) -> Result<(), ExitCode> {
        let draft = open_draft(&self.common.config, self.dry_run)?;
        // Without asking the site.
        if let Some(known) = draft.config().source_at(&self.url) {
            return Err(failed(already(known)));
        }
        let now = Timestamp::now();
        let config = draft.config();
        let discovery = if self.listing {
            block_on(pipeline::discover_listing(config, &self.url, now))?
        } else {
            block_on(pipeline::discover(config, &self.url, now))?
        }
        .map_err(failed)?;
        let candidates = discovery.candidates();
        let chosen = self.choose(config, &discovery, &candidates)?;
        say::result(listed(config, &discovery, &candidates, Some(chosen)))?;

        let candidate = candidates[chosen];
        let mut source = proposal::source(config, &discovery, candidate, &mut FreeIds::beside(config));
        source.id = self.id.clone().unwrap_or(source.id);
        source.name = self.name.clone().unwrap_or(source.name);
        let edited = draft.with(std::slice::from_ref(&source)).map_err(edit_failed)?;
        let preview = yielded(edited.config(), candidate, now);
        say::result(format_args!("{source}\n\n{}", preview.map_err(failed)?))?;
        self.finish(&draft, &edited, &source)
    }

    /// The place of the candidate that is to be the source.
    fn choose(&self, config: &Config, discovery: &Discovery, candidates: &[Candidate<'_>]) -> Result<usize, ExitCode> {
        if candidates.is_empty() {
            let mut why = format!("nothing was found at {} that bantin can read", self.url);
            for remark in proposal::remarks(discovery) {
                why.push_str("\n  ");
                why.push_str(&line(&remark));
            }
            return Err(failed(why));
        }
        let known = |at: usize| config.source_at(&candidates[at].document().url);
        let refused = |why: &str| failed(format_args!("{why}\n{}", listed(config, discovery, candidates, None)));
        let chosen = match self.feed {
            Some(number) if (1..=candidates.len()).contains(&number) => number - 1,
            Some(number) => return Err(refused(&format!("there is no candidate {number}"))),
            None => (0..candidates.len())
                .find(|at| candidates[*at].is_worthwhile() && known(*at).is_none())
                .ok_or_else(|| refused("nothing new was found that has articles"))?,
        };
        match known(chosen) {
            Some(known) => Err(failed(already(known))),
            None => Ok(chosen),
        }
    }

    fn finish(&self, draft: &Draft, edited: &Edited<'_>, source: &NewSource) -> Result<(), ExitCode> {
        let path = self.common.config.display();
        if self.dry_run {
            return say::result(format_args!("--dry-run: {path} is as it was"));
        }
        edited.save().map_err(edit_failed)?;
        let first = if draft.config().sources.is_empty() { ", its first source" } else { "" };
        say::result(format_args!("added to {path} as `{}`{first}, at line {}", source.id, edited.line()))
    }
}

fn already(known: &Source) -> String {
    let off = known.off.as_ref().map(|why| format!("; it is off: {why}")).unwrap_or_default();
    format!("{} is in feeds.toml already, as `{}`{off}", known.url, known.id)
}

/// The candidates by their numbers, and which of them is taken.
fn listed(config: &Config, discovery: &Discovery, candidates: &[Candidate<'_>], chosen: Option<usize>) -> String {
    let title = discovery.title.as_deref().map(|title| format!(" ({})", line(title))).unwrap_or_default();
    // Writing to a String cannot fail.
    let mut text = format!("{}{title}\n", discovery.site);
    for (at, candidate) in candidates.iter().enumerate() {
        let mark = if Some(at) == chosen { '*' } else { ' ' };
        let _ = writeln!(text, "{mark} {}  {}", at + 1, proposal::about(config, candidate));
        let known = config
            .source_at(&candidate.document().url)
            .map(|known| format!("  (already in feeds.toml, as `{}`)", known.id));
        let _ = writeln!(text, "     {}{}", candidate.document().url, known.unwrap_or_default());
    }
    if chosen.is_some() && candidates.len() > 1 {
        let _ = writeln!(text, "* is taken; for another, say --feed N");
    }
    for remark in proposal::remarks(discovery) {
        let _ = writeln!(text, "{}", line(&remark));
    }
    text
}

/// What the source would give at its first poll: how many articles, how many of them filed, and some of each.
fn yielded(config: &Config, candidate: Candidate<'_>, now: Timestamp) -> Result<String, ReadError> {
    let document = candidate.document().document();
    let Preview::Feed { entries, .. } = pipeline::preview(config, &document, &As::Itself, now)? else {
        return Ok(String::new());
    };
    if matches!(candidate, Candidate::Found(Found { content: Content::Index, .. })) {
        return Ok(format!("At a poll, up to {} of its sitemaps are read", entries.len()));
    }
    let filed = entries.iter().filter(|entry| !entry.topics.is_empty()).count();
    let mut text = format!("It has {} now", say::counted(entries.len(), "1 article", "{n} articles"));
    if !config.topics.is_empty() {
        let _ = write!(text, ", {filed} of them filed under a topic by what the feed says");
    }
    text.push('\n');
    for PreviewedEntry { article, topics, .. } in entries.iter().take(MOST_SHOWN) {
        let date = article.published.as_ref().map(|date| say::local(date.value, &config.site.zone));
        let topics: Vec<&str> = topics.iter().map(|hit| hit.topic.as_str()).collect();
        let topics = if topics.is_empty() { String::new() } else { format!("  → {}", topics.join(", ")) };
        let title = line(&article.title.value);
        let _ = writeln!(text, "  {:22}  {title}{topics}", date.as_deref().unwrap_or("no date"));
    }
    if let Some(more @ 1..) = entries.len().checked_sub(MOST_SHOWN) {
        let _ = writeln!(text, "  and {more} more");
    }
    Ok(text)
}
