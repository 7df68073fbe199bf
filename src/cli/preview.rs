use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use url::Url;

use super::progress::Progress;
use super::{Common, block, block_on, exit, fact, failed, filing, load, logging, say};
use crate::config::{Config, edit};
use crate::news::CanonicalUrl;
use crate::pipeline::{self, As, Looked, PreviewedEntry};
use crate::read::{Cut, Enclosure, PageField, Pointed, Sourced};

#[derive(Debug, Args)]
pub(super) struct Preview {
    #[command(flatten)]
    common: Common,
    /// A feed, listing or article page: its address, or a file with its bytes.
    #[arg(value_name = "URL-or-FILE")]
    subject: String,
    /// For a file: the address it came from.
    #[arg(long, value_name = "URL")]
    from: Option<Url>,
    /// Read a page as a list of articles, even if feeds.toml doesn't know it; its selectors are guessed and shown.
    #[arg(long)]
    listing: bool,
    #[command(flatten)]
    words: Words,
}

/// Words that the operator sees on an article's page, in the field that they belong to.
#[derive(Debug, Args)]
#[group(multiple = true, conflicts_with = "listing")]
struct Words {
    /// Words of the headline: writes the selector for it, and reads the page with that.
    #[arg(long = "title-has", value_name = "WORDS")]
    title: Option<String>,
    /// Words of the lead.
    #[arg(long = "lead-has", value_name = "WORDS")]
    lead: Option<String>,
    /// Words of one paragraph of the text: the selector is for all of it.
    #[arg(long = "body-has", value_name = "WORDS")]
    body: Option<String>,
    /// The author's name.
    #[arg(long = "author-has", value_name = "WORDS")]
    author: Option<String>,
    /// The date as it is printed.
    #[arg(long = "date-has", value_name = "WORDS")]
    date: Option<String>,
}

impl Words {
    fn given(&self) -> Vec<(PageField, &str)> {
        let Self { title, lead, body, author, date } = self;
        let all = [
            (PageField::Title, title),
            (PageField::Lead, lead),
            (PageField::Body, body),
            (PageField::Author, author),
            (PageField::Date, date),
        ];
        all.into_iter().filter_map(|(field, words)| Some((field, words.as_deref()?))).collect()
    }
}

impl Preview {
    pub(super) fn main(self) -> ExitCode {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        match load(&self.common.config).and_then(|config| self.show(&config)) {
            Ok(()) => exit::WELL,
            Err(code) => code,
        }
    }

    fn show(&self, config: &Config) -> Result<(), ExitCode> {
        let looked = match web_address(&self.subject) {
            Some(url) => block_on(pipeline::fetch(config, &url))?.map_err(failed)?,
            None => read_file(Path::new(&self.subject), self.from.clone()).map_err(failed)?,
        };
        let document = looked.document();
        let words = self.words.given();
        let (taken, pointed) = if self.listing {
            (As::Listing, Vec::new())
        } else if words.is_empty() {
            (As::Itself, Vec::new())
        } else {
            let (selectors, pointed) = pipeline::point(config, &document, &words).map_err(failed)?;
            (As::Page(Box::new(selectors)), pointed)
        };
        let preview = pipeline::preview(config, &document, &taken, Timestamp::now()).map_err(failed)?;
        let shown = found(&pointed) + &describe(config, &preview);
        say::result(shown.trim_end())
    }
}

