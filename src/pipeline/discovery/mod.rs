//! Finding the feeds of a site: each address is asked once, with the manners of a pass, and few are.

mod found;

use std::collections::HashSet;

use jiff::Timestamp;
use url::Url;

use super::preview::{LookError, Looked};
use crate::config::Config;
use crate::fetch::{Client, FailureKind, FetchError, Fetched, Outcome, Request, SetupError, Wants};
use crate::news::CanonicalUrl;
use crate::read::{self, FeedLink, How, Kind};

pub use found::{Candidate, Content, Discovery, Found, Guess, Trouble};

/// Addresses asked in one discovery, robots.txt apart.
const MOST_ASKED: usize = 20;
/// Pages that list feeds are asked up to this number.
const MOST_LISTS: usize = 2;
/// Sitemaps that robots.txt names are asked up to this number.
const MOST_SITEMAPS: usize = 3;
/// Of the feeds that such a page lists, where the site's page declares none.
const MOST_LISTED: usize = 6;

/// Looks for the feeds of the site at `url`.
///
/// # Errors
/// When the address itself cannot be had, for another reason than that its robots.txt keeps it from being read.
pub async fn discover(config: &Config, url: &Url, now: Timestamp) -> Result<Discovery, LookError> {
    let mut search = Search::new(config, url, now)?;
    search.run(url).await?;
    Ok(search.discovery.ranked(now))
}

/// Reads the page at `url` as a list of articles, whatever feeds its site has.
///
/// # Errors
/// When it cannot be had.
pub async fn discover_listing(config: &Config, url: &Url, now: Timestamp) -> Result<Discovery, LookError> {
    let mut search = Search::new(config, url, now)?;
    if let Some(page) = search.first(url).await? {
        search.discovery.site = page.url.clone();
        if search.enter(&page) {
            search.guess(&page);
        }
    }
    Ok(search.discovery)
}

struct Search<'a> {
    client: Client,
    config: &'a Config,
    now: Timestamp,
    asked: HashSet<CanonicalUrl>,
    /// The site doesn't want to be asked more.
    stopped: bool,
    discovery: Discovery,
}

impl<'a> Search<'a> {
    fn new(config: &'a Config, url: &Url, now: Timestamp) -> Result<Self, SetupError> {
        let client = Client::new(&config.fetch)?;
        Ok(Self { client, config, now, asked: HashSet::new(), stopped: false, discovery: Discovery::of(url) })
    }

    async fn run(&mut self, url: &Url) -> Result<(), LookError> {
        let page = match self.first(url).await? {
            Some(looked) => {
                let given = FeedLink { url: looked.url.clone(), title: None, how: How::Given };
                self.discovery.site = looked.url.clone();
                if self.take(&given, &looked) {
                    return Ok(());
                }
                // Who refuses the page isn't asked for more.
                if !self.enter(&looked) {
                    return Ok(());
                }
                Some(looked)
            }
            None => None,
        };
        if let Some(page) = &page {
            self.follow_page(page).await;
        }
        let site = self.discovery.site.clone();
        if !self.has_feed() {
            for common in read::common_feeds(&site) {
                if !self.has_feed() {
                    self.probe(&common, Wants::Listing).await;
                }
            }
        }
        if !self.has_feed() {
            self.sitemaps(&site).await;
        }
        if let Some(page) = page.filter(|_| !self.has_feed()) {
            self.guess(&page);
        }
        Ok(())
    }

