//! What operators name on the command line: one way to find an article or a story for all commands.

use std::fmt::Write as _;

use thiserror::Error;
use url::Url;

use crate::config::Config;
use crate::news::{ArticleId, CanonicalUrl, StoryId};
use crate::render;
use crate::store::{Listed, ListedStory, Store, StoreError};

/// An article or a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Article(Listed),
    Story(ListedStory),
}

#[derive(Debug, Error)]
pub enum ItemError {
    #[error("`{0}` is neither an article's address or number, nor a story's id or link: give one of these")]
    Unreadable(String),
    #[error("no article has the number {0}: give its address, or the link of its story")]
    NoNumber(String),
    #[error("no article is at {0}: if a source has it, see by `bantin preview` how its address is written there")]
    NoAddress(Url),
    #[error("no story has the id {0}: copy it from the story's link, or give the address of one of its articles")]
    NoStory(String),
    #[error("the story {0} was older than [store] keep in feeds.toml, and has been purged")]
    Purged(String),
    #[error("several articles are known by {address}: give the number of one\n{}", lines(articles))]
    Several { address: Url, articles: Vec<Listed> },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ItemError {
    /// As [`StoreError::is_unusable`].
    pub fn is_unusable(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_unusable())
    }
}

/// The article or story that `text` names: an article's address in any of its forms, or its number in the store; a story's
/// id, link or tag.
///
/// # Errors
/// When it names none or several, or the database fails.
pub fn find_item(config: &Config, database: &Store, text: &str) -> Result<Item, ItemError> {
    let text = text.trim();
    if let Some(id) = render::story_named(&config.site, text) {
        return match database.listed_story(&id)? {
            Some(story) => Ok(Item::Story(story)),
            None if database.is_purged(&id)? => Err(ItemError::Purged(id.to_string())),
            None => Err(ItemError::NoStory(id.to_string())),
        };
    }
    if let Ok(number) = text.parse::<i64>() {
        let article = database.listed(ArticleId(number))?.map(Item::Article);
        return article.ok_or_else(|| ItemError::NoNumber(text.to_owned()));
    }
    if let Some(url) = address(text) {
        let mut articles = database.listed_at(CanonicalUrl::of(&url).as_str())?;
        return match articles.len() {
            0 => Err(ItemError::NoAddress(url)),
            1 => Ok(Item::Article(articles.remove(0))),
            _ => Err(ItemError::Several { address: url, articles }),
        };
    }
    match database.listed_story(&StoryId::new(text))? {
        Some(story) => Ok(Item::Story(story)),
        None if database.is_purged(&StoryId::new(text))? => Err(ItemError::Purged(text.to_owned())),
        None if StoryId::is_one(text) => Err(ItemError::NoStory(text.to_owned())),
        None => Err(ItemError::Unreadable(text.to_owned())),
    }
}

/// With or without its scheme.
fn address(text: &str) -> Option<Url> {
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    let host = text.split('/').next().filter(|host| host.contains('.') && !host.contains(char::is_whitespace));
    let schemeless = || Url::parse(&format!("https://{}", host.map(|_| text)?)).ok();
    Url::parse(text).ok().filter(is_web).or_else(schemeless).filter(is_web)
}

/// Articles to choose from, one a line.
pub(super) fn lines(articles: &[Listed]) -> String {
    let mut lines = String::new();
    for Listed { id, source, title, address, .. } in articles {
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "  {id}  {title}  ({source}: {address})");
    }
    lines.trim_end().to_owned()
}
