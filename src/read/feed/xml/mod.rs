//! Text that means to be RSS, RDF, Atom or CDF of any version → what it says. html5ever is wrong for feeds (`<link>` has
//! no content there), and an XML parser stops at the first mistake: this reads on.

mod capture;
mod reader;
mod references;
mod scope;
mod token;
mod vocabulary;

use url::Url;

use super::raw::RawFeed;

pub(in crate::read) use references::References;
pub(in crate::read) use token::{Tag, Token, Tokens, attributes};

/// Elements open at a time.
pub(super) const MOST_NESTED: usize = 500;

/// Why a feed isn't worth reading on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Depth,
    Namespaces,
    /// It ends before its first item does.
    BreaksOff,
}

/// `url` is the document's own; an `xml:base` may be relative to it.
pub(super) fn read<'a>(text: &'a str, url: &Url) -> Result<RawFeed<'a>, Refusal> {
    reader::Reader::new(url).read(text)
}
