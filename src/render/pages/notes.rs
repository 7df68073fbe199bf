//! Pages that explain: how to subscribe, and what this site is.

use askama::Template;
use jiff::Timestamp;

use super::frame::{self, Edition, FeedLink, Frame, Page, Section};
use super::{Site, finish};
use crate::render::channel::{Channel, Kind};
use crate::render::feeds::OPML_PATH;
use crate::render::words::{self, Words};
use crate::render::{Document, RenderError, names};

#[derive(Template)]
#[template(path = "subscribe.html")]
struct Subscribe<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    /// Headed lists: the operator's own feeds, the topics', the sources'.
    groups: Vec<(&'static str, Vec<Subscription<'a>>)>,
    opml: String,
}

struct Subscription<'a> {
    title: &'a str,
    description: &'a str,
    /// To copy.
    address: String,
    depth: usize,
    links: Vec<FeedLink>,
}

#[derive(Template)]
#[template(path = "about.html")]
struct About<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    sources: Vec<SourceLine<'a>>,
}

struct SourceLine<'a> {
    name: &'a str,
    /// Of its own page here, under the edition's root.
    path: String,
    host: &'a str,
    /// The front page of its site: what feeds.toml has is often a feed.
    origin: String,
}

pub(super) fn subscribe(site: &Site, edition: Edition, modified: Timestamp) -> Result<Document, RenderError> {
    let words = words::of(edition.language);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: "feeds/",
            title: words.notes.feeds_title.to_owned(),
            description: words.notes.feeds_intro.first().copied().unwrap_or_default().to_owned(),
            section: Section::Subscribe,
            channel: None,
        },
    );
    let channels = site.channels();
    let group = |name, is_in: fn(&Channel) -> bool| {
        let channels = channels.iter().filter(|channel| is_in(channel));
        (name, channels.map(|channel| subscription(site, channel, &frame.root)).collect::<Vec<_>>())
    };
    let groups = [
        group(words.notes.feeds_own, |channel| matches!(channel.kind, Kind::Feed(_))),
        group(words.topics, |channel| matches!(channel.kind, Kind::Topic(_))),
        group(words.notes.about_sources, |channel| matches!(channel.kind, Kind::Source(_))),
    ];
    let page = Subscribe {
        frame: &frame,
        words,
        groups: groups.into_iter().filter(|(_, subscriptions)| !subscriptions.is_empty()).collect(),
        opml: format!("{}{OPML_PATH}", frame.root),
    };
    finish(&frame, &page, modified)
}

fn subscription<'a>(site: &'a Site<'a>, channel: &'a Channel<'a>, root: &str) -> Subscription<'a> {
    Subscription {
        title: channel.name(),
        description: match channel.kind {
            Kind::Topic(topic) => topic.description.as_deref().unwrap_or_default(),
            Kind::Source(_) => "",
            _ => &channel.description,
        },
        address: names::absolute(&site.config.site, &channel.path(crate::render::feeds::ATOM.suffix)),
        depth: channel.topic().map_or(0, |topic| site.config.lineage(&topic.id).count() - 1),
        links: frame::feed_links(channel, root),
    }
}

pub(super) fn about(site: &Site, edition: Edition, modified: Timestamp) -> Result<Document, RenderError> {
    let words = words::of(edition.language);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: "about/",
            title: words.about.to_owned(),
            description: site.config.site.description.clone(),
            section: Section::About,
            channel: None,
        },
    );
    let page = About {
        frame: &frame,
        words,
        sources: site
            .config
            .sources
            .iter()
            .filter(|source| source.off.is_none())
            .filter(|source| names::is_web(&source.url))
            .map(|source| SourceLine {
                name: &source.name,
                path: names::source_path(&source.id),
                host: source.url.host_str().unwrap_or_default(),
                origin: format!("{}/", source.url.origin().ascii_serialization()),
            })
            .collect(),
    };
    finish(&frame, &page, modified)
}
