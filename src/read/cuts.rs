//! What was cut from a page, and why, for those who look at how it is read.

use std::fmt;

use ego_tree::NodeRef;
use scraper::Node;

use super::html::tree;

/// One piece that was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    pub why: CutReason,
    /// The beginning of its text, as one line.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CutReason {
    /// The operator's `remove`.
    Selector,
    /// Its element is one that holds no part of an article: `<nav>`, `<aside>`, `<form>` …
    Element,
    /// Its class or id says that it is a share bar, a box of other news, an advertisement …
    Mark,
    /// A heading announces other news.
    OtherNews,
    /// A share bar, or the controls of a player or for printing.
    Control,
    /// An invitation to a newsletter, an app or a channel.
    Prompt,
    /// Where the text was taken from ("Nguồn: …").
    Credit,
    /// A picture's caption, or another line, that is printed once more.
    PrintedTwice,
    /// A line that is a link to another article, between the article's paragraphs.
    Teaser,
    /// It recurs on so many of the source's last pages.
    Recurs { pages: usize, of: usize },
}

impl fmt::Display for CutReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Selector => "`remove` in feeds.toml",
            Self::Element => "no part of an article by its element",
            Self::Mark => "no part of an article by its class or id",
            Self::OtherNews => "other news",
            Self::Control => "share bar or controls",
            Self::Prompt => "invitation to a newsletter, app or channel",
            Self::Credit => "where the text was taken from",
            Self::PrintedTwice => "printed twice",
            Self::Teaser => "link to other news between paragraphs",
            Self::Recurs { pages, of } => return write!(f, "recurs on {pages} of the source's last {of} pages"),
        })
    }
}

/// Characters of a cut's text that are kept.
const SHOWN: usize = 100;

/// Takes down what is cut, where somebody wants to know.
#[derive(Debug)]
pub(super) struct Cuts(Option<Vec<Cut>>);

impl Cuts {
    /// For the pipeline, which doesn't look at them: costs nothing.
    pub(super) fn unseen() -> Self {
        Self(None)
    }

    pub(super) fn seen() -> Self {
        Self(Some(Vec::new()))
    }

    pub(super) fn note(&mut self, why: CutReason, node: NodeRef<'_, Node>) {
        // What an outer cut took along was noted with it.
        let stands = |node: NodeRef<'_, Node>| node.ancestors().last().is_some_and(|root| !root.value().is_element());
        if self.0.is_some() && stands(node) {
            self.note_line(why, &tree::line_of(node));
        }
    }

    pub(super) fn note_line(&mut self, why: CutReason, line: &str) {
        if let Some(cuts) = &mut self.0
            && !line.is_empty()
        {
            cuts.push(Cut::of(why, line));
        }
    }

    pub(super) fn all(self) -> Vec<Cut> {
        self.0.unwrap_or_default()
    }
}

impl Cut {
    fn of(why: CutReason, line: &str) -> Self {
        let end = line.char_indices().nth(SHOWN).map(|(end, _)| end);
        let text = end.map_or_else(|| line.to_owned(), |end| format!("{} …", line[..end].trim_end()));
        Self { why, text }
    }
}
