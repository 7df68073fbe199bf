//! A WebSub hub on loopback, as the recommendation describes it: it verifies what it is asked for at the callback, and
//! distributes documents with a signature. What publishers tell it of, it fetches and distributes.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use reqwest::{Client, redirect};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use url::{Url, form_urlencoded};

/// What a subscriber asked for: the form's fields.
pub type Form = BTreeMap<String, String>;

/// How a hub answers to requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// 202 at once, and the verification after.
    Verify {
        lease_seconds: Option<u64>,
    },
    /// The verification first, as old hubs do it.
    VerifyFirst,
    /// 202, and then a denial.
    Deny {
        reason: &'static str,
    },
    /// 202, and then nothing.
    Silent,
    Refuse,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscribed {
    pub callback: String,
    pub topic: String,
    pub secret: String,
}

/// The hub; it stops when dropped.
pub struct Hub {
    pub address: SocketAddr,
    desk: Arc<Desk>,
    _serving: JoinSet<()>,
}

struct Desk {
    policy: Policy,
    asked: Mutex<Vec<Form>>,
    /// The topics that publishers told it of, by request.
    told: Mutex<Vec<Vec<String>>>,
    /// Whether it answers publishers with 503.
    fails: AtomicBool,
    subscribed: Mutex<Vec<Subscribed>>,
    verifying: Mutex<JoinSet<()>>,
    /// Where public addresses are really reached, the latest last: there is no DNS here. Verification waits for the first.
    reach: watch::Sender<Vec<(String, String)>>,
    client: Client,
}

impl Hub {
    pub async fn start(policy: Policy) -> Self {
        // The test of another part may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::new(Desk {
            policy,
            asked: Mutex::default(),
            told: Mutex::default(),
            fails: AtomicBool::new(false),
            subscribed: Mutex::default(),
            verifying: Mutex::default(),
            reach: watch::channel(Vec::new()).0,
            client: Client::builder().no_proxy().redirect(redirect::Policy::none()).build().unwrap(),
        });
        let moved = || async { (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/")]) };
        let router = Router::new().route("/", post(ask)).route("/moved", post(moved)).with_state(Arc::clone(&desk));
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, desk, _serving: serving }
    }

    pub fn url(&self) -> Url {
        Url::parse(&format!("http://{}/", self.address)).unwrap()
    }

    /// Callbacks below `public` are called at `address`.
    pub fn reach(&self, public: &str, address: SocketAddr) {
        self.desk.reach.send_modify(|known| known.push((public.to_owned(), format!("http://{address}/"))));
    }

    /// What it was asked for, in order.
    pub fn asked(&self) -> Vec<Form> {
        self.desk.asked.lock().unwrap().clone()
    }

    /// The modes of what it was asked for.
    pub fn modes(&self) -> Vec<String> {
        self.asked().into_iter().map(|form| form["hub.mode"].clone()).collect()
    }

    pub fn subscribed(&self) -> Vec<Subscribed> {
        self.desk.subscribed.lock().unwrap().clone()
    }

    /// The topics that publishers told it of, by request.
    pub fn told(&self) -> Vec<Vec<String>> {
        self.desk.told.lock().unwrap().clone()
    }

    /// Has it answer publishers with 503, or not any more.
    pub fn fail(&self, fails: bool) {
        self.desk.fails.store(fails, Ordering::Relaxed);
    }

    /// Asks it for something, as a subscriber.
    pub async fn ask(&self, form: &[(&str, &str)]) -> StatusCode {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request =
            self.desk.client.post(self.url()).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.body(body).send().await.unwrap().status()
    }

    /// Waits until all that it was asked for has been verified, denied or distributed.
    pub async fn settled(&self) {
        let mut verifying = std::mem::take(&mut *self.desk.verifying.lock().unwrap());
        while let Some(done) = verifying.join_next().await {
            done.unwrap();
        }
    }

    /// Distributes a document to all who subscribed, and says what they answered.
    pub async fn distribute(&self, document: &str) -> Vec<StatusCode> {
        let mut answers = Vec::new();
        for subscribed in self.subscribed() {
            let signature = format!("sha256={}", sign(&subscribed.secret, document));
            answers.push(self.bring(&subscribed.callback, Some(&signature), document).await);
        }
        answers
    }

    /// Brings a document to one callback, under a signature of the test's choice.
    pub async fn bring(&self, callback: &str, signature: Option<&str>, document: &str) -> StatusCode {
        let mut request = self
            .desk
            .client
            .post(self.desk.really(callback).await)
            .header("Content-Type", "application/rss+xml")
            .body(document.to_owned());
        if let Some(signature) = signature {
            request = request.header("X-Hub-Signature", signature);
        }
        request.send().await.unwrap().status()
    }

    /// Calls at a callback with a query of the test's choice.
    pub async fn call(&self, callback: &str, query: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
        self.desk.call(callback, query).await
    }
}

