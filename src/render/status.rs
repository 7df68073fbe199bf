//! How bantin and its sources are, for operators: what `bantin status`, `bantin doctor` and the page `/status` show. The
//! words for it are in `words::status`, in both languages.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::{Document, RenderError, Renderer, pages};
use crate::config::{Config, Language};
use crate::news::SourceId;
use crate::read::PageField;

/// bantin at an instant. Its JSON is for scripts (docs/operators.md): members may be added, never changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Status {
    pub at: Timestamp,
    /// To within five minutes; none before the first pass.
    pub last_pass: Option<Timestamp>,
    /// When a pass last published something.
    pub last_publication: Option<Timestamp>,
    pub articles: u64,
    /// Articles' pages whose turn has come, and those that are tried again later.
    pub pages_due: u64,
    pub pages_later: u64,
    /// Articles without a verdict as they are.
    pub unjudged: u64,
    pub database_bytes: u64,
    pub subscriptions: Subscriptions,
    /// Of feeds.toml, in its order.
    pub sources: Vec<SourceStatus>,
}

/// What is agreed with the sources' hubs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Subscriptions {
    pub active: usize,
    pub requested: usize,
    pub denied: usize,
}

/// A source at an instant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceStatus {
    pub id: SourceId,
    pub name: String,
    /// As feeds.toml has it.
    pub url: String,
    pub standing: Standing,
    /// Why the operator switched it off.
    pub off: Option<String>,
    /// Where it is asked, since its address redirects there for good.
    pub moved_to: Option<String>,
    pub last_success: Option<Timestamp>,
    pub last_attempt: Option<Timestamp>,
    pub next_poll: Option<Timestamp>,
    /// Seconds from the last poll to the next, and why that long.
    pub interval: Option<i64>,
    pub why: Option<Why>,
    /// Pieces of news a week, over four weeks at most; none while it is too early to say.
    pub items_a_week: Option<f64>,
    /// In a row, up to now.
    pub failures: u32,
    pub last_error: Option<String>,
    /// Of the pages of its articles in four weeks.
    pub pages: u32,
    /// On how many of the pages each field was found.
    pub fields: BTreeMap<PageField, u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Well,
    Failing,
    /// Its host wants to be left alone.
    Held,
    /// Answered 410, and is not polled any more.
    Gone,
    /// Has not been polled at its address.
    New,
    /// In feeds.toml.
    Off,
}

/// Why a source is polled when it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Why {
    /// It publishes so much a day; none while it is too early to say.
    Rhythm {
        news_a_day: Option<f64>,
    },
    /// `every` in feeds.toml: as often, and as seldom, as it allows.
    Shortest,
    Longest,
    /// A hub tells of its news.
    Push,
    /// Its document asks for it (`ttl`, `sy:updatePeriod`).
    Document,
    /// Its server does (`Cache-Control`, `Expires`).
    Server,
    /// Its document names hours or days without news (`skipHours`, `skipDays`).
    Skipped,
    /// Less and less often while it fails; since the last success, if there was one.
    Failing {
        since: Option<Timestamp>,
    },
    /// Its host said how long it wants to be left alone (`Retry-After`).
    Held,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub severity: Severity,
    /// None: bantin as a whole.
    pub source: Option<SourceId>,
    /// Of the web, or a path.
    pub address: Option<String>,
    pub since: Option<Timestamp>,
    pub problem: Problem,
}

/// The worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// bantin doesn't do its work.
    Critical,
    /// A source gives nothing.
    Error,
    /// Something is not as it should be.
    Warning,
}

