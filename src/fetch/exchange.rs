//! One request to one server, and what is made of the answer.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::Response;
use reqwest::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION,
};
use tokio::time::Instant;
use url::Url;

use super::challenge::is_challenge;
use super::clocks::Clocks;
use super::error::{FetchError, has_credentials, without_credentials};
use super::freshness::{Freshness, retry_after};
use super::links::Links;
use super::request::Validators;
use crate::news::HostKey;

/// Enough of an error's body to recognise a challenge, and to read a redirect's to its end, so that the connection
/// can be used again.
const START_OF_BODY: usize = 32 * 1024;
const START_OF_BODY_TIMEOUT: Duration = Duration::from_secs(1);
/// What servers write into `Content-Encoding` when nothing is encoded.
const NO_CODING: [&[u8]; 6] = [b"", b"identity", b"none", b"utf-8", b"binary", b"8bit"];
/// A longer `ETag` or `Last-Modified` isn't kept: it would be sent back with every request, and servers take 8 KiB of
/// headers in all, the smallest default of those in use (nginx, Apache).
const LONGEST_VALIDATOR: usize = 2048;
/// Of an address in an error message.
const SHOWN_OF_LOCATION: usize = 200;

/// What a request's [`Wants`](super::Wants) come to.
#[derive(Clone, Copy)]
pub(super) struct Terms {
    pub accept: &'static str,
    pub max_bytes: u64,
    /// A longer body is cut instead of refused.
    pub cut: bool,
    pub obeys_robots: bool,
}

/// One server's answer, read as far as it is needed.
pub(super) enum Reply {
    Redirect { status: u16, to: Url },
    NotModified(Freshness),
    Gone,
    Document(Box<Document>),
}

pub(super) struct Document {
    pub content_type: Option<String>,
    pub validators: Validators,
    pub freshness: Freshness,
    pub links: Links,
    pub body: Vec<u8>,
}

/// What it takes to ask; the caller has waited for the host's turn and watches the time.
pub(super) struct Exchange<'a> {
    pub http: &'a reqwest::Client,
    pub url: &'a Url,
    pub terms: Terms,
    /// For error messages.
    pub timeout: SignedDuration,
    /// Of `url`.
    pub host: &'a HostKey,
    pub clocks: &'a Clocks,
}

impl Exchange<'_> {
    /// Sends the request, with the validators as conditions, and reads the answer.
    pub async fn ask(&self, validators: Option<&Validators>) -> Result<Reply, FetchError> {
        let Self { url, terms, .. } = *self;
        let mut conditions = HeaderMap::new();
        if let Some(validators) = validators {
            condition(&mut conditions, IF_NONE_MATCH, validators.etag.as_deref());
            condition(&mut conditions, IF_MODIFIED_SINCE, validators.last_modified.as_deref());
        }
        let conditional = !conditions.is_empty();
        let request = self.http.get(url.clone()).header(ACCEPT, terms.accept).headers(conditions);
        let response = request.send().await.map_err(|error| FetchError::sending(url, &error, self.timeout))?;
        let now = Timestamp::now();
        self.clocks.note(self.host, response.headers(), now);
        let status = response.status().as_u16();
        match status {
            200 | 203 => self.document(response, now).await,
            304 if conditional => Ok(Reply::NotModified(Freshness::of(response.headers(), now))),
            301 | 302 | 303 | 307 | 308 => {
                let to = target(url, status, response.headers())?;
                start_of_body(response).await;
                Ok(Reply::Redirect { status, to })
            }
            410 => Ok(Reply::Gone),
            _ => {
                let headers = response.headers().clone();
                let retry_after = retry_after(&headers, now);
                let url = url.clone();
                Err(if is_challenge(status, &headers, &start_of_body(response).await) {
                    FetchError::Challenge { url, status, retry_after }
                } else {
                    FetchError::Status { url, status, retry_after }
                })
            }
        }
    }

    async fn document(&self, mut response: Response, now: Timestamp) -> Result<Reply, FetchError> {
        let Self { url, terms, .. } = *self;
        let headers = response.headers();
        let status = response.status().as_u16();
        if is_challenge(status, headers, b"") {
            return Err(FetchError::Challenge { url: url.clone(), status, retry_after: retry_after(headers, now) });
        }
        // reqwest removes the header when it undoes the coding: what is left is one that it doesn't know.
        if let Some(coding) = headers.get(CONTENT_ENCODING)
            && !NO_CODING.iter().any(|no| coding.as_bytes().eq_ignore_ascii_case(no))
        {
            let reason = format!("unknown content coding {coding:?}");
            return Err(FetchError::Coding { url: url.clone(), reason });
        }
        let content_type =
            headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let validators =
            Validators { url: url.clone(), etag: bytes(headers, ETAG), last_modified: bytes(headers, LAST_MODIFIED) };
        let freshness = Freshness::of(headers, now);
        let links = Links::of(headers, url);
        let too_large = || FetchError::TooLarge { url: url.clone(), limit: terms.max_bytes };
        if !terms.cut && response.content_length().is_some_and(|length| length > terms.max_bytes) {
            return Err(too_large());
        }
        let max_bytes = usize::try_from(terms.max_bytes).unwrap_or(usize::MAX);
        let mut body = Vec::new();
        loop {
            let chunk = response.chunk().await.map_err(|error| FetchError::reading(url, &error, self.timeout))?;
            let Some(chunk) = chunk else { break };
            let room = max_bytes - body.len();
            if chunk.len() > room {
                if !terms.cut {
                    return Err(too_large());
                }
                body.extend_from_slice(&chunk[..room]);
                break;
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply::Document(Box::new(Document { content_type, validators, freshness, links, body })))
    }
}

