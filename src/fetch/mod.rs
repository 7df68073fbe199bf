//! HTTP: conditional GET, limits, manners, the address guard.
//!
//! What site owners may rely on:
//! - A document is asked for once without conditions; from then on with the validators that came with it, byte for
//!   byte, and never with invented ones.
//! - No cookies, no `Referer`, nothing added to an address, and a `User-Agent` that says whom to write to.
//! - One request to a host at a time, with a pause between the end of one and the start of the next: feeds, pages,
//!   redirects and robots.txt together. `Crawl-delay` lengthens it.
//! - A host that answers 429, or 503 with `Retry-After`, is left alone until then, with all its addresses.
//! - A hub that a source names is asked in the same way: in its turn, with pauses.
//! - robots.txt is asked once a day and followed for pages and listings. Feeds are published for programs to poll, at
//!   an address that the operator chose: robots.txt, which is about crawling, has no say over them.

mod challenge;
mod client;
mod clocks;
mod dial;
mod error;
mod exchange;
mod freshness;
pub mod guard;
mod hub;
mod links;
mod manners;
mod request;
mod robots;

pub use client::Client;
pub use clocks::HostClock;
pub use error::{FailureKind, FetchError, HubRefusal, SetupError};
pub use freshness::Freshness;
pub use links::Links;
pub use request::{Fetched, Hop, Outcome, Request, Validators, Wants};
pub use robots::{KeptRobots, Rules as RobotsRules};