    /// The address that was given; none where robots.txt keeps it from being read.
    async fn first(&mut self, url: &Url) -> Result<Option<Looked>, LookError> {
        self.asked.insert(CanonicalUrl::of(url));
        match self.client.get(&Request { url, wants: Wants::Listing, validators: None }).await {
            Ok(Outcome::Fetched(fetched)) => {
                self.asked.insert(CanonicalUrl::of(&fetched.url));
                Ok(Some(looked(fetched)))
            }
            Ok(Outcome::NotModified { .. }) => Err(LookError::Unasked304(url.clone())),
            Ok(Outcome::Gone { .. }) => Err(LookError::Gone(url.clone())),
            Err(error @ FetchError::RobotsDisallow { .. }) => {
                self.trouble(url, error.to_string());
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Takes down what the page calls itself; false: it stands in place of the one that was asked for.
    fn enter(&mut self, page: &Looked) -> bool {
        match read::page_title(&page.document()) {
            Ok(title) => {
                self.discovery.title = title;
                true
            }
            Err(error) => {
                self.trouble(&page.url, error.to_string());
                false
            }
        }
    }

    /// What the site's page declares and links to, and what is on the pages there that list feeds.
    async fn follow_page(&mut self, page: &Looked) {
        let links = read::feed_links(&page.document());
        for link in &links.feeds {
            // They are published for programs to poll.
            self.probe(link, Wants::Feed).await;
        }
        for list in links.lists.into_iter().take(MOST_LISTS) {
            let link = FeedLink { url: list, title: None, how: How::Linked };
            let Some(page) = self.probe(&link, Wants::Listing).await else { continue };
            let mut listed = read::listed_feeds(&page.document());
            // First the section that was asked about.
            let wanted = words(&self.discovery.site);
            listed.sort_by_key(|link| !words(&link.url).iter().any(|word| wanted.contains(word)));
            let most = if self.has_feed() { 0 } else { MOST_LISTED };
            for link in listed.iter().take(most) {
                self.probe(link, Wants::Feed).await;
            }
            let rest = listed.into_iter().skip(most).filter(|link| !self.asked.contains(&CanonicalUrl::of(&link.url)));
            self.discovery.unasked.extend(rest);
        }
    }

    async fn sitemaps(&mut self, site: &Url) {
        let mut links = Vec::new();
        if !self.stopped
            && let Ok(robots) = site.join("/robots.txt")
            && let Ok(Outcome::Fetched(fetched)) =
                self.client.get(&Request { url: &robots, wants: Wants::Feed, validators: None }).await
        {
            links = read::robots_sitemaps(&fetched.body, site);
        }
        let mut named = links.into_iter();
        for link in named.by_ref().take(MOST_SITEMAPS) {
            self.probe(&link, Wants::Feed).await;
        }
        self.discovery.unasked.extend(named);
        for common in read::common_sitemaps(site) {
            if self.discovery.found.is_empty() {
                self.probe(&common, Wants::Listing).await;
            }
        }
    }

    fn guess(&mut self, page: &Looked) {
        let zone = &self.config.site.zone;
        let guess = read::guess_listing(&page.document(), zone, self.now).and_then(|selectors| {
            let parsed = read::listing(&page.document(), &selectors, zone, self.now)?;
            Ok(Guess { selectors, language: found::language(&parsed), parsed, document: page.clone() })
        });
        match guess {
            Ok(guess) => self.discovery.guess = Some(guess),
            Err(error) => self.trouble(&page.url, error.to_string()),
        }
    }

    /// Asks for an address, unless it was asked, or enough were. A web page in place of a feed is handed back.
    async fn probe(&mut self, link: &FeedLink, wants: Wants) -> Option<Looked> {
        if self.stopped || self.asked.len() >= MOST_ASKED {
            if !matches!(link.how, How::CommonPath) && !self.asked.contains(&CanonicalUrl::of(&link.url)) {
                self.discovery.unasked.push(link.clone());
            }
            return None;
        }
        if !self.asked.insert(CanonicalUrl::of(&link.url)) {
            return None;
        }
        match self.client.get(&Request { url: &link.url, wants, validators: None }).await {
            Ok(Outcome::Fetched(fetched)) => {
                let looked = looked(fetched);
                if self.take(link, &looked) {
                    return None;
                }
                if let Err(error) = read::page_title(&looked.document()) {
                    self.stopped = true;
                    self.trouble(&link.url, error.to_string());
                    return None;
                }
                if link.how != How::Linked && link.how != How::CommonPath {
                    self.trouble(&link.url, format!("{} is no feed", looked.url));
                }
                (link.how == How::Linked).then_some(looked)
            }
            Ok(Outcome::NotModified { .. } | Outcome::Gone { .. }) => None,
            Err(error) => {
                self.stopped |= matches!(error.kind(), FailureKind::Throttled | FailureKind::Challenge);
                // That a guess was wrong is no news.
                if link.how != How::CommonPath || self.stopped {
                    self.trouble(&link.url, error.to_string());
                }
                None
            }
        }
    }

    /// Takes a document as what it is; false: neither a feed nor a sitemap.
    fn take(&mut self, link: &FeedLink, looked: &Looked) -> bool {
        let document = looked.document();
        let zone = &self.config.site.zone;
        let read = if read::is_sitemap(&document) {
            read::sitemap(&document, zone, self.config.fetch.max_feed_bytes)
                .map(|sitemap| Found::sitemap(link, looked, &sitemap))
        } else if read::sniff(&document) == Kind::Feed {
            read::outline(&document, zone).map(|parsed| Found::feed(link, looked, &parsed))
        } else {
            return false;
        };
        match read {
            Ok(found) => self.discovery.found.push(found),
            Err(error) => self.trouble(&looked.url, error.to_string()),
        }
        true
    }

    fn has_feed(&self) -> bool {
        self.discovery.found.iter().any(|found| found.content == Content::Feed && found.entries > 0)
    }

    fn trouble(&mut self, url: &Url, why: String) {
        self.discovery.troubles.push(Trouble { url: url.clone(), why });
    }
}

/// The words of an address' path that name a section: "nong", "thon", "moi".
fn words(url: &Url) -> Vec<String> {
    const COMMON: [&str; 7] = ["rss", "feed", "feeds", "htm", "html", "xml", "home"];
    let words = url.path().split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    words.filter(|word| word.len() > 2 && !COMMON.contains(&word.as_str())).collect()
}

fn looked(fetched: Fetched) -> Looked {
    Looked { url: fetched.url, content_type: fetched.content_type, bytes: fetched.body }
}
