//! What is wrong with bantin or its sources, for operators: what `bantin doctor` and the page `/status` show. The words for
//! it are in `words::findings`, in both languages.

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, Serializer};

use crate::config::Language;
use crate::news::SourceId;
use crate::read::PageField;

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
        /// Whether there was one ever.
        ever: bool,
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
    /// The clock of a source's server stands otherwise than most: ahead, or behind where negative.
    ServerClock {
        host: String,
        ahead: SignedDuration,
    },
    /// So many sites agree that this machine's clock is ahead, or behind where negative.
    MachineClock {
        ahead: SignedDuration,
        sites: usize,
        of: usize,
    },
    /// So many sources seem to date ahead that it is rather this machine's clock that is late; by how much, nobody says.
    MachineSeemsLate {
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
            Self::ServerClock { .. } => "server-clock",
            Self::MachineClock { .. } | Self::MachineSeemsLate { .. } => "machine-clock",
            Self::HubDenies { .. } => "hub-denies",
        }
    }
}
