//! What is served: papers with feeds and article pages. Every process of the benchmark has the same [`Workload`] and so
//! knows each address, validator and byte of it without asking.

use std::fmt::Write;
use std::net::SocketAddr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::page::Paper;
use crate::prose::Writer;

/// Of a source, those to come among them.
pub const MOST_ENTRIES: usize = 1000;

/// The moment of the first pass.
pub const NOW: Timestamp = Timestamp::constant(1_787_461_200, 0);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Workload {
    /// Feeds.
    pub sources: usize,
    /// In each feed; each has a page.
    pub entries: usize,
    /// One source in so many has another entry each time it is asked; 0: none, and whatever changes not.
    pub news: usize,
    /// Whether the pages are read.
    pub reads_pages: bool,
    /// The papers: loopback addresses, among which the feeds are dealt out.
    pub hosts: Vec<SocketAddr>,
}

/// What a feed sends along, and is asked with.
pub struct Validators {
    pub etag: String,
    pub last_modified: String,
}

impl Workload {
    pub fn all_entries(&self) -> usize {
        self.sources * self.entries
    }

    /// All that are read.
    pub fn pages(&self) -> usize {
        if self.reads_pages { self.all_entries() } else { 0 }
    }

    pub fn feed_url(&self, source: usize) -> String {
        format!("http://{}/rss/{source}", self.host(source))
    }

    pub fn page_url(&self, source: usize, entry: usize) -> String {
        format!("http://{}/bai-viet/{source}/{entry}", self.host(source))
    }

    /// Whether a source has another entry each time it is asked.
    pub fn has_news(&self, source: usize) -> bool {
        self.news > 0 && source.is_multiple_of(self.news)
    }

    /// `edition`: how many entries the source has had since its first feed.
    pub fn validators(source: usize, edition: usize) -> Validators {
        let last_modified = NOW - SignedDuration::from_mins(7) + days(edition);
        let last_modified = last_modified.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        Validators { etag: format!("\"{source:x}-{}\"", edition + 1), last_modified }
    }

    /// RSS 2.0 as Vietnamese papers write it: the summary is HTML in CDATA, a picture first.
    pub fn feed(&self, source: usize, edition: usize) -> String {
        let host = self.host(source);
        let mut feed = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\n<title>Báo số {source} - Tin mới \
             nhất</title>\n<link>http://{host}/</link>\n<description>Tin mới nhất</description>\n"
        );
        // Who asks again for news isn't told to wait.
        if self.news == 0 {
            feed.push_str("<ttl>15</ttl>\n");
        }
        for entry in edition..edition + self.entries {
            let (url, article) = (self.page_url(source, entry), self.article(source, entry));
            let date = article.date.strftime("%a, %d %b %Y %H:%M:%S GMT");
            let (title, lead) = (&article.title, &article.lead);
            let _ = writeln!(
                feed,
                "<item><title>{title}</title><link>{url}</link><guid isPermaLink=\"true\">{url}</guid>\
                 <pubDate>{date}</pubDate><description><![CDATA[<a href=\"{url}\"><img \
                 src=\"http://{host}/anh/{source}-{entry}.jpg\"></a><br/>{lead}]]></description></item>"
            );
        }
        feed.push_str("</channel></rss>\n");
        feed
    }

    pub fn page(&self, source: usize, entry: usize, paper: &Paper) -> String {
        paper.page(&self.page_url(source, entry), &self.article(source, entry))
    }

    /// The paper of each host, in their order.
    pub fn papers(&self) -> Vec<Paper> {
        (0_u64..).zip(&self.hosts).map(|(seed, host)| Paper::new(seed, *host)).collect()
    }

    /// The place of a source's paper among `hosts`.
    pub fn paper_of(&self, source: usize) -> usize {
        source % self.hosts.len()
    }

    fn host(&self, source: usize) -> SocketAddr {
        self.hosts[self.paper_of(source)]
    }

    fn article(&self, source: usize, entry: usize) -> Article {
        let number = source * MOST_ENTRIES + entry;
        let mut writer = Writer::new(0x1719_0000_0000 + number as u64);
        // Those of the first feed came one after the other, and then one a day.
        let age = SignedDuration::from_mins(37).saturating_mul(i32::try_from(entry + 1).unwrap_or(i32::MAX));
        let date = if entry < self.entries { NOW - age } else { NOW + days(entry - self.entries) };
        Article {
            number,
            title: writer.headline(),
            lead: format!("({}) - {}", writer.place(), writer.sentence()),
            date,
            writer,
        }
    }
}

/// The head of an article, and who writes the rest.
pub struct Article {
    pub number: usize,
    pub title: String,
    pub lead: String,
    pub date: Timestamp,
    pub writer: Writer,
}

fn days(count: usize) -> SignedDuration {
    SignedDuration::from_hours(24).saturating_mul(i32::try_from(count).unwrap_or(i32::MAX))
}
