//! Searches, answered beside the passes from connections that only read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use thiserror::Error;
use tracing::warn;
use url::form_urlencoded;

use crate::config::{Config, Language};
use crate::news::StoryId;
use crate::publish::LiveAnswer;
use crate::render::{FoundStory, RenderError, SearchFeed, SearchPages, SearchResults};
use crate::search::{Filter, Order, Query};
use crate::store::{Hit, Searched, Store, StoreError};

/// Stories on a page.
const PER_PAGE: usize = 20;
/// Stories in a search's feed, as in a topic's.
const IN_FEED: usize = 50;

/// A search that takes longer is given up: a reader has left, and others wait.
const LIMIT: Duration = Duration::from_secs(2);

/// Why a search has no answer.
#[derive(Debug, Error)]
pub enum SearchError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Render(#[from] RenderError),
}

impl SearchError {
    /// As [`StoreError::is_unusable`].
    pub fn is_unusable(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_unusable())
    }
}

/// Answers searches. Shared by all who ask at the same time: each has a connection of its own meanwhile.
pub struct Searcher {
    config: Arc<Config>,
    pages: SearchPages,
    /// Connections that nobody uses now.
    idle: Mutex<Vec<Store>>,
}

/// Which of the stories that were found are asked for.
#[derive(Clone, Copy, Debug)]
struct Turn {
    /// Counted from 1.
    page: usize,
    size: usize,
}

/// What is looked at, and in which form.
#[derive(Clone, Copy)]
enum Form {
    Page { language: Language, with_slash: bool },
    Feed(SearchFeed),
    Description,
}

impl Searcher {
    /// The paths that [`Searcher::answer`] answers, without a leading slash.
    pub const PATHS: [&'static str; 10] = [
        "search",
        "search/",
        "en/search",
        "en/search/",
        "vi/search",
        "vi/search/",
        "search.atom",
        "search.rss",
        "search.json",
        "opensearch.xml",
    ];

    pub fn new(config: Arc<Config>) -> Self {
        Self { pages: SearchPages::new(&config), config, idle: Mutex::default() }
    }

    /// What one of [`Searcher::PATHS`] answers to a query string as it was sent (`q=…&page=2`), without its `?`.
    pub fn answer(&self, path: &str, parameters: &str) -> LiveAnswer {
        let Some(form) = self.form(path) else { return LiveAnswer::Nothing };
        self.document(form, parameters).unwrap_or_else(|error| {
            warn!(path, "a search was not answered: {error}");
            LiveAnswer::Failed
        })
    }

    /// The stories that `typed` finds, `size` on a page.
    ///
    /// # Errors
    /// When the database can't be opened, or fails.
    pub fn search(&self, typed: &str, page: usize, size: usize) -> Result<SearchResults, StoreError> {
        self.found(Query::parse(typed, &self.config), Turn { page: page.max(1), size: size.max(1) })
    }

    fn form(&self, path: &str) -> Option<Form> {
        let (own, other, folder) = match self.config.site.language {
            Language::Vietnamese => (Language::Vietnamese, Language::English, "en"),
            Language::English => (Language::English, Language::Vietnamese, "vi"),
        };
        let with_slash = path.ends_with('/');
        Some(match path.trim_end_matches('/') {
            "search" => Form::Page { language: own, with_slash },
            "search.atom" => Form::Feed(SearchFeed::Atom),
            "search.rss" => Form::Feed(SearchFeed::Rss),
            "search.json" => Form::Feed(SearchFeed::Json),
            "opensearch.xml" => Form::Description,
            path if path.strip_suffix("/search") == Some(folder) => Form::Page { language: other, with_slash },
            _ => return None,
        })
    }

    fn document(&self, form: Form, parameters: &str) -> Result<LiveAnswer, SearchError> {
        let mut asked = Asked::read(parameters);
        Ok(LiveAnswer::Found(match form {
            Form::Page { language, with_slash } => {
                asked.note_marks(language);
                let results = self.search(&asked.text, asked.page, PER_PAGE)?;
                let page = self.pages.page(language, with_slash, &results)?;
                if results.too_slow {
                    // It says what to do about it.
                    return Ok(LiveAnswer::NotNow(Some(page)));
                }
                page
            }
            Form::Feed(format) => {
                asked.note_marks(self.config.site.language);
                let query = Query { order: Order::Newest, ..Query::parse(&asked.text, &self.config) };
                let results = self.found(query, Turn { page: 1, size: IN_FEED })?;
                if results.too_slow {
                    // Whoever follows it keeps what there was.
                    return Ok(LiveAnswer::NotNow(None));
                }
                self.pages.feed(format, &results)?
            }
            Form::Description => self.pages.description()?,
        }))
    }

    fn found(&self, query: Query, Turn { page, size }: Turn) -> Result<SearchResults, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut store = idle.map_or_else(|| Store::open_to_read(&self.config.store.database), Ok)?;
        let (hits, exact, is_cut, too_slow) = match store.search(&query, LIMIT)? {
            Searched::Found { hits, exact, is_cut } => (hits, exact, is_cut, false),
            Searched::TooSlow => (Vec::new(), 0, false, true),
        };
        let pages = hits.len().div_ceil(size).max(1);
        let page = page.min(pages);
        let here = &hits[(page - 1) * size..(page * size).min(hits.len())];
        let found = self.stories(&store, here)?;
        // One that failed isn't used again.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        let before = (page - 1) * size;
        Ok(SearchResults { total: hits.len(), exact, before, query, page, pages, is_cut, too_slow, found })
    }

    fn stories(&self, store: &Store, hits: &[Hit]) -> Result<Vec<FoundStory>, StoreError> {
        let language = |id: &_| self.config.source(id).map(|source| source.language.clone()).unwrap_or_default();
        let ids: Vec<StoryId> = hits.iter().map(|hit| hit.story.clone()).collect();
        let stories = store.stories_of(&ids, language)?;
        // A pass may have changed what was found since.
        let articles: HashMap<&StoryId, &Hit> = hits.iter().map(|hit| (&hit.story, hit)).collect();
        let found = stories.into_iter().filter_map(|story| {
            let hit = articles.get(&story.id)?;
            let record = store.record(hit.article);
            Some(record.map(|record| FoundStory {
                source: record.sources.into_iter().next().unwrap_or_else(|| story.members[0].source.clone()),
                article: record.content,
                story,
            }))
        });
        found.collect()
    }
}

/// What a form or a link asks for.
struct Asked {
    text: String,
    page: usize,
    without_marks: bool,
}

impl Asked {
    fn read(parameters: &str) -> Self {
        let mut asked = Self { text: String::new(), page: 1, without_marks: false };
        for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
            match name.as_ref() {
                "q" => asked.text = value.into_owned(),
                "page" => asked.page = value.parse().unwrap_or(1),
                "marks" => asked.without_marks = value == "no",
                _ => {}
            }
        }
        asked
    }

    /// Puts what the box says into the words, so that every address has it.
    fn note_marks(&mut self, language: Language) {
        if self.without_marks && !self.text.trim().is_empty() {
            self.text = format!("{} {}", Filter::marks(false, language), self.text);
        }
    }
}
