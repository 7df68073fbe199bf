use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::progress::Progress;
use super::{Common, exit, load, logging, not_done, say};
use crate::config::Config;
use crate::news::{SourceId, StoryId};
use crate::pipeline::Searcher;
use crate::render::{self, FoundStory, SearchResults};
use crate::search::{Marks, Part, Query, excerpt};

#[derive(Debug, Args)]
pub(super) struct Search {
    #[command(flatten)]
    common: Common,
    /// What to look for, as on the site: words, "phrases", -not, topic:, place:, source:, from:, to:, on:, marks:no,
    /// sort:new. Write -- before words of which one begins with -.
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// The most stories to print.
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// What was found. Its JSON is for scripts: members may be added, never changed.
#[derive(Debug, Serialize)]
struct Found<'a> {
    query: &'a str,
    /// How the query was understood where that needs saying.
    notes: Vec<String>,
    /// Stories in all, of which `stories` has the first.
    total: usize,
    stories: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    id: StoryId,
    title: String,
    link: String,
    /// RFC 3339, in the site's zone.
    published: String,
    source: SourceId,
    /// Where the article that has the words is.
    url: Option<String>,
    sources: usize,
    excerpt: String,
}

impl Search {
    pub(super) fn main(self) -> ExitCode {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        match load(&self.common.config).and_then(|config| self.show(config)) {
            Ok(()) => exit::WELL,
            Err(code) => code,
        }
    }

    fn show(&self, config: Config) -> Result<(), ExitCode> {
        let config = Arc::new(config);
        let typed = self.words.iter().map(|word| requoted(word)).collect::<Vec<_>>().join(" ");
        let results = Searcher::new(Arc::clone(&config))
            .search(&typed, 1, self.limit)
            .map_err(|error| not_done(&error, error.is_unusable()))?;
        let found = found(&config, &results);
        if self.json {
            say::json("what was found", &found)?;
        } else {
            say::result(shown(&found))?;
        }
        // Nothing found in what was looked at isn't nothing found.
        if results.too_slow { Err(exit::failed()) } else { Ok(()) }
    }
}

/// A shell takes quotation marks away: what has spaces was in some, and what has a filter before them is its value.
fn requoted(word: &str) -> String {
    let is_phrase = word.contains(char::is_whitespace) && !word.contains('"');
    match word.split_once(':') {
        Some((name, value)) if is_phrase && !name.contains(char::is_whitespace) && !value.starts_with(' ') => {
            format!("{name}:\"{value}\"")
        }
        _ => word.to_owned(),
    }
}

fn found<'a>(config: &Config, results: &'a SearchResults) -> Found<'a> {
    let mut notes: Vec<String> = results.query.notes.iter().map(ToString::to_string).collect();
    if results.query.marks == Marks::NoneTyped {
        notes.push("you typed no diacritics, so they were ignored; add marks:yes to search for just that".to_owned());
    }
    if results.is_cut {
        notes.push("so many articles match that only the newest were looked at".to_owned());
    }
    if results.too_slow {
        notes.push("the search took too long and was given up: add a word or a filter".to_owned());
    }
    let stories = results.found.iter().map(|found| line(config, &results.query, found)).collect();
    Found { query: &results.query.text, notes, total: results.total, stories }
}

fn line(config: &Config, query: &Query, FoundStory { story, source, article }: &FoundStory) -> Line {
    let text = render::line(&article.body.value.text);
    Line {
        id: story.id.clone(),
        title: render::line(&story.title),
        link: render::story_link(&config.site, &story.id),
        published: say::local(story.published, &config.site.zone),
        source: source.clone(),
        url: article.url.as_ref().map(ToString::to_string),
        sources: story.members.len(),
        excerpt: excerpt(&text, query).into_iter().map(|Part { text, .. }| text).collect(),
    }
}

fn shown(found: &Found<'_>) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for note in &found.notes {
        let _ = writeln!(text, "note: {note}");
    }
    for line in &found.stories {
        let others = if line.sources > 1 { format!(" and {} more", line.sources - 1) } else { String::new() };
        let _ = writeln!(
            text,
            "{}  {}{others}\n  {}\n  {}\n  {}",
            line.published, line.source, line.title, line.excerpt, line.link
        );
    }
    let _ = write!(text, "{} of {}", found.stories.len(), say::counted(found.total, "1 story", "{n} stories"));
    text
}
