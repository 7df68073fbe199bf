//! Searching the articles: what readers type, the form in which texts are indexed, and the words around what was found.
//! Pure; the index itself is in `store`.
//!
//! Both sides go through `text::tokens`: NFC, lower case, one place for each tone mark, abbreviations spelt out, numbers
//! whole. So *hoà bình* finds *hòa bình*, *MTQG* finds *mục tiêu quốc gia* and the other way round, and 1719 is neither in
//! 11719 nor in 1.719.

mod excerpt;
mod filter;
mod indexed;
mod note;
mod period;
mod pieces;
mod query;
mod reading;

pub use excerpt::{Part, excerpt, marked};
pub use filter::{Active, Among, Filter, Filters};
pub use indexed::Indexed;
pub use note::Note;
pub use query::{Marks, Order, Phrase, Query};
