//! How bantin and its sources are, for operators: what `bantin status` and the page `/status` show. The words for it are in
//! `words::status`, in both languages.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{Document, Finding, RenderError, Renderer, pages};
use crate::config::{Config, Language};
use crate::news::SourceId;
use crate::read::PageField;

/// bantin at an instant. Its JSON is for scripts (docs/operating.md): members may be added, never changed.
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

impl SourceStatus {
    /// On how many of a hundred pages each field was found; none where no page was read.
    pub fn shares(&self) -> impl Iterator<Item = (PageField, u64)> {
        let fields = self.fields.iter().filter(|_| self.pages > 0);
        fields.map(|(field, found)| (*field, u64::from(*found) * 100 / u64::from(self.pages)))
    }
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
