//! Where hubs call (WebSub): the one thing that the server answers to beside documents.
//!
//! It writes nothing. What may be answered is known from [`Callbacks::replace`], and what was said is handed over by a
//! channel to whoever keeps the store.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header;
use hyper::{Method, StatusCode};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;
use url::{Url, form_urlencoded};

use super::answer::{Answer, empty, not_allowed, text, with};
use super::documents::decode;
use super::signature::is_signed;
use super::site::Asked;

/// Below the site's address; a callback's token follows.
pub const CALLBACKS: &str = "websub/";

/// Pushed documents in memory at a time; each is as long as a polled one may be. A hub that brings more is told to come
/// again.
const MOST_BODIES: usize = 16;
/// What was said and not yet heard: small, and only hubs that were asked can say anything.
const MOST_CALLS: usize = 4096;
/// Refused documents that are read to their end at a time. Anybody can bring them, and each takes a connection.
const MOST_REFUSED: usize = 16;
/// For a whole document.
const PATIENCE: Duration = Duration::from_secs(30);

/// What hubs may call, and where it is heard. Clones share it.
#[derive(Clone)]
pub struct Callbacks {
    shared: Arc<Shared>,
}

struct Shared {
    known: RwLock<HashMap<String, Arc<Callback>>>,
    calls: mpsc::Sender<Call>,
    called: Notify,
    bodies: Arc<Semaphore>,
    refused: Semaphore,
    max_bytes: AtomicUsize,
}

/// What a callback's token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    pub topic: Url,
    pub secret: String,
    /// Whether the subscription is wanted, or is to end.
    pub wanted: bool,
}

/// What a hub said at a callback, known by its token.
#[derive(Debug)]
pub enum Call {
    /// Its verification of the subscription was answered with yes. The lease in seconds, if it gives one.
    Verified { token: String, lease_seconds: Option<u64> },
    /// That it lets go of the subscription was answered with yes.
    Released { token: String },
    /// It doesn't want the subscription.
    Denied { token: String, reason: Option<String> },
    /// It brought a document, rightly signed.
    Pushed(Pushed),
    /// Something came without a right signature, and was thrown away.
    Forged { token: String },
}

/// A document that a hub brought.
#[derive(Debug)]
pub struct Pushed {
    pub token: String,
    /// As sent; not signed.
    pub content_type: Option<String>,
    pub body: Bytes,
    _room: OwnedSemaphorePermit,
}

impl Callbacks {
    /// `max_bytes` is what a pushed document may have. Calls come out of the channel.
    pub fn new(max_bytes: u64) -> (Self, mpsc::Receiver<Call>) {
        let (calls, heard) = mpsc::channel(MOST_CALLS);
        let shared = Shared {
            known: RwLock::default(),
            calls,
            called: Notify::new(),
            bodies: Arc::new(Semaphore::new(MOST_BODIES)),
            refused: Semaphore::new(MOST_REFUSED),
            max_bytes: AtomicUsize::default(),
        };
        let callbacks = Self { shared: Arc::new(shared) };
        callbacks.limit(max_bytes);
        (callbacks, heard)
    }

    /// From now on, a pushed document may have `max_bytes`.
    pub fn limit(&self, max_bytes: u64) {
        self.shared.max_bytes.store(usize::try_from(max_bytes).unwrap_or(usize::MAX), Ordering::Relaxed);
    }

    /// Answers to these tokens from now on, and to no others.
    pub fn replace(&self, known: impl IntoIterator<Item = (String, Callback)>) {
        let known = known.into_iter().map(|(token, callback)| (token, Arc::new(callback))).collect();
        // Nothing panics while it is written, so a poisoned lock holds a whole map.
        *self.shared.known.write().unwrap_or_else(PoisonError::into_inner) = known;
    }

    /// Waits until somebody has called since the last time.
    pub async fn called(&self) {
        self.shared.called.notified().await;
    }

