//! WebSub (W3C, 2018): hubs tell of news, so that it needn't be asked for. Subscriptions are kept by passes of the daemon,
//! which alone can be called; cron's leave them alone. Sections in comments are the recommendation's.

mod heard;
mod named;
mod plan;
mod public;
mod requests;
mod trust;

use jiff::Timestamp;
use tokio::sync::mpsc;
use tracing::{info, warn};
use url::Url;

use super::Pipeline;
use super::pass::Pass;
use crate::news::SourceId;
use crate::publish::{CALLBACKS, Call, Callback, Callbacks};
use crate::store::{StoreError, SubscriptionState};

pub(super) use named::{NamedHub, named_hub};
pub(super) use trust::{Pushing, every};

/// Where hubs call.
pub(super) struct Listening {
    callbacks: Callbacks,
    calls: mpsc::Receiver<Call>,
    /// The address below which the callbacks are.
    base: Url,
    /// The first pass at which they could call.
    since: Option<Timestamp>,
}

impl Listening {
    /// Waits until a hub has called.
    pub(super) async fn called(&self) {
        self.callbacks.called().await;
    }
}

impl Pipeline {
    /// From now on, passes subscribe at the hubs that sources name, and take in what these push. The server has to
    /// answer with what this returns.
    ///
    /// # Errors
    /// When the database fails.
    pub fn listen_to_hubs(&mut self) -> Result<Callbacks, StoreError> {
        let (callbacks, calls) = Callbacks::new(self.config.fetch.max_feed_bytes);
        let site = &self.config.site.url;
        // It is a relative path, so it can be joined.
        let base = site.join(CALLBACKS).unwrap_or_else(|_| site.clone());
        self.listening = Some(Listening { callbacks: callbacks.clone(), calls, base, since: None });
        self.answer_hubs()?;
        Ok(callbacks)
    }

    /// The hub that pushes a source's news at `now`, if one does.
    pub(super) fn pushing(&self, source: &SourceId, now: Timestamp) -> Result<Option<Pushing>, StoreError> {
        let Some(listening_since) = self.listening.as_ref().and_then(|listening| listening.since) else {
            return Ok(None);
        };
        let Some(subscription) = self.store.active_subscription(source, now)? else { return Ok(None) };
        let hub = self.store.hub(source)?.filter(|hub| hub.url == subscription.hub);
        Ok(hub.map(|hub| Pushing { hub, since: listening_since.max(subscription.since) }))
    }

    /// Counts what a poll found and push should have brought.
    pub(super) fn count_missed(
        &mut self,
        pushing: &Pushing,
        polled_before: Option<Timestamp>,
        new: usize,
        pass: &mut Pass,
    ) -> Result<(), StoreError> {
        let hub = pushing.after_poll(polled_before, new);
        if hub == pushing.hub {
            return Ok(());
        }
        self.store.record_hub(&hub)?;
        pass.push_missed += new;
        info!(source = %hub.source, hub = %hub.url, missed = hub.missed, "a poll found {new} entries that were not pushed");
        if !trust::is_relied_upon(&hub) {
            warn!(source = %hub.source, hub = %hub.url, "the hub pushed too little: polled as often as without it, until its lease is renewed");
        }
        Ok(())
    }

    /// Tells the server which callbacks there are.
    fn answer_hubs(&self) -> Result<(), StoreError> {
        let Some(listening) = &self.listening else { return Ok(()) };
        let held = self.store.subscriptions()?.into_iter();
        listening.callbacks.replace(held.filter(|it| it.state != SubscriptionState::Denied).map(|subscription| {
            let wanted = subscription.state != SubscriptionState::Leaving;
            (subscription.token, Callback { topic: subscription.topic, secret: subscription.secret, wanted })
        }));
        Ok(())
    }
}
