//! The article's text by a classifier of text blocks: no rule says what an article is, but a model that has learned it
//! from pages whose text is known. See `lab/blocks/README.md`.

mod chosen;
mod context;
mod facts;
mod features;
mod forest;
mod marks;
mod outline;
mod page;
mod passing;
mod phrases;
mod row;

use std::sync::LazyLock;

use scraper::Html;

use self::page::Page;
pub(in crate::read) use chosen::Chosen;
pub(in crate::read) use facts::Hints;
use forest::Forest;
use row::Row;

/// The first look: each block by itself, its place, its neighbours.
static FIRST: LazyLock<Forest> = LazyLock::new(|| Forest::parse(include_str!("first.model")).unwrap_or_default());
/// The second look: the same, and what the first look says of all.
static SECOND: LazyLock<Forest> = LazyLock::new(|| Forest::parse(include_str!("second.model")).unwrap_or_default());

/// A block with less, in thousandths, is not looked at again: that is half of all blocks, and of 73,000 that the second
/// look took, by cross-validation, none was among them.
const HOPELESS: i16 = 10;

/// What of the page is its article's.
pub(in crate::read) fn choose(html: &Html, hints: &Hints) -> Chosen {
    let page = Page::of(html, hints);
    let mut rows = features::rows(&page);
    let first = scores(&FIRST, &rows);
    context::add(&mut rows, &page, &first);
    let second = |(row, first): (&Row, &i16)| if *first < HOPELESS { *first } else { SECOND.score(&row.values) };
    let scores: Vec<i16> = rows.iter().zip(&first).map(second).collect();
    Chosen::of(html, &page, &scores)
}

fn scores(forest: &Forest, rows: &[Row]) -> Vec<i16> {
    rows.iter().map(|row| forest.score(&row.values)).collect()
}

/// The blocks of a page with all that the classifier is told of them.
#[derive(Clone, Debug, Default)]
pub struct BlockTable {
    /// The columns' names; none for a page without text.
    pub columns: Vec<String>,
    /// A line of text for each block.
    pub texts: Vec<String>,
    /// A row for each block.
    pub rows: Vec<Vec<i16>>,
    /// What the shipped model makes of the rows, in thousandths.
    pub scores: Vec<i16>,
}

/// What the models are trained on. `first` is what the first look made of each block; with it come the second look's
/// columns.
pub(in crate::read) fn table(html: &Html, hints: &Hints, first: Option<&[i16]>) -> BlockTable {
    let page = Page::of(html, hints);
    if page.outline.blocks.is_empty() {
        return BlockTable::default();
    }
    let mut columns = features::names(&page);
    let mut rows = features::rows(&page);
    let forest = match first.filter(|first| first.len() == rows.len()) {
        Some(first) => {
            columns.extend(context::names(&page));
            context::add(&mut rows, &page, first);
            &SECOND
        }
        None => &FIRST,
    };
    let scores = scores(forest, &rows);
    let rows = rows.into_iter().map(|row| row.values).collect();
    BlockTable { columns, texts: page.outline.blocks.into_iter().map(|block| block.text).collect(), rows, scores }
}
