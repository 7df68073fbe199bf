//! What is asked of hubs.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};
use url::Url;

use super::plan::{self, LEASE, Step};
use super::public::is_public;
use crate::fetch::{Client, FailureKind, FetchError};
use crate::news::{HostKey, SourceId};
use crate::pipeline::pass::Pass;
use crate::pipeline::{PassError, Pipeline, workers};
use crate::store::{Hub, StoreError, Subscription, SubscriptionState};

/// Requests to one hub in a pass. Most papers share a few large hubs, and a pass isn't to wait for them all.
const REQUESTS_PER_HUB: usize = 10;
/// Random bytes of a token and of a secret: as hexadecimal digits 64, and a secret may have less than 200.
const RANDOM_BYTES: usize = 32;

#[derive(Clone, Copy)]
enum Mode {
    Subscribe,
    Unsubscribe,
}

struct Request {
    mode: Mode,
    subscription: Subscription,
}

impl Mode {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Subscribe => "subscribe",
            Self::Unsubscribe => "unsubscribe",
        }
    }
}

impl Pipeline {
    /// Subscribes, renews and unsubscribes, as far as it is due.
    pub(in crate::pipeline) async fn keep_subscriptions(&mut self, pass: &mut Pass) -> Result<(), PassError> {
        let Some(base) = self.listening.as_ref().map(|listening| listening.base.clone()) else { return Ok(()) };
        let requests = self.due_requests(&base, pass.at)?;
        // Some hubs ask back before they answer.
        self.answer_hubs()?;
        let (client, down) = (self.client.clone(), Down::default());
        let mut results = workers::by_host(requests, self.config.fetch.concurrency, move |request: Request| {
            let (client, down) = (client.clone(), down.clone());
            async move {
                let answer = down.unless(&request.subscription.hub, ask(&client, &request)).await;
                (request, answer)
            }
        });
        while let Some((request, answer)) = results.next().await {
            self.pulse.beat();
            self.take_in_answer(request, answer, pass.at)?;
        }
        self.hear_hubs(pass).await
    }

    fn due_requests(&mut self, base: &Url, now: Timestamp) -> Result<Vec<(HostKey, Request)>, StoreError> {
        let (wanted, held) = (self.wanted_hubs()?, self.store.subscriptions()?);
        let mut requests = Vec::new();
        let mut taken: HashMap<HostKey, usize> = HashMap::new();
        for step in plan::steps(&wanted, &held, base, now) {
            let (mode, hub) = match step {
                Step::Begin(Hub { url, .. }) | Step::Subscribe(Subscription { hub: url, .. }) => (Mode::Subscribe, url),
                Step::Unsubscribe(subscription) => (Mode::Unsubscribe, &subscription.hub),
                Step::Forget(subscription) => {
                    self.store.forget_subscription(&subscription.token)?;
                    if subscription.state == SubscriptionState::Active {
                        warn!(source = %subscription.source, hub = %subscription.hub, "the hub's lease ended and was not renewed");
                    }
                    continue;
                }
            };
            let host = HostKey::of(hub);
            let count = taken.entry(host.clone()).or_default();
            if *count >= REQUESTS_PER_HUB {
                continue;
            }
            let subscription = match step {
                Step::Begin(hub) => begun(hub, base, now),
                Step::Unsubscribe(subscription) => Some(plan::leaving(subscription.clone(), now)),
                Step::Subscribe(subscription) => {
                    if subscription.last_error.is_none() && subscription.attempts > 0 {
                        warn!(source = %subscription.source, hub = %subscription.hub, "the hub took the request and never called back: can {base} be reached from outside?");
                    }
                    Some(subscription.clone())
                }
                Step::Forget(_) => None,
            };
            let Some(subscription) = subscription else { continue };
            *count += 1;
            // What is asked for is known before it is asked for.
            self.store.record_subscriptions(std::slice::from_ref(&subscription))?;
            requests.push((host, Request { mode, subscription }));
        }
        Ok(requests)
    }

    /// The hubs of the sources that are on, where hubs may be and can call.
    fn wanted_hubs(&self) -> Result<Vec<Hub>, StoreError> {
        if !self.config.fetch.websub || !is_public(&self.config.site.url) {
            return Ok(Vec::new());
        }
        let sources = self.config.sources.iter().filter(|source| source.off.is_none() && source.websub);
        let sources: HashSet<&SourceId> = sources.map(|source| &source.id).collect();
        let mut hubs = self.store.hubs()?;
        hubs.retain(|hub| sources.contains(&hub.source));
        Ok(hubs)
    }

    fn take_in_answer(
        &mut self,
        request: Request,
        answer: Result<(), Refusal>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (refusal, retry_after) = match answer {
            Ok(()) => (None, None),
            Err(refusal) => (Some(refusal.why), refusal.retry_after),
        };
        let asked = plan::asked(request.subscription, refusal, retry_after, now);
        let mode = request.mode.as_str();
        if let Some(error) = &asked.last_error {
            warn!(source = %asked.source, "cannot {mode}, tried again at {}: {error}", asked.due);
        } else {
            info!(source = %asked.source, hub = %asked.hub, "asked to {mode}");
        }
        self.store.record_subscriptions(&[asked])
    }
}

/// Why a hub did not take a request.
#[derive(Clone)]
struct Refusal {
    why: String,
    retry_after: Option<SignedDuration>,
}

/// The hubs that could not be reached in this pass. One try speaks for all that is to be asked of a hub: a hundred
/// sources may share one, and each try may last as long as the timeout.
#[derive(Clone, Default)]
struct Down(Arc<Mutex<HashMap<Url, Refusal>>>);

impl Down {
    async fn unless(&self, hub: &Url, asking: impl Future<Output = Result<(), FetchError>>) -> Result<(), Refusal> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(hub).cloned();
        if let Some(refusal) = known {
            return Err(refusal);
        }
        asking.await.map_err(|error| {
            let refusal = Refusal { why: error.to_string(), retry_after: error.retry_after() };
            // What it refuses otherwise, it may grant to another source.
            if error.kind() != FailureKind::Client {
                self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(hub.clone(), refusal.clone());
            }
            refusal
        })
    }
}

async fn ask(client: &Client, request: &Request) -> Result<(), FetchError> {
    let Request { mode, subscription } = request;
    let lease = LEASE.as_secs().to_string();
    let mut form = vec![
        ("hub.callback", subscription.callback.as_str()),
        ("hub.mode", mode.as_str()),
        ("hub.topic", subscription.topic.as_str()),
    ];
    if let Mode::Subscribe = mode {
        form.extend([("hub.secret", subscription.secret.as_str()), ("hub.lease_seconds", &lease)]);
    }
    client.ask_hub(&subscription.hub, &form).await
}

/// A subscription to ask for. None where the system has no randomness to give.
fn begun(hub: &Hub, base: &Url, now: Timestamp) -> Option<Subscription> {
    let (token, secret) = (random()?, random()?);
    Some(Subscription {
        callback: base.join(&token).ok()?,
        token,
        source: hub.source.clone(),
        hub: hub.url.clone(),
        topic: hub.topic.clone(),
        secret,
        state: SubscriptionState::Requested,
        since: now,
        expires: None,
        due: now,
        attempts: 0,
        last_error: None,
    })
}

fn random() -> Option<String> {
    let mut bytes = [0; RANDOM_BYTES];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Some(data_encoding::HEXLOWER.encode(&bytes)),
        Err(error) => {
            warn!("no subscriptions, because the system gives no random numbers: {error}");
            None
        }
    }
}
