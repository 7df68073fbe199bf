//! Telling the operator's own hub what changed (WebSub, section 7), as hubs have it by custom: `hub.mode=publish` with the
//! `hub.url` of each feed (`PubSubHubbub` 0.3, section 7.1; the recommendation leaves the form to both sides).
//!
//! What is due follows from the store: feeds that are other than the hub was told. So nothing is lost when a pass is
//! killed, or the hub can't be reached: it is told later, once for each feed, however often it has changed.

use std::iter;

use jiff::{SignedDuration, Timestamp};
use tracing::{debug, info, warn};
use url::Url;

use crate::pipeline::pass::Pass;
use crate::pipeline::schedule::{doubled, later};
use crate::pipeline::{PassError, Pipeline};
use crate::render::counted;
use crate::store::{HubState, PublishedFeed};

/// Feeds that are named in one request: some 8 KB of form.
const AT_ONCE: usize = 100;
/// First wait after the hub could not be told; doubled each time.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);

impl Pipeline {
    /// Tells the hub which feeds have changed. A hub that fails is no failure of the pass: it is told about in the log,
    /// once, and tried again later.
    pub(in crate::pipeline) async fn ping_hub(&mut self, pass: &mut Pass) -> Result<(), PassError> {
        let Some(hub) = self.config.publish.hub.clone() else { return Ok(()) };
        let state = self.store.hub_state(&hub, pass.at)?;
        if state.due > pass.at {
            return Ok(());
        }
        let due = self.store.due_pings()?;
        if due.is_empty() {
            return Ok(());
        }
        for feeds in due.chunks(AT_ONCE) {
            if let Err(error) = self.ping(&hub, feeds).await {
                let said = error.to_string();
                if state.failures == 0 {
                    let feeds = counted(due.len(), "1 feed", "{n} feeds");
                    warn!(%hub, "the hub could not be told of {feeds}, and is told later: {said}");
                } else {
                    debug!(%hub, failures = state.failures + 1, "the hub could still not be told: {said}");
                }
                self.store.record_hub_state(&failed(state, said, error.retry_after(), pass.clock()))?;
                return Ok(());
            }
            self.pulse.beat();
            self.store.record_pings(feeds)?;
            pass.pinged += feeds.len();
        }
        if state.failures > 0 {
            info!(%hub, "the hub takes what it is told again, after {} failures", state.failures);
            self.store.record_hub_state(&HubState { due: pass.at, failures: 0, last_error: None, hub })?;
        }
        Ok(())
    }

    async fn ping(&self, hub: &Url, feeds: &[PublishedFeed]) -> Result<(), crate::fetch::FetchError> {
        // Paths of documents are plain names between slashes.
        let topics: Vec<Url> = feeds.iter().filter_map(|feed| self.config.site.url.join(&feed.path).ok()).collect();
        let topics = topics.iter().map(|topic| ("hub.url", topic.as_str()));
        let form: Vec<(&str, &str)> = iter::once(("hub.mode", "publish")).chain(topics).collect();
        self.client.ask_hub(hub, &form).await
    }
}

fn failed(state: HubState, error: String, retry_after: Option<SignedDuration>, now: Timestamp) -> HubState {
    let wait = doubled(FIRST_WAIT, state.failures).min(LONGEST_WAIT).max(retry_after.unwrap_or_default());
    HubState { due: later(now, wait), failures: state.failures.saturating_add(1), last_error: Some(error), ..state }
}
