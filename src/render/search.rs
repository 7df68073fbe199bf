//! What was found → a page, a feed, and the document by which browsers learn how to search here.

use askama::Template;
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::channel::Channel;
use super::item::Item;
use super::words::{self, SearchWords};
use super::{Document, RenderError, Renderer, feeds, names, pages, plain};
use crate::config::{Config, Language};
use crate::judge::Story;
use crate::news::SourceId;
use crate::read::Article;
use crate::search::Query;
use crate::text::fold;

/// The path of the document by which browsers learn how to search here.
pub(super) const SEARCH_DESCRIPTION: &str = "opensearch.xml";

/// The longest `ShortName` of an `OpenSearch` description (1.1), in characters.
const SHORT_NAME: usize = 16;

/// A story that was found, and the one of its articles that has the words.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundStory {
    pub story: Story,
    /// The article's.
    pub source: SourceId,
    pub article: Article,
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchResults {
    pub query: Query,
    /// Stories on all pages.
    pub total: usize,
    /// How many of them, the first, are spelt as it was typed, where diacritics don't count; 0 where that makes no
    /// difference.
    pub exact: usize,
    /// Stories on the pages before.
    pub before: usize,
    /// Counted from 1.
    pub page: usize,
    pub pages: usize,
    /// Whether older articles were left out because there are so many.
    pub is_cut: bool,
    /// Whether it was given up.
    pub too_slow: bool,
    /// On this page, in order.
    pub found: Vec<FoundStory>,
}

/// The formats that a search is to be had in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFeed {
    Atom,
    Rss,
    Json,
}

/// Renders searches; made once for many.
pub struct SearchPages {
    renderer: Renderer,
}

#[derive(Template)]
#[template(path = "opensearch.xml")]
struct Introduction {
    name: String,
    description: &'static str,
    language: &'static str,
    icon: String,
    page: String,
    feed: String,
    own: String,
}

impl SearchResults {
    /// Whether some are spelt as it was typed, and others otherwise.
    pub(super) fn has_parts(&self) -> bool {
        self.exact > 0 && self.exact < self.total
    }
}

impl SearchPages {
    pub fn new(config: &Config) -> Self {
        Self { renderer: Renderer::new(config) }
    }

    /// The page in one language, to be shown at `search/` or at `search`: its links begin there.
    ///
    /// # Errors
    /// When it can't be written, which no input should bring about.
    pub fn page(&self, language: Language, with_slash: bool, results: &SearchResults) -> Result<Document, RenderError> {
        let items = self.items(results);
        let channel = self.channel(&results.query, &items);
        pages::search_page(&self.renderer.site(), language, with_slash, results, &items, &channel)
    }

    /// The search as a feed.
    ///
    /// # Errors
    /// When it can't be written, which no input should bring about.
    pub fn feed(&self, format: SearchFeed, results: &SearchResults) -> Result<Document, RenderError> {
        let items = self.items(results);
        feeds::document(self.renderer.config(), &self.channel(&results.query, &items), format.format())
    }

    /// The document by which browsers learn how to search here (`OpenSearch` 1.1, draft 6).
    ///
    /// # Errors
    /// When it can't be written, which no input should bring about.
    pub fn description(&self) -> Result<Document, RenderError> {
        let site = &self.renderer.config().site;
        let search = SearchWords::of(site.language);
        let path = SEARCH_DESCRIPTION.to_owned();
        let introduction = Introduction {
            name: plain::excerpt(&site.title, SHORT_NAME - 1),
            description: search.description,
            language: words::code(site.language),
            icon: names::absolute(site, pages::ICON_PATH),
            page: names::absolute(site, "search/"),
            feed: names::absolute(site, "search.atom"),
            own: names::absolute(site, &path),
        };
        match introduction.render() {
            Ok(text) => Ok(Document::new(path, text.into_bytes(), super::BEFORE_ANY_NEWS)),
            Err(source) => Err(RenderError::Page { path, source }),
        }
    }

    fn items<'a>(&'a self, results: &'a SearchResults) -> Vec<Item<'a>> {
        results.found.iter().map(|found| Item::new(self.renderer.config(), &found.story)).collect()
    }

    fn channel<'a>(&self, query: &Query, items: &'a [Item<'a>]) -> Channel<'a> {
        let site = &self.renderer.config().site;
        let text = plain::line(&query.text);
        let title = SearchWords::of(site.language).feed(&text);
        // However it is capitalised and accented: a permanent id must not be longer than it needs to be.
        let digest = Sha256::digest(fold(&text).as_bytes());
        let digest = data_encoding::BASE32_NOPAD.encode(&digest[..8]).to_ascii_lowercase();
        let page = address("search/", &query.text, 1);
        Channel {
            id: names::search_tag(site, &digest),
            title: format!("{title} – {}", site.title),
            description: title,
            stem: "search".to_owned(),
            parameters: address("", &query.text, 1),
            items: items.iter().collect(),
            ..Channel::at(page)
        }
    }
}

impl SearchFeed {
    fn format(self) -> feeds::Format {
        match self {
            Self::Atom => feeds::ATOM,
            Self::Rss => feeds::RSS,
            Self::Json => feeds::JSON,
        }
    }
}

/// The address of a search at `path`.
pub(super) fn address(path: &str, query: &str, page: usize) -> String {
    let mut parameters = form_urlencoded::Serializer::new(String::new());
    parameters.append_pair("q", query);
    if page > 1 {
        parameters.append_pair("page", &page.to_string());
    }
    format!("{path}?{}", parameters.finish())
}
