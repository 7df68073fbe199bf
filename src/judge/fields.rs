//! The parts of an article that are read, as tokens.

use std::ops::Range;

use super::{Evidence, Field};
use crate::read::Article;
use crate::text::{Token, has_marks, tokens};

/// Title, lead or body.
#[derive(Debug)]
pub(super) struct FieldText<'a> {
    pub field: Field,
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
}

/// An article in tokens. Making them costs more than any judgement on them, so that all judges share one.
#[derive(Debug)]
pub struct Tokenised<'a> {
    /// Those that the article has, in the order in which they are read.
    pub(super) fields: Vec<FieldText<'a>>,
}

impl<'a> Tokenised<'a> {
    pub fn of(article: &'a Article) -> Self {
        let lead = article.lead.as_ref().map(|lead| (Field::Lead, lead.value.as_str()));
        let fields = [
            Some((Field::Title, article.title.value.as_str())),
            lead,
            Some((Field::Body, article.body.value.text.as_str())),
        ];
        let read = |(field, text)| FieldText { field, text, tokens: tokens(text) };
        Self { fields: fields.into_iter().flatten().map(read).collect() }
    }
}

impl<'a> FieldText<'a> {
    /// Whether this is a title that was typed without diacritics.
    pub fn is_title_without_marks(&self) -> bool {
        self.field == Field::Title && !has_marks(self.text)
    }

    /// From the first token of `span` to its last; `span` is never empty.
    pub fn evidence(&self, span: &Range<usize>, rule: String) -> Evidence {
        let at = self.tokens[span.start].at;
        let end = self.tokens[span.end - 1].range().end;
        Evidence { field: self.field, at, quote: self.text[at..end].to_owned(), rule }
    }

    /// What stands between a token and the next.
    pub fn between(&self, token: usize) -> &'a str {
        match (self.tokens.get(token), self.tokens.get(token + 1)) {
            (Some(a), Some(b)) => &self.text[a.range().end..b.at],
            _ => "",
        }
    }
}
