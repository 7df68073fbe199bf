//! The operator's CSS selectors, parsed once when feeds.toml is read.

use std::fmt;

use scraper::Selector;
use serde::{Serialize, Serializer};

/// A CSS selector and the text it was written as.
#[derive(Clone)]
pub struct Css {
    text: String,
    compiled: Selector,
}

impl Css {
    /// # Errors
    /// What is wrong with the selector, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        match Selector::parse(text) {
            Ok(compiled) => Ok(Self { text: text.to_owned(), compiled }),
            Err(error) => Err(error.to_string()),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn compiled(&self) -> &Selector {
        &self.compiled
    }
}

impl Serialize for Css {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl fmt::Debug for Css {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Css({})", self.text)
    }
}

impl PartialEq for Css {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// How a listing page names its items. All but `item` are looked for inside an item; date, summary and image then
/// between it and the next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListingSelectors {
    pub item: Css,
    /// The first `a[href]` in the item, when absent.
    pub link: Option<Css>,
    /// The link's text, when absent.
    pub title: Option<Css>,
    pub date: Option<Css>,
    pub summary: Option<Css>,
    pub image: Option<Css>,
}

/// Where an article page of a source keeps its parts; each falls back to what the page says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageSelectors {
    pub title: Option<Css>,
    pub lead: Option<Css>,
    pub body: Option<Css>,
    pub author: Option<Css>,
    pub date: Option<Css>,
    pub image: Option<Css>,
    /// Taken out of the page before anything is read.
    pub remove: Vec<Css>,
}
