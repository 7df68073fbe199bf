//! The index of words, and what is found in it.

mod indexing;
mod select;

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::{ErrorCode, params_from_iter};

use super::{Store, StoreError, timestamp};
use crate::news::{ArticleId, StoryId};
use crate::search::{Order, Query};
use select::Select;

/// A story that is this much older counts half as much: half a year. A month is then worth a ninth of a score: of news that
/// match alike the newer one is first, and a title about the very thing still beats last week's passing mention.
const HALF_LIFE: f64 = 182.0 * 24.0 * 60.0 * 60.0;

/// Articles that are looked at, the latest that match: what more there is of the commonest words is of no use to a reader,
/// and takes seconds with a million articles.
const MOST: usize = 20_000;

/// SQLite's instructions between two looks at the clock: some microseconds' work, of which the look is a hundredth.
const INSTRUCTIONS: i32 = 100;

/// A story that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub story: StoryId,
    /// The one of its articles that has the words.
    pub article: ArticleId,
    pub published: Timestamp,
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Searched {
    Found {
        /// All of them, each once, in the order that was asked for.
        hits: Vec<Hit>,
        /// How many of them, at the beginning, are spelt as it was typed, where diacritics don't count and the best come
        /// first; 0 elsewhere.
        exact: usize,
        /// Whether older articles were left out because there are so many.
        is_cut: bool,
    },
    /// It took longer than it may.
    TooSlow,
}

impl Store {
    /// The stories that have what `query` asks for. It is given up after `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn search(&mut self, query: &Query, limit: Duration) -> Result<Searched, StoreError> {
        if query.is_empty() || query.filters.is_shut() {
            return Ok(Searched::Found { hits: Vec::new(), exact: 0, is_cut: false });
        }
        let begun = Instant::now();
        self.connection.progress_handler(INSTRUCTIONS, Some(move || begun.elapsed() > limit))?;
        let found = self.ranked(query);
        self.connection.progress_handler(0, None::<fn() -> bool>)?;
        match found {
            Ok(found) => Ok(found),
            Err(StoreError::Database(error)) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
                Ok(Searched::TooSlow)
            }
            Err(error) => Err(error),
        }
    }

    fn ranked(&self, query: &Query) -> Result<Searched, StoreError> {
        let found = self.matching(query)?;
        let is_cut = found.len() >= MOST;
        let mut hits = ranked(found, query.order);
        let Some(spelt) = query.as_spelt().filter(|_| query.order == Order::Best) else {
            return Ok(Searched::Found { hits, exact: 0, is_cut });
        };
        let spelt: HashSet<StoryId> = self.matching(&spelt)?.into_iter().map(|(hit, _)| hit.story).collect();
        // A stable sort: each part keeps its order.
        hits.sort_by_key(|hit| !spelt.contains(&hit.story));
        let exact = hits.partition_point(|hit| spelt.contains(&hit.story));
        Ok(Searched::Found { hits, exact, is_cut })
    }

    /// Articles that match, and how well.
    fn matching(&self, query: &Query) -> Result<Vec<(Hit, f64)>, StoreError> {
        let Select { sql, values } = Select::of(query)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let story = StoryId::new(row.get::<_, String>(1)?);
            Ok((Hit { article: ArticleId(row.get(0)?), story, published: timestamp(2, row.get(2)?)? }, row.get(3)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// One hit of each story, the best; in order.
fn ranked(found: Vec<(Hit, f64)>, order: Order) -> Vec<Hit> {
    let mut best: HashMap<StoryId, (Hit, f64)> = HashMap::with_capacity(found.len());
    for (hit, score) in found {
        let better = |other: &(Hit, f64)| other.1 > score || (other.1 >= score && other.0.article <= hit.article);
        if !best.get(&hit.story).is_some_and(better) {
            best.insert(hit.story.clone(), (hit, score));
        }
    }
    let mut ranked: Vec<(Hit, f64)> = best.into_values().collect();
    // Half for each half-life: as a sum of logarithms, which doesn't depend on when it is asked.
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are exact in a double")]
    let rank = |hit: &Hit, score: f64| match order {
        Order::Best => score.max(f64::MIN_POSITIVE).log2() + hit.published.as_second() as f64 / HALF_LIFE,
        Order::Newest => hit.published.as_second() as f64,
    };
    for (hit, score) in &mut ranked {
        *score = rank(hit, *score);
    }
    ranked.sort_by(|(a, one), (b, other)| other.total_cmp(one).then_with(|| a.story.cmp(&b.story)));
    ranked.into_iter().map(|(hit, _)| hit).collect()
}
