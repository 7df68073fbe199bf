//! An operator's desk: a folder with a database, and passes over a scripted server's sources, each as a process of its own.

use std::path::Path;

use bantin::config::Config;
use bantin::pipeline::{Pass, PassError};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use url::Url;

use crate::testbed::{now, pipeline};

pub struct Desk {
    folder: TempDir,
    pub sources: String,
    /// Lines of `[fetch]`.
    pub fetch: String,
    /// Of the feed.
    pub limit: usize,
    pub now: Timestamp,
}

impl Desk {
    /// With a source at each address, all within the default bounds of `every`.
    pub fn with(addresses: &[Url]) -> Self {
        let (folder, fetch) = (tempfile::tempdir().unwrap(), "allow = [\"127.0.0.1\"]".to_owned());
        let mut desk = Self { folder, sources: String::new(), fetch, limit: 50, now: now() };
        desk.sources(addresses);
        desk
    }

    /// Other addresses in feeds.toml.
    pub fn sources(&mut self, addresses: &[Url]) {
        self.sources = addresses
            .iter()
            .enumerate()
            .map(|(n, url)| format!("[[source]]\nid = \"nguon-{n}\"\nname = \"Nguồn {n}\"\nurl = \"{url}\"\n"))
            .collect();
    }

    /// Adds to the last source.
    pub fn more(&mut self, lines: &str) {
        self.sources += lines;
        self.sources += "\n";
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Adds to every source.
    pub fn each(&mut self, lines: &str) {
        self.sources = self.sources.replace("[[source]]\n", &format!("[[source]]\n{lines}\n"));
    }

    /// feeds.toml.
    pub fn text(&self) -> String {
        let head = r#"
            [site]
            title = "Tin"
            url = "https://tin.example/"
            tag = "tin.example,2026"
            [fetch]
            contact = "a@bao.vn"
            spacing = "0s"
        "#;
        let feed = "[[feed]]\nid = \"tin\"\ntitle = \"Tin\"";
        format!("{head}{}\n{feed}\nlimit = {}\n{}", self.fetch, self.limit, self.sources)
    }

    pub fn config(&self) -> Config {
        Config::parse("feeds.toml", &self.text(), self.folder())
            .unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
    }

    /// A pass as a process of its own would do it: nothing is kept from one to the next but the database.
    pub async fn pass(&self) -> Pass {
        self.try_to_pass().await.unwrap()
    }

    pub async fn try_to_pass(&self) -> Result<Pass, PassError> {
        pipeline(&self.config()).once(self.now, &|_| ()).await
    }

    pub async fn pass_after(&mut self, wait: SignedDuration) -> Pass {
        self.now += wait;
        self.pass().await
    }

    pub fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.config().store.database).unwrap()
    }
}

/// An RSS feed with these items.
pub fn channel(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>Báo</title>{items}</channel></rss>")
}

/// An RSS feed with an item at each of these addresses.
pub fn rss(links: &[&str]) -> String {
    let items: String = links
        .iter()
        .map(|link| format!("<item><title>Tin {link}</title><link>{link}</link><guid>{link}</guid></item>"))
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Tin</title>{items}</channel></rss>")
}
