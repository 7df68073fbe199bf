//! The parts of an article that are read, as tokens.

use std::ops::Range;

use super::{Evidence, Field, Weight};
use crate::read::Article;
use crate::text::{Place, Token, fold, has_marks, tokens};

/// Title, lead or body.
#[derive(Debug)]
pub(super) struct FieldText<'a> {
    pub field: Field,
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
}

/// A text's title, lead and body in tokens.
#[derive(Debug)]
pub struct Fields<'a>(Vec<FieldText<'a>>);

/// An article in tokens. Making them costs more than any judgement on them, so that all judges share one.
#[derive(Debug)]
pub struct Tokenised<'a> {
    pub(super) fields: Fields<'a>,
    /// The province of the paper that it is from, if that is a province's.
    pub(super) home: Option<&'static Place>,
}

impl<'a> Fields<'a> {
    pub fn of(title: &'a str, lead: Option<&'a str>, body: &'a str) -> Self {
        let fields = [Some((Field::Title, title)), lead.map(|lead| (Field::Lead, lead)), Some((Field::Body, body))];
        let read = |(field, text)| FieldText { field, text, tokens: own_tokens(field, text) };
        Self(fields.into_iter().flatten().map(read).collect())
    }

    /// What stands in one of them; nothing where the text has none.
    pub fn tokens(&self, field: Field) -> &[Token<'a>] {
        self.0.iter().find(|text| text.field == field).map_or(&[], |text| text.tokens.as_slice())
    }

    /// Those that the text has, in the order in which they are read.
    pub(super) fn all(&self) -> &[FieldText<'a>] {
        &self.0
    }
}

/// How lines begin that name other articles; folded. As pages they are links, and are cut there; in a plain text they are
/// left as lines.
const OTHER_NEWS: &[&str] = &[
    ">>",
    "xem thêm:",
    "đọc thêm:",
    "mời đọc:",
    "mời xem thêm:",
    "tin liên quan",
    "bài liên quan",
    "tin bài liên quan",
    "tin cùng chuyên mục",
    "từ khóa:",
];

/// The tokens of what a field says itself.
fn own_tokens(field: Field, text: &str) -> Vec<Token<'_>> {
    let mut tokens = tokens(text);
    if field == Field::Body {
        // Lines and tokens both in order, so that each is passed once.
        let mut others = lines_of_other_news(text).peekable();
        tokens.retain(|token| {
            while others.next_if(|line| line.end <= token.at).is_some() {}
            others.peek().is_none_or(|line| !line.contains(&token.at))
        });
    }
    tokens
}

/// Where the lines stand that name other articles.
fn lines_of_other_news(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        (line, start..end)
    });
    let of_others = lines.filter(|(line, _)| {
        let beginning: String = line.trim_start().chars().take(24).collect();
        let beginning = fold(&beginning);
        OTHER_NEWS.iter().any(|start| beginning.starts_with(start))
    });
    of_others.map(|(_, range)| range)
}

impl<'a> Tokenised<'a> {
    pub fn of(article: &'a Article) -> Self {
        let lead = article.lead.as_ref().map(|lead| lead.value.as_str());
        Self { fields: Fields::of(&article.title.value, lead, &article.body.value.text), home: None }
    }

    /// The same as an article of a paper of this province, which says *tỉnh* and means its own.
    #[must_use]
    pub fn in_paper_of(self, home: Option<&'static Place>) -> Self {
        Self { home, ..self }
    }

    pub fn fields(&self) -> &Fields<'a> {
        &self.fields
    }
}

impl<'a> FieldText<'a> {
    /// Whether this is a title that was typed without diacritics.
    pub fn is_title_without_marks(&self) -> bool {
        self.field == Field::Title && !has_marks(self.text)
    }

    /// From the first token of `span` to its last; `span` is never empty.
    pub fn evidence(&self, span: &Range<usize>, rule: String, weight: Option<Weight>) -> Evidence {
        let at = self.tokens[span.start].at;
        let end = self.tokens[span.end - 1].range().end;
        Evidence { field: self.field, at, quote: self.text[at..end].to_owned(), rule, weight }
    }

    /// What stands between a token and the next.
    pub fn between(&self, token: usize) -> &'a str {
        match (self.tokens.get(token), self.tokens.get(token + 1)) {
            (Some(a), Some(b)) => &self.text[a.range().end..b.at],
            _ => "",
        }
    }
}
