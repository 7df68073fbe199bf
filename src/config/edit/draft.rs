//! feeds.toml on its way to another content.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use thiserror::Error;
use toml::de::DeTable;
use tracing::warn;

use super::block::NewSource;
use super::file;
use super::place::{Inline, Place};
use crate::config::load::read_text;
use crate::config::{Config, ConfigError, Mistakes, Overrides};

/// Why feeds.toml, or what else is written whole, was not changed.
#[derive(Debug, Error)]
pub enum EditError {
    #[error("{0}")]
    Mistakes(Mistakes),
    #[error(
        "{} has its sources in one array, `source = […]`: write each under a header of its own, `[[source]]`, and others \
         can be added", .0.display()
    )]
    Inline(PathBuf),
    #[error("{} was changed meanwhile, and is left as it is: try again", .0.display())]
    Changed(PathBuf),
    #[error("{} is read-only: nothing was written", .0.display())]
    ReadOnly(PathBuf),
    #[error("{} belongs to another user, and a new file in its place would not: run this as that user", .0.display())]
    Foreign(PathBuf),
    #[error("could not {action} {}: {source}; nothing was changed", path.display())]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },
}

/// feeds.toml as it is, and right.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    text: String,
    config: Config,
}

/// feeds.toml as it is to be, and right.
#[derive(Debug)]
pub struct Edited<'a> {
    draft: &'a Draft,
    text: String,
    config: Config,
    /// The line on which what is new begins, counted from 1.
    line: usize,
}

impl Draft {
    /// Reads the file. That it has no source yet is no mistake here: one is to come.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn open(path: &Path) -> Result<Self, ConfigError> {
        let text = read_text(path)?;
        let mut config = match parse(path, &text) {
            Err(_) if has_no_source(&text) => {
                const STAND_IN: &str =
                    "\n[[source]]\nid = \"nguon\"\nname = \"Nguồn\"\nurl = \"https://bao.example/\"\n";
                let config = parse(path, &format!("{text}{STAND_IN}"));
                config.map(|config| Config { sources: Vec::new(), ..config })
            }
            parsed => parsed,
        }
        .map_err(ConfigError::Mistakes)?;
        Overrides::from_environment().apply(&mut config)?;
        Ok(Self { path: path.to_owned(), text, config })
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Whether it could be written, as far as that can be known before.
    ///
    /// # Errors
    /// When it can't.
    pub fn writable(&self) -> Result<(), EditError> {
        file::writable(&self.path).map(|_| ())
    }

    /// The file with `sources`, at least one, behind those that it has; checked as `bantin check` does.
    ///
    /// # Errors
    /// What `bantin check` would say of it.
    pub fn with(&self, sources: &[NewSource]) -> Result<Edited<'_>, EditError> {
        let (document, _) = DeTable::parse_recoverable(&self.text);
        let place = Place::in_document(document.get_ref(), &self.text);
        let Place { at, indents } = place.map_err(|Inline| EditError::Inline(self.path.clone()))?;
        let (before, behind) = self.text.split_at(at);
        let mut added = String::new();
        // A blank line before each, and behind the last where something follows at once.
        if !before.is_empty() && !before.ends_with('\n') {
            added.push('\n');
        }
        for (n, source) in sources.iter().enumerate() {
            if n > 0 || !before.trim().is_empty() {
                added.push('\n');
            }
            // Writing to a String cannot fail.
            let _ = write!(added, "{}", source.block(&indents));
        }
        if !behind.is_empty() && !behind.starts_with(['\n', '\r']) {
            added.push('\n');
        }
        if before.ends_with("\r\n") {
            added = added.replace('\n', "\r\n");
        }
        let text = format!("{before}{added}{behind}");
        let name = self.path.display().to_string();
        let mut config = parse(&self.path, &text).map_err(EditError::Mistakes)?;
        config.try_examples(&name, &text).map_err(EditError::Mistakes)?;
        if let Err(error) = Overrides::from_environment().apply(&mut config) {
            warn!("{error}");
        }
        let blank = added.len() - added.trim_start().len();
        let line = 1 + text[..at + blank].matches('\n').count();
        Ok(Edited { draft: self, text, config, line })
    }
}

impl Edited<'_> {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn line(&self) -> usize {
        self.line
    }

    /// Writes it in the draft's place: whole or not at all.
    ///
    /// # Errors
    /// When the file is not what it was, or the file system refuses.
    pub fn save(&self) -> Result<(), EditError> {
        file::replace(&self.draft.path, &self.draft.text, &self.text)
    }
}

fn parse(path: &Path, text: &str) -> Result<Config, Mistakes> {
    let base = path.parent().unwrap_or_else(|| Path::new(""));
    Config::parse(&path.display().to_string(), text, base)
}

fn has_no_source(text: &str) -> bool {
    !DeTable::parse_recoverable(text).0.get_ref().contains_key("source")
}
