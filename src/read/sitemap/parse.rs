//! The markup. It goes through the tokeniser for feeds, and so may be as broken as they are.

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::children::ChildSitemap;
use crate::read::dates::{DateRules, parse_date};
use crate::read::feed::{References, Tag, Token, Tokens};
use crate::read::html::{image, plain};

/// Twice as many as the protocol allows in one file.
const MOST_LISTED: usize = 100_000;
/// Deeper elements are passed over.
const DEEPEST: usize = 16;
const MANY: usize = 20;
const AT_ONCE: SignedDuration = SignedDuration::from_mins(2);
/// No address, title or date is longer, in bytes.
const LONGEST_TEXT: usize = 8 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sitemap {
    Urls(Vec<ListedUrl>),
    Index(Vec<ChildSitemap>),
}

/// `<url>`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedUrl {
    pub url: Url,
    /// `news:title`; plain sitemaps have none.
    pub title: Option<String>,
    /// `news:publication_date`
    pub published: Option<Timestamp>,
    /// `<lastmod>`: of the page, or of whatever is on it.
    pub changed: Option<Timestamp>,
    pub image: Option<Url>,
}

/// What an element is collected for.
#[derive(Default)]
struct Open {
    url: Option<Url>,
    title: Option<String>,
    published: Option<Timestamp>,
    changed: Option<Timestamp>,
    /// `changed` is a day without a time.
    day_only: bool,
    image: Option<Url>,
}

pub(super) fn parse(text: &str, base: &Url, rules: DateRules) -> Sitemap {
    let mut parser = Parser {
        references: References::default(),
        base,
        rules,
        path: Vec::new(),
        text: String::new(),
        open: None,
        is_index: false,
        urls: Vec::new(),
        children: Vec::new(),
    };
    for token in Tokens::new(text) {
        parser.token(token);
        if parser.urls.len() + parser.children.len() >= MOST_LISTED {
            break;
        }
    }
    parser.close();
    if made_at_once(&parser.urls) {
        parser.urls.iter_mut().for_each(|listed| listed.changed = None);
    }
    if parser.urls.is_empty() && parser.is_index { Sitemap::Index(parser.children) } else { Sitemap::Urls(parser.urls) }
}

/// Many `lastmod`s of one minute are the time at which the sitemap was made, and say nothing of what it lists.
fn made_at_once(listed: &[ListedUrl]) -> bool {
    let dates = || listed.iter().filter_map(|listed| listed.changed);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else { return false };
    dates().count() >= MANY && last.duration_since(first) <= AT_ONCE
}

/// The protocol's plain form.
pub(super) fn lines(text: &str, base: &Url) -> Sitemap {
    let urls = text.lines().filter_map(|line| image::resolve(line, base)).take(MOST_LISTED);
    let listed = |url| ListedUrl { url, title: None, published: None, changed: None, image: None };
    Sitemap::Urls(urls.map(listed).collect())
}

struct Parser<'a> {
    references: References,
    base: &'a Url,
    rules: DateRules<'a>,
    /// Names of the open elements, without prefixes, in lower case.
    path: Vec<String>,
    text: String,
    open: Option<Open>,
    is_index: bool,
    urls: Vec<ListedUrl>,
    children: Vec<ChildSitemap>,
}

impl Parser<'_> {
    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Doctype(doctype) => self.references.declare(doctype),
            Token::Text(text) => {
                let text = self.references.resolve(text);
                self.collect(&text);
            }
            Token::CData(text) => self.collect(text),
            Token::Start(Tag { name, empty, .. }) => {
                let name = local(name);
                match name.as_str() {
                    "sitemapindex" => self.is_index = true,
                    // One that was not closed ends where the next begins.
                    "url" | "sitemap" => {
                        self.close();
                        self.path.clear();
                        self.is_index |= name == "sitemap";
                        self.open = Some(Open::default());
                    }
                    _ => {}
                }
                self.text.clear();
                if !empty && self.path.len() < DEEPEST {
                    self.path.push(name);
                }
            }
            Token::End { name } => {
                let name = local(name);
                let Some(at) = self.path.iter().rposition(|open| *open == name) else { return };
                self.path.truncate(at);
                self.field(&name);
                self.text.clear();
                if matches!(name.as_str(), "url" | "sitemap") {
                    self.close();
                }
            }
        }
    }

    fn collect(&mut self, text: &str) {
        let room = LONGEST_TEXT.saturating_sub(self.text.len());
        self.text.push_str(&text[..text.floor_char_boundary(room)]);
    }

    /// The element's text, as what it means where it stands: `image:loc` is no `loc` of the page's.
    fn field(&mut self, name: &str) {
        let parent = self.path.last().map(String::as_str).unwrap_or_default();
        let Some(open) = &mut self.open else { return };
        let text = self.text.trim();
        match (parent, name) {
            ("url" | "sitemap", "loc") => open.url = image::resolve(text, self.base),
            ("url" | "sitemap", "lastmod") => {
                open.changed = parse_date(text, &self.rules);
                open.day_only = !text.contains(':');
            }
            ("news", "title") => open.title = Some(plain::line(text)).filter(|title| !title.is_empty()),
            ("news", "publication_date") => open.published = parse_date(text, &self.rules),
            ("image", "loc") if open.image.is_none() => open.image = image::resolve(text, self.base),
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let Some(mut url) = open.url else { return };
        url.set_fragment(None);
        if self.is_index {
            self.children.push(ChildSitemap { url, changed: open.changed, day_only: open.day_only });
        } else {
            let Open { title, published, changed, image, .. } = open;
            self.urls.push(ListedUrl { url, title, published, changed, image });
        }
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}
