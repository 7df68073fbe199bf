//! What a feed says → entries.

use std::collections::HashSet;

use jiff::Timestamp;
use url::Url;

use super::hints::hints;
use super::raw::{LONGEST_LANGUAGE, RawAddress, RawDate, RawFeed, RawItem, RawLink, RawPicture, RawText};
use crate::news::Image;
use crate::read::dates::{DateRules, FieldOrder, parse_date};
use crate::read::html::{image, plain};
use crate::read::{Dialect, Enclosure, Entry, Parsed, SafeHtml, authors, excerpt, twins};

/// A title made from the text is cut at the first word end after so many characters.
const TITLE_FROM_TEXT: usize = 80;
/// A date that cannot be read is kept up to so many characters.
const LONGEST_UNREAD: usize = 100;

/// What becomes of the entries' summaries and contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    Sanitised,
    LeftOut,
}

/// `url` is the document's.
pub(super) fn convert(feed: &RawFeed, url: &Url, rules: &DateRules, texts: Texts) -> Parsed {
    let title = feed.title.as_ref().map(|title| plain::line(&title.text)).filter(|title| !title.is_empty());
    let site = alternate(&feed.links, url).filter(|site| site != url);
    let dates = feed.items.iter().flat_map(|item| &item.dates).map(|date| &date.text).chain(&feed.dates);
    let order = rules.order.unwrap_or_else(|| FieldOrder::of(dates.map(AsRef::as_ref)));
    let reader = EntryReader {
        feed,
        url,
        base: site.as_ref().unwrap_or(url),
        rules: rules.ordered(order),
        texts,
        authors: credited(&feed.authors),
        language: feed.language.as_deref().and_then(language),
    };
    let entries = twins::without(feed.items.iter().map(|item| reader.read(item)).collect());
    Parsed {
        dialect: feed.dialect,
        title,
        language: reader.language.or_else(|| language(feed.title.as_ref()?.language.as_deref()?)),
        self_url: related(&feed.links, "self", url),
        hub: related(&feed.links, "hub", url),
        site,
        hints: hints(&feed.hints),
        entries,
    }
}

struct EntryReader<'a> {
    feed: &'a RawFeed<'a>,
    url: &'a Url,
    /// Of addresses inside the entries' HTML that no `xml:base` covers.
    base: &'a Url,
    rules: DateRules<'a>,
    texts: Texts,
    /// Of the feed; entries without an author inherit them.
    authors: Vec<String>,
    /// Of the feed, likewise.
    language: Option<String>,
}

impl EntryReader<'_> {
    fn read(&self, item: &RawItem) -> Entry {
        let guid = item.id.as_ref().map(|id| self.id(&id.address)).filter(|id| !id.is_empty());
        // A guid is an address unless it says otherwise (RSS 2.0).
        let permalink =
            || permalink(guid.as_deref().filter(|_| item.id.as_ref().is_some_and(|id| id.is_link))?, self.url);
        let link = alternate(&item.links, self.url).or_else(permalink);
        let base = link.as_ref().unwrap_or(self.base);
        let html = |text: &Option<RawText>| {
            let text = text.as_ref().filter(|_| self.texts == Texts::Sanitised)?;
            Some(html(text, base))
        };
        let (summary, thumbnail) = html(&item.summary).map(excerpt::of_summary).unzip();
        let content = html(&item.content).map(excerpt::of_article);
        let shows = |html: &SafeHtml| !html.is_empty();
        let (summary, content) = (summary.filter(shows), content.filter(shows));
        let texts = || summary.as_ref().or(content.as_ref()).map(|text| beginning(&text.text()));
        let title = item.title.as_ref().map(|title| plain::line(&title.text)).filter(|title| !title.is_empty());
        let title = title.or_else(texts).filter(|title| !title.is_empty());
        let title = title
            .or_else(|| link.as_ref().map(Url::to_string))
            .or_else(|| guid.as_deref().map(plain::collapse))
            .unwrap_or_default();
        let published = self.date(&item.dates, false);
        let updated = self.date(&item.dates, true);
        let unread = || item.dates.iter().map(|date| shortened(&date.text)).find(|date| !date.is_empty());
        let mut authors = credited(&item.authors);
        if authors.is_empty() {
            authors = credited(item.weak_author.as_slice());
        }
        if authors.is_empty() {
            authors.clone_from(&self.authors);
        }
        let enclosures = enclosures(&item.links, self.url);
        let image = picture(&item.pictures, &enclosures, self.url).map(Image::at);
        Entry {
            guid,
            link,
            title,
            summary,
            content,
            authors,
            published: published.or(updated),
            updated,
            unread_date: if published.or(updated).is_none() { unread() } else { None },
            language: self.language_of(item),
            image: image.or(thumbnail.flatten()),
            enclosures,
        }
    }

    /// Atom's ids are addresses, which may be relative though they shouldn't (RFC 4287, 4.2.6).
    fn id(&self, id: &RawAddress) -> String {
        let text = id.text.trim();
        let is_relative = self.feed.dialect == Dialect::Atom && text.contains('/') && Url::parse(text).is_err();
        let absolute = || id.base.as_deref().unwrap_or(self.url).join(text).ok().filter(|_| is_relative);
        absolute().map_or_else(|| text.to_owned(), Into::into)
    }

    /// The first that can be read: of the last that was said, weaker ones behind.
    fn date(&self, dates: &[RawDate], updated: bool) -> Option<Timestamp> {
        let of_rank = |weak| dates.iter().rev().filter(move |date| date.updated == updated && date.weak == weak);
        of_rank(false).chain(of_rank(true)).find_map(|date| parse_date(&date.text, &self.rules))
    }

    fn language_of(&self, item: &RawItem) -> Option<String> {
        let texts = [&item.content, &item.summary, &item.title].into_iter().flatten();
        let mut said = texts.filter_map(|text| text.language.as_deref()).chain(item.language.as_deref());
        said.find_map(language).or_else(|| self.language.clone())
    }
}

