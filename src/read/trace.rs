//! What is remembered of a page besides its article: where its fields came from, and which blocks its text had.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::article::{Article, Origin};
use super::{Css, PageSelectors, recurring};

/// Of one page that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageTrace {
    /// A mark of the title.
    pub title: u32,
    /// Marks of the text's blocks before anything was cut as recurring: the first ones and the last ones.
    pub blocks: Vec<u32>,
    pub fields: BTreeMap<PageField, FieldTrace>,
}

/// A field that the operator can have a selector for; named as in feeds.toml.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageField {
    Title,
    Lead,
    Body,
    Author,
    Date,
    Image,
}

/// Where a field came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldTrace {
    /// None: not found.
    pub from: Option<Origin>,
    /// The operator's selector as it was then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
}

impl PageField {
    pub const ALL: [Self; 6] = [Self::Title, Self::Lead, Self::Body, Self::Author, Self::Date, Self::Image];

    /// Its key under `[source.page]`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Lead => "lead",
            Self::Body => "body",
            Self::Author => "author",
            Self::Date => "date",
            Self::Image => "image",
        }
    }

    /// The operator's selector for it.
    pub fn selector(self, selectors: &PageSelectors) -> Option<&Css> {
        let selector = match self {
            Self::Title => &selectors.title,
            Self::Lead => &selectors.lead,
            Self::Body => &selectors.body,
            Self::Author => &selectors.author,
            Self::Date => &selectors.date,
            Self::Image => &selectors.image,
        };
        selector.as_ref()
    }

    /// Where its selector is kept.
    pub fn selector_mut(self, selectors: &mut PageSelectors) -> &mut Option<Css> {
        match self {
            Self::Title => &mut selectors.title,
            Self::Lead => &mut selectors.lead,
            Self::Body => &mut selectors.body,
            Self::Author => &mut selectors.author,
            Self::Date => &mut selectors.date,
            Self::Image => &mut selectors.image,
        }
    }

    fn origin(self, article: &Article) -> Option<Origin> {
        match self {
            Self::Title => Some(article.title.from),
            Self::Lead => article.lead.as_ref().map(|lead| lead.from),
            Self::Body => Some(article.body.from),
            Self::Author => article.authors.as_ref().map(|authors| authors.from),
            Self::Date => article.published.as_ref().map(|published| published.from),
            Self::Image => article.image.as_ref().map(|image| image.from),
        }
    }
}

impl fmt::Display for PageField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl PageTrace {
    /// Of an article as [`super::article`] read it with `selectors`.
    pub fn of(article: &Article, selectors: &PageSelectors) -> Self {
        let field = |field: PageField| {
            let selector = field.selector(selectors).map(|css| css.as_str().to_owned());
            (field, FieldTrace { from: field.origin(article), selector })
        };
        Self {
            title: recurring::mark(&article.title.value),
            blocks: recurring::marks(&article.body.value.html),
            fields: PageField::ALL.into_iter().map(field).collect(),
        }
    }
}
