//! Why an address gave nothing. Every message names the address and, where there is something to do, what.

use std::error::Error;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::SignedDuration;
use thiserror::Error;
use url::Url;

use super::dial::Refused;
use super::guard::Why;

/// How long a host is left alone that is asked too often and doesn't say when to come again.
const UNSAID_HOLD: SignedDuration = SignedDuration::from_mins(15);

/// The client couldn't be made.
#[derive(Debug, Error)]
pub enum SetupError {
    #[error("[fetch] contact {0:?} can't be sent in a User-Agent: write an e-mail or web address in plain ASCII")]
    Contact(String),
    #[error("the HTTP client can't be set up: {0}")]
    Http(String),
}

/// One address, asked once, gave no answer that can be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FetchError {
    #[error("{url} is not an http or https address: correct it in feeds.toml")]
    Scheme { url: Url },
    /// `url` is without them.
    #[error("{url} isn't asked, because its address carries a name or password, and bantin sends none")]
    Credentials { url: Url },
    #[error("{url} leads to {address}, which is {why}: add it to [fetch] allow if that is meant")]
    Refused { url: Url, address: IpAddr, why: Why },
    #[error("{url}: the host's name can't be resolved ({reason}): check the name, and this machine's DNS")]
    Dns { url: Url, reason: String },
    #[error("{url}: no connection ({reason}): its server is down, or the address is wrong; it is tried again later")]
    Connect { url: Url, reason: String },
    #[error(
        "{url}: no trusted TLS connection ({reason}): tell the site; for a certificate authority of your own, name its \
         file in SSL_CERT_FILE"
    )]
    Tls { url: Url, reason: String },
    #[error("{url}: no complete answer within {} s; [fetch] timeout sets this", .after.as_secs_f64())]
    Timeout { url: Url, after: SignedDuration },
    #[error("{url}: not an HTTP answer ({reason}): the site has a problem of its own; it is tried again later")]
    Protocol { url: Url, reason: String },
    #[error("{url}: the body is longer than {limit} bytes; [fetch] max_feed_bytes and max_page_bytes set this")]
    TooLarge { url: Url, limit: u64 },
    #[error("{url}: the body ended too early ({reason}): nothing of it is taken; it is tried again later")]
    Incomplete { url: Url, reason: String },
    #[error("{url}: the body can't be decoded ({reason}): nothing of it is taken; if it stays so, tell the site")]
    Coding { url: Url, reason: String },
    #[error("{url}: redirected more than {limit} times; [fetch] max_redirects sets this")]
    TooManyRedirects { url: Url, limit: usize },
    #[error("{url} redirects to itself in a circle; the site may insist on cookies, which bantin doesn't keep")]
    RedirectLoop { url: Url },
    #[error("{url} redirects to {location:?}, {reason}")]
    BadRedirect { url: Url, location: Box<str>, reason: &'static str },
    #[error("{url} answered {status}{}", hint(*.status))]
    Status { url: Url, status: u16, retry_after: Option<SignedDuration> },
    #[error(transparent)]
    HubRefused(Box<HubRefusal>),
    #[error(
        "{url}: Cloudflare wants a browser (status {status}): ask the site to let bantin pass, or turn the source off"
    )]
    Challenge { url: Url, status: u16, retry_after: Option<SignedDuration> },
    #[error(
        "{url} was not asked: its host answered that it is busy, and wants to be left alone for another {} s",
        .retry_after.as_secs()
    )]
    HostHeld { url: Url, retry_after: SignedDuration },
    #[error("{url}: the site's robots.txt asks bantin not to read it")]
    RobotsDisallow { url: Url },
    #[error("{url} waits, because the site's robots.txt couldn't be read: {source}")]
    RobotsUnavailable { url: Url, source: Arc<FetchError> },
}

/// A hub answered that it won't do what it was asked for.
#[derive(Debug, Error)]
#[error("the hub {url} refused, with status {status}: {said:?}")]
pub struct HubRefusal {
    pub url: Url,
    pub status: u16,
    /// The beginning of the answer's body.
    pub said: String,
    pub retry_after: Option<SignedDuration>,
}

