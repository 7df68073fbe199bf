//! The documents that feed readers ask for.

mod atom;
mod content;
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
        for format in FORMATS {
            documents.push(document(config, channel, format)?);
        }
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

/// A channel in one format.
pub(super) fn document(config: &Config, channel: &Channel, format: Format) -> Result<Document, RenderError> {
    let (media_type, bytes) = match format {
        RSS => ("application/rss+xml; charset=utf-8", rss::write(config, channel)?),
        JSON => ("application/feed+json; charset=utf-8", json_feed::write(config, channel)?),
        _ => ("application/atom+xml; charset=utf-8", atom::write(config, channel)?),
    };
    Ok(Document { path: channel.file(format.suffix), media_type, bytes, modified: channel.updated() })
}

/// The type that a picture's name suggests; nobody has looked at its bytes.
fn content_type(url: &url::Url) -> Option<&'static str> {
    match url.path().rsplit('.').next()?.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "webp" => Some("image/webp"),
        "gif" => Some("image/gif"),
        "avif" => Some("image/avif"),
        _ => None,
    }
}
