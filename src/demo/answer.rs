//! What a document answers to a request.

use std::time::UNIX_EPOCH;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, Response, StatusCode, header};
use jiff::{SignedDuration, Timestamp};

use super::print::{Document, Edition};

/// The document at an address. Parameters that an address is decorated with on its way change nothing.
pub fn find<'a>(edition: &'a Edition, path_and_query: &str) -> Option<&'a Document> {
    let path = path_and_query.split('?').next().unwrap_or_default();
    edition.get(path_and_query).or_else(|| edition.get(path))
}

pub fn answer(document: &Document, asked: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    let modified = document.last_modified.map(http_date);
    for (name, value) in [(header::ETAG, &document.etag), (header::LAST_MODIFIED, &modified)] {
        if let Some(value) = value.as_ref().and_then(|value| value.parse().ok()) {
            headers.insert(name, value);
        }
    }
    if is_current(document, asked) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    if let Ok(media_type) = document.media_type.parse() {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    *response.status_mut() = StatusCode::from_u16(document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.body_mut() = Body::from(document.body.clone());
    response
}

/// Without `Retry-After`, which would put off the whole press: its papers share a host.
pub fn busy() -> Response<Body> {
    plain(StatusCode::SERVICE_UNAVAILABLE, "Máy chủ đang bận")
}

pub fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let media_type = header::HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response
}

/// RFC 9110, 13.2.2: `If-None-Match`, and only without it `If-Modified-Since`.
fn is_current(document: &Document, asked: &HeaderMap) -> bool {
    if let (Some(etag), Some(known)) = (&document.etag, text(asked, &header::IF_NONE_MATCH)) {
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        return known.split(',').any(|known| opaque(known) == opaque(etag));
    }
    let since = text(asked, &header::IF_MODIFIED_SINCE).and_then(|since| httpdate::parse_http_date(since).ok());
    let since = since.and_then(|since| since.duration_since(UNIX_EPOCH).ok()).map(SignedDuration::try_from);
    document
        .last_modified
        .zip(since)
        .is_some_and(|(modified, since)| since.is_ok_and(|since| modified.as_duration() <= since))
}

pub fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// RFC 9110, 5.6.7: `Tue, 21 May 2024 08:08:00 GMT`.
fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
