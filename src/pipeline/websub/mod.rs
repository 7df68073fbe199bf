//! WebSub (W3C, 2018): hubs tell of news, so that it needn't be asked for. Subscriptions are kept by passes of the daemon,
//! which alone can be called; cron's leave them alone. Sections in comments are the recommendation's.

mod heard;
mod named;
mod pings;
mod plan;
mod public;
mod requests;
mod trust;

use std::sync::Arc;

use jiff::Timestamp;
use named::named_hub;
use tokio::sync::mpsc;
use tracing::{info, warn};
use trust::Pushing;
pub(super) use trust::is_relied_upon;
use url::Url;

use super::Pipeline;
use super::pass::Pass;
use crate::config::{Config, Interval, Source};
use crate::fetch::Links;
use crate::news::SourceId;
use crate::publish::{CALLBACKS, Call, Callback, Callbacks};
use crate::read::Parsed;
use crate::render::counted;
use crate::store::{StoreError, SubscriptionState};

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

    /// Where hubs call, and how much they may bring, is as `config` says from now on.
    pub(super) fn follow(&mut self, config: &Config) {
        self.base = base(&config.site.url);
        self.callbacks.limit(config.fetch.max_feed_bytes);
    }
}

/// Where the callbacks are on a site.
fn base(site: &Url) -> Url {
    // It is a relative path, so it can be joined.
    site.join(CALLBACKS).unwrap_or_else(|_| site.clone())
}

impl Pipeline {
    /// From now on, passes subscribe at the hubs that sources name, and take in what these push. The server has to
    /// answer with what this returns.
    ///
    /// # Errors
    /// When the database fails.
    pub fn listen_to_hubs(&mut self) -> Result<Callbacks, StoreError> {
        let (callbacks, calls) = Callbacks::new(self.config.fetch.max_feed_bytes);
        let base = base(&self.config.site.url);
        self.listening = Some(Listening { callbacks: callbacks.clone(), calls, base, since: None });
        self.answer_hubs()?;
        Ok(callbacks)
    }

    /// Remembers which hub a source names, by its document that was found at `url`.
    pub(super) fn name_hub(
        &mut self,
        source: &SourceId,
        links: &Links,
        parsed: &Parsed,
        url: &Url,
    ) -> Result<(), StoreError> {
        let hub = named_hub(links, parsed, url);
        self.store.name_hub(source, hub.as_ref().map(|hub| (&hub.url, &hub.topic)))
    }

    /// The source as it is to be polled at `now`: as seldom as the operator allows, while a hub is relied upon to push
    /// its news.
    pub(super) fn backed_by_push(&self, source: &Arc<Source>, now: Timestamp) -> Result<Arc<Source>, StoreError> {
        let relied_upon = self.pushing(&source.id, now)?.is_some_and(|pushing| is_relied_upon(&pushing.hub));
        if !relied_upon {
            return Ok(Arc::clone(source));
        }
        let every = Interval { min: source.every.max, max: source.every.max };
        Ok(Arc::new(Source { every, ..Source::clone(source) }))
    }

    /// Counts the `new` entries of a poll that push should have brought.
    pub(super) fn count_missed(
        &mut self,
        source: &Source,
        polled_before: Option<Timestamp>,
        new: usize,
        pass: &mut Pass,
    ) -> Result<(), StoreError> {
        let Some(pushing) = self.pushing(&source.id, pass.at)? else { return Ok(()) };
        let hub = pushing.after_poll(polled_before, new);
        if hub == pushing.hub {
            return Ok(());
        }
        self.store.record_hub(&hub)?;
        pass.push_missed += new;
        let entries = counted(new, "1 entry that was", "{n} entries that were");
        info!(source = %hub.source, hub = %hub.url, missed = hub.missed, "a poll found {entries} not pushed");
        if !is_relied_upon(&hub) {
            warn!(source = %hub.source, hub = %hub.url, "the hub pushed too little: from the next poll on, polled as often as without it, until its lease is renewed");
        }
        Ok(())
    }

    /// The hub that pushes a source's news at `now`, if one does.
    fn pushing(&self, source: &SourceId, now: Timestamp) -> Result<Option<Pushing>, StoreError> {
        let Some(listening_since) = self.listening.as_ref().and_then(|listening| listening.since) else {
            return Ok(None);
        };
        let Some(subscription) = self.store.active_subscription(source, now)? else { return Ok(None) };
        let hub = self.store.hub(source)?.filter(|hub| hub.url == subscription.hub);
        Ok(hub.map(|hub| Pushing { hub, since: listening_since.max(subscription.since) }))
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
