//! What is to be done about subscriptions, and what becomes of them. Pure.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::news::SourceId;
use crate::pipeline::schedule::{doubled, later};
use crate::store::{Hub, Subscription, SubscriptionState};

/// What is asked for; the recommendation calls ten days a good default (section 8.2). The hub decides.
pub(super) const LEASE: SignedDuration = SignedDuration::from_hours(10 * 24);
/// A hub that promises more is asked again all the same.
const LONGEST_LEASE: SignedDuration = SignedDuration::from_hours(30 * 24);
const SHORTEST_LEASE: SignedDuration = SignedDuration::from_mins(1);
/// A new lease is asked for when so much of the old one is over: of ten days, two are left for a hub that is down.
const RENEWED_AFTER: f64 = 0.8;
/// First wait after a hub could not be asked; doubled each time.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);
/// A hub that took the request gets so long to verify it: it may ask the publisher first.
const TIME_TO_VERIFY: SignedDuration = SignedDuration::from_hours(1);
/// The lease ends a subscription that its hub doesn't take back.
const FAREWELLS: u32 = 3;

/// What is to be done about one subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// Ask for a subscription, by a callback that is new.
    Begin(&'a Hub),
    /// Ask for this one again.
    Subscribe(&'a Subscription),
    Unsubscribe(&'a Subscription),
    /// It is over.
    Forget(&'a Subscription),
}

/// What is to be done at `now`, so that every hub in `wanted` pushes to an address below `callbacks`, and no other does.
pub(super) fn steps<'a>(wanted: &'a [Hub], held: &'a [Subscription], callbacks: &Url, now: Timestamp) -> Vec<Step<'a>> {
    let wanted_of: HashMap<&SourceId, &Hub> = wanted.iter().map(|hub| (&hub.source, hub)).collect();
    let is_wanted = |subscription: &Subscription| {
        wanted_of.get(&subscription.source).is_some_and(|hub| {
            hub.url == subscription.hub
                && hub.topic == subscription.topic
                && subscription.callback.as_str().starts_with(callbacks.as_str())
        })
    };
    let mut settled: HashMap<&SourceId, bool> = HashMap::new();
    let mut steps = Vec::new();
    for subscription in held {
        let is_over = subscription.expires.is_some_and(|expires| expires <= now);
        let is_due = subscription.due <= now;
        let is_wanted = is_wanted(subscription);
        let step = match subscription.state {
            SubscriptionState::Requested | SubscriptionState::Denied if !is_wanted => Some(Step::Forget(subscription)),
            SubscriptionState::Requested => is_due.then_some(Step::Subscribe(subscription)),
            SubscriptionState::Active if is_over => Some(Step::Forget(subscription)),
            SubscriptionState::Active if !is_wanted => Some(Step::Unsubscribe(subscription)),
            SubscriptionState::Active | SubscriptionState::Denied => None,
            SubscriptionState::Leaving if is_over || (is_due && subscription.attempts >= FAREWELLS) => {
                Some(Step::Forget(subscription))
            }
            SubscriptionState::Leaving => is_due.then_some(Step::Unsubscribe(subscription)),
        };
        let settles = match subscription.state {
            SubscriptionState::Requested | SubscriptionState::Denied => is_wanted,
            SubscriptionState::Active => is_wanted && !is_over && !is_due,
            SubscriptionState::Leaving => false,
        };
        *settled.entry(&subscription.source).or_default() |= settles;
        steps.extend(step);
    }
    steps.extend(wanted.iter().filter(|hub| !settled.get(&hub.source).copied().unwrap_or(false)).map(Step::Begin));
    steps
}

/// After a request was sent, or could not be: when to come back to it, should the hub not.
pub(super) fn asked(
    subscription: Subscription,
    refusal: Option<String>,
    retry_after: Option<SignedDuration>,
    now: Timestamp,
) -> Subscription {
    let wait = doubled(FIRST_WAIT, subscription.attempts).min(LONGEST_WAIT);
    let least = if refusal.is_some() { retry_after.unwrap_or_default() } else { TIME_TO_VERIFY };
    Subscription {
        due: later(now, wait.max(least)),
        attempts: subscription.attempts.saturating_add(1),
        last_error: refusal,
        ..subscription
    }
}

/// After the hub verified the subscription: the lease that it gives, or the one asked for where it doesn't say.
pub(super) fn verified(subscription: Subscription, lease_seconds: Option<u64>, now: Timestamp) -> Subscription {
    let lease = lease_seconds.map_or(LEASE, |seconds| {
        SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX)).clamp(SHORTEST_LEASE, LONGEST_LEASE)
    });
    Subscription {
        expires: Some(later(now, lease)),
        due: later(now, lease.mul_f64(RENEWED_AFTER)),
        ..entering(subscription, SubscriptionState::Active, now)
    }
}

/// After the hub said that it doesn't want to, for whatever reason it gives.
pub(super) fn denied(subscription: Subscription, reason: Option<String>, now: Timestamp) -> Subscription {
    let reason = reason.unwrap_or_else(|| "no reason given".to_owned());
    Subscription { last_error: Some(reason), ..entering(subscription, SubscriptionState::Denied, now) }
}

/// Not wanted any more, or replaced: the hub is to be told at once.
pub(super) fn leaving(subscription: Subscription, now: Timestamp) -> Subscription {
    if subscription.state == SubscriptionState::Leaving {
        return subscription;
    }
    entering(subscription, SubscriptionState::Leaving, now)
}

fn entering(subscription: Subscription, state: SubscriptionState, now: Timestamp) -> Subscription {
    Subscription { state, since: now, due: now, attempts: 0, last_error: None, ..subscription }
}

#[cfg(test)]
mod tests {
    use super::SubscriptionState::{Active, Denied, Leaving, Requested};
    use super::*;
    use proptest::prelude::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn noon() -> Timestamp {
        "2026-08-23T12:00:00Z".parse().unwrap()
    }

    fn in_hours(hours: i64) -> Timestamp {
        later(noon(), SignedDuration::from_hours(hours))
    }

    fn hub() -> Hub {
        let (url, topic) = (url("https://hub.vn/"), url("https://bao.vn/feed"));
        Hub { source: SourceId::new("bao"), url, topic, pushed: 0, missed: 0, forged: 0, doubt: 0 }
    }

    /// Of a lease that ends in two days and is to be renewed in one.
    fn held(state: SubscriptionState) -> Subscription {
        Subscription {
            token: "t".to_owned(),
            source: SourceId::new("bao"),
            hub: url("https://hub.vn/"),
            topic: url("https://bao.vn/feed"),
            callback: url("https://tin.vn/websub/t"),
            secret: "s".to_owned(),
            state,
            since: noon(),
            expires: (state != Requested).then(|| in_hours(48)),
            due: in_hours(24),
            attempts: 0,
            last_error: None,
        }
    }

    #[track_caller]
    fn check(wanted: &[Hub], held: &[Subscription], hours: i64, expected: &[Step<'_>]) {
        assert_eq!(steps(wanted, held, &url("https://tin.vn/websub/"), in_hours(hours)), expected, "{held:?}");
    }

    #[test]
    fn a_hub_that_a_source_names_is_asked_until_it_answers() {
        let (wanted, request) = ([hub()], held(Requested));
        check(&wanted, &[], 0, &[Step::Begin(&wanted[0])]);
        check(&wanted, std::slice::from_ref(&request), 23, &[]);
        check(&wanted, std::slice::from_ref(&request), 24, &[Step::Subscribe(&request)]);
        let wait = |attempts, refusal: Option<&str>, retry_after| {
            let before = Subscription { attempts, ..held(Requested) };
            asked(before, refusal.map(str::to_owned), retry_after, noon()).due.duration_since(noon()).as_mins()
        };
        assert_eq!([0, 1, 2, 40].map(|attempts| wait(attempts, Some("500"), None)), [5, 10, 20, 24 * 60]);
        assert_eq!(wait(0, Some("503"), Some(SignedDuration::from_hours(2))), 120);
        assert_eq!(wait(0, None, None), 60, "time to verify");
    }

    #[test]
    fn a_lease_is_renewed_before_it_ends_and_forgotten_after() {
        let (wanted, active) = ([hub()], [held(Active)]);
        check(&wanted, &active, 23, &[]);
        check(&wanted, &active, 24, &[Step::Begin(&wanted[0])]);
        check(&wanted, &active, 48, &[Step::Forget(&active[0]), Step::Begin(&wanted[0])]);
        let renewing = [held(Active), held(Requested)];
        check(&wanted, &renewing, 23, &[]);
        check(&wanted, &renewing, 47, &[Step::Subscribe(&renewing[1])]);
        let ends = |lease| verified(held(Requested), lease, noon());
        assert_eq!(
            (ends(Some(1000)).expires, ends(Some(1000)).due),
            (Some(later(noon(), SignedDuration::from_secs(1000))), later(noon(), SignedDuration::from_secs(800)),)
        );
        assert_eq!(ends(None).expires, Some(later(noon(), LEASE)));
        assert_eq!(ends(Some(u64::MAX)).expires, Some(later(noon(), LONGEST_LEASE)));
        assert_eq!(ends(Some(0)).expires, Some(later(noon(), SHORTEST_LEASE)));
    }

    #[test]
    fn what_is_not_wanted_any_more_is_left() {
        let (active, leaving, request) = ([held(Active)], [held(Leaving)], [held(Requested)]);
        check(&[], &active, 0, &[Step::Unsubscribe(&active[0])]);
        check(&[], &request, 0, &[Step::Forget(&request[0])]);
        check(&[], &leaving, 0, &[]);
        check(&[], &leaving, 24, &[Step::Unsubscribe(&leaving[0])]);
        let told = [Subscription { attempts: FAREWELLS, ..held(Leaving) }];
        check(&[], &told, 24, &[Step::Forget(&told[0])]);
        let elsewhere = [Hub { url: url("https://other.vn/"), ..hub() }];
        check(&elsewhere, &active, 0, &[Step::Unsubscribe(&active[0]), Step::Begin(&elsewhere[0])]);
        let moved = [Subscription { callback: url("https://old.vn/websub/t"), ..held(Active) }];
        let wanted = [hub()];
        check(&wanted, &moved, 0, &[Step::Unsubscribe(&moved[0]), Step::Begin(&wanted[0])]);
        check(&wanted, &leaving, 0, &[Step::Begin(&wanted[0])]);
    }

    #[test]
    fn a_hub_that_denied_is_not_asked_again_for_the_same() {
        let (wanted, denied) = ([hub()], [held(Denied)]);
        check(&wanted, &denied, 1000, &[]);
        check(&[], &denied, 0, &[Step::Forget(&denied[0])]);
    }

    fn some_hub() -> impl Strategy<Value = Hub> {
        (0..3, 0..2).prop_map(|(source, at)| Hub {
            source: SourceId::new(format!("bao-{source}")),
            url: url(&format!("https://hub-{at}.vn/")),
            ..hub()
        })
    }

    fn some_subscription() -> impl Strategy<Value = Subscription> {
        let states = prop::sample::select(vec![Requested, Active, Denied, Leaving]);
        (some_hub(), states, -2..3_i64, -2..3_i64, 0..5_u32).prop_map(|(hub, state, due, lease, attempts)| {
            Subscription {
                source: hub.source,
                hub: hub.url,
                expires: (state != Requested).then(|| in_hours(lease)),
                due: in_hours(due),
                attempts,
                ..held(state)
            }
        })
    }

    /// What a pass makes of it when all hubs take what they are asked for.
    fn done(step: Step<'_>, all: &mut Vec<Subscription>) {
        let (Step::Subscribe(Subscription { token, .. })
        | Step::Unsubscribe(Subscription { token, .. })
        | Step::Forget(Subscription { token, .. })) = step
        else {
            let Step::Begin(Hub { source, url, .. }) = step else { return };
            let begun = Subscription { source: source.clone(), hub: url.clone(), ..held(Requested) };
            return all.push(asked(begun, None, None, noon()));
        };
        let at = all.iter().position(|it| it.token == *token).unwrap();
        let before = all.swap_remove(at);
        match step {
            Step::Subscribe(_) => all.push(asked(before, None, None, noon())),
            Step::Unsubscribe(_) => all.push(asked(leaving(before, noon()), None, None, noon())),
            _ => {}
        }
    }

    proptest! {
        #[test]
        fn once_all_is_done_nothing_is_left_to_do(
            wanted in prop::collection::btree_map(0..3, some_hub(), 0..3),
            mut all in prop::collection::vec(some_subscription(), 0..8),
        ) {
            let by_source: HashMap<SourceId, Hub> = wanted.into_values().map(|hub| (hub.source.clone(), hub)).collect();
            let wanted: Vec<Hub> = by_source.into_values().collect();
            for (n, subscription) in all.iter_mut().enumerate() {
                subscription.token = n.to_string();
            }
            let before = all.clone();
            let base = url("https://tin.vn/websub/");
            for step in steps(&wanted, &before, &base, noon()) {
                done(step, &mut all);
            }
            prop_assert_eq!(steps(&wanted, &all, &base, noon()), vec![]);
            for hub in &wanted {
                prop_assert!(all.iter().any(|it| it.source == hub.source && it.hub == hub.url && it.state != Leaving));
            }
        }
    }
}
