//! Hubs that don't want to push. Pure.

use crate::config::Source;
use crate::render::{Finding, Problem, Severity};
use crate::store::{Hub, Subscription, SubscriptionState};

/// The hub that a source names, if it denied the subscription.
pub(super) fn check(source: &Source, hubs: &[Hub], subscriptions: &[Subscription]) -> Option<Finding> {
    let hub = hubs.iter().find(|hub| hub.source == source.id)?;
    let denied = subscriptions
        .iter()
        .find(|it| it.source == source.id && it.hub == hub.url && it.state == SubscriptionState::Denied)?;
    Some(Finding {
        severity: Severity::Warning,
        source: Some(source.id.clone()),
        address: Some(source.url.to_string()),
        since: Some(denied.since),
        problem: Problem::HubDenies { hub: hub.url.to_string() },
    })
}
