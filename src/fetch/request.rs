//! What is asked, and what comes back.

use serde::{Deserialize, Serialize};
use url::Url;

use super::freshness::Freshness;
use super::links::Links;

/// One GET.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub url: &'a Url,
    pub wants: Wants,
    /// What [`Fetched::validators`] held when the body was last parsed.
    pub validators: Option<&'a Validators>,
}

/// What kind of document: decides the `Accept` header, the cap on the body, and whether robots.txt has a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Meant for programs like this one: robots.txt isn't asked.
    Feed,
    /// A page that lists articles: as long as a feed, subject to robots.txt as a page.
    Listing,
    /// An article's page.
    Page,
}

/// What a server gave to tell whether its document has changed; sent back byte for byte, or not at all.
///
/// They belong to the document at `url`, which after a redirect isn't the address that was asked for. They are
/// sent to that address only, wherever in the chain of redirects it comes: so a source behind a redirect still gets its 304,
/// and a redirect that has come to lead elsewhere can't get a 304 for a document that was never seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    pub url: Url,
    /// `ETag`, quotes and `W/` included; not necessarily UTF-8.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`, whatever it says.
    pub last_modified: Option<Vec<u8>>,
}

/// An answer that was to be expected.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "one per request, matched at once")]
pub enum Outcome {
    Fetched(Fetched),
    NotModified {
        /// The redirects that led to the document.
        hops: Vec<Hop>,
        freshness: Freshness,
    },
    /// 410: the document is gone for good, says this address, to which these redirects led.
    Gone {
        url: Url,
        hops: Vec<Hop>,
    },
}

/// A whole document.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Where it was found, after redirects.
    pub url: Url,
    /// The redirects that led there, in order.
    pub hops: Vec<Hop>,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// To be stored once the body has been parsed, and not before.
    pub validators: Validators,
    pub freshness: Freshness,
    /// What its `Link` headers say for WebSub.
    pub links: Links,
    /// Content codings undone; complete as far as HTTP can tell.
    pub body: Vec<u8>,
}

/// A redirect that was followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// 301, 302, 303, 307 or 308.
    pub status: u16,
    pub from: Url,
    pub to: Url,
}

impl Hop {
    /// 301 and 308: the server asks to use the other address from now on (RFC 9110, 15.4.2 and 15.4.9).
    pub const fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }
}
