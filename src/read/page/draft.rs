//! An article's text while it is worked on: one tree that is handed from step to step, and written once.

use scraper::Html;

use super::clutter;
use crate::read::article::Body;
use crate::read::cuts::Cuts;
use crate::read::html::{plain, tree};
use crate::read::{SafeHtml, excerpt};

#[derive(Debug)]
pub(super) struct Draft {
    fragment: Html,
    text: String,
}

impl Draft {
    /// Of what `html::tidy` wrote. Boxes of other news may have been mere lines of text, which only now are elements.
    pub(super) fn of(tidy: &str) -> Self {
        let mut fragment = tree::fragment(tidy);
        clutter::other_news(&mut fragment, &mut Cuts::unseen());
        excerpt::keep_article(&mut fragment);
        Self { text: plain::prose(fragment.tree.root()), fragment }
    }

    /// As plain text: what [`Body::text`] will be.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// In characters.
    pub(super) fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// `change` says whether it took anything out.
    pub(super) fn edit(&mut self, change: impl FnOnce(&mut Html) -> bool) {
        if change(&mut self.fragment) {
            self.text = plain::prose(self.fragment.tree.root());
        }
    }

    /// Through the sanitiser.
    pub(super) fn into_body(self) -> Body {
        Body { html: SafeHtml::left_of(&self.fragment), text: self.text }
    }
}