/// Nothing is sent where nothing is stored, or where what is stored can't be a header.
fn condition(conditions: &mut HeaderMap, name: HeaderName, stored: Option<&[u8]>) {
    if let Some(value) = stored.and_then(|stored| HeaderValue::from_bytes(stored).ok()) {
        conditions.insert(name, value);
    }
}

fn bytes(headers: &HeaderMap, name: HeaderName) -> Option<Vec<u8>> {
    let value = headers.get(name)?.as_bytes();
    (!value.is_empty() && value.len() <= LONGEST_VALIDATOR).then(|| value.to_vec())
}

/// Where a redirect leads. `Location` may be relative and, against the letter of the RFC, in raw UTF-8.
pub(super) fn target(url: &Url, status: u16, headers: &HeaderMap) -> Result<Url, FetchError> {
    let Some(location) = headers.get(LOCATION) else {
        return Err(FetchError::Status { url: url.clone(), status, retry_after: None });
    };
    let location = String::from_utf8_lossy(location.as_bytes());
    let bad = |location: &str, reason| FetchError::BadRedirect {
        url: url.clone(),
        location: location.chars().take(SHOWN_OF_LOCATION).collect(),
        reason,
    };
    let mut to = url.join(location.trim()).map_err(|_| bad(&location, "which is no address"))?;
    let shown = if has_credentials(&to) { String::from(without_credentials(&to)).into() } else { location };
    if !matches!(to.scheme(), "http" | "https") || !to.has_host() {
        return Err(bad(&shown, "which is not http or https"));
    }
    // A name and password there would be sent as ours.
    if has_credentials(&to) {
        return Err(bad(&shown, "which carries credentials"));
    }
    to.set_fragment(None);
    Ok(to)
}

/// As much of a body as is of use when it isn't the document; whatever goes wrong with it doesn't matter, and it isn't
/// waited for long.
pub(super) async fn start_of_body(mut response: Response) -> Vec<u8> {
    let deadline = Instant::now() + START_OF_BODY_TIMEOUT;
    let mut start = Vec::new();
    while let Ok(Ok(Some(chunk))) = tokio::time::timeout_at(deadline, response.chunk()).await {
        start.extend_from_slice(&chunk);
        if start.len() > START_OF_BODY {
            break;
        }
    }
    start
}
