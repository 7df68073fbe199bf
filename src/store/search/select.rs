//! A query as SQLite understands it.

use std::fmt::Write as _;

use rusqlite::types::Value;

use super::MOST;
use crate::search::{Among, Filters, Phrase, Query};
use crate::store::{StoreError, json};

/// What a word counts in a title and in a lead, compared with the body (BM25's weights).
const TITLE: f64 = 10.0;
const LEAD: f64 = 4.0;
const BODY: f64 = 1.0;

/// A statement that gives article, story, time and score.
pub(super) struct Select {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Select {
    pub(super) fn of(query: &Query) -> Result<Self, StoreError> {
        let table = if query.ignores_marks() { "plain_word" } else { "spelt_word" };
        let mut select = Self { sql: String::new(), values: Vec::new() };
        if query.wanted.is_empty() {
            select.sql += "SELECT story.representative, story.id, story.published, 1.0 FROM story
                 JOIN article INDEXED BY article_indexed ON article.id = story.representative AND article.indexed
                 WHERE merged_into IS NULL";
            if !query.unwanted.is_empty() {
                let expression = any(&query.unwanted);
                let value = select.value(expression);
                let _ = write!(
                    select.sql,
                    " AND story.representative NOT IN (SELECT rowid FROM {table} WHERE {table} MATCH {value})"
                );
            }
        } else {
            let expression = select.value(expression(query));
            let _ = write!(
                select.sql,
                "SELECT {table}.rowid, story.id, story.published, -bm25({table}, {TITLE:?}, {LEAD:?}, {BODY:?}) FROM {table}
                 CROSS JOIN article INDEXED BY article_indexed ON article.id = {table}.rowid AND article.indexed
                 CROSS JOIN story ON story.id = article.story
                 WHERE {table} MATCH {expression} AND merged_into IS NULL"
            );
        }
        select.filters(&query.filters)?;
        select.sql += if query.wanted.is_empty() { " ORDER BY story.published DESC" } else { " ORDER BY 1 DESC" };
        let _ = write!(select.sql, " LIMIT {MOST}");
        Ok(select)
    }

    fn filters(&mut self, filters: &Filters) -> Result<(), StoreError> {
        let topics = filters.topics.keys(|topic| format!("topic:{topic}"));
        let places = filters.places.keys(|place| format!("place:{place}"));
        for among in [topics, places] {
            self.among(&among, |keys| {
                format!("story.representative IN (SELECT article FROM filed WHERE key IN (SELECT value FROM json_each({keys})))")
            })?;
        }
        let sources = filters.sources.keys(ToString::to_string);
        self.among(&sources, |sources| format!("article.source IN (SELECT value FROM json_each({sources}))"))?;
        for (bound, sign) in [(filters.from, ">="), (filters.until, "<")] {
            if let Some(bound) = bound {
                let value = self.value(bound.as_second());
                let _ = write!(self.sql, " AND story.published {sign} {value}");
            }
        }
        Ok(())
    }

    fn among(&mut self, among: &Among<String>, is_in: impl Fn(&str) -> String) -> Result<(), StoreError> {
        for (keys, not) in [(&among.any_of, ""), (&among.none_of, "NOT ")] {
            if !keys.is_empty() {
                let value = self.value(json(keys)?);
                let _ = write!(self.sql, " AND {not}{}", is_in(&value));
            }
        }
        Ok(())
    }

    /// The parameter that stands for a value.
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }
}

/// What FTS5 is asked for: all that is wanted, and nothing that is not. Two phrases that were typed one after the other count
/// for more where they stand so: a Vietnamese word is often two.
fn expression(query: &Query) -> String {
    let wanted: Vec<String> = query
        .wanted
        .iter()
        .zip(query.wanted.iter().skip(1).map(Some).chain([None]))
        .map(|(phrase, next)| match next.filter(|next| next.follows) {
            Some(next) => format!("({} OR {})", quoted(&[&phrase.words]), quoted(&[&phrase.words, &next.words])),
            None => quoted(&[&phrase.words]),
        })
        .collect();
    let wanted = wanted.join(" AND ");
    if query.unwanted.is_empty() { wanted } else { format!("({wanted}) NOT ({})", any(&query.unwanted)) }
}

fn any(phrases: &[Phrase]) -> String {
    phrases.iter().map(|phrase| quoted(&[&phrase.words])).collect::<Vec<_>>().join(" OR ")
}

/// Words are of letters, digits, `.` and `,`: none can end the quotation.
fn quoted(words: &[&[String]]) -> String {
    format!("\"{}\"", words.concat().join(" "))
}
