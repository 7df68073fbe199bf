//! What readers get where there is nothing to be had: a page in their language, and a line of text where a program asks.

use hyper::http::uri::Authority;
use hyper::{StatusCode, Version, header};

use super::answer::{self, Answer, locked_down, never_kept, page};
use super::documents::decode;
use super::shelf::Serving;
use super::site::Asked;
use crate::render::error_page;

/// Characters of an address (RFC 9110, section 4.1, asks for 8,000): the longest search, percent-encoded, has 2,700.
const LONGEST_ADDRESS: usize = 8192;
/// Bytes of a request's header fields: four times as many as most servers take.
const LONGEST_FIELDS: usize = 32 * 1024;

/// The same answer, with a page or a line of text where it is an error and says nothing. The pages are those of `serving`.
pub(super) async fn explained(asked: &Asked, answer: Answer, serving: Option<&Serving>) -> Answer {
    let status = answer.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || answer.headers().contains_key(header::CONTENT_TYPE) {
        return answer;
    }
    let mut explained = explanation(asked, status, serving).await;
    for (name, value) in answer.headers() {
        explained.headers_mut().insert(name, value.clone());
    }
    never_kept(status, explained.headers_mut());
    locked_down(explained)
}

/// What is the matter with a request, whatever it asks for.
pub(super) fn refused(asked: &Asked) -> Option<StatusCode> {
    if names_its_host(asked) { too_long(asked) } else { Some(StatusCode::BAD_REQUEST) }
}

/// Whether it says once to whom it is sent, as it must, or, before HTTP/1.1, not at all (RFC 9112, section 3.2). Two
/// hosts are how a request is smuggled past a proxy that goes by the other.
fn names_its_host(asked: &Asked) -> bool {
    let mut hosts = asked.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => asked.version() < Version::HTTP_11,
        (Some(host), None) => {
            let host = host.as_bytes();
            host.is_empty() || (Authority::try_from(host).is_ok() && !host.contains(&b'@'))
        }
        (Some(_), Some(_)) => false,
    }
}

fn too_long(asked: &Asked) -> Option<StatusCode> {
    let uri = asked.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > LONGEST_ADDRESS {
        return Some(StatusCode::URI_TOO_LONG);
    }
    let fields: usize = asked.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    (fields > LONGEST_FIELDS).then_some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
}

async fn explanation(asked: &Asked, status: StatusCode, serving: Option<&Serving>) -> Answer {
    let raw = asked.uri().path().trim_start_matches('/');
    if let Some(serving) = serving
        && (by_browser(asked) || is_page(raw))
    {
        let path = decode(raw).unwrap_or(raw.into());
        // In the language of the place that was asked for.
        let folder = path.split_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        for folder in [folder.as_str(), ""] {
            if let Ok(held) = serving.get(&error_page(folder, status.as_u16())).await {
                return page(&held, status);
            }
        }
    }
    answer::text(status, "text/plain; charset=utf-8", format!("{status}\n"))
}

/// Whether HTML is named among what is taken.
fn by_browser(asked: &Asked) -> bool {
    let mut accepted = asked.headers().get_all(header::ACCEPT).iter();
    accepted.any(|value| value.to_str().is_ok_and(|value| value.contains("text/html")))
}

/// Whether a page is asked for, going by its name: feeds, JSON and whatever else has an ending of its own are for programs.
fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_none_or(|(_, ending)| ending == "html")
}
