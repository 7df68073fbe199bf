//! The web site: the same pages in both languages. They need no script; the one that there is adds what a page can't
//! know when it is written.

mod archive;
mod days;
mod differing;
mod errors;
mod frame;
mod gone;
mod lists;
mod moved;
mod notes;
mod places;
mod progress;
mod search;
mod sitemap;
mod status;
mod story;
mod topic_tree;
mod turning;
mod weeks;
mod why;

use std::ops::RangeInclusive;
use std::sync::{LazyLock, OnceLock};

use askama::Template;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

pub use self::errors::error_page;
use self::frame::{Edition, Frame};
use super::channel::{Channel, ChannelState, Kind, declared};
use super::finding::Finding;
use super::item::Item;
use super::progress::TopicProgress;
use super::renderer::Totals;
use super::search::SearchResults;
use super::status::Status;
use super::{BEFORE_ANY_NEWS, Document, RenderError, names};
use crate::config::{Config, Language};
use crate::judge::{Tombstone, TopicRules};
use crate::news::{StoryId, TopicId};

const STYLE: &str = include_str!("../../../assets/style.css");
const SCRIPT: &str = include_str!("../../../assets/site.js");
const ICON: &str = include_str!("../../../assets/icon.svg");
pub(super) const ICON_PATH: &str = "assets/icon.svg";
/// Their names change with their content, so that they may be cached for ever.
static STYLE_PATH: LazyLock<String> = LazyLock::new(|| hashed("style", "css", STYLE));
static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| hashed("site", "js", SCRIPT));
/// The file that stands in a withdrawn story's folder, in place of its page.
const GONE: &str = "410.html";

/// What every page is made from.
pub(super) struct Site<'a> {
    pub(super) config: &'a Config,
    /// The first with feeds, which all pages name.
    first: Option<Channel<'a>>,
    rules: &'a OnceLock<TopicRules>,
}

impl<'a> Site<'a> {
    pub(super) fn new(config: &'a Config, rules: &'a OnceLock<TopicRules>) -> Self {
        Self { config, first: channels(config).find(Channel::has_feeds), rules }
    }

    /// Those that feeds.toml declares, without their stories.
    pub(super) fn channels(&self) -> Vec<Channel<'a>> {
        channels(self.config).collect()
    }

    /// The topics' rules, to say where a story nearly was. Compiled for the first story that asks.
    fn rules(&self) -> &'a TopicRules {
        self.rules.get_or_init(|| TopicRules::compile(&self.config.topics))
    }
}

fn channels(config: &Config) -> impl Iterator<Item = Channel<'_>> {
    declared(config).into_iter().filter_map(|key| Channel::of(config, &key))
}

pub(super) fn assets() -> Vec<Document> {
    vec![
        Document::new(STYLE_PATH.clone(), STYLE.into(), BEFORE_ANY_NEWS),
        Document::new(SCRIPT_PATH.clone(), SCRIPT.into(), BEFORE_ANY_NEWS),
        Document::new(ICON_PATH.to_owned(), ICON.into(), BEFORE_ANY_NEWS),
    ]
}

pub(super) fn fixed(site: &Site, modified: Timestamp) -> Result<Vec<Document>, RenderError> {
    let mut documents = in_each_edition(site, |edition| {
        let mut documents = vec![
            notes::subscribe(site, edition, modified)?,
            notes::about(site, edition, modified)?,
            search::not_here(site, edition)?,
        ];
        documents.extend(errors::all(site, edition, modified)?);
        Ok(documents)
    })?;
    documents.extend(sitemap::fixed(site, modified)?);
    Ok(documents)
}

pub(super) fn overviews(site: &Site, totals: &Totals) -> Result<Vec<Document>, RenderError> {
    let mut documents = in_each_edition(site, |edition| {
        Ok(vec![archive::months(site, edition, totals)?, places::all(site, edition, totals)?])
    })?;
    documents.extend(sitemap::overviews(site, totals)?);
    Ok(documents)
}

pub(super) fn story_documents(site: &Site, item: &Item) -> Result<Vec<Document>, RenderError> {
    let near = why::near_misses(site, item);
    in_each_edition(site, |edition| {
        let mut documents = vec![story::page(site, edition, item, &near)?];
        for former in &item.story.formerly {
            documents.push(moved::page(site, edition, item, former)?);
        }
        Ok(documents)
    })
}

pub(super) fn story_paths(config: &Config, id: &StoryId) -> Vec<String> {
    paths(config, &format!("{}index.html", names::story_path(id)))
}

/// What stands under each of a withdrawn story's ids.
pub(super) fn gone_documents(site: &Site, tombstone: &Tombstone) -> Result<Vec<Document>, RenderError> {
    in_each_edition(site, |edition| tombstone.ids().map(|id| gone::page(site, edition, tombstone, id)).collect())
}

pub(super) fn gone_paths(config: &Config, id: &StoryId) -> Vec<String> {
    paths(config, &format!("{}{GONE}", names::story_path(id)))
}

