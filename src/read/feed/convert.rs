//! feed-rs' model → ours.

use std::collections::HashSet;

use feed_rs::model::{self, FeedType};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use super::keys::{Traits, keys};
use crate::news::Image;
use crate::read::dates::{DateRules, FieldOrder, parse_date};
use crate::read::html::{image, plain};
use crate::read::{Dialect, Entry, Parsed, PollHints, SafeHtml, authors};

/// A title made from the text is cut at the first word end after so many characters.
const TITLE_FROM_TEXT: usize = 80;

pub(super) fn convert(feed: model::Feed, url: &Url, hints: PollHints, dates: &[String], zone: &TimeZone) -> Parsed {
    let dialect = match feed.feed_type {
        FeedType::Atom => Dialect::Atom,
        FeedType::JSON => Dialect::JsonFeed,
        FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2 => Dialect::Rss,
    };
    let title = feed.title.map(|title| plain::line(&title.content)).filter(|title| !title.is_empty());
    let site = alternate(&feed.links, url).filter(|site| site != url);
    let base = site.as_ref().unwrap_or(url);
    let rules = DateRules::in_zone(zone).ordered(FieldOrder::of(dates.iter().map(String::as_str)));
    // Atom and JSON Feed say that entries without an author have the feed's.
    let reader = EntryReader { url, base, dates, rules, authors: credited(&feed.authors) };
    let read: Vec<_> = feed.entries.iter().filter_map(|entry| reader.read(entry)).collect();
    let (traits, entries): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    let keyed = entries.into_iter().zip(keys(&traits));
    let entries = keyed.filter_map(|(entry, key)| Some(Entry { key: key?, ..entry })).collect();
    let (self_url, hub) = (related(&feed.links, "self", url), related(&feed.links, "hub", url));
    Parsed { dialect, title, site, self_url, hub, hints, entries }
}

struct EntryReader<'a> {
    url: &'a Url,
    /// Of addresses inside the entries' HTML that no `xml:base` covers.
    base: &'a Url,
    dates: &'a [String],
    rules: DateRules<'a>,
    /// Of the feed; entries without an author inherit them.
    authors: Vec<String>,
}

impl EntryReader<'_> {
    /// None for an entry without anything to show.
    fn read(&self, entry: &model::Entry) -> Option<(Traits, Entry)> {
        let guid = Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty());
        // A guid is an address unless it says otherwise (RSS 2.0), and where there is no other, it is worth trying.
        let link = alternate(&entry.links, self.url).or_else(|| permalink(guid.as_deref()?));
        let entry_base = entry.base.as_deref().and_then(|base| self.base.join(base).ok());
        let base = entry_base.as_ref().or(link.as_ref()).unwrap_or(self.base);
        let summary = entry.summary.as_ref().map(|summary| html(&summary.content, summary.content_type.as_str(), base));
        let content = entry
            .content
            .as_ref()
            .and_then(|content| Some(html(content.body.as_deref()?, content.content_type.as_str(), base)));
        let (summary, content) = (summary.filter(shows), content.filter(shows));
        let mut title = entry.title.as_ref().map(|title| plain::line(&title.content)).unwrap_or_default();
        if title.is_empty() {
            title = summary.as_ref().or(content.as_ref()).map(|text| beginning(&text.text())).unwrap_or_default();
        }
        if title.is_empty() {
            title = link.as_ref().map(Url::to_string).or_else(|| guid.clone())?;
        }
        let published = self.date(entry.published.map(|date| date.timestamp()));
        // feed-rs copies an RSS item's one date into the other field.
        let updated = entry.updated.filter(|_| entry.updated != entry.published);
        let updated = self.date(updated.map(|date| date.timestamp()));
        let mut authors = credited(&entry.authors);
        if authors.is_empty() {
            authors.clone_from(&self.authors);
        }
        let traits = Traits {
            guid,
            link: link.as_ref().map(Url::to_string),
            date: published.or(updated).map(|date| date.to_string()),
            title: title.clone(),
        };
        let image = picture(entry, base);
        let entry = Entry {
            key: String::new(),
            link,
            title,
            summary,
            content,
            authors,
            published: published.or(updated),
            updated,
            image,
        };
        Some((traits, entry))
    }

    /// `marker` is a date's place among the document's dates.
    fn date(&self, marker: Option<i64>) -> Option<Timestamp> {
        let text = self.dates.get(usize::try_from(marker?).ok()?)?;
        parse_date(text, &self.rules)
    }
}

