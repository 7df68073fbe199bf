//! The documents that feed readers ask for.

mod atom;
mod content;
mod deleted;
mod json_feed;
mod opml;
mod rss;

use super::channel::Channel;
use super::{Document, RenderError};
use crate::config::Config;

/// A format and how it is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) name: &'static str,
    pub(super) suffix: &'static str,
    /// Without parameters, as `type` attributes have it.
    pub(super) media_type: &'static str,
}

pub(super) const ATOM: Format = Format { name: "Atom", suffix: "atom", media_type: "application/atom+xml" };
pub(super) const RSS: Format = Format { name: "RSS", suffix: "rss", media_type: "application/rss+xml" };
pub(super) const JSON: Format = Format { name: "JSON Feed", suffix: "json", media_type: "application/feed+json" };
pub(super) const FORMATS: [Format; 3] = [ATOM, RSS, JSON];

/// The path of the list of all feeds.
pub(super) const OPML_PATH: &str = "feeds.opml";

pub(super) fn documents(config: &Config, channels: &[Channel]) -> Result<Vec<Document>, RenderError> {
    let mut documents = Vec::with_capacity(channels.len() * FORMATS.len() + 1);
    for channel in channels {
        documents.push(Document {
            path: channel.path(ATOM.suffix),
            media_type: "application/atom+xml; charset=utf-8",
            bytes: atom::write(config, channel)?,
            modified: channel.updated(),
        });
        documents.push(Document {
            path: channel.path(RSS.suffix),
            media_type: "application/rss+xml; charset=utf-8",
            bytes: rss::write(config, channel)?,
            modified: channel.updated(),
        });
        documents.push(Document {
            path: channel.path(JSON.suffix),
            media_type: "application/feed+json; charset=utf-8",
            bytes: json_feed::write(config, channel)?,
            modified: channel.updated(),
        });
    }
    documents.push(Document {
        path: OPML_PATH.to_owned(),
        media_type: "text/x-opml; charset=utf-8",
        bytes: opml::write(config, channels)?,
        // It has no news in it; the newest anywhere lets caches look again after the operator's changes.
        modified: channels.iter().map(Channel::updated).max().unwrap_or(super::BEFORE_ANY_NEWS),
    });
    Ok(documents)
}