/// What kind of failure it was, for the scheduler's backoff and the operator's overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// The address itself: not http, or refused by the address guard. Only the operator can change that.
    Address,
    Dns,
    Connect,
    Tls,
    Timeout,
    /// An answer that isn't HTTP, is cut off, too large or badly coded.
    Content,
    Redirect,
    /// 4xx, but 429, and statuses that make no sense here.
    Client,
    /// 429: too many requests; or not asked, because the host wants to be left alone.
    Throttled,
    /// 5xx
    Server,
    Challenge,
    Robots,
}

impl FailureKind {
    const fn of_status(status: u16) -> Self {
        match status {
            429 => Self::Throttled,
            500..=599 => Self::Server,
            _ => Self::Client,
        }
    }

    /// One word, for the store and for logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Content => "content",
            Self::Redirect => "redirect",
            Self::Client => "client",
            Self::Throttled => "throttled",
            Self::Server => "server",
            Self::Challenge => "challenge",
            Self::Robots => "robots",
        }
    }
}

impl FetchError {
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::Scheme { .. } | Self::Credentials { .. } | Self::Refused { .. } => FailureKind::Address,
            Self::Dns { .. } => FailureKind::Dns,
            Self::Connect { .. } => FailureKind::Connect,
            Self::Tls { .. } => FailureKind::Tls,
            Self::Timeout { .. } => FailureKind::Timeout,
            Self::Protocol { .. } | Self::TooLarge { .. } | Self::Incomplete { .. } | Self::Coding { .. } => {
                FailureKind::Content
            }
            Self::TooManyRedirects { .. } | Self::RedirectLoop { .. } | Self::BadRedirect { .. } => {
                FailureKind::Redirect
            }
            Self::Status { status, .. } => FailureKind::of_status(*status),
            Self::HubRefused(refusal) => FailureKind::of_status(refusal.status),
            Self::HostHeld { .. } => FailureKind::Throttled,
            Self::Challenge { .. } => FailureKind::Challenge,
            Self::RobotsDisallow { .. } => FailureKind::Robots,
            Self::RobotsUnavailable { source, .. } => source.kind(),
        }
    }

    /// How long the server asks to be left alone.
    pub fn retry_after(&self) -> Option<SignedDuration> {
        match self {
            Self::Status { retry_after, .. } | Self::Challenge { retry_after, .. } => *retry_after,
            Self::HubRefused(refusal) => refusal.retry_after,
            Self::HostHeld { retry_after, .. } => Some(*retry_after),
            Self::RobotsUnavailable { source, .. } => source.retry_after(),
            _ => None,
        }
    }

    /// How long the whole host, which is that of [`Self::url`], asks to be left alone: 429 and 503 are about its load
    /// (RFC 6585, 4; RFC 9110, 15.6.4).
    pub(super) fn host_hold(&self) -> Option<SignedDuration> {
        match self {
            Self::Status { status: 429, retry_after, .. } | Self::Challenge { status: 429, retry_after, .. } => {
                Some(retry_after.unwrap_or(UNSAID_HOLD))
            }
            Self::Status { status: 503, retry_after, .. } | Self::Challenge { status: 503, retry_after, .. } => {
                *retry_after
            }
            Self::HubRefused(refusal) => match refusal.status {
                429 => Some(refusal.retry_after.unwrap_or(UNSAID_HOLD)),
                503 => refusal.retry_after,
                _ => None,
            },
            _ => None,
        }
    }

    /// Of the answer, where there was one that is an error by its status.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } | Self::Challenge { status, .. } => Some(*status),
            Self::HubRefused(refusal) => Some(refusal.status),
            Self::RobotsUnavailable { source, .. } => source.status(),
            _ => None,
        }
    }

    /// The address that failed: the one asked for, or one that it redirects to.
    pub fn url(&self) -> &Url {
        match self {
            Self::Scheme { url }
            | Self::Credentials { url }
            | Self::Refused { url, .. }
            | Self::Dns { url, .. }
            | Self::Connect { url, .. }
            | Self::Tls { url, .. }
            | Self::Timeout { url, .. }
            | Self::Protocol { url, .. }
            | Self::TooLarge { url, .. }
            | Self::Incomplete { url, .. }
            | Self::Coding { url, .. }
            | Self::TooManyRedirects { url, .. }
            | Self::RedirectLoop { url }
            | Self::BadRedirect { url, .. }
            | Self::Status { url, .. }
            | Self::Challenge { url, .. }
            | Self::HostHeld { url, .. }
            | Self::RobotsDisallow { url }
            | Self::RobotsUnavailable { url, .. } => url,
            Self::HubRefused(refusal) => &refusal.url,
        }
    }

    /// What kept a request from being answered.
    pub(super) fn sending(url: &Url, error: &reqwest::Error, timeout: SignedDuration) -> Self {
        let url = url.clone();
        let causes = Causes::of(error);
        if let Some(Refused { address, why }) = causes.refused {
            return Self::Refused { url, address, why };
        }
        let is_hung_up = causes.is_hung_up();
        let reason = causes.root;
        if error.is_dns() {
            Self::Dns { url, reason }
        } else if causes.tls {
            Self::Tls { url, reason }
        } else if error.is_connect() || is_hung_up {
            Self::Connect { url, reason }
        } else if error.is_timeout() {
            Self::Timeout { url, after: timeout }
        } else {
            Self::Protocol { url, reason }
        }
    }

    /// What kept a body from being read to its end.
    pub(super) fn reading(url: &Url, error: &reqwest::Error, timeout: SignedDuration) -> Self {
        let url = url.clone();
        let causes = Causes::of(error);
        let reason = causes.root;
        if error.is_timeout() {
            return Self::Timeout { url, after: timeout };
        }
        match causes.io {
            // The decoders say so of bytes that are none of theirs; a connection that fails has other kinds.
            Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other) => {
                Self::Coding { url, reason }
            }
            _ => Self::Incomplete { url, reason },
        }
    }
}

