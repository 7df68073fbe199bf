//! The web site: the same pages in both languages, without scripts.

mod archive;
mod days;
mod frame;
mod lists;
mod moved;
mod notes;
mod search;
mod story;
mod topic_tree;
mod turning;

use askama::Template;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use self::frame::{Edition, Frame};
use super::channel::{Channel, ChannelState, Kind, declared};
use super::item::Item;
use super::renderer::Totals;
use super::search::SearchResults;
use super::{BEFORE_ANY_NEWS, Document, RenderError, names};
use crate::config::{Config, Language};
use crate::news::StoryId;

const STYLE: &str = include_str!("../../../assets/style.css");
const ICON: &str = include_str!("../../../assets/icon.svg");
pub(super) const ICON_PATH: &str = "assets/icon.svg";

/// What every page is made from.
pub(super) struct Site<'a> {
    pub(super) config: &'a Config,
    /// Those that feeds.toml declares, without their stories.
    pub(super) channels: Vec<Channel<'a>>,
    /// The stylesheet's path; its name changes with its content, so that it may be cached for ever.
    style: String,
}

impl<'a> Site<'a> {
    pub(super) fn new(config: &'a Config, channels: Vec<Channel<'a>>) -> Self {
        Self { config, channels, style: style_path() }
    }
}

pub(super) fn assets() -> Vec<Document> {
    vec![
        Document::new(style_path(), STYLE.into(), BEFORE_ANY_NEWS),
        Document::new(ICON_PATH.to_owned(), ICON.into(), BEFORE_ANY_NEWS),
    ]
}

pub(super) fn fixed(site: &Site, modified: Timestamp) -> Result<Vec<Document>, RenderError> {
    in_each_edition(site, |edition| {
        Ok(vec![
            notes::subscribe(site, edition, modified)?,
            notes::about(site, edition, modified)?,
            notes::missing(site, edition, modified)?,
            search::not_here(site, edition)?,
        ])
    })
}

pub(super) fn overviews(site: &Site, totals: &Totals) -> Result<Vec<Document>, RenderError> {
    in_each_edition(site, |edition| Ok(vec![archive::months(site, edition, totals)?]))
}

pub(super) fn story_documents(site: &Site, item: &Item) -> Result<Vec<Document>, RenderError> {
    in_each_edition(site, |edition| {
        let mut documents = vec![story::page(site, edition, item)?];
        for former in &item.story.formerly {
            documents.push(moved::page(site, edition, item, former)?);
        }
        Ok(documents)
    })
}

pub(super) fn story_paths(config: &Config, id: &StoryId) -> Vec<String> {
    editions(config).map(|edition| format!("{}{}index.html", edition.folder, names::story_path(id))).into()
}

/// The first page of `channel`, which has the stories of `state`.
pub(super) fn first(
    site: &Site,
    channel: &Channel,
    state: &ChannelState,
    totals: &Totals,
) -> Result<Vec<Document>, RenderError> {
    in_each_edition(site, |edition| {
        let page = match channel.kind {
            Kind::Everything | Kind::Feed(_) => lists::front(site, edition, channel, state, totals)?,
            Kind::Topic(topic) => lists::topic(site, edition, channel, topic, state, totals)?,
            Kind::Source(source) => lists::source(site, edition, channel, source, state)?,
            Kind::Month(month) => archive::month(site, edition, channel, month, state)?,
        };
        Ok(vec![page])
    })
}

/// The `number`-th of so many older pages of `channel`, with the stories in it.
pub(super) fn older(site: &Site, channel: &Channel, number: u32, pages: u32) -> Result<Vec<Document>, RenderError> {
    in_each_edition(site, |edition| {
        let page = match channel.kind {
            Kind::Month(month) => archive::older(site, edition, channel, month, (number, pages))?,
            _ => lists::older(site, edition, channel, (number, pages))?,
        };
        Ok(vec![page])
    })
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

/// A page of search results in one language.
pub(super) fn search_page(
    config: &Config,
    language: Language,
    with_slash: bool,
    results: &SearchResults,
    items: &[Item],
    channel: &Channel,
) -> Result<Document, RenderError> {
    // Its own feed, and then the site's.
    let declared = declared(config);
    let channels = declared.iter().filter_map(|key| Channel::of(config, key)).collect();
    let edition = editions(config).into_iter().find(|edition| edition.language == language);
    search::page(
        &Site::new(config, channels),
        edition.unwrap_or(editions(config)[0]),
        with_slash,
        (results, items),
        channel,
    )
}

/// The site's own language at the root, the other in a folder.
fn editions(config: &Config) -> [Edition; 2] {
    let (main, other) = match config.site.language {
        Language::Vietnamese => (Language::Vietnamese, Edition { language: Language::English, folder: "en/" }),
        Language::English => (Language::English, Edition { language: Language::Vietnamese, folder: "vi/" }),
    };
    [Edition { language: main, folder: "" }, other]
}

fn style_path() -> String {
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(STYLE.as_bytes())[..6]);
    format!("assets/style-{digest}.css")
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