fn web_address(subject: &str) -> Option<Url> {
    Url::parse(subject).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn read_file(path: &Path, from: Option<Url>) -> Result<Looked, String> {
    let failed =
        |error| format!("cannot read {}: {error}; give a file, or an address that begins with http", path.display());
    let bytes = fs::read(path).map_err(failed)?;
    let url = match from {
        Some(url) => url,
        None => fs::canonicalize(path).map_err(failed).and_then(|path: PathBuf| {
            Url::from_file_path(&path).map_err(|()| format!("{} has no address", path.display()))
        })?,
    };
    Ok(Looked { url, content_type: None, bytes })
}

/// The selectors to keep, before what they give.
fn found(pointed: &[Pointed]) -> String {
    if pointed.is_empty() {
        return String::new();
    }
    let block = block::page(pointed);
    format!(
        "Put this below the source in feeds.toml, or what is new of it in its [source.page]:\n\n{block}\nRead with it:\n\n"
    )
}

fn describe(config: &Config, preview: &pipeline::Preview) -> String {
    match preview {
        pipeline::Preview::Page(entry) => article(config, entry),
        pipeline::Preview::Feed { parsed, entries, guessed } => {
            let title = parsed.title.as_deref().unwrap_or("without a title");
            let count = say::counted(entries.len(), "1 entry", "{n} entries");
            let mut text = format!("{:?}, {title}: {count}\n", parsed.dialect);
            if let Some(selectors) = guessed {
                text.push_str(
                    "\nThe selectors were guessed. To keep them, put this below the source in feeds.toml:\n\n",
                );
                text.push_str(&edit::listing(selectors));
            }
            for (entry, shown) in parsed.entries.iter().zip(entries) {
                let guid = entry.guid.as_deref().unwrap_or("no guid");
                let _ = write!(text, "\n[{guid}]\n{}", article(config, shown));
                if let Some(date) = &entry.unread_date {
                    let _ = writeln!(text, "{:10} “{date}” cannot be read as a date", "date");
                }
                for Enclosure { url, media_type, length } in &entry.enclosures {
                    let kind = media_type.as_deref().unwrap_or("of no type");
                    let length = length.map(|bytes| format!(", {bytes} bytes")).unwrap_or_default();
                    let _ = writeln!(text, "{:10} {url}  ({kind}{length})", "enclosure");
                }
            }
            text
        }
    }
}

/// What was cut, of a page with many menus.
const MOST_CUTS: usize = 40;

fn article(config: &Config, entry: &PreviewedEntry) -> String {
    let article = &entry.article;
    let zone = &config.site.zone;
    let mut text = String::new();
    let mut line = |name: &str, value: &str, from: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name:10} {value}{from}");
    };
    line("title", &article.title.value, &origin(&article.title));
    match &article.url {
        Some(url) => line("url", url.as_str(), &format!("  (known as {})", CanonicalUrl::of(url))),
        None => line("url", "none: its page is not read", ""),
    }
    field(&mut line, "canonical", article.canonical.as_ref(), Url::to_string);
    field(&mut line, "lead", article.lead.as_ref(), Clone::clone);
    field(&mut line, "authors", article.authors.as_ref(), |authors| authors.join(", "));
    field(&mut line, "published", article.published.as_ref(), |time| say::local(*time, zone));
    field(&mut line, "modified", article.modified.as_ref(), |time| say::local(*time, zone));
    field(&mut line, "language", article.language.as_ref(), Clone::clone);
    field(&mut line, "section", article.section.as_ref(), Clone::clone);
    field(&mut line, "tags", article.tags.as_ref(), |tags| tags.join(", "));
    field(&mut line, "image", article.image.as_ref(), |image| image.url.to_string());
    if let Some(caption) = article.image.as_ref().and_then(|image| image.value.caption.as_ref()) {
        line("caption", caption, "");
    }
    line("body", &format!("{} characters", article.body.value.text.chars().count()), &origin(&article.body));
    for paragraph in article.body.value.text.lines() {
        line("", paragraph, "");
    }
    if let Some(missing) = article.missing {
        line("missing", &missing.to_string(), "");
    }
    if let Some(more) = &entry.more {
        line("more", more.as_str(), "  (read in a pass; not in a preview)");
    }
    for (at, Cut { why, text }) in entry.cuts.iter().take(MOST_CUTS).enumerate() {
        line(if at == 0 { "cut" } else { "" }, text, &format!("  ({why})"));
    }
    if let Some(more @ 1..) = entry.cuts.len().checked_sub(MOST_CUTS) {
        line("", &format!("and {more} more"), "");
    }
    filing::print(config, &entry.topics, &entry.places, |name, value| line(name, value, ""));
    filing::print_near(&entry.near, |name, value| line(name, value, ""));
    for stated in &entry.facts {
        line("fact", &fact::describe(stated), "");
        line("", &say::because(&stated.fact.evidence), "");
    }
    text
}

fn field<T>(
    line: &mut impl FnMut(&str, &str, &str),
    name: &str,
    value: Option<&Sourced<T>>,
    show: impl Fn(&T) -> String,
) {
    match value {
        Some(value) => line(name, &show(&value.value), &origin(value)),
        None => line(name, "not found", ""),
    }
}

fn origin<T>(value: &Sourced<T>) -> String {
    format!("  (from {})", value.from)
}