pub(super) fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// The address as it may be shown.
pub(super) fn without_credentials(url: &Url) -> Url {
    let mut url = url.clone();
    // What can't have credentials has none.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

fn hint(status: u16) -> &'static str {
    match status {
        401 | 403 | 418 => ": the site doesn't let bantin in; ask it, or turn the source off",
        404 => ": check the address",
        451 => ": the site may not show it, for legal reasons; turn the source off if that stays so",
        429 => ": the site is asked too often; raise [fetch] spacing or the source's interval",
        500..=599 => ": the site has a problem of its own; it is tried again later",
        200..=299 => ", which carries no document",
        304 => ", though it was not asked whether anything has changed",
        301 | 302 | 303 | 307 | 308 => ", and doesn't say where to: check the address",
        400..=499 => ": the site doesn't understand or accept the request; check the address",
        _ => ", which says nothing here: check the address",
    }
}

/// What lies beneath an error of reqwest.
struct Causes {
    refused: Option<Refused>,
    tls: bool,
    io: Option<io::ErrorKind>,
    /// The innermost message; those around it say "error sending request" and the like.
    root: String,
}

impl Causes {
    /// The connection was there, and is no more.
    const fn is_hung_up(&self) -> bool {
        use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
        matches!(self.io, Some(BrokenPipe | ConnectionAborted | ConnectionReset))
    }

    fn of(error: &reqwest::Error) -> Self {
        let mut causes = Self { refused: None, tls: false, io: None, root: String::new() };
        let mut next: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(cause) = next {
            causes.refused = causes.refused.or(cause.downcast_ref().copied());
            causes.tls |= cause.is::<rustls::Error>();
            next = cause.source();
            if let Some(io) = cause.downcast_ref::<io::Error>() {
                causes.io = Some(io.kind());
                // `source` of an io::Error skips the error that it wraps.
                next = io.get_ref().map(|inner| inner as &(dyn Error + 'static));
            }
            if next.is_none() {
                causes.root = cause.to_string();
            }
        }
        causes
    }
}
