//! What readers get where there is nothing to be had: a page in their language, and a line of text where a program asks.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::middleware::{self, Next};

use super::callbacks::CALLBACKS;
use super::server::{decode, empty, locked_down, page};
use super::shelf::Serving;
use crate::render::error_page;

/// Characters of an address (RFC 9110, section 4.1, asks for 8,000): the longest search, percent-encoded, has 2,700.
const LONGEST_ADDRESS: usize = 8192;
/// Bytes of a request's header fields: four times as many as most servers take.
const LONGEST_FIELDS: usize = 32 * 1024;

/// Seconds: what is too much now may do then.
const AGAIN: HeaderValue = HeaderValue::from_static("10");

/// What is said about a request in its absence.
struct Asked {
    method: Method,
    uri: Uri,
    /// Whether it names HTML among what it takes.
    by_browser: bool,
}

/// The same answers, with a page or a line of text where one is an error and says nothing. Where making it panics, it is
/// 500 and in the log. The pages are those of `serving`.
pub fn explained(router: Router, serving: &Serving) -> Router {
    router.layer(middleware::from_fn_with_state(serving.clone(), explain))
}

async fn explain(State(serving): State<Serving>, request: Request, next: Next) -> Response<Body> {
    let asked = Asked::of(&request);
    let response = if let Some(status) = too_long(&request) {
        empty(status)
    } else {
        caught(next.run(request)).await.unwrap_or_else(|panic| {
            tracing::error!(method = %asked.method, address = %asked.uri, "answering panicked: {panic}");
            empty(StatusCode::INTERNAL_SERVER_ERROR)
        })
    };
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    // Hubs read the number alone.
    let to_hub = asked.uri.path().trim_start_matches('/').starts_with(CALLBACKS);
    if !is_error || to_hub || response.headers().contains_key(header::CONTENT_TYPE) {
        return response;
    }
    let mut explained = asked.explained(status, &serving).await;
    for (name, value) in response.headers() {
        explained.headers_mut().insert(name, value.clone());
    }
    never_kept(status, explained.headers_mut());
    locked_down(&asked.method, explained)
}

/// What an answer has that is an error: what was wrong may be right in a moment.
pub(super) fn never_kept(status: StatusCode, headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.entry(header::RETRY_AFTER).or_insert(AGAIN);
    }
}

fn too_long(request: &Request) -> Option<StatusCode> {
    let uri = request.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > LONGEST_ADDRESS {
        return Some(StatusCode::URI_TOO_LONG);
    }
    let fields: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    (fields > LONGEST_FIELDS).then_some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
}

/// What `answer` comes to, or what it said when it panicked.
async fn caught(answer: impl Future<Output = Response<Body>>) -> Result<Response<Body>, String> {
    let mut answer = pin!(answer);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(words(panic.as_ref()))),
    })
    .await
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

impl Asked {
    fn of(request: &Request) -> Self {
        let mut accepted = request.headers().get_all(header::ACCEPT).iter();
        let by_browser = accepted.any(|value| value.to_str().is_ok_and(|value| value.contains("text/html")));
        Self { method: request.method().clone(), uri: request.uri().clone(), by_browser }
    }

    async fn explained(&self, status: StatusCode, serving: &Serving) -> Response<Body> {
        let raw = self.uri.path().trim_start_matches('/');
        if self.by_browser || is_page(raw) {
            let path = decode(raw).unwrap_or_else(|| raw.to_owned());
            // In the language of the place that was asked for.
            let folder = path.split_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
            for folder in [folder.as_str(), ""] {
                if let Ok(held) = serving.get(&error_page(folder, status.as_u16())).await {
                    return page(&held, status);
                }
            }
        }
        let text = format!("{status}\n");
        let mut response = empty(status);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
        *response.body_mut() = Body::from(text);
        response
    }
}

/// Whether a page is asked for, going by its name: feeds, JSON and whatever else has an ending of its own are for programs.
fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_none_or(|(_, ending)| ending == "html")
}
