//! Answers that are made when they are asked for, and aren't in the published folder: a search's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use hyper::{Method, StatusCode};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::answer::{Answer, empty, locked_down, never_kept, not_allowed, page};
use super::documents;
use super::held::Held;
use super::site::Asked;
use crate::render::Document;

/// Answers that are made at a time; who comes then waits. More would only take the processor from one another.
const AT_A_TIME: usize = 4;
/// So long. Who waits longer has left, and those behind would wait for nobody.
const WAITING: Duration = Duration::from_secs(5);

/// Answers that are kept at a time, the latest: with their codings some 100 KB each.
const MOST_KEPT: usize = 256;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LiveRequest {
    /// One of the answer's own paths: `search`, `en/search/`.
    pub path: String,
    /// As it came, without `?`; empty if there is none.
    pub query: String,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveAnswer {
    /// Its path only says of what type it is.
    Found(Document),
    /// There is no such thing: 404.
    Nothing,
    /// It would take too much now: 503, with what is said about it.
    NotNow(Option<Document>),
    /// Something broke, which is in the log: 500.
    Failed,
}

impl From<Option<Document>> for LiveAnswer {
    fn from(found: Option<Document>) -> Self {
        found.map_or(Self::Nothing, Self::Found)
    }
}

/// Who makes the answers to some paths.
#[derive(Clone)]
pub struct Live {
    paths: Vec<String>,
    answering: Arc<Answering>,
}

struct Answering {
    answer: Box<dyn Fn(LiveRequest) -> LiveAnswer + Send + Sync>,
    places: Arc<Semaphore>,
    /// How long an answer may be given again.
    lasting: Duration,
    kept: Mutex<HashMap<LiveRequest, (Instant, Arc<Held>)>>,
}

/// [`LiveAnswer`], ready to send.
enum Made {
    Found(Arc<Held>),
    Nothing,
    NotNow(Option<Arc<Held>>),
    Failed,
}

impl Live {
    /// Requests for `paths`, without their leading slashes, are answered by `answer`, which may take its time. No cache
    /// keeps what it finds.
    pub fn new<A: Into<LiveAnswer>>(paths: &[&str], answer: impl Fn(LiveRequest) -> A + Send + Sync + 'static) -> Self {
        Self::lasting(Duration::ZERO, paths, answer)
    }

    /// The same, where what was found is given again to whoever asks for the same within `lasting`, and caches keep it as
    /// they keep documents.
    pub fn lasting<A: Into<LiveAnswer>>(
        lasting: Duration,
        paths: &[&str],
        answer: impl Fn(LiveRequest) -> A + Send + Sync + 'static,
    ) -> Self {
        let answering = Answering {
            answer: Box::new(move |request| answer(request).into()),
            places: Arc::new(Semaphore::new(AT_A_TIME)),
            lasting,
            kept: Mutex::default(),
        };
        Self { paths: paths.iter().map(|path| (*path).to_owned()).collect(), answering: Arc::new(answering) }
    }

    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// `path` is one of [`Live::paths`].
    pub(super) async fn answer(&self, asked: &Asked, path: &str) -> Answer {
        let answer = if matches!(*asked.method(), Method::GET | Method::HEAD) {
            let query = asked.uri().query().unwrap_or_default().to_owned();
            match make(&self.answering, LiveRequest { path: path.to_owned(), query }).await {
                Made::Found(held) => {
                    let mut answer = documents::document(held, asked.headers()).await;
                    if self.answering.lasting.is_zero() {
                        // What isn't given again here is given again by nobody.
                        never_kept(answer.status(), answer.headers_mut());
                    }
                    answer
                }
                Made::Nothing => empty(StatusCode::NOT_FOUND),
                Made::NotNow(Some(held)) => page(&held, StatusCode::SERVICE_UNAVAILABLE),
                Made::NotNow(None) => empty(StatusCode::SERVICE_UNAVAILABLE),
                Made::Failed => empty(StatusCode::INTERNAL_SERVER_ERROR),
            }
        } else {
            not_allowed("GET, HEAD")
        };
        locked_down(answer)
    }
}

impl Answering {
    fn kept(&self, request: &LiveRequest) -> Option<Arc<Held>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(request).filter(|(made, _)| made.elapsed() < self.lasting).map(|(_, held)| Arc::clone(held))
    }

    fn keep(&self, request: LiveRequest, held: &Arc<Held>) {
        if self.lasting.is_zero() {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (made, _)| made.elapsed() < self.lasting);
        if kept.len() >= MOST_KEPT
            && let Some(oldest) = kept.iter().min_by_key(|(_, (made, _))| *made).map(|(request, _)| request.clone())
        {
            kept.remove(&oldest);
        }
        kept.insert(request, (Instant::now(), Arc::clone(held)));
    }
}

async fn make(answering: &Arc<Answering>, request: LiveRequest) -> Made {
    if let Some(held) = answering.kept(&request) {
        return Made::Found(held);
    }
    let place = Arc::clone(&answering.places).acquire_owned();
    let Ok(Ok(place)) = timeout(WAITING, place).await else { return Made::NotNow(None) };
    // Somebody may have asked for the same meanwhile.
    if let Some(held) = answering.kept(&request) {
        return Made::Found(held);
    }
    let path = request.path.clone();
    let answer = Arc::clone(answering);
    let made = tokio::task::spawn_blocking(move || {
        // Until it is made, whether or not the one who asked is still there: who asks and leaves gets no further places.
        let _place = place;
        match (answer.answer)(request.clone()) {
            LiveAnswer::Found(document) => {
                let held = held(document);
                answer.keep(request, &held);
                Made::Found(held)
            }
            LiveAnswer::Nothing => Made::Nothing,
            LiveAnswer::NotNow(document) => Made::NotNow(document.map(held)),
            LiveAnswer::Failed => Made::Failed,
        }
    });
    // Where it doesn't say that it panicked, the runtime is going down.
    made.await.unwrap_or_else(|error| {
        tracing::error!(path, "answering failed: {error}");
        Made::Failed
    })
}

fn held(document: Document) -> Arc<Held> {
    let seconds = u64::try_from(document.modified.as_second()).unwrap_or(0);
    let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    Arc::new(Held::new(&document.path, document.bytes, modified))
}
