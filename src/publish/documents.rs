//! What the published documents answer over HTTP.

use std::borrow::Cow;
use std::sync::Arc;

use hyper::header::{self, HeaderValue};
use hyper::{HeaderMap, Method, StatusCode};

use super::answer::{Answer, empty, full, locked_down, not_allowed, page};
use super::coding::Coding;
use super::conditional;
use super::held::{Held, Representation};
use super::shelf::{Found, Serving};
use super::site::Asked;
use crate::render::error_page;

/// Long enough for a proxy to take the load, short enough for news.
const FOR_A_MINUTE: &str = "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What `serving` has at the path that was asked for.
pub(super) async fn answer(serving: &Serving, asked: &Asked) -> Answer {
    locked_down(respond(serving, asked).await)
}

async fn respond(serving: &Serving, asked: &Asked) -> Answer {
    if !matches!(*asked.method(), Method::GET | Method::HEAD) {
        return not_allowed("GET, HEAD");
    }
    let raw = asked.uri().path().trim_start_matches('/');
    let Some(path) = decode(raw) else {
        return empty(StatusCode::BAD_REQUEST);
    };
    match serving.find(&path).await {
        Found::Document(held) => document(held, asked.headers()).await,
        Found::Folder => redirect(raw),
        Found::Nothing => match why_gone(serving, &path).await {
            Some(held) => page(&held, StatusCode::GONE),
            None => empty(StatusCode::NOT_FOUND),
        },
    }
}

/// The page that says why there is no story any more where one was.
async fn why_gone(serving: &Serving, path: &str) -> Option<Arc<Held>> {
    if let Some((language, id)) = story_of(path)
        && serving.get(&format!("gone/{id}")).await.is_ok()
        && let Ok(held) = serving.get(&error_page(language, StatusCode::GONE.as_u16())).await
    {
        return Some(held);
    }
    // What was withdrawn left a page that says so in its folder.
    serving.get(&format!("{}/410.html", path.trim_end_matches('/'))).await.ok()
}

/// The story whose page a path would be, and in which language's folder.
fn story_of(path: &str) -> Option<(&str, &str)> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let (before, id) = path.rsplit_once('/')?;
    let language = before.strip_suffix("story").filter(|folder| folder.is_empty() || folder.ends_with('/'))?;
    Some((language, id))
}

pub(super) async fn document(held: Arc<Held>, request: &HeaderMap) -> Answer {
    let representation = choose(&held, request).await;
    let is_fresh = conditional::is_fresh(request, representation.etag.to_str().unwrap_or_default(), held.modified);
    let mut response = if is_fresh { empty(StatusCode::NOT_MODIFIED) } else { full(&held, &representation) };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, representation.etag.clone());
    headers.insert(header::LAST_MODIFIED, held.last_modified.clone());
    let caching = if has_hashed_name(held.path()) { FOR_EVER } else { FOR_A_MINUTE };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if held.is_compressible() {
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    if !held.media_type().starts_with("text/html") {
        // Feed readers that live in a browser.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}

async fn choose(held: &Arc<Held>, request: &HeaderMap) -> Representation {
    if !held.is_compressible() {
        return held.plain().clone();
    }
    let mut accepted = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let first = accepted.next().unwrap_or_default();
    // Seldom more than one.
    let accept = accepted.fold(Cow::Borrowed(first), |all, next| Cow::Owned(format!("{all},{next}")));
    let Some(coding) = Coding::negotiate(&accept) else {
        return held.plain().clone();
    };
    if let Some(made) = held.made(coding) {
        return made.clone();
    }
    let to_make = Arc::clone(held);
    let made = tokio::task::spawn_blocking(move || to_make.make(coding).clone()).await;
    // The runtime is going down.
    made.unwrap_or_else(|_| held.plain().clone())
}

/// To the folder's own address, relative to the one asked for, which holds behind any proxy.
fn redirect(raw: &str) -> Answer {
    let name = raw.rsplit('/').next().unwrap_or_default();
    let mut response = empty(StatusCode::PERMANENT_REDIRECT);
    // `./` keeps a name with a colon from being a scheme.
    if let Ok(location) = HeaderValue::from_str(&format!("./{name}/")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_A_MINUTE));
    response
}

/// A path without its percent codes; none where these are no UTF-8.
pub(super) fn decode(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('%') {
        return Some(Cow::Borrowed(raw));
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = after.get(..2)?;
            let code = data_encoding::HEXLOWER_PERMISSIVE.decode(digits).ok()?;
            bytes.extend(code);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// `assets/style-0a1b2c….css`: a name that changes with the content.
fn has_hashed_name(path: &str) -> bool {
    let stem = path.strip_prefix("assets/").and_then(|file| file.rsplit_once('.')).map_or("", |(stem, _)| stem);
    stem.rsplit_once('-')
        .is_some_and(|(_, digest)| digest.len() == 12 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
