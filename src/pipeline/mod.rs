//! The only place where stages meet. One [`Pipeline::once`] serves the daemon, cron and the tests alike; it decides
//! nothing itself but what comes next.

mod clocks;
mod daemon;
mod decisions;
mod discovery;
mod explain;
mod following;
mod grouping;
mod health;
mod hosts;
mod items;
mod judging;
mod listings;
mod moves;
mod pages;
mod pass;
mod polls;
mod portion;
mod preview;
mod publishing;
mod rhythm;
mod schedule;
mod search;
mod sitemaps;
mod standing;
mod substitutes;
mod trial;
mod websub;
mod withdrawals;
mod workers;

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use thiserror::Error;
use tracing::info;

use crate::config::Config;
use crate::fetch::{Client, SetupError};
use crate::judge::TopicRules;
use crate::publish::{PublishError, Serving};
use crate::render::{RenderError, Renderer};
use crate::store::{Lock, LockError, Store, StoreError};
use grouping::Grouper;
use pages::Pages;
use websub::Listening;
use workers::Patience;

pub use daemon::DaemonError;
pub use decisions::{DecisionError, Noted, join, split};
pub use discovery::{Content, Discovery, Found, Guess, Trouble, discover};
pub use explain::{
    Decree, ExplainError, Explanation, Group, Line, Near, Neighbour, PageState, SeriesOf, StoryOf, Version, Withdrawal,
    explain,
};
pub use items::{Item, ItemError, find_item};
pub use pass::{Event, Failure, Moved, Pass, Warning, Watch};
pub use preview::{As, LookError, Looked, PointError, Preview, PreviewedEntry, fetch, point, preview};
pub use search::{SearchError, Searcher};
pub use trial::{Text, Trial};
pub use withdrawals::{republish, withdraw};

/// Everything a pass needs, and the sole right to write.
pub struct Pipeline {
    config: Arc<Config>,
    store: Store,
    client: Client,
    renderer: Arc<Renderer>,
    /// Compiled when there is something to judge.
    rules: OnceLock<TopicRules>,
    /// Texts that were grouped last.
    grouper: Grouper,
    /// Changes when a verdict might come out otherwise.
    rules_digest: String,
    /// Changes when the same stories would be published otherwise.
    site_digest: String,
    /// Whether the client knows what earlier processes learnt of hosts.
    recalled: bool,
    /// Where the daemon's readers look; cron has none.
    serving: Option<Serving>,
    /// Where hubs call the daemon; they can't call cron.
    listening: Option<Listening>,
    _lock: Lock,
}

#[derive(Debug, Error)]
pub enum OpenError {
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Client(#[from] SetupError),
}

/// What stops a pass as a whole. A source that fails does not: it is in [`Pass::failed`].
#[derive(Debug, Error)]
pub enum PassError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error(transparent)]
    Publish(#[from] PublishError),
}

impl Pipeline {
    /// Takes the lock and opens the store.
    ///
    /// # Errors
    /// When another process holds the lock, the database cannot be opened, or TLS cannot be set up.
    pub fn open(config: Config) -> Result<Self, OpenError> {
        let lock = Lock::take(&config.store.database)?;
        let store = Store::open(&config.store.database)?;
        let client = Client::new(&config.fetch)?;
        let homes: Vec<_> = config.sources.iter().filter_map(|source| Some((&source.id, source.place?.name))).collect();
        Ok(Self {
            rules_digest: digest(&format!("{:?} {homes:?}", config.topics)),
            // What the environment and `bantin demo` put in place of the file's is not in its digest.
            site_digest: digest(&format!("{} {:?} {:?}", config.digest, config.site, config.publish)),
            renderer: Arc::new(Renderer::new(&config)),
            config: Arc::new(config),
            store,
            client,
            rules: OnceLock::new(),
            grouper: Grouper::default(),
            recalled: false,
            serving: None,
            listening: None,
            _lock: lock,
        })
    }

    /// One pass: polls what is due at `now`, reads pages that are due, does what operators decided, judges what is new,
    /// publishes what changed, and tells the operator's hub; all but the first for what there is when the slowest keep it
    /// waiting, and again for the rest. Where hubs can call, what they pushed is taken in as well, and subscriptions are kept.
    ///
    /// May be dropped at any await, and killed at any instant: each step's outcome is one transaction, and the next pass
    /// goes on where this one was.
    ///
    /// # Errors
    /// When the database or the published folder fails.
    pub async fn once(&mut self, now: Timestamp, watch: Watch<'_>) -> Result<Pass, PassError> {
        // The store counts in seconds; with a finer clock, a second pass would see other times than the first wrote.
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let mut pass = Pass::at(now);
        self.recall_hosts(now)?;
        self.hear_hubs(&mut pass).await?;
        let mut polls = self.begin_polls(&mut pass, watch)?;
        let mut pages = Pages::default();
        // A round, unless somebody is slow: then what the others brought is published before, and again with what comes.
        loop {
            let polled_all = self.take_in_polls(&mut polls, Patience::from_now(), &mut pass, watch).await?;
            self.hear_hubs(&mut pass).await?;
            // Pages that are under way since an earlier round are without those that came since.
            let is_last = polled_all && !pages.are_under_way();
            if !pages.are_under_way() {
                self.begin_pages(&mut pages, &mut pass, watch)?;
            }
            self.take_in_pages(&mut pages, Patience::from_now(), &mut pass, watch).await?;
            self.apply_decisions(&mut pass)?;
            self.judge_articles(&mut pass, watch).await?;
            pass.changed |= self.publish_what_is_due(watch).await?;
            self.ping_hub(&mut pass).await?;
            if is_last && !pages.are_under_way() {
                break;
            }
        }
        self.keep_subscriptions(&mut pass).await?;
        info!(summary = %pass.summary(), "pass done");
        Ok(pass)
    }
}

/// Stands for what the operator configured, as this bantin understands it.
fn digest(configured: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(format!("{} {configured}", env!("CARGO_PKG_VERSION"))))
}