/// A language tag's form (BCP 47); `vi_VN` is common.
fn language(tag: &str) -> Option<String> {
    let tag = tag.trim();
    let is_tag = tag.len() <= LONGEST_LANGUAGE
        && tag.starts_with(|c: char| c.is_ascii_alphabetic())
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_tag.then(|| tag.replace('_', "-"))
}

/// Their names, each once.
fn credited(authors: &[impl AsRef<str>]) -> Vec<String> {
    let mut seen = HashSet::new();
    let names = authors.iter().flat_map(|author| authors::names(&without_mail(author.as_ref())));
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// An author without addresses for mail, which are nobody's business.
fn without_mail(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let is_address = |c: char| c.is_ascii_alphanumeric() || "._%+-@".contains(c);
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let start = rest[..at].rfind(|c: char| !is_address(c)).map_or(0, |at| rest.ceil_char_boundary(at + 1));
        let end = rest[at..].find(|c: char| !is_address(c)).map_or(rest.len(), |end| at + end);
        out.push_str(rest[..start].trim_end_matches("mailto:"));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.replace("<>", "").replace("()", "")
}

/// `base` is for addresses that no `xml:base` covers.
fn html(raw: &RawText, base: &Url) -> SafeHtml {
    if raw.html || raw.text.contains(['<', '&']) {
        SafeHtml::clean(&raw.text, raw.base.as_deref().unwrap_or(base))
    } else {
        SafeHtml::of_text(&raw.text)
    }
}

fn resolve(address: &RawAddress, base: &Url) -> Option<Url> {
    image::resolve(&address.text, address.base.as_deref().unwrap_or(base))
}

/// What the link is to the entry or feed, without the prefix that Atom 1.0 allows.
fn rel<'a>(link: &'a RawLink) -> &'a str {
    let rel = link.rel.as_deref().map_or("", str::trim);
    let rel = rel.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(rel);
    if rel.is_empty() { "alternate" } else { rel }
}

/// The page that the entry or feed stands for.
fn alternate(links: &[RawLink], base: &Url) -> Option<Url> {
    let is_page = |link: &&RawLink| {
        rel(link).eq_ignore_ascii_case("alternate")
            && link.media_type.as_deref().is_none_or(|media_type| !is_feed_type(media_type))
    };
    links.iter().filter(is_page).find_map(|link| resolve(&link.address, base))
}

fn related(links: &[RawLink], wanted: &str, base: &Url) -> Option<Url> {
    // `rel` may list several, as HTML's does.
    let is_it = |link: &&RawLink| rel(link).split_whitespace().any(|rel| rel.eq_ignore_ascii_case(wanted));
    // An empty reference is to what it is relative to (RFC 3986, 4.4).
    let own = |link: &RawLink| link.address.base.as_deref().filter(|_| link.address.text.trim().is_empty()).cloned();
    links.iter().filter(is_it).find_map(|link| resolve(&link.address, base).or_else(|| own(link)))
}

fn is_feed_type(media_type: &str) -> bool {
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"].contains(&media_type)
}

fn permalink(guid: &str, base: &Url) -> Option<Url> {
    Url::parse(guid).ok().and_then(|_| image::resolve(guid, base))
}

/// Each address once.
fn enclosures(links: &[RawLink], base: &Url) -> Vec<Enclosure> {
    let mut enclosures: Vec<Enclosure> = Vec::new();
    for link in links.iter().filter(|link| rel(link).eq_ignore_ascii_case("enclosure")) {
        let Some(url) = resolve(&link.address, base) else { continue };
        if enclosures.iter().any(|known| known.url == url) {
            continue;
        }
        let media_type = link.media_type.as_deref().map(|media_type| media_type.trim().to_ascii_lowercase());
        let length = link.length.as_deref().and_then(|length| length.trim().parse().ok());
        enclosures.push(Enclosure { url, media_type: media_type.filter(|it| !it.is_empty()), length });
    }
    enclosures
}

/// A picture that the feed names as such, or else an enclosure that is one.
fn picture(pictures: &[RawPicture], enclosures: &[Enclosure], base: &Url) -> Option<Url> {
    let named = pictures.iter().find_map(|picture| {
        let url = resolve(&picture.address, base)?;
        let typed = picture.media_type.as_deref().map(|media_type| media_type.trim().starts_with("image/"));
        (picture.certain || typed.unwrap_or_else(|| looks_like_picture(&url))).then_some(url)
    });
    let is_picture = |enclosure: &&Enclosure| match &enclosure.media_type {
        Some(media_type) => media_type.starts_with("image/"),
        None => looks_like_picture(&enclosure.url),
    };
    named.or_else(|| enclosures.iter().find(is_picture).map(|enclosure| enclosure.url.clone()))
}

fn looks_like_picture(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
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

fn shortened(date: &str) -> String {
    plain::collapse(date).chars().take(LONGEST_UNREAD).collect()
}
