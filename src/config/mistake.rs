//! What is wrong with feeds.toml, and where.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use super::schema::Notes;

/// Bytes of the file.
pub(super) type Span = Range<usize>;

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    pub(super) span: Span,
    pub(super) related: Vec<Related>,
}

/// Another place that the mistake is about: where the id was given first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Related {
    pub(super) span: Span,
    pub(super) label: String,
}

/// Everything that is wrong with a file, in the file's order; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes {
    pub(super) file: String,
    pub(super) text: String,
    list: Vec<Mistake>,
}

impl Mistakes {
    pub fn count(&self) -> usize {
        self.list.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Mistake> {
        self.list.iter()
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Mistakes {}

/// What a reader of one value has against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl Complaint {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// Mistakes as they are found. Shared by all readers of a document, so that none has to stop at its first.
#[derive(Debug, Default)]
pub(super) struct Found {
    mistakes: RefCell<Vec<(Span, Complaint, Vec<Related>)>>,
    /// Only where a schema is made of what is asked.
    notes: Option<Notes>,
}

impl Found {
    pub(super) fn noting() -> Self {
        Self { notes: Some(Notes::default()), ..Self::default() }
    }

    pub(super) fn notes(&self) -> Option<&Notes> {
        self.notes.as_ref()
    }

    pub(super) fn report(&self, span: Span, complaint: Complaint) {
        self.report_with(span, complaint, Vec::new());
    }

    pub(super) fn report_with(&self, span: Span, complaint: Complaint, related: Vec<Related>) {
        self.mistakes.borrow_mut().push((span, complaint, related));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.mistakes.borrow().is_empty()
    }

    /// What was found, in the file's order, with lines and columns.
    pub(super) fn into_mistakes(self, file: &str, text: &str) -> Mistakes {
        let lines = LineStarts::of(text);
        let mut list: Vec<Mistake> = self
            .mistakes
            .into_inner()
            .into_iter()
            .map(|(span, complaint, related)| {
                let span = inside(text, &span);
                let (line, column) = lines.position(text, span.start);
                let related =
                    related.into_iter().map(|other| Related { span: inside(text, &other.span), ..other }).collect();
                Mistake { message: complaint.message, hint: complaint.hint, line, column, span, related }
            })
            .collect();
        list.sort_by(|a, b| (a.span.start, a.span.end, &a.message).cmp(&(b.span.start, b.span.end, &b.message)));
        // The TOML parser says twice that a table can't be reopened: at its header and at its end.
        list.dedup_by(|a, b| a.span == b.span && a.message == b.message);
        Mistakes { file: file.to_owned(), text: text.to_owned(), list }
    }
}

/// The span, cut to the text and to whole characters.
fn inside(text: &str, span: &Span) -> Span {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end).max(start)
}

struct LineStarts(Vec<usize>);

impl LineStarts {
    fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// Line and column of a byte, both counted from 1.
    fn position(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= at);
        let start = self.0[line - 1];
        (line, text[start..at].chars().count() + 1)
    }
}
