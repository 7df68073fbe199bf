use std::collections::HashMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use url::Url;

use super::{exit, failed};
use crate::read::{self, Article, BlockTable, Document, Entry, PageSelectors, Sourced};

/// Pages are read as the papers' of Vietnam are.
const ZONE: &str = "Asia/Ho_Chi_Minh";

#[derive(Debug, Args)]
pub(super) struct Lab {
    #[command(subcommand)]
    experiment: Experiment,
}

#[derive(Debug, Subcommand)]
enum Experiment {
    /// Print what is read of each page, as JSON: id, its fields, what is missing of its text, and where each
    /// field came from.
    Extract {
        /// Pages, a JSON object a line: id, url, html.
        #[arg(value_name = "FILE.jsonl")]
        pages: PathBuf,
    },
    /// Print the text blocks of each page as the block classifier sees them, to train it (lab/blocks/README.md).
    Blocks {
        /// Pages, a JSON object a line: id, url, html.
        #[arg(value_name = "FILE.jsonl")]
        pages: PathBuf,
        /// What the first look made of each page's blocks, in thousandths: a JSON object of arrays by id.
        #[arg(long, value_name = "FILE.json")]
        first: Option<PathBuf>,
    },
}

#[derive(Debug, Deserialize)]
struct Page {
    id: Value,
    #[serde(deserialize_with = "address")]
    url: Url,
    html: String,
}

/// Some sets have pages that nobody knows the address of.
fn address<'de, D: Deserializer<'de>>(value: D) -> Result<Url, D::Error> {
    let text = String::deserialize(value)?;
    let unknown = || Url::parse("http://unknown.invalid/");
    Url::parse(&text).or_else(|_| unknown()).map_err(serde::de::Error::custom)
}

impl Page {
    fn document(&self) -> Document<'_> {
        Document { url: &self.url, content_type: None, bytes: self.html.as_bytes() }
    }
}

impl Lab {
    pub(super) fn main(self) -> ExitCode {
        let done = match &self.experiment {
            Experiment::Extract { pages } => extract(pages),
            Experiment::Blocks { pages, first } => blocks(pages, first.as_deref()),
        };
        match done {
            Ok(()) => exit::WELL,
            Err(error) => failed(error),
        }
    }
}

fn extract(pages: &Path) -> Result<(), String> {
    let zone = TimeZone::get(ZONE).map_err(|error| error.to_string())?;
    each(pages, |page| {
        let read = read::article(&page.document(), &Entry::of_link(&page.url), &PageSelectors::default(), &zone);
        Ok(match read {
            Ok(article) => said(&page.id, &article),
            // A page that can't be read has no text; the others are read all the same.
            Err(error) => json!({ "id": page.id, "text": "", "error": error.to_string() }),
        })
    })
}

fn said(id: &Value, article: &Article) -> Value {
    let Article { url: _, canonical, title, lead, body, authors, published, modified, image, .. } = article;
    let Article { language, section, tags, missing, .. } = article;
    json!({
        "id": id,
        "text": body.value.text,
        "title": title.value,
        "lead": lead.as_ref().map(value),
        "date": published.as_ref().map(value),
        "modified": modified.as_ref().map(value),
        "authors": authors.as_ref().map(value).map(Vec::as_slice).unwrap_or_default(),
        "section": section.as_ref().map(value),
        "tags": tags.as_ref().map(value).map(Vec::as_slice).unwrap_or_default(),
        "canonical": canonical.as_ref().map(value),
        "language": language.as_ref().map(value),
        "image": image.as_ref().map(|image| &image.value.url),
        "missing": missing,
        "provenance": {
            "text": body.from,
            "title": title.from,
            "lead": lead.as_ref().map(from),
            "date": published.as_ref().map(from),
            "modified": modified.as_ref().map(from),
            "authors": authors.as_ref().map(from),
            "section": section.as_ref().map(from),
            "tags": tags.as_ref().map(from),
            "canonical": canonical.as_ref().map(from),
            "language": language.as_ref().map(from),
            "image": image.as_ref().map(from),
        },
    })
}

fn value<T>(found: &Sourced<T>) -> &T {
    &found.value
}

fn from<T>(found: &Sourced<T>) -> read::Origin {
    found.from
}

fn blocks(pages: &Path, first: Option<&Path>) -> Result<(), String> {
    let first: HashMap<String, Vec<i16>> = match first {
        Some(path) => serde_json::from_str(&text_of(path)?).map_err(|error| bad(path, &error))?,
        None => HashMap::new(),
    };
    each(pages, |page| {
        let id = page.id.as_str().map_or_else(|| page.id.to_string(), str::to_owned);
        let table = read::blocks(&page.document(), first.get(&id).map(Vec::as_slice));
        // A page that can't be read has no blocks; the others are looked at all the same.
        let BlockTable { columns, texts, rows, .. } = table.unwrap_or_default();
        Ok(json!({ "id": page.id, "columns": columns, "texts": texts, "rows": rows }))
    })
}

/// Prints what `look` says of each page, a line each.
fn each(pages: &Path, mut look: impl FnMut(&Page) -> Result<Value, String>) -> Result<(), String> {
    let text = text_of(pages)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let unwritten = |error: io::Error| format!("cannot print: {error}; is the pipe closed?");
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let page: Page = serde_json::from_str(line).map_err(|error| bad(pages, &error))?;
        writeln!(out, "{}", look(&page)?).map_err(unwritten)?;
    }
    out.flush().map_err(unwritten)
}

fn text_of(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}; name a readable file", path.display()))
}

fn bad(path: &Path, error: &serde_json::Error) -> String {
    format!("{} is not what it should be: {error}; see bantin lab --help", path.display())
}