fn shows(html: &SafeHtml) -> bool {
    !html.is_empty()
}

/// Their names, each once.
fn credited(authors: &[model::Person]) -> Vec<String> {
    let mut seen = HashSet::new();
    let names = authors.iter().filter_map(|author| author.name.as_deref()).flat_map(authors::names);
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// RSS's descriptions are HTML although they are typed as text; text that holds neither tag nor entity is both.
fn html(text: &str, media_type: &str, base: &Url) -> SafeHtml {
    if media_type == "text/plain" && !text.contains(['<', '&']) {
        SafeHtml::of_text(text)
    } else {
        SafeHtml::clean(text, base)
    }
}

/// The page that the entry or feed stands for.
fn alternate(links: &[model::Link], base: &Url) -> Option<Url> {
    let stands_for = |link: &&model::Link| {
        link.target.is_none()
            && link.rel.as_deref().is_none_or(|rel| rel == "alternate")
            && link.media_type.as_deref().is_none_or(|media_type| !is_feed_type(media_type))
    };
    let mut pages = links.iter().filter(stands_for).filter_map(|link| image::resolve(&link.href, base));
    pages.next()
}

fn related(links: &[model::Link], rel: &str, base: &Url) -> Option<Url> {
    let mut related =
        links.iter().filter(|link| link.rel.as_deref().is_some_and(|said| said.eq_ignore_ascii_case(rel)));
    related.find_map(|link| image::resolve(&link.href, base))
}

fn is_feed_type(media_type: &str) -> bool {
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"].contains(&media_type)
}

fn permalink(guid: &str) -> Option<Url> {
    Url::parse(guid).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn picture(entry: &model::Entry, base: &Url) -> Option<Image> {
    let is_image = |content: &&model::MediaContent| {
        content.content_type.as_ref().is_none_or(|media_type| media_type.as_str().starts_with("image/"))
            && content.content_type.is_some() | looks_like_picture(content.url.as_ref())
    };
    let mut media = entry.media.iter().flat_map(|media| media.content.iter().filter(is_image));
    let url = media.find_map(|content| content.url.clone()).or_else(|| {
        let mut thumbnails = entry.media.iter().flat_map(|media| &media.thumbnails);
        thumbnails.find_map(|thumbnail| image::resolve(&thumbnail.image.uri, base))
    });
    let enclosure = || {
        let is_picture = |link: &&model::Link| match &link.media_type {
            Some(media_type) => media_type.starts_with("image/"),
            None => {
                link.rel.as_deref() == Some("enclosure")
                    && looks_like_picture(image::resolve(&link.href, base).as_ref())
            }
        };
        entry.links.iter().filter(is_picture).find_map(|link| image::resolve(&link.href, base))
    };
    let url = url.or_else(enclosure).filter(|url| matches!(url.scheme(), "http" | "https"))?;
    Some(Image { url, caption: None })
}

fn looks_like_picture(url: Option<&Url>) -> bool {
    let path = url.map(|url| url.path().to_ascii_lowercase()).unwrap_or_default();
    [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].iter().any(|ending| path.ends_with(ending))
}

/// The first words of the text's first line.
fn beginning(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let Some((cut, _)) = line.char_indices().skip(TITLE_FROM_TEXT).find(|(_, c)| c.is_whitespace()) else {
        return line.to_owned();
    };
    format!("{}…", line[..cut].trim_end_matches([',', '.', ';', ':']))
}