/// The first page of `channel`, which has the stories of `state`; and a topic's progress page, where there is any.
pub(super) fn first(
    site: &Site,
    channel: &Channel,
    state: &ChannelState,
    totals: &Totals,
    progress: Option<&TopicProgress>,
) -> Result<Vec<Document>, RenderError> {
    let mut documents = in_each_edition(site, |edition| {
        let page = match channel.kind {
            Kind::Everything | Kind::Feed(_) => lists::front(site, edition, channel, state, totals)?,
            Kind::Topic(topic) => lists::topic(site, edition, channel, topic, (state, progress), totals)?,
            Kind::Source(source) => lists::source(site, edition, channel, source, state)?,
            Kind::Month(month) => archive::month(site, edition, channel, month, state)?,
            Kind::Place(unit) => places::place(site, edition, channel, unit, state, totals)?,
        };
        let progress = progress.map(|of_topic| progress::page(site, edition, channel, of_topic)).transpose()?;
        Ok([page].into_iter().chain(progress).collect())
    })?;
    if let Kind::Month(month) = channel.kind {
        documents.push(sitemap::of_month(site, channel, month, None)?);
    }
    Ok(documents)
}

/// Where a topic's progress pages are, or were.
pub(super) fn progress_paths(config: &Config, id: &TopicId) -> Vec<String> {
    paths(config, &format!("{}index.html", names::progress_path(id)))
}

/// The `number`-th of those older pages of `channel`, with the stories in it.
pub(super) fn older(
    site: &Site,
    channel: &Channel,
    number: u32,
    pages: &RangeInclusive<u32>,
) -> Result<Vec<Document>, RenderError> {
    let mut documents = in_each_edition(site, |edition| {
        let page = match channel.kind {
            Kind::Month(month) => archive::older(site, edition, channel, month, (number, pages))?,
            _ => lists::older(site, edition, channel, (number, pages))?,
        };
        Ok(vec![page])
    })?;
    if let Kind::Month(month) = channel.kind {
        documents.push(sitemap::of_month(site, channel, month, Some(number))?);
    }
    Ok(documents)
}

/// Where the older page of the `number`-th run of `channel` is, or its first page; and the sitemap that follows it.
pub(super) fn list_paths(config: &Config, channel: &Channel, number: Option<u32>) -> Vec<String> {
    let page = number.map_or_else(|| channel.page.clone(), |number| names::older_path(&channel.page, number));
    let mut all = paths(config, &format!("{page}index.html"));
    if let Kind::Month(month) = channel.kind {
        all.push(sitemap::path(month, number));
    }
    all
}

/// Says that a story was here and is no longer kept. The same page is shown for all of these, so that they take no space.
pub(super) fn expired(id: &StoryId) -> Document {
    Document::new(names::expired_path(id), Vec::new(), BEFORE_ANY_NEWS)
}

fn in_each_edition(
    site: &Site,
    documents: impl Fn(Edition) -> Result<Vec<Document>, RenderError>,
) -> Result<Vec<Document>, RenderError> {
    let [main, other] = editions(site.config);
    let mut all = documents(main)?;
    all.extend(documents(other)?);
    Ok(all)
}

/// A path within the edition, in each.
fn paths(config: &Config, path: &str) -> Vec<String> {
    editions(config).map(|edition| format!("{}{path}", edition.folder)).into()
}

/// A page of search results in one language.
pub(super) fn search_page(
    site: &Site,
    language: Language,
    with_slash: bool,
    results: &SearchResults,
    items: &[Item],
    channel: &Channel,
) -> Result<Document, RenderError> {
    let [main, other] = editions(site.config);
    let edition = if other.language == language { other } else { main };
    search::page(site, edition, with_slash, (results, items), channel)
}

/// The operators' page in one language.
pub(super) fn status_page(
    site: &Site,
    language: Language,
    with_slash: bool,
    status: &Status,
    findings: &[Finding],
) -> Result<Document, RenderError> {
    let [main, other] = editions(site.config);
    let edition = if other.language == language { other } else { main };
    status::page(site, edition, with_slash, status, findings)
}

/// The site's own language at the root, the other in a folder.
fn editions(config: &Config) -> [Edition; 2] {
    let (main, other) = match config.site.language {
        Language::Vietnamese => (Language::Vietnamese, Edition { language: Language::English, folder: "en/" }),
        Language::English => (Language::English, Edition { language: Language::Vietnamese, folder: "vi/" }),
    };
    [Edition { language: main, folder: "" }, other]
}

fn hashed(name: &str, suffix: &str, content: &str) -> String {
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(content.as_bytes())[..6]);
    format!("assets/{name}-{digest}.{suffix}")
}

fn finish(frame: &Frame, template: &impl Template, modified: Timestamp) -> Result<Document, RenderError> {
    html(frame.file.clone(), template, modified)
}

fn html(path: String, template: &impl Template, modified: Timestamp) -> Result<Document, RenderError> {
    match template.render() {
        Ok(text) => Ok(Document::new(path, text.into_bytes(), modified)),
        Err(source) => Err(RenderError::Page { path, source }),
    }
}
