//! Bytes → entries, and pages → articles. Pure: no network, no clock, no file.

mod article;
mod authors;
mod dateline;
pub mod dates;
mod decode;
mod document;
mod entry;
mod error;
mod excerpt;
mod feed;
mod html;
mod listing;
mod page;
mod sanitise;
mod selectors;
mod twins;

pub use article::{Article, Body, Origin, Sourced};
pub use document::{Document, Kind, sniff};
pub use entry::{Dialect, Enclosure, Entry, Parsed, PollHints};
pub use error::ReadError;
pub use feed::{feed, outline};
pub use listing::listing;
pub use page::article;
pub use sanitise::SafeHtml;
pub use selectors::{Css, ListingSelectors, PageSelectors};
