//! What all pages have in common.

use super::{ICON_PATH, SCRIPT_PATH, STYLE_PATH, Site};
use crate::config::Language;
use crate::render::channel::Channel;
use crate::render::feeds::{ATOM, FORMATS, Format};
use crate::render::item::Picture;
use crate::render::names;
use crate::render::words::{self, Words};

/// The pages of one language and the folder they are in: empty, or ending in `/`.
#[derive(Clone, Copy)]
pub(super) struct Edition {
    pub(super) language: Language,
    pub(super) folder: &'static str,
}

/// The frame around a page's content, as `layout.html` draws it.
pub(super) struct Frame<'a> {
    pub(super) words: &'static Words,
    pub(super) site_title: &'a str,
    /// The language that the site's title, its topics' names and its feeds are in.
    pub(super) site_code: &'static str,
    pub(super) site_description: &'a str,
    pub(super) site_url: &'a str,
    /// IANA name of the zone that dates are in; none for a fixed offset.
    pub(super) zone: Option<&'a str>,
    /// The document's path.
    pub(super) file: String,
    /// The page's own title; empty on the front page.
    pub(super) title: String,
    pub(super) description: String,
    /// `website` or `article`, as OpenGraph has it.
    pub(super) kind: &'static str,
    pub(super) image: Option<&'a Picture>,
    pub(super) canonical: String,
    /// The same page in each language: its code, its absolute address.
    pub(super) editions: Vec<(&'static str, String)>,
    /// The same page in the other language, relative, and that language's code.
    pub(super) translation: String,
    pub(super) translation_code: &'static str,
    /// The way to the site's root, and to the edition's: `./`, `../../`.
    pub(super) root: String,
    pub(super) home: String,
    pub(super) style: String,
    pub(super) script: String,
    pub(super) icon: String,
    /// For autodiscovery, the page's own first.
    pub(super) feeds: Vec<FeedLink>,
    /// Which entry of the navigation this page is.
    pub(super) section: Section,
    /// Whether there is a server to search.
    pub(super) has_search: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Front,
    Topics,
    Archive,
    Places,
    Subscribe,
    About,
    Elsewhere,
}

pub(super) struct FeedLink {
    pub(super) title: String,
    pub(super) format: Format,
    pub(super) href: String,
}

/// What differs between pages' frames.
pub(super) struct Page<'a> {
    /// Within the edition: empty, or ending in `/`.
    pub(super) path: &'a str,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) section: Section,
    /// The channel that has this page's stories: its feeds are named besides the first's.
    pub(super) channel: Option<&'a Channel<'a>>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(site: &'a Site<'a>, edition: Edition, page: Page<'a>) -> Self {
        let own = format!("{}{}", edition.folder, page.path);
        let root = match own.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        };
        Self::rooted(site, edition, page, root, format!("{own}index.html"))
    }

    /// A page that is shown at any address and depth, so its links begin at the host. `file`: the document's path.
    pub(super) fn anywhere(site: &'a Site<'a>, edition: Edition, page: Page<'a>, file: String) -> Self {
        Self::rooted(site, edition, page, site.config.site.url.path().to_owned(), file)
    }

    fn rooted(site: &'a Site<'a>, edition: Edition, page: Page<'a>, root: String, file: String) -> Self {
        let config = site.config;
        let [main, other] = super::editions(config);
        let translation = if edition.folder == main.folder { other } else { main };
        let absolute = |edition: Edition| names::absolute(&config.site, &format!("{}{}", edition.folder, page.path));
        let mut channels: Vec<&Channel> = page.channel.into_iter().filter(|channel| channel.has_feeds()).collect();
        if let Some(first) = site.first.as_ref().filter(|first| page.channel.is_none_or(|own| own.id != first.id)) {
            channels.push(first);
        }
        Self {
            words: words::of(edition.language),
            site_title: &config.site.title,
            site_code: words::code(config.site.language),
            site_description: &config.site.description,
            site_url: config.site.url.as_str(),
            zone: config.site.zone.iana_name(),
            title: page.title,
            description: page.description,
            kind: "website",
            image: None,
            canonical: absolute(edition),
            editions: [main, other].map(|edition| (words::code(edition.language), absolute(edition))).into(),
            translation: format!("{root}{}{}", translation.folder, page.path),
            translation_code: words::code(translation.language),
            home: format!("{root}{}", edition.folder),
            style: format!("{root}{}", *STYLE_PATH),
            script: format!("{root}{}", *SCRIPT_PATH),
            icon: format!("{root}{ICON_PATH}"),
            feeds: channels.iter().flat_map(|channel| feed_links(channel, &root)).collect(),
            section: page.section,
            has_search: config.publish.search,
            root,
            file,
        }
    }

    /// The address to subscribe to.
    pub(super) fn atom(&self) -> Option<&FeedLink> {
        self.feeds.iter().find(|feed| feed.format == ATOM)
    }
}

pub(super) fn feed_links(channel: &Channel, root: &str) -> Vec<FeedLink> {
    FORMATS
        .iter()
        .map(|format| FeedLink {
            title: format!("{} ({})", channel.title, format.name),
            format: *format,
            href: format!("{root}{}", channel.path(format.suffix)),
        })
        .collect()
}
