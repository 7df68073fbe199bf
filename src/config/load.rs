//! From a path to a [`Config`]: the file, and what the environment overrides.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;
use toml::de::DeTable;

use super::check;
use super::mistake::{Complaint, Found, Mistakes};
use super::value::socket_address;
use super::{Config, check::base_address};

/// Why there is no configuration.
#[derive(Debug, Error)]
pub enum ConfigError {
    #[error("there is no {}: go to the folder that has it, name yours with --config FILE, or copy the one that comes with bantin", .0.display())]
    Missing(PathBuf),
    #[error("{} can't be read: {error}", path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    #[error("{} isn't UTF-8 text (line {line}): save it as UTF-8", path.display())]
    NotText { path: PathBuf, line: usize },
    #[error("{0}")]
    Mistakes(Mistakes),
    #[error("the environment variable {name} {message}")]
    Override { name: &'static str, message: String },
}

/// What the environment sets in place of feeds.toml; an empty variable sets nothing. Paths are relative to the current
/// directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `BANTIN_DATABASE`: [`Store::database`](super::Store::database).
    pub database: Option<OsString>,
    /// `BANTIN_PUBLIC`: [`Publish::directory`](super::Publish::directory).
    pub public: Option<OsString>,
    /// `BANTIN_LISTEN`: [`Publish::listen`](super::Publish::listen).
    pub listen: Option<OsString>,
    /// `BANTIN_OPERATORS`: [`Publish::operators`](super::Publish::operators).
    pub operators: Option<OsString>,
    /// `BANTIN_URL`: [`Site::url`](super::Site::url).
    pub url: Option<OsString>,
}

impl Overrides {
    pub fn from_environment() -> Self {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        Self {
            database: set("BANTIN_DATABASE"),
            public: set("BANTIN_PUBLIC"),
            listen: set("BANTIN_LISTEN"),
            operators: set("BANTIN_OPERATORS"),
            url: set("BANTIN_URL"),
        }
    }

    /// # Errors
    /// Names the variable that can't be what it says.
    pub fn apply(&self, config: &mut Config) -> Result<(), ConfigError> {
        if let Some(database) = &self.database {
            config.store.database = database.into();
        }
        if let Some(public) = &self.public {
            config.publish.directory = public.into();
        }
        if let Some(listen) = &self.listen {
            config.publish.listen = parse("BANTIN_LISTEN", listen, socket_address)?;
        }
        if let Some(operators) = &self.operators {
            config.publish.operators = Some(parse("BANTIN_OPERATORS", operators, socket_address)?);
        }
        if let Some(url) = &self.url {
            config.site.url = parse("BANTIN_URL", url, base_address)?;
        }
        Ok(())
    }
}

fn parse<T>(
    name: &'static str,
    value: &OsString,
    parse: impl Fn(&str) -> Result<T, Complaint>,
) -> Result<T, ConfigError> {
    parse(&value.to_string_lossy()).map_err(|Complaint { message, hint }| {
        let hint = hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
        ConfigError::Override { name, message: format!("{message}{hint}") }
    })
}

impl Config {
    /// Reads feeds.toml, and the environment variables of [`Overrides`].
    ///
    /// # Errors
    /// When there is no such file, it can't be read, or there are mistakes in it or in a variable.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        Self::load_with(path, &Overrides::from_environment())
    }

    /// # Errors
    /// As [`Config::load`].
    pub fn load_with(path: &Path, overrides: &Overrides) -> Result<Self, ConfigError> {
        let text = read_text(path)?;
        let base = path.parent().unwrap_or_else(|| Path::new(""));
        let mut config = Self::parse(&path.display().to_string(), &text, base).map_err(ConfigError::Mistakes)?;
        overrides.apply(&mut config)?;
        Ok(config)
    }

    /// Reads the text of a feeds.toml. `file_name` is what it is called in messages; relative paths are resolved
    /// against `base`, the folder it lies in.
    ///
    /// # Errors
    /// Every mistake in it; only those of syntax when there are any, for what else would be found may be their
    /// consequence.
    pub fn parse(file_name: &str, text: &str, base: &Path) -> Result<Self, Mistakes> {
        let found = Found::default();
        let (document, syntax) = DeTable::parse_recoverable(text);
        for error in syntax {
            let complaint = Complaint::new(error.message());
            // The one mistake of syntax whose name says nothing about its cause.
            let complaint = match error.message() {
                "duplicate key" => complaint.hint("it is there above already: keep one of them"),
                _ => complaint,
            };
            found.report(error.span().unwrap_or(0..0), complaint);
        }
        let digest = || data_encoding::HEXLOWER.encode(&Sha256::digest(text));
        let config = if found.is_empty() { check::document(document.get_ref(), digest(), base, &found) } else { None };
        config.ok_or_else(|| found.into_mistakes(file_name, text))
    }
}

/// The text of a feeds.toml, unchecked.
pub(super) fn read_text(path: &Path) -> Result<String, ConfigError> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ConfigError::Missing(path.to_owned()),
        _ => ConfigError::Unreadable { path: path.to_owned(), error },
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        ConfigError::NotText { path: path.to_owned(), line: valid.split(|byte| *byte == b'\n').count() }
    })
}