/// What is wrong, with the figures that show it.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// feeds.toml has mistakes, or can't be read.
    Configuration {
        mistakes: String,
    },
    /// Topics' examples are filed otherwise than they say.
    Examples {
        mistakes: String,
    },
    Database {
        error: String,
    },
    /// Sources are due, and nobody asks them.
    NoPasses {
        overdue: usize,
    },
    /// Passes are made, and no source answers well.
    NothingSucceeds {
        sources: usize,
    },
    /// Bytes.
    LittleSpace {
        free: u64,
        taken: u64,
    },
    NotReadable {
        error: String,
    },
    NotWritable {
        error: String,
    },
    SiteUnreachable {
        error: String,
    },
    /// Something else is there.
    SiteNotOurs,
    /// It serves what was published then, and this was published at `ours`.
    SiteOld {
        theirs: Timestamp,
        ours: Timestamp,
    },
    Gone,
    Failing {
        failures: u32,
        error: String,
    },
    NeverWorked {
        failures: u32,
        error: String,
    },
    Moved {
        to: String,
    },
    /// Answers well, and gives no news: for so many days; never before for longer than `longest`, of so many silences.
    Silent {
        days: u32,
        longest: u32,
        silences: u32,
    },
    /// A field was found on so many pages before, and since then on so many.
    FieldLost {
        field: PageField,
        before: (u32, u32),
        after: (u32, u32),
    },
    /// A selector of feeds.toml matches nothing any more.
    SelectorLost {
        field: PageField,
        selector: String,
        page: Option<String>,
    },
    /// So many of the latest entries are another source's as well.
    SameItems {
        other: SourceId,
        shared: usize,
        of: usize,
    },
    /// So many entries were dated ahead of when they came.
    DatedAhead {
        ahead: u32,
        of: u32,
    },
    /// So many sources seem to date ahead that it is rather this machine's clock that is late.
    MachineClock {
        sources: usize,
        of: usize,
    },
    HubDenies {
        hub: String,
    },
}

/// A finding as scripts get it; evidence and remedy are in English.
#[derive(Serialize)]
struct FindingLine<'a> {
    severity: Severity,
    problem: &'static str,
    source: Option<&'a SourceId>,
    address: Option<&'a str>,
    since: Option<Timestamp>,
    evidence: String,
    remedy: String,
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        FindingLine {
            severity: self.severity,
            problem: self.problem.key(),
            source: self.source.as_ref(),
            address: self.address.as_deref(),
            since: self.since,
            evidence: self.evidence(Language::English),
            remedy: self.remedy(Language::English),
        }
        .serialize(serializer)
    }
}

impl Problem {
    /// Its name for scripts.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Configuration { .. } => "configuration",
            Self::Examples { .. } => "examples",
            Self::Database { .. } => "database",
            Self::NoPasses { .. } => "no-passes",
            Self::NothingSucceeds { .. } => "nothing-succeeds",
            Self::LittleSpace { .. } => "little-space",
            Self::NotReadable { .. } => "not-readable",
            Self::NotWritable { .. } => "not-writable",
            Self::SiteUnreachable { .. } => "site-unreachable",
            Self::SiteNotOurs => "site-not-ours",
            Self::SiteOld { .. } => "site-old",
            Self::Gone => "gone",
            Self::Failing { .. } => "failing",
            Self::NeverWorked { .. } => "never-worked",
            Self::Moved { .. } => "moved",
            Self::Silent { .. } => "silent",
            Self::FieldLost { .. } => "field-lost",
            Self::SelectorLost { .. } => "selector-lost",
            Self::SameItems { .. } => "same-items",
            Self::DatedAhead { .. } => "dated-ahead",
            Self::MachineClock { .. } => "machine-clock",
            Self::HubDenies { .. } => "hub-denies",
        }
    }
}

/// Renders the page `/status`; made once for many.
pub struct StatusPages {
    renderer: Renderer,
}

impl StatusPages {
    pub fn new(config: &Config) -> Self {
        Self { renderer: Renderer::new(config) }
    }

    /// The page in one language, to be shown at `status/` or at `status`: its links begin there.
    ///
    /// # Errors
    /// When it can't be written, which no input should bring about.
    pub fn page(
        &self,
        language: Language,
        with_slash: bool,
        status: &Status,
        findings: &[Finding],
    ) -> Result<Document, RenderError> {
        pages::status_page(&self.renderer.site(), language, with_slash, status, findings)
    }
}
