//! The web site: the same pages in both languages, without scripts.

mod frame;
mod lists;
mod moved;
mod notes;
mod search;
mod story;
mod topic_tree;

use askama::Template;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use self::frame::{Edition, Frame};
use super::channel::Channel;
use super::item::Item;
use super::search::SearchResults;
use super::{BEFORE_ANY_NEWS, Document, RenderError};
use crate::config::{Config, Language};

const STYLE: &str = include_str!("../../../assets/style.css");
const ICON: &str = include_str!("../../../assets/icon.svg");
pub(super) const ICON_PATH: &str = "assets/icon.svg";

/// What every page is made from.
struct Site<'a> {
    config: &'a Config,
    items: &'a [Item<'a>],
    channels: &'a [Channel<'a>],
    /// The stylesheet's path; its name changes with its content, so that it may be cached for ever.
    style: String,
}

pub(super) fn documents(config: &Config, items: &[Item], channels: &[Channel]) -> Result<Vec<Document>, RenderError> {
    let site = Site { config, items, channels, style: style_path() };
    let all_news = super::newest(items);
    let mut documents = vec![
        Document {
            path: site.style.clone(),
            media_type: "text/css; charset=utf-8",
            bytes: STYLE.into(),
            modified: BEFORE_ANY_NEWS,
        },
        Document {
            path: ICON_PATH.to_owned(),
            media_type: "image/svg+xml; charset=utf-8",
            bytes: ICON.into(),
            modified: BEFORE_ANY_NEWS,
        },
    ];
    for edition in editions(config) {
        documents.push(lists::front(&site, edition)?);
        for topic in &config.topics {
            documents.push(lists::topic(&site, edition, topic)?);
        }
        for item in items {
            documents.push(story::page(&site, edition, item)?);
            for former in &item.story.formerly {
                documents.push(moved::page(&site, edition, item, former)?);
            }
        }
        documents.push(notes::subscribe(&site, edition, all_news)?);
        documents.push(notes::about(&site, edition, all_news)?);
        documents.push(notes::missing(&site, edition, all_news)?);
        documents.push(search::not_here(&site, edition)?);
    }
    Ok(documents)
}

/// A page of search results in one language.
pub(super) fn search_page(
    config: &Config,
    language: Language,
    with_slash: bool,
    results: &SearchResults,
    items: &[Item],
    channel: Channel,
) -> Result<Document, RenderError> {
    // Its own feed, and then the site's.
    let channels: Vec<Channel> =
        std::iter::once(channel).chain(super::channel::all(config, &[]).into_iter().take(1)).collect();
    let site = Site { config, items, channels: &channels[1..], style: style_path() };
    let edition = editions(config).into_iter().find(|edition| edition.language == language);
    search::page(&site, edition.unwrap_or(editions(config)[0]), with_slash, results, &channels[0])
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
        Ok(text) => Ok(Document { path, media_type: "text/html; charset=utf-8", bytes: text.into_bytes(), modified }),
        Err(source) => Err(RenderError::Page { path, source }),
    }
}
