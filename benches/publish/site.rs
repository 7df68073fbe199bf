//! A site in a temporary folder, whose articles come by no request: all that the benchmark knows of bantin's API is here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use bantin::config::Config;
use bantin::news::SourceId;
use bantin::pipeline::{Event, Pass, Pipeline, Watch};
use bantin::read::Article;
use bantin::store::{NewArticle, Store};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::Result;
use crate::language::Language;
use crate::prose::{Writer, capitalised};
use crate::random::Random;
use crate::spans::{Parts, Spans};
use crate::usage::{Meter, Usage};

const FEEDS_TOML: &str = include_str!("../../feeds.toml");
/// When the first article came out.
const BEGAN: Timestamp = Timestamp::constant(1_780_000_000, 0);
const SOURCES: usize = 20;
/// Of all sources together.
const PER_DAY: i64 = 300;
const PARAGRAPHS: usize = 5;

pub struct Site {
    folder: TempDir,
    config: Config,
    language: Language,
    articles: usize,
    runtime: Runtime,
}

impl Site {
    /// With so many articles that are not published yet.
    pub fn new(articles: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let config = config(folder.path())?;
        let runtime = Runtime::new()?;
        let mut site = Self { folder, config, language: Language::new(1), articles: 0, runtime };
        site.add(articles)?;
        Ok(site)
    }

    /// When the last article came out.
    fn time(&self) -> Timestamp {
        let seconds = i64::try_from(self.articles).unwrap_or(i64::MAX).saturating_mul(86_400 / PER_DAY);
        BEGAN.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(BEGAN)
    }

    /// So many more articles, each in words of its own.
    pub fn add(&mut self, articles: usize) -> Result<()> {
        let mut store = Store::open(&self.config.store.database)?;
        let batch = store.batch()?;
        for _ in 0..articles {
            let published = self.time();
            let (title, lead, body) = self.text();
            let source = SourceId::new(format!("bao-{}", self.articles % SOURCES));
            let article = Article::of_text(&title, &lead, &body, published);
            let address = format!("https://bao.example/{}.html", self.articles);
            batch.add(&NewArticle {
                address: &address,
                source: &source,
                first_seen: published,
                page_due: None,
                article: &article,
            })?;
            self.articles += 1;
        }
        Ok(batch.commit()?)
    }

    fn text(&self) -> (String, String, String) {
        let seed = self.articles as u64;
        let (mut random, mut writer) = (Random::new(seed), Writer::new(seed));
        let mut words = |count: usize| {
            let words: Vec<&str> = (0..count).map(|_| self.language.word(&mut random)).collect();
            format!("{}.", capitalised(&words.join(" ")))
        };
        let (title, lead) = (words(12), words(35));
        let paragraphs: Vec<String> = (0..PARAGRAPHS).map(|_| words(60)).collect();
        // One in ten is about a programme.
        let about = writer.paragraph();
        let about = about.rsplit_once("Nguồn vốn").map_or("", |(_, about)| about);
        (title, format!("{lead} {about}"), paragraphs.join("\n"))
    }

    /// A pass, and what its publishing used, by its steps, too. Judging, which comes before, isn't counted.
    pub fn publish(&self, spans: &Spans) -> Result<(Usage, Parts)> {
        let meter = Mutex::new(None);
        let watch = |event| {
            if event == Event::Publishing
                && let Ok(mut meter) = meter.lock()
            {
                spans.take();
                *meter = Some(Meter::start());
            }
        };
        let mut pipeline = Pipeline::open(self.config.clone())?;
        let pass = self.runtime.block_on(pipeline.once(self.time(), &watch))?;
        let meter = meter.into_inner()?.ok_or_else(|| format!("nothing was published: {}", pass.summary()))?;
        Ok((meter.stop()?, spans.take()))
    }

    /// A pass, of which the caller watches what it wants to know.
    pub fn pass(&self, watch: Watch<'_>) -> Result<Pass> {
        let mut pipeline = Pipeline::open(self.config.clone())?;
        Ok(self.runtime.block_on(pipeline.once(self.time(), watch))?)
    }

    /// From now on, the older half of the articles is past its time.
    pub fn keep_half(&mut self) {
        self.config.store.keep = Some(self.time().duration_since(BEGAN) / 2);
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn database(&self) -> &Path {
        &self.config.store.database
    }

    /// Has all be published again.
    pub fn forget(&self) -> Result<()> {
        let database = rusqlite::Connection::open(&self.config.store.database)?;
        database.execute("DELETE FROM fact WHERE name = 'published'", [])?;
        Ok(())
    }

    pub fn stories(&self) -> Result<usize> {
        let database = rusqlite::Connection::open(&self.config.store.database)?;
        Ok(database.query_row("SELECT count(*) FROM story", [], |row| row.get::<_, u32>(0))? as usize)
    }

    /// The published files, and when and how each was made.
    pub fn files(&self) -> Result<BTreeMap<PathBuf, (SystemTime, u64)>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.folder.path().join("public")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                } else {
                    let inode = std::os::unix::fs::MetadataExt::ino(&entry.metadata()?);
                    files.insert(entry.path(), (entry.metadata()?.modified()?, inode));
                }
            }
        }
        Ok(files)
    }
}

/// The repository's topics and feeds, and sources that are off: nothing is asked for.
fn config(folder: &Path) -> Result<Config> {
    let mut file: toml::Table = FEEDS_TOML.parse()?;
    let sources = (0..SOURCES).map(|n| {
        let source = [
            ("id", format!("bao-{n}")),
            ("name", format!("Báo {n}")),
            ("url", format!("https://bao-{n}.example/rss")),
            ("off", "made up for a benchmark, in November 2026".to_owned()),
        ];
        toml::Value::Table(source.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect())
    });
    file.insert("source".to_owned(), sources.collect::<Vec<_>>().into());
    for feed in file.get_mut("feed").and_then(toml::Value::as_array_mut).into_iter().flatten() {
        if let Some(feed) = feed.as_table_mut() {
            feed.remove("sources");
        }
    }
    for place in ["store", "publish"] {
        file.remove(place);
    }
    Config::parse("feeds.toml", &toml::to_string(&file)?, folder).map_err(|mistakes| mistakes.render(false).into())
}