impl Desk {
    async fn really(&self, callback: &str) -> String {
        let mut reach = self.reach.subscribe();
        let known = reach.wait_for(|known| !known.is_empty()).await.unwrap();
        let below = known.iter().rev().find_map(|(public, address)| Some((address, callback.strip_prefix(public)?)));
        below.map_or_else(|| callback.to_owned(), |(address, rest)| format!("{address}{rest}"))
    }

    async fn call(&self, callback: &str, query: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
        let mut url = Url::parse(&self.really(callback).await).unwrap();
        url.query_pairs_mut().extend_pairs(query);
        let answer = self.client.get(url).send().await.unwrap();
        (answer.status(), answer.headers().clone(), answer.text().await.unwrap())
    }

    /// Fetches a topic and distributes it (sections 7 and 8).
    async fn distribute(&self, topic: &str) {
        let subscribed: Vec<Subscribed> =
            self.subscribed.lock().unwrap().iter().filter(|it| it.topic == topic).cloned().collect();
        for Subscribed { callback, secret, .. } in subscribed {
            let fetched = self.client.get(self.really(topic).await).send().await.unwrap().error_for_status().unwrap();
            let media_type = fetched.headers()[header::CONTENT_TYPE].clone();
            let document = fetched.text().await.unwrap();
            let request = self.client.post(self.really(&callback).await).header(header::CONTENT_TYPE, media_type);
            let signed = request.header("X-Hub-Signature", format!("sha256={}", sign(&secret, &document)));
            assert!(signed.body(document).send().await.unwrap().status().is_success());
        }
    }

    async fn verify(&self, form: Form, lease_seconds: Option<u64>) {
        let (callback, topic, mode) = (&form["hub.callback"], &form["hub.topic"], &form["hub.mode"]);
        let lease = lease_seconds.map_or_else(|| form.get("hub.lease_seconds").cloned(), |it| Some(it.to_string()));
        let mut query = vec![("hub.mode", mode.as_str()), ("hub.topic", topic), ("hub.challenge", "thử-thách")];
        query.extend(lease.as_deref().map(|lease| ("hub.lease_seconds", lease)));
        let (status, _, body) = self.call(callback, &query).await;
        if !status.is_success() || body != "thử-thách" {
            return;
        }
        let mut subscribed = self.subscribed.lock().unwrap();
        subscribed.retain(|it| (&it.callback, &it.topic) != (callback, topic));
        if mode == "subscribe" {
            let secret = form.get("hub.secret").cloned().unwrap_or_default();
            subscribed.push(Subscribed { callback: callback.clone(), topic: topic.clone(), secret });
        }
    }
}

async fn ask(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: String) -> Response {
    let fields: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    if fields.iter().any(|(name, value)| name == "hub.mode" && value == "publish") {
        return publish(&desk, fields).into_response();
    }
    let form: Form = fields.into_iter().collect();
    let is_form = headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("application/x-www-form-urlencoded");
    assert!(is_form && form.contains_key("hub.callback") && form.contains_key("hub.topic"), "{form:?}");
    desk.asked.lock().unwrap().push(form.clone());
    let later = Arc::clone(&desk);
    match desk.policy {
        Policy::Refuse => return (StatusCode::BAD_REQUEST, "hub.topic is not allowed here").into_response(),
        Policy::VerifyFirst => desk.verify(form, None).await,
        Policy::Silent => {}
        Policy::Verify { lease_seconds } => {
            desk.verifying.lock().unwrap().spawn(async move { later.verify(form, lease_seconds).await });
        }
        Policy::Deny { reason } => {
            desk.verifying.lock().unwrap().spawn(async move {
                let query = [("hub.mode", "denied"), ("hub.topic", &form["hub.topic"]), ("hub.reason", reason)];
                assert!(later.call(&form["hub.callback"], &query).await.0.is_success());
            });
        }
    }
    StatusCode::ACCEPTED.into_response()
}

fn publish(desk: &Arc<Desk>, fields: Vec<(String, String)>) -> StatusCode {
    let topics: Vec<String> = fields.into_iter().filter(|(name, _)| name == "hub.url").map(|(_, url)| url).collect();
    desk.told.lock().unwrap().push(topics.clone());
    if desk.fails.load(Ordering::Relaxed) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let later = Arc::clone(desk);
    desk.verifying.lock().unwrap().spawn(async move {
        for topic in topics {
            later.distribute(&topic).await;
        }
    });
    StatusCode::NO_CONTENT
}

/// HMAC-SHA-256 in hexadecimal digits.
pub fn sign(secret: &str, document: &str) -> String {
    let hmac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(document);
    data_encoding::HEXLOWER.encode(&hmac.finalize().into_bytes())
}
