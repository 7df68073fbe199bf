//! What hubs say and bring.

use std::sync::Arc;

use jiff::Timestamp;
use tracing::{debug, info, warn};
use url::Url;

use super::{plan, trust};
use crate::config::{Listing, Source, SourceKind};
use crate::pipeline::pass::Pass;
use crate::pipeline::{PassError, Pipeline, workers};
use crate::publish::{Call, Pushed};
use crate::read::{self, Document, Entry, ReadError, Seen, Sitemap};
use crate::store::{Hub, StoreError, SubscriptionState};

impl Pipeline {
    /// Takes in what hubs have said and brought since it was done last.
    pub(in crate::pipeline) async fn hear_hubs(&mut self, pass: &mut Pass) -> Result<(), PassError> {
        let Some(listening) = &mut self.listening else { return Ok(()) };
        listening.since.get_or_insert(pass.at);
        // What is said meanwhile is for the next time: a hub that never stops talking holds up no pass.
        let said = listening.calls.len();
        for _ in 0..said {
            let Some(call) = self.listening.as_mut().and_then(|listening| listening.calls.try_recv().ok()) else {
                break;
            };
            match call {
                Call::Pushed(pushed) => self.take_in_pushed(pushed, pass).await?,
                Call::Forged { token } => self.take_in_forged(&token)?,
                Call::Verified { token, lease_seconds } => self.take_in_verified(&token, lease_seconds, pass.at)?,
                Call::Released { token } => {
                    self.store.forget_subscription(&token)?;
                    debug!("a hub has ended a subscription as asked");
                }
                Call::Denied { token, reason } => self.take_in_denied(&token, reason, pass.at)?,
            }
        }
        if said > 0 {
            self.answer_hubs()?;
        }
        Ok(())
    }

    async fn take_in_pushed(&mut self, pushed: Pushed, pass: &mut Pass) -> Result<(), PassError> {
        let Some(subscription) = self.store.subscription(&pushed.token)? else { return Ok(()) };
        let id = &subscription.source;
        let source = self.config.source(id).filter(|source| source.off.is_none()).cloned();
        let Some(source) = source else { return Ok(()) };
        let reading = Arc::clone(&source);
        let (topic, now) = (subscription.topic.clone(), pass.at);
        let at = topic.clone();
        let read = workers::reading(at, move || read_pushed(&reading, &topic, &pushed, now));
        let entries = match read.await {
            Ok(entries) => entries,
            Err(error) => {
                warn!(source = %id, hub = %subscription.hub, "what was pushed can't be read: {error}");
                return Ok(());
            }
        };
        let entries = self.store.without_purged(id, entries)?;
        let recognition = self.recognise(&source, &entries)?;
        let recorded = self.store.record_pushed(id, &entries, &recognition, source.read_pages, pass.at)?;
        info!(source = %id, entries = entries.len(), new = recorded.new, revised = recorded.revised, "pushed");
        pass.pushed += 1;
        pass.new_entries += recorded.new;
        pass.revised_entries += recorded.revised;
        if let Some(hub) = self.store.hub(id)? {
            self.store.record_hub(&trust::pushed(hub, recorded.new > 0))?;
        }
        Ok(())
    }

    fn take_in_forged(&mut self, token: &str) -> Result<(), StoreError> {
        let Some(subscription) = self.store.subscription(token)? else { return Ok(()) };
        warn!(source = %subscription.source, hub = %subscription.hub, "what came for the hub's callback isn't rightly signed, and is ignored");
        if let Some(hub) = self.store.hub(&subscription.source)? {
            self.store.record_hub(&Hub { forged: hub.forged.saturating_add(1), ..hub })?;
        }
        Ok(())
    }

    /// The subscriptions that this one replaces are ended.
    fn take_in_verified(&mut self, token: &str, lease: Option<u64>, now: Timestamp) -> Result<(), StoreError> {
        let subscription = self.store.subscription(token)?;
        // Hubs may ask again whether an active one is meant. It is; its lease stays.
        let Some(subscription) = subscription.filter(|it| it.state == SubscriptionState::Requested) else {
            return Ok(());
        };
        let mut changed = self.store.subscriptions()?;
        changed.retain(|it| it.source == subscription.source && it.state == SubscriptionState::Active);
        changed = changed.into_iter().map(|replaced| plan::leaving(replaced, now)).collect();
        let active = plan::verified(subscription, lease, now);
        if let Some(until) = active.expires {
            info!(source = %active.source, hub = %active.hub, "subscribed until {until}");
        }
        if let Some(hub) = self.store.hub(&active.source)? {
            self.store.record_hub(&Hub { doubt: 0, ..hub })?;
        }
        changed.push(active);
        self.store.record_subscriptions(&changed)
    }

    fn take_in_denied(&mut self, token: &str, reason: Option<String>, now: Timestamp) -> Result<(), StoreError> {
        let Some(subscription) = self.store.subscription(token)? else { return Ok(()) };
        if subscription.state == SubscriptionState::Leaving {
            return self.store.forget_subscription(token);
        }
        let denied = plan::denied(subscription, reason, now);
        let reason = denied.last_error.as_deref().unwrap_or_default();
        warn!(source = %denied.source, hub = %denied.hub, "the hub denies the subscription, and isn't asked again: {reason}");
        self.store.record_subscriptions(&[denied])
    }
}

/// A hub brings the source's document as a poll would find it, less what it has brought before.
fn read_pushed(source: &Source, topic: &Url, pushed: &Pushed, now: Timestamp) -> Result<Vec<Entry>, ReadError> {
    let document = Document { url: topic, content_type: pushed.content_type.as_deref(), bytes: &pushed.body };
    let dates = source.date_rules();
    let mut entries = match &source.kind {
        SourceKind::Feed => read::feed(&document, dates)?.entries,
        SourceKind::Listing(Listing { selectors: Some(selectors), .. }) => {
            read::listing(&document, selectors, dates, now)?.entries
        }
        SourceKind::Listing(Listing { selectors: None, .. }) => {
            let guessed = read::guess_listing(&document, dates, now)?;
            read::listing(&document, &guessed, dates, now)?.entries
        }
        SourceKind::Sitemap(rules) => match read::sitemap(&document, dates, pushed.body.len() as u64)? {
            Sitemap::Urls(urls) => read::select(urls, rules, &mut Seen::default(), now),
            // Its sitemaps are asked for by polls.
            Sitemap::Index(_) => Vec::new(),
        },
    };
    entries.retain(Entry::shows);
    Ok(entries)
}
