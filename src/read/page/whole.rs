//! An article of several pages, or of a page that is empty but for another view of it.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use scraper::Html;
use url::Url;

use super::addresses::numbered;
use super::consent;
use super::paywall::Paywall;
use super::{body, clutter, open, sequel, shell, title};
use crate::read::article::{Article, Body, Missing, Origin, Sourced};
use crate::read::cuts::{Cut, Cuts};
use crate::read::html::{plain, tree};
use crate::read::{Document, Entry, PageSelectors, ReadError, SafeHtml, excerpt, listing};

/// Pages of one article that are read, the first among them.
const MOST_PAGES: usize = 8;
/// Bytes of a joined text; a longer one is no news.
const MOST_TEXT: usize = 512 * 1024;
/// A text with fewer characters is a page's that has none.
const LEAST: usize = 140;
/// A further page says at least so many characters that were not said before.
const LEAST_FRESH: usize = 40;

/// An article as it is put together from its pages: who fetches asks what is [wanted](Self::wanted) and hands it over.
#[derive(Clone, Debug)]
pub struct ArticlePages {
    article: Article,
    entry: Entry,
    /// Where the first page was read.
    own: Url,
    /// Of the page that was read last, counted from 1.
    number: usize,
    more: Option<More>,
    asked: HashSet<Url>,
    /// The paragraphs so far, to know them again.
    said: HashSet<String>,
}

#[derive(Clone, Debug)]
enum More {
    /// The next page of the same text.
    Next(Url),
    /// The same text, in place of an empty page.
    View(Url),
}

impl ArticlePages {
    /// Reads the first page. What it doesn't say comes from the entry that led to it.
    ///
    /// # Errors
    /// A document that is no web page, or a wall in place of one.
    pub fn begin(
        page: &Document,
        entry: &Entry,
        selectors: &PageSelectors,
        zone: &TimeZone,
    ) -> Result<Self, ReadError> {
        Self::begin_seen(page, entry, selectors, zone, &mut Cuts::unseen())
    }

    /// The same, and what was cut from the page and why.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn begin_with_cuts(
        page: &Document,
        entry: &Entry,
        selectors: &PageSelectors,
        zone: &TimeZone,
    ) -> Result<(Self, Vec<Cut>), ReadError> {
        let mut cuts = Cuts::seen();
        let begun = Self::begin_seen(page, entry, selectors, zone, &mut cuts)?;
        Ok((begun, cuts.all()))
    }

    fn begin_seen(
        page: &Document,
        entry: &Entry,
        selectors: &PageSelectors,
        zone: &TimeZone,
        cuts: &mut Cuts,
    ) -> Result<Self, ReadError> {
        let (article, more) = one(page, (page.url, 1), entry, selectors, zone, cuts)?;
        let said = lines(&article.body.value.text).chain(article.lead.iter().map(|lead| folded(&lead.value))).collect();
        let asked = HashSet::from([page.url.clone()]);
        Ok(Self { article, entry: entry.clone(), own: page.url.clone(), number: 1, more, asked, said })
    }

    /// The page that is to be read next: on the same host, and each only once.
    pub fn wanted(&self) -> Option<&Url> {
        match self.more.as_ref()? {
            More::Next(url) | More::View(url) => Some(url),
        }
    }

    /// Takes in the page that was wanted. One that doesn't continue the article ends it.
    ///
    /// # Errors
    /// A document that is no web page, or a wall in place of one. The article stays as it was, and is marked.
    pub fn take(&mut self, page: &Document, selectors: &PageSelectors, zone: &TimeZone) -> Result<(), ReadError> {
        match self.more.take() {
            None => Ok(()),
            Some(More::View(_)) => {
                let (view, _) = one(page, (page.url, 1), &self.entry, selectors, zone, &mut Cuts::unseen())?;
                self.fill_from(view);
                Ok(())
            }
            Some(More::Next(_)) => {
                self.number += 1;
                let blank = Entry::of_link(page.url);
                match one(page, (&self.own, self.number), &blank, selectors, zone, &mut Cuts::unseen()) {
                    Ok((part, more)) => {
                        self.join(page.url, &part, more);
                        Ok(())
                    }
                    Err(error) => {
                        self.article.missing = Some(Missing::Pages);
                        Err(error)
                    }
                }
            }
        }
    }

    /// The page that was wanted can't be had.
    pub fn give_up(&mut self) {
        if let Some(More::Next(_)) = self.more.take() {
            self.article.missing = Some(Missing::Pages);
        }
    }

    pub fn article(&self) -> &Article {
        &self.article
    }

    pub fn into_article(self) -> Article {
        self.article
    }

    fn fill_from(&mut self, view: Article) {
        let length = |article: &Article| article.body.value.text.chars().count();
        let is_same = view.title.from == Origin::Feed || same_title(&self.article.title.value, &view.title.value);
        if is_same && view.missing.is_none() && view.body.from != Origin::Feed && length(&view) >= LEAST {
            let before = std::mem::replace(&mut self.article, view);
            let article = &mut self.article;
            article.url = before.url;
            article.canonical = before.canonical;
            if before.title.from != Origin::Feed {
                article.title = before.title;
            }
            prefer(before.lead, &mut article.lead);
            prefer(before.authors, &mut article.authors);
            prefer(before.published, &mut article.published);
            prefer(before.modified, &mut article.modified);
            prefer(before.image, &mut article.image);
            prefer(before.language, &mut article.language);
        }
    }

    fn join(&mut self, url: &Url, part: &Article, more: Option<More>) {
        if !self.is_continued_by(url, part) {
            return;
        }
        let text = &part.body.value.text;
        let is_fresh = |line: &&str| !self.said.contains(&folded(line));
        let fresh: Vec<&str> = text.lines().filter(is_fresh).collect();
        let length = |lines: &mut dyn Iterator<Item = &str>| lines.map(|line| line.chars().count()).sum::<usize>();
        let (new, all) = (length(&mut fresh.iter().copied()), length(&mut text.lines()));
        if new < LEAST_FRESH || new * 2 < all {
            return;
        }
        let html = self.article.body.value.html.as_str().to_owned() + &self.without_said(&part.body.value.html);
        let text = format!("{}\n{}", self.article.body.value.text, fresh.join("\n"));
        self.article.body.value = Body { html: SafeHtml::sanitised(&html), text };
        self.said.extend(lines(&part.body.value.text));
        if let Some(More::Next(next)) = more {
            if self.number >= MOST_PAGES || self.article.body.value.text.len() >= MOST_TEXT {
                self.article.missing = Some(Missing::Pages);
            } else if self.asked.insert(next.clone()) {
                self.more = Some(More::Next(next));
            }
        }
    }

    /// By its address after redirects, the address that it calls its own, and its title.
    fn is_continued_by(&self, url: &Url, part: &Article) -> bool {
        let known = [Some(&self.own), self.article.canonical.as_ref().map(|canonical| &canonical.value)];
        let is_ours =
            |address: &Url| known.into_iter().flatten().any(|own| address == own || numbered(own, address).is_some());
        part.body.from != Origin::Feed
            && numbered(&self.own, url).is_some()
            && part.canonical.as_ref().is_none_or(|canonical| is_ours(&canonical.value))
            && (part.title.from == Origin::Feed || same_title(&self.article.title.value, &part.title.value))
    }

    /// The HTML of a further page without the paragraphs that were there before: leads and credits stand on each.
    fn without_said(&self, html: &SafeHtml) -> String {
        let mut fragment = tree::fragment(html.as_str());
        let is_said = |line: String| !line.is_empty() && self.said.contains(&folded(&line));
        let root = fragment.root_element();
        let said: Vec<_> = root.children().filter(|node| is_said(tree::line_of(*node))).map(|node| node.id()).collect();
        for id in said {
            if let Some(mut node) = fragment.tree.get_mut(id) {
                node.detach();
            }
        }
        fragment.root_element().inner_html()
    }
}

