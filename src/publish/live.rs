//! Answers that are made when they are asked for, and aren't in the published folder: a search's.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode};
use axum::routing::any;
use tokio::sync::Semaphore;

use super::held::Held;
use super::server::{self, decode};
use crate::render::Document;

/// Answers that are made at a time; who comes then waits. More would only take the processor from one another.
const AT_A_TIME: usize = 4;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveRequest {
    /// Decoded, without its leading slash: `search`, `en/search/`.
    pub path: String,
    /// As it came, without `?`; empty if there is none.
    pub query: String,
}

/// Who makes the answers to some paths.
#[derive(Clone)]
pub struct Live {
    paths: Vec<String>,
    answering: Arc<Answering>,
}

struct Answering {
    answer: Box<dyn Fn(LiveRequest) -> Option<Document> + Send + Sync>,
    places: Semaphore,
}

impl Live {
    /// Requests for `paths`, without their leading slashes, are answered by `answer`, which may take its time; by 404 where
    /// it gives none. Its documents' paths only say of what type they are.
    pub fn new(paths: &[&str], answer: impl Fn(LiveRequest) -> Option<Document> + Send + Sync + 'static) -> Self {
        let answering = Answering { answer: Box::new(answer), places: Semaphore::new(AT_A_TIME) };
        Self { paths: paths.iter().map(|path| (*path).to_owned()).collect(), answering: Arc::new(answering) }
    }

    pub fn router(&self) -> Router {
        let routes =
            self.paths.iter().fold(Router::new(), |router, path| router.route(&format!("/{path}"), any(answer)));
        routes.with_state(Arc::clone(&self.answering))
    }
}

async fn answer(State(answering): State<Arc<Answering>>, request: Request) -> Response<Body> {
    let (request, _) = request.into_parts();
    let response = if matches!(request.method, Method::GET | Method::HEAD) {
        let path = decode(request.uri.path().trim_start_matches('/')).unwrap_or_default();
        let query = request.uri.query().unwrap_or_default().to_owned();
        match make(answering, LiveRequest { path, query }).await {
            Some(held) => server::document(Arc::new(held), &request.headers).await,
            None => server::empty(StatusCode::NOT_FOUND),
        }
    } else {
        server::not_allowed()
    };
    server::locked_down(&request.method, response)
}

async fn make(answering: Arc<Answering>, request: LiveRequest) -> Option<Held> {
    // The semaphore is never closed.
    let _place = answering.places.acquire().await.ok()?;
    let answering = Arc::clone(&answering);
    let made = tokio::task::spawn_blocking(move || {
        let document = (answering.answer)(request)?;
        let seconds = u64::try_from(document.modified.as_second()).unwrap_or(0);
        let modified = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        Some(Held::new(&document.path, document.bytes, modified))
    });
    // An error says that it panicked, or that the runtime is going down.
    made.await.unwrap_or(None)
}
