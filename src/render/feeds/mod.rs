//! The documents that feed readers ask for.

mod atom;
mod content;
mod deleted;
mod extension;
mod json_feed;
mod opml;
mod rss;

use jiff::Timestamp;

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

/// Of RFC 5005.
const HISTORY_NAMESPACE: &str = "http://purl.org/syndication/history/1.0";

/// The path of the list of all feeds.
pub(super) const OPML_PATH: &str = "feeds.opml";

/// The channel's feed in every format.
pub(super) fn documents(config: &Config, channel: &Channel) -> Result<Vec<Document>, RenderError> {
    FORMATS.into_iter().map(|format| document(config, channel, format)).collect()
}

/// Where its `number`-th archive documents are.
pub(super) fn archive_paths(channel: &Channel, number: u32) -> Vec<String> {
    let stem = channel.archive_stem(number);
    FORMATS.into_iter().map(|format| format!("{stem}.{}", format.suffix)).collect()
}

/// The list of the feeds of all `channels`.
pub(super) fn list(config: &Config, channels: &[Channel], modified: Timestamp) -> Result<Document, RenderError> {
    Ok(Document::new(OPML_PATH.to_owned(), opml::write(config, channels)?, modified))
}

/// The sources of `config` that are feeds and are on, as OPML 2.0, for feed readers.
///
/// # Errors
/// When it can't be written.
pub fn sources_opml(config: &Config) -> Result<Vec<u8>, ::opml::Error> {
    opml::sources(config)
}

/// A channel in one format.
pub(super) fn document(config: &Config, channel: &Channel, format: Format) -> Result<Document, RenderError> {
    let bytes = match format {
        RSS => rss::write(config, channel)?,
        JSON => json_feed::write(config, channel)?,
        _ => atom::write(config, channel)?,
    };
    Ok(Document::new(channel.file(format.suffix), bytes, channel.updated()))
}
