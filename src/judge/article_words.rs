//! An article's words, hashed: made once for all that is compared of them.

use crate::read::Article;
use crate::text::{Word, words};

#[derive(Clone, Debug)]
pub struct ArticleWords {
    pub(super) title: Vec<Word>,
    /// Of the lead, if there is one, and of the body.
    pub(super) text: Vec<Word>,
    /// So many of them are the lead's.
    lead: Option<usize>,
}

/// Bytes of a word of Vietnamese with its space, at the least, on average: for a good guess at how many there are.
const WORD_BYTES: usize = 5;

impl ArticleWords {
    pub fn of(article: &Article) -> Self {
        let lead = article.lead.as_ref().map(|lead| lead.value.as_str());
        let body = article.body.value.text.as_str();
        let mut text = Vec::with_capacity((lead.map_or(0, str::len) + body.len()) / WORD_BYTES);
        let lead = lead.map(|lead| {
            text.extend(words(lead));
            text.len()
        });
        text.extend(words(body));
        Self { title: words(&article.title.value).collect(), text, lead }
    }

    pub(super) fn lead(&self) -> Option<&[Word]> {
        self.lead.map(|length| &self.text[..length])
    }

    pub(super) fn body(&self) -> &[Word] {
        &self.text[self.lead.unwrap_or(0)..]
    }
}