/// One page by itself, and where the article goes on. `own` is the address of its first page, `number` this one's.
fn one(
    page: &Document,
    (own, number): (&Url, usize),
    entry: &Entry,
    selectors: &PageSelectors,
    zone: &TimeZone,
    cuts: &mut Cuts,
) -> Result<(Article, Option<More>), ReadError> {
    let (text, mut html) = open(page)?;
    let base = listing::base_of(&html, page.url);
    let next = sequel::next(&html, (page.url, &base), own, number + 1);
    let paywall = take_out(&mut html, &text, selectors, cuts);
    let again = || {
        let mut html = tree::document(&text);
        take_out(&mut html, &text, selectors, &mut Cuts::unseen());
        html
    };
    let mut article = super::read(html, again, (page.url, &base), entry, selectors, zone, cuts);
    if paywall.cuts(&article.body.value.text) {
        article.missing = Some(Missing::Paywall);
        let of_entry = body::of_entry(entry);
        if of_entry.length() > article.body.value.text.chars().count() {
            article.body = Sourced::new(of_entry.into_body(), Origin::Feed);
        }
        return Ok((article, None));
    }
    if article.body.from != Origin::Feed && article.body.value.text.chars().nth(LEAST).is_some() {
        return Ok((article, next.map(More::Next)));
    }
    // The page as it came.
    let html = tree::document(&text);
    let is_title = |text: &str| same_title(&article.title.value, text);
    if let Some(found) = shell::text_in_data(&text, is_title) {
        let base = listing::base_of(&html, page.url);
        let found = if found.contains("</") { SafeHtml::clean(&found, &base) } else { SafeHtml::of_text(&found) };
        let html = excerpt::of_article(found);
        article.body = Sourced::new(Body::of(html), Origin::Data);
        return Ok((article, next.map(More::Next)));
    }
    let mut more = next.map(More::Next);
    if shell::needs_scripts(&html, &text) {
        article.missing = Some(Missing::Scripts);
        more = shell::other_view(&html, page.url).map(More::View);
    }
    Ok((article, more))
}

/// What is the article's in no case: walls, boxes about cookies, what the operator named.
fn take_out(html: &mut Html, text: &str, selectors: &PageSelectors, cuts: &mut Cuts) -> Paywall {
    let paywall = Paywall::take_out(html, text);
    consent::take_out(html, text);
    for css in &selectors.remove {
        clutter::remove_all(html, css.compiled(), cuts);
    }
    paywall
}

/// What the page itself said stays.
fn prefer<T>(before: Option<Sourced<T>>, now: &mut Option<Sourced<T>>) {
    if before.as_ref().is_some_and(|before| before.from != Origin::Feed) || now.is_none() {
        *now = before;
    }
}

fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(folded)
}

fn folded(line: &str) -> String {
    plain::collapse(line).to_lowercase()
}

/// Whether two titles are one, but for the page's number and what stands after it.
fn same_title(one: &str, other: &str) -> bool {
    let (one, other) = (title::bare(one), title::bare(other));
    !one.is_empty() && !other.is_empty() && (one.starts_with(&other) || other.starts_with(&one))
}
