//! Texts without a press: grouped by the code of a pass, in a store of their own, to see what becomes of them.

use std::path::Path;

use jiff::Timestamp;
use tracing::trace_span;

use super::grouping::Grouper;
use super::judging::BATCH;
use crate::news::{ArticleId, SourceId};
use crate::read::Article;
use crate::store::{Batch, Grouped, NewArticle, Store, StoreError};

/// A text as it came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Of no other text.
    pub name: String,
    pub source: String,
    pub title: String,
    pub lead: String,
    /// Empty where the lead is all there is.
    pub body: String,
    pub published: Timestamp,
}

#[derive(Debug)]
pub struct Trial {
    store: Store,
    grouper: Grouper,
}

impl Trial {
    /// # Errors
    /// When the database cannot be opened.
    pub fn open(database: &Path) -> Result<Self, StoreError> {
        Ok(Self { store: Store::open(database)?, grouper: Grouper::default() })
    }

    /// Groups texts in their order, each after those before it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn group(&mut self, texts: &[Text]) -> Result<Vec<ArticleId>, StoreError> {
        let mut ids = Vec::with_capacity(texts.len());
        for texts in texts.chunks(BATCH) {
            let batch = self.store.batch()?;
            for text in texts {
                let unjudged = trace_span!("load").in_scope(|| batch.unjudged_article(add(&batch, text)?))?;
                self.grouper.group(&batch, &unjudged)?;
                ids.push(unjudged.before.id);
            }
            self.grouper.write(&batch)?;
            trace_span!("commit").in_scope(|| batch.commit())?;
        }
        Ok(ids)
    }

    /// How a text is grouped now; later ones may have changed it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn grouped(&self, id: ArticleId) -> Result<Grouped, StoreError> {
        self.store.grouped(id)
    }
}

fn add(batch: &Batch<'_>, text: &Text) -> Result<ArticleId, StoreError> {
    batch.add(&NewArticle {
        address: &format!("text:{}", text.name),
        source: &SourceId::new(text.source.as_str()),
        first_seen: text.published,
        page_due: None,
        article: &Article::of_text(&text.title, &text.lead, &text.body, text.published),
    })
}
