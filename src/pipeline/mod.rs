//! The only place where stages meet. One [`Pipeline::once`] serves the daemon, cron and the tests alike; it decides
//! nothing itself but what comes next.

mod answering;
mod asking;
mod clocks;
mod daemon;
mod decisions;
mod discovery;
mod doctor;
mod explain;
mod following;
mod grouping;
mod health;
mod hosts;
mod items;
mod judging;
mod listings;
mod meters;
mod moves;
mod notify;
mod pages;
mod pass;
mod polled;
mod polls;
mod portion;
mod preview;
mod probes;
mod process;
mod publishing;
mod pulse;
mod readiness;
mod reload;
mod retention;
mod rhythm;
mod runs;
mod schedule;
mod search;
mod sitemaps;
mod standing;
mod status;
mod substitutes;
mod trial;
mod upkeep;
mod websub;
mod withdrawals;
mod workers;

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::config::Config;
use crate::fetch::{Client, SetupError};
use crate::judge::TopicRules;
use crate::publish::{PublishError, Serving};
use crate::render::{RenderError, Renderer};
use crate::store::{Lock, LockError, Store, StoreError};
use grouping::Grouper;
use meters::Meters;
use pages::Pages;
use pulse::Pulse;
use websub::Listening;
use workers::Patience;

pub use daemon::{DaemonError, Surroundings};
pub use decisions::{DecisionError, Noted, join, split};
pub use discovery::{Candidate, Content, Discovery, Found, Guess, Trouble, discover, discover_listing};
pub use doctor::{Diagnosis, Doctor};
pub use explain::{
    Decree, ExplainError, Explanation, Group, Line, Near, Neighbour, PageState, SeriesOf, StoryOf, Version, Withdrawal,
    explain,
};
pub use items::{Item, ItemError, find_item};
pub use notify::Supervisor;
pub use pass::{Event, Failure, Moved, Pass, Warning, Watch};
pub use preview::{As, LookError, Looked, PointError, Preview, PreviewedEntry, fetch, point, preview};
pub use reload::Followed;
pub use search::{SearchError, Searcher};
pub use status::{Overseer, status};
pub use trial::{Text, Trial};
pub use upkeep::{RestoreError, back_up, restore, vacuum};
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
    meters: Meters,
    pulse: Pulse,
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

impl PassError {
    /// Whether the database is damaged, so that the next pass fails as well.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_damage())
    }
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
        Ok(Self {
            rules_digest: rules_digest(&config),
            site_digest: site_digest(&config),
            renderer: Arc::new(Renderer::new(&config)),
            config: Arc::new(config),
            store,
            client,
            rules: OnceLock::new(),
            grouper: Grouper::default(),
            recalled: false,
            serving: None,
            listening: None,
            meters: Meters::new(),
            pulse: Pulse::new(Supervisor::none()),
            _lock: lock,
        })
    }

    /// From now on, passes go by `config`. Where things lie, and how the client asks, is the caller's affair.
    fn configure(&mut self, config: Config) {
        let rules_digest = rules_digest(&config);
        if rules_digest != self.rules_digest {
            self.rules = OnceLock::new();
        }
        self.rules_digest = rules_digest;
        self.site_digest = site_digest(&config);
        self.renderer = Arc::new(Renderer::new(&config));
        self.config = Arc::new(config);
    }

    /// One pass: polls what is due at `now`, reads pages that are due, does what operators decided, judges what is new,
    /// purges what is too old, publishes what changed, and tells the operator's hub; all but the first for what there is when
    /// the slowest keep it waiting, and again for the rest. Where hubs can call, what they pushed is taken in as well, and
    /// subscriptions are kept.
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
        let outcome = self.all_steps(&mut pass, watch).await;
        self.meters.passed(&pass, outcome.is_ok());
        outcome?;
        pass.tell();
        Ok(pass)
    }

    async fn all_steps(&mut self, pass: &mut Pass, watch: Watch<'_>) -> Result<(), PassError> {
        self.recall_hosts(pass.at)?;
        self.hear_hubs(pass).await?;
        // Nobody is asked for the page of what was withdrawn.
        self.apply_decisions(pass)?;
        let mut polls = self.begin_polls(pass, watch)?;
        let mut pages = Pages::default();
        // A round, unless somebody is slow: then what the others brought is published before, and again with what comes.
        loop {
            let polled_all = self.take_in_polls(&mut polls, Patience::from_now(), pass, watch).await?;
            self.hear_hubs(pass).await?;
            // Pages that are under way since an earlier round are without those that came since.
            let is_last = polled_all && !pages.are_under_way();
            if !pages.are_under_way() {
                self.begin_pages(&mut pages, pass, watch)?;
            }
            self.take_in_pages(&mut pages, Patience::from_now(), pass, watch).await?;
            self.apply_decisions(pass)?;
            self.judge_articles(pass, watch).await?;
            self.purge_old_stories(pass).await?;
            pass.changed |= self.publish_what_is_due(watch).await?;
            self.ping_hub(pass).await?;
            if is_last && !pages.are_under_way() {
                break;
            }
        }
        self.keep_subscriptions(pass).await?;
        self.store.note_pass(pass.at, pass.changed)?;
        Ok(self.store.let_go_of_pages()?)
    }
}

/// What verdicts follow from.
fn rules_digest(config: &Config) -> String {
    let homes: Vec<_> = config.sources.iter().filter_map(|source| Some((&source.id, source.place?.name))).collect();
    digest(&format!("{:?} {homes:?}", config.topics))
}

/// What the site's looks follow from. What the environment and `bantin demo` put in place of the file's is not in its digest.
fn site_digest(config: &Config) -> String {
    digest(&format!("{} {:?} {:?}", config.digest, config.site, config.publish))
}

/// Stands for what the operator configured, as this bantin understands it.
fn digest(configured: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(format!("{} {configured}", env!("CARGO_PKG_VERSION"))))
}
