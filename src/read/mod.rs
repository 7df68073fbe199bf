//! Bytes → entries, and pages → articles. Pure: no network, no clock, no file.

mod article;
mod authors;
pub mod dates;
mod decode;
mod document;
mod entry;
mod error;
mod feed;
mod html;
mod listing;
mod page;
mod sanitise;
mod selectors;

pub use article::{Article, Body, Origin, Sourced};
pub use document::{Document, Kind, sniff};
pub use entry::{Dialect, Entry, Parsed, PollHints};
pub use error::ReadError;
pub use feed::feed;
pub use listing::listing;
pub use page::{BlockTable, article, blocks};
pub use sanitise::SafeHtml;
pub use selectors::{Css, ListingSelectors, PageSelectors};
