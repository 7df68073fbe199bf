//! The papers as they are kept in `press/`: a folder each, with `paper.toml`, templates, and a file for each article.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::template::BadTag;

static PRESS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/press");

/// A mistake in the sample press itself; the tests keep it from leaving the repository.
#[derive(Debug, Error)]
#[error("press/{file}: {problem}")]
pub struct ContentError {
    pub file: String,
    pub problem: String,
}

impl ContentError {
    pub(super) fn new(file: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { file: file.into(), problem: problem.into() }
    }

    pub(super) fn tag(file: impl Into<String>, BadTag(problem): BadTag) -> Self {
        Self { file: file.into(), problem }
    }
}

/// A paper with what both editions are printed from.
#[derive(Debug)]
pub struct Paper {
    /// The folder's name, and the first segment of the paper's addresses.
    pub prefix: String,
    pub about: About,
    /// By file name.
    pub templates: BTreeMap<String, &'static str>,
    pub articles: Vec<Article>,
}

/// `paper.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub name: String,
    /// Where articles are, under the prefix; `{slug}`, `{section}` and `{number}` are filled in.
    pub address: String,
    /// How readers see dates: strftime, with `{weekday}` in Vietnamese.
    pub date: String,
    pub encoding: Encoding,
    /// What the front page is served as.
    pub front: Served,
    pub feed: Option<Feed>,
    /// Slug → name.
    pub sections: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "windows-1258")]
    Windows1258,
}

/// Where a document is and with which headers it comes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// Under the prefix.
    pub path: String,
    pub media_type: String,
    #[serde(default)]
    pub validators: Vec<Validator>,
}

#[derive(Debug, Deserialize)]
pub struct Feed {
    #[serde(flatten)]
    pub served: Served,
    /// strftime.
    pub date: String,
    pub dialect: Dialect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// By the templates `feed.xml` and `feed-item.xml`.
    Xml,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Validator {
    Etag,
    WeakEtag,
    LastModified,
}

/// An article's file: TOML between `+++` lines, then blocks with a blank line between them. The first block is the
/// lead. `## …` is a subheading, `![caption](picture)` a picture, a block that begins with `<` is HTML.
#[derive(Clone, Debug)]
pub struct Article {
    pub head: Head,
    /// The file's name without its endings.
    pub slug: String,
    /// The one edition that has this text, for files that end in `.first.md` and `.second.md`.
    pub only_in: Option<usize>,
    pub lead: String,
    pub blocks: Vec<String>,
}

/// What an article's file says before the text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub title: String,
    /// A slug of the paper's sections.
    pub section: String,
    pub number: u32,
    /// Between publication and the instant as of which the press is printed.
    pub age: SignedDuration,
    /// The same for the last change, where there was one.
    pub changed: Option<SignedDuration>,
    /// The first edition that has it.
    #[serde(default = "first")]
    pub edition: usize,
    #[serde(default)]
    pub author: String,
    /// An agency's name at the end of the text.
    #[serde(default)]
    pub credit: String,
    /// The feed's id for it, in each edition; the link, when empty.
    #[serde(default)]
    pub guid: Vec<String>,
    /// File name in `anh/`.
    #[serde(default)]
    pub picture: String,
    #[serde(default)]
    pub tags: Vec<String>,
    /// The text is another file's: path in `press/`.
    pub text_of: Option<String>,
    /// Only so many blocks of the text are printed.
    pub blocks: Option<usize>,
    #[serde(default)]
    pub json_ld: JsonLd,
    /// Everything in canonical decomposition.
    #[serde(default)]
    pub nfd: bool,
    /// The feed carries the whole text.
    #[serde(default)]
    pub full_in_feed: bool,
    /// What is wrong with its page.
    pub page: Option<Fault>,
}

