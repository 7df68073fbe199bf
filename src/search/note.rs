//! What is said of how a query was understood.

use std::fmt;

use super::filter::Filter;
use super::query::Query;
use crate::config::Language;

/// What a reader should know of how a query was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// What comes after [`Query::LONGEST`] characters was not read.
    TooLong,
    /// What comes after [`Query::MOST_WORDS`] words was not looked for.
    TooManyWords,
    /// The last quotation mark has no other.
    OpenQuote,
    /// Nothing stands behind its colon.
    NoValue(Filter),
    /// There is no such filter; its words are looked for.
    UnknownFilter { name: String, meant: Option<Filter> },
    /// There is no such topic, place or source; the filter is left out.
    UnknownValue { filter: Filter, value: String, meant: Option<String> },
    /// The filter takes one of a few words, or a date.
    BadValue { filter: Filter, value: String },
    /// It ends before it begins: nothing can be found.
    EmptyPeriod,
    /// It says what is not wanted, and nothing else.
    OnlyUnwanted,
}

impl fmt::Display for Note {
    /// In English, for operators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |filter: &Filter| filter.name(Language::English);
        let or = |meant: &Option<String>| meant.as_ref().map(|m| format!("; did you mean `{m}`?")).unwrap_or_default();
        match self {
            Self::TooLong => write!(f, "only the first {} characters were read", Query::LONGEST),
            Self::TooManyWords => write!(f, "only the first {} words were looked for", Query::MOST_WORDS),
            Self::OpenQuote => write!(f, "a quotation mark is not closed: the phrase was taken to the end"),
            Self::NoValue(filter) => write!(f, "nothing stands behind `{}:`; write it without a space", name(filter)),
            Self::UnknownFilter { name: typed, meant } => {
                let or = or(&meant.map(|meant| format!("{}:", name(&meant))));
                write!(f, "there is no filter `{typed}:`; its words were looked for{or}")
            }
            Self::UnknownValue { filter, value, meant } => {
                write!(f, "`{}:` knows no `{value}`, and was left out{}", name(filter), or(meant))
            }
            Self::BadValue { filter: filter @ (Filter::Marks | Filter::Sort), value } => {
                let choice = if *filter == Filter::Marks { "`yes` or `no`" } else { "`new` or `best`" };
                write!(f, "`{}:` takes {choice}, and not `{value}`; it was left out", name(filter))
            }
            Self::BadValue { value, .. } => {
                write!(f, "`{value}` names no day, month or year (`2026-11-05`, `2026-11`, `2026`); it was left out")
            }
            Self::EmptyPeriod => write!(f, "the time ends before it begins: nothing can be found"),
            Self::OnlyUnwanted => write!(f, "it says only what is not wanted: add a word or a filter"),
        }
    }
}
