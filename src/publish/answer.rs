//! What is sent back, and what all of it has in common.

use std::sync::LazyLock;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Response, StatusCode};

use super::held::{Held, Representation};
use crate::render::CONTENT_SECURITY_POLICY;

/// Its whole body is there when it begins. Of that hyper sends nothing where the method is HEAD.
pub(super) type Answer = Response<Full<Bytes>>;

/// At least as many as an answer has.
const HEADERS: usize = 16;

/// What a page can't say of itself is that nobody may frame it.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let policy = format!("{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'");
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

/// Seconds: what is too much now may do then.
const AGAIN: HeaderValue = HeaderValue::from_static("10");

pub(super) fn empty(status: StatusCode) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = status;
    // At once: growing takes longer than filling.
    answer.headers_mut().reserve(HEADERS);
    answer
}

pub(super) fn full(held: &Held, representation: &Representation) -> Answer {
    let mut answer = empty(StatusCode::OK);
    *answer.body_mut() = Full::new(representation.bytes.clone());
    if let Some(in_file) = held.in_file(representation) {
        answer.extensions_mut().insert(in_file);
    }
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(held.media_type()));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(representation.bytes.len()));
    if let Some(coding) = representation.coding {
        headers.insert(header::CONTENT_ENCODING, coding.header());
    }
    answer
}

/// A page that says why there is none.
pub(super) fn page(held: &Held, status: StatusCode) -> Answer {
    let mut answer = full(held, held.plain());
    *answer.status_mut() = status;
    never_kept(status, answer.headers_mut());
    answer
}

pub(super) fn text(status: StatusCode, media_type: &'static str, text: String) -> Answer {
    let mut answer = empty(status);
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
    *answer.body_mut() = Full::from(text);
    answer
}

/// `methods`: what would be, with commas.
pub(super) fn not_allowed(methods: &'static str) -> Answer {
    with(empty(StatusCode::METHOD_NOT_ALLOWED), [(header::ALLOW, methods)])
}

/// What an answer has that is an error, since what was wrong may be right in a moment, or that holds for this moment alone.
pub(super) fn never_kept(status: StatusCode, headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.entry(header::RETRY_AFTER).or_insert(AGAIN);
    }
}

/// With these headers.
pub(super) fn with<const N: usize>(mut answer: Answer, headers: [(HeaderName, &'static str); N]) -> Answer {
    for (name, value) in headers {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// With the headers that every answer to a browser has.
pub(super) fn locked_down(mut answer: Answer) -> Answer {
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    with(
        answer,
        [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        ],
    )
}