    /// What is answered at `token` below [`CALLBACKS`]. It is nobody else's.
    pub(super) async fn answer(&self, asked: &Asked, token: &str, body: Incoming) -> Answer {
        let answer = match *asked.method() {
            Method::GET => self.verify(token, asked.uri().query().unwrap_or_default()),
            // A hub that wants no answer is none, and has verified nothing.
            Method::HEAD => empty(StatusCode::NOT_FOUND),
            Method::POST => self.push(asked, token, body).await,
            _ => not_allowed("GET, POST"),
        };
        with(answer, [(header::CACHE_CONTROL, "no-store"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")])
    }

    /// The hub asks whether a subscription was meant, or tells that there will be none (sections 5.2 and 5.3). Whatever
    /// isn't what was asked of it is 404.
    fn verify(&self, token: &str, query: &str) -> Answer {
        let said: HashMap<_, _> = form_urlencoded::parse(query.as_bytes()).collect();
        let said = |name: &str| said.get(name).map(AsRef::as_ref);
        let (Some(callback), Some(mode), Some(topic)) = (self.known(token), said("hub.mode"), said("hub.topic")) else {
            return empty(StatusCode::NOT_FOUND);
        };
        if !is_topic(topic, &callback.topic) {
            return empty(StatusCode::NOT_FOUND);
        }
        let token = token.to_owned();
        let (call, challenge) = match (mode, said("hub.challenge")) {
            ("denied", _) => (Call::Denied { token, reason: said("hub.reason").map(str::to_owned) }, ""),
            ("subscribe", Some(challenge)) if callback.wanted => {
                let lease_seconds = said("hub.lease_seconds").and_then(|seconds| seconds.parse().ok());
                (Call::Verified { token, lease_seconds }, challenge)
            }
            ("unsubscribe", Some(challenge)) if !callback.wanted => (Call::Released { token }, challenge),
            _ => return empty(StatusCode::NOT_FOUND),
        };
        if !self.hand_over(call) {
            return come_again();
        }
        // Neither a browser nor a policy may take the challenge for anything (section 8.2).
        text(StatusCode::OK, "application/octet-stream", challenge.to_owned())
    }

    /// The hub brings a document (section 7). It is told that it arrived, before it is looked at.
    async fn push(&self, asked: &Asked, token: &str, mut body: Incoming) -> Answer {
        let Some(callback) = self.known(token).filter(|callback| callback.wanted) else {
            // Who waits to be told to go on (RFC 9110, section 10.1.1) sends nothing until then.
            if !asked.headers().contains_key(header::EXPECT) {
                self.throw_away(body).await;
            }
            // There is no such subscription any more; the hub may forget it.
            return empty(StatusCode::GONE);
        };
        let Ok(room) = Arc::clone(&self.shared.bodies).try_acquire_owned() else { return come_again() };
        let whole = Limited::new(&mut body, self.max_bytes()).collect();
        let body = match timeout(PATIENCE, whole).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(_)) => {
                drop(room);
                self.throw_away(body).await;
                return empty(StatusCode::PAYLOAD_TOO_LARGE);
            }
            Err(_) => return empty(StatusCode::REQUEST_TIMEOUT),
        };
        let field =
            |name| asked.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let (signature, content_type) = (field("x-hub-signature").unwrap_or_default(), field("content-type"));
        let signed = tokio::task::spawn_blocking(move || {
            let is_signed = is_signed(&signature, &callback.secret, &body);
            is_signed.then_some(body)
        });
        let token = token.to_owned();
        let call = match signed.await {
            Ok(Some(body)) => Call::Pushed(Pushed { token, content_type, body, _room: room }),
            Ok(None) => Call::Forged { token },
            // The runtime is going down.
            Err(_) => return come_again(),
        };
        // Who forges isn't told.
        if self.hand_over(call) { empty(StatusCode::ACCEPTED) } else { come_again() }
    }

    /// Reads what is refused, as far as it isn't longer than a document may be. Were its hub answered while it sends, the
    /// connection would be reset under it, and it might never see the answer.
    async fn throw_away(&self, body: Incoming) {
        let Ok(_place) = self.shared.refused.try_acquire() else { return };
        let mut rest = Limited::new(body, self.max_bytes());
        let _ = timeout(PATIENCE, async { while let Some(Ok(_)) = rest.frame().await {} }).await;
    }

    fn max_bytes(&self) -> usize {
        self.shared.max_bytes.load(Ordering::Relaxed)
    }

    fn known(&self, token: &str) -> Option<Arc<Callback>> {
        self.shared.known.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
    }

    /// Says whether there was room for it.
    fn hand_over(&self, call: Call) -> bool {
        let taken = self.shared.calls.try_send(call).is_ok();
        if taken {
            self.shared.called.notify_one();
        }
        taken
    }
}

/// Hubs may send a topic back with other characters percent-encoded than it had (section 5.1).
fn is_topic(said: &str, topic: &Url) -> bool {
    let is_same = |said: Url| decode(said.as_str()).is_some_and(|said| Some(said) == decode(topic.as_str()));
    said == topic.as_str() || Url::parse(said).is_ok_and(is_same)
}

fn come_again() -> Answer {
    with(empty(StatusCode::SERVICE_UNAVAILABLE), [(header::RETRY_AFTER, "60")])
}
