//! feeds.toml, followed while the daemon runs.
//!
//! The file is looked at by its path, every few seconds, and read when it is another than before. Events of the kernel
//! (inotify) would come sooner, but don't come over network file systems and many containers' mounts, and are lost where
//! a folder is exchanged as a whole; a look costs microseconds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use super::answering::Answering;
use super::meters::Meters;
use super::notify::Supervisor;
use super::{OpenError, Pipeline, workers};
use crate::config::{Config, ConfigError, Mistake};

/// Between two looks. What was found changed is read at the first look that finds it unchanged since: whoever writes is
/// given the time to finish.
const LOOK: Duration = Duration::from_secs(1);

/// The file that a daemon's configuration is from.
pub struct Followed {
    pub path: PathBuf,
    /// Has it be read again at once: SIGHUP.
    pub asked: Arc<Notify>,
}

/// Who is told of a reload.
#[derive(Clone)]
pub(super) struct Told {
    pub supervisor: Supervisor,
    pub meters: Meters,
}

/// The latest valid configuration. The file is followed until this is dropped.
pub(super) struct Reload {
    latest: watch::Receiver<Arc<Config>>,
    _following: JoinSet<()>,
}

impl Reload {
    /// Follows the file that `in_force` is from.
    pub(super) fn follow(file: Option<Followed>, in_force: Arc<Config>, told: Told) -> Self {
        let (latest, seen) = watch::channel(in_force);
        let mut following = JoinSet::new();
        following.spawn(async move {
            match file {
                Some(file) => follow(file, latest, told).await,
                // The channel stays open, so that nobody is woken.
                None => latest.closed().await,
            }
        });
        Self { latest: seen, _following: following }
    }

    /// Waits for a configuration that was not taken yet.
    pub(super) async fn waiting(&self) {
        let mut latest = self.latest.clone();
        if latest.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// The configuration that was not taken yet, if there is one.
    pub(super) fn take(&mut self) -> Option<Arc<Config>> {
        self.latest.has_changed().unwrap_or(false).then(|| Arc::clone(&self.latest.borrow_and_update()))
    }
}

async fn follow(file: Followed, latest: watch::Sender<Arc<Config>>, told: Told) {
    let mut seen = Stamp::of(&file.path);
    // It may have changed between being read and now.
    let mut has_changed = true;
    loop {
        let is_asked = tokio::select! {
            () = file.asked.notified() => true,
            () = tokio::time::sleep(LOOK) => false,
        };
        let now = Stamp::of(&file.path);
        let is_settled = now == seen;
        seen = now;
        if is_asked || (has_changed && is_settled) {
            has_changed = false;
            read(&file.path, &latest, &told, is_asked).await;
        } else {
            has_changed |= !is_settled;
        }
    }
}

async fn read(path: &Path, latest: &watch::Sender<Arc<Config>>, told: &Told, is_asked: bool) {
    let loaded = {
        let path = path.to_owned();
        workers::blocking(move || Config::load(&path)).await
    };
    let is_new = loaded.as_ref().is_ok_and(|config| *config != **latest.borrow());
    if is_asked || is_new {
        told.supervisor.reloading();
    }
    match loaded {
        Ok(config) if is_new => {
            info!(file = %path.display(), "the configuration has changed, and is in force after the pass that is under way");
            told.meters.reloaded(true);
            latest.send_replace(Arc::new(config));
            // The pass that takes it says when it is in force.
            return;
        }
        Ok(_) if is_asked => {
            info!(file = %path.display(), "the configuration is the same as before");
            told.meters.reloaded(true);
        }
        Ok(_) => return,
        Err(error) => {
            refuse(path, &error);
            told.meters.reloaded(false);
            told.supervisor.status(&format!("{} has mistakes, and is not in force: see the log", path.display()));
        }
    }
    if is_asked {
        told.supervisor.ready();
    }
}

/// Every mistake is an event, so that its line can be found.
fn refuse(path: &Path, why: &ConfigError) {
    let file = path.display();
    let count = if let ConfigError::Mistakes(mistakes) = why {
        for Mistake { message, hint, line, column, .. } in mistakes.iter() {
            let hint = hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            error!(%file, line, column, "{message}{hint}");
        }
        mistakes.count()
    } else {
        error!(%file, "{why}");
        1
    };
    error!(%file, mistakes = count, "the configuration is not taken, and the one before stays in force; `bantin check` shows what is wrong");
}

/// What tells a file from the one that was there before. None: there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp(Option<(u64, u64, SystemTime)>);

impl Stamp {
    fn of(path: &Path) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = std::fs::metadata(path).ok();
        Self(metadata.and_then(|found| Some((found.ino(), found.len(), found.modified().ok()?))))
    }
}

impl Pipeline {
    /// Goes on by another configuration, but for what can't change while it runs. Between passes.
    ///
    /// # Errors
    /// When the HTTP client can't be set up by it; then nothing has changed.
    pub(super) fn reload(&mut self, config: &Config, answering: &Answering) -> Result<Sources, OpenError> {
        let config = with_places_of(&self.config, config.clone());
        let sources = Sources { added: only_in(&config, &self.config), removed: only_in(&self.config, &config) };
        if config.fetch != self.config.fetch {
            self.client = self.client.reconfigured(&config.fetch)?;
            // What is known of robots.txt is in the store.
            self.recalled = false;
        }
        self.configure(config);
        if let Some(listening) = &mut self.listening {
            listening.follow(&self.config);
        }
        answering.follow(&self.config);
        Ok(sources)
    }
}

/// What a reload did to the sources.
pub(super) struct Sources {
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

fn only_in(one: &Config, other: &Config) -> Vec<String> {
    let sources = one.sources.iter().filter(|source| other.source(&source.id).is_none());
    sources.map(|source| source.id.to_string()).collect()
}

/// `new`, where things lie as in `old`.
fn with_places_of(old: &Config, mut new: Config) -> Config {
    let kept = |setting, is_other: bool| {
        if is_other {
            warn!("{setting} can't change while bantin runs: it stays as it is until the next start");
        }
    };
    kept("[publish] listen", old.publish.listen != new.publish.listen);
    kept("[publish] operators", old.publish.operators != new.publish.operators);
    kept("[publish] directory", old.publish.directory != new.publish.directory);
    kept("[store] database", old.store.database != new.store.database);
    new.publish.listen = old.publish.listen;
    new.publish.operators = old.publish.operators;
    new.publish.directory.clone_from(&old.publish.directory);
    new.store.database.clone_from(&old.store.database);
    new
}