fn first() -> usize {
    1
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JsonLd {
    #[default]
    Good,
    /// With bare quotation marks inside a string, as templates make it that don't escape.
    Broken,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// 404.
    Gone,
    /// 503 to the first who asks.
    BusyOnce,
}

impl Paper {
    /// All papers, by prefix.
    pub fn all() -> Result<Vec<Self>, ContentError> {
        let mut papers = PRESS
            .dirs()
            .filter(|dir| dir.get_file(dir.path().join("paper.toml")).is_some())
            .map(Self::open)
            .collect::<Result<Vec<_>, _>>()?;
        papers.sort_by(|a, b| a.prefix.cmp(&b.prefix));
        Ok(papers)
    }

    fn open(dir: &Dir<'static>) -> Result<Self, ContentError> {
        let prefix = dir.path().display().to_string();
        let about = from_toml(&format!("{prefix}/paper.toml"), file(&format!("{prefix}/paper.toml"))?)?;
        let mut templates = BTreeMap::new();
        let mut articles = Vec::new();
        for found in dir.files() {
            let path = found.path().display().to_string();
            let name = path.rsplit('/').next().unwrap_or_default();
            match name.rsplit_once('.') {
                Some((stem, "md")) => articles.push(Article::open(&path, stem)?),
                Some((_, "html" | "xml")) => {
                    templates.insert(name.to_owned(), file(&path)?);
                }
                _ => {}
            }
        }
        articles.sort_by_key(|article| (article.head.age, article.head.number));
        Ok(Self { prefix, about, templates, articles })
    }

    /// What the paper has in an edition, newest first.
    pub fn edition(&self, edition: usize) -> impl Iterator<Item = &Article> {
        self.articles.iter().filter(move |article| {
            article.head.edition <= edition && article.only_in.is_none_or(|only| only == edition)
        })
    }
}

impl Article {
    fn open(path: &str, stem: &str) -> Result<Self, ContentError> {
        let (slug, only_in) = match stem.rsplit_once('.') {
            Some((slug, "first")) => (slug, Some(1)),
            Some((slug, "second")) => (slug, Some(2)),
            _ => (stem, None),
        };
        let (head, own_text) = parts(path, file(path)?)?;
        let head: Head = from_toml(path, head)?;
        let text = match &head.text_of {
            Some(other) => parts(other, file(other)?)?.1,
            None => own_text,
        };
        let mut article = Self::written(head, slug, text).ok_or_else(|| ContentError::new(path, "no text"))?;
        article.only_in = only_in;
        Ok(article)
    }

    fn written(mut head: Head, slug: &str, text: &str) -> Option<Self> {
        let nfd = head.nfd;
        let form = |text: &str| if nfd { text.nfd().collect() } else { text.to_owned() };
        let mut blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).map(form);
        let lead = blocks.next()?;
        head.title = form(&head.title);
        let blocks = blocks.take(head.blocks.unwrap_or(usize::MAX)).collect();
        Some(Self { head, slug: slug.to_owned(), only_in: None, lead, blocks })
    }

    /// The feed's id for it; none when that is the link.
    pub fn guid(&self, edition: usize) -> Option<&str> {
        self.head.guid.get(edition - 1).or(self.head.guid.last()).map(String::as_str)
    }
}

/// The text of a file in `press/`.
pub fn file(path: &str) -> Result<&'static str, ContentError> {
    let found = PRESS.get_file(path).ok_or_else(|| ContentError::new(path, "no such file"))?;
    found.contents_utf8().ok_or_else(|| ContentError::new(path, "not UTF-8"))
}

/// The pictures: name and SVG.
pub fn pictures() -> Result<Vec<(String, &'static str)>, ContentError> {
    let paths = PRESS.get_dir("anh").into_iter().flat_map(Dir::files).map(|found| found.path().display().to_string());
    paths.map(|path| Ok((path.trim_start_matches("anh/").to_owned(), file(&path)?))).collect()
}

/// An article's file → its TOML and its text.
fn parts<'a>(path: &str, content: &'a str) -> Result<(&'a str, &'a str), ContentError> {
    content
        .strip_prefix("+++\n")
        .and_then(|content| content.split_once("\n+++\n"))
        .ok_or_else(|| ContentError::new(path, "no TOML between +++ lines at the top"))
}

fn from_toml<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, ContentError> {
    toml::from_str(text).map_err(|error| ContentError::new(path, error.to_string()))
}
