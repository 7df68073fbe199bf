//! Letting the open stories follow what is grouped.

use crate::judge::events::{Events, LONGEST, Mate, Report};
use crate::judge::{ArticleWords, Before, SeriesLink};
use crate::news::StoryId;
use crate::store::{Batch, StoreError, Unjudged};

/// The open stories, once there is something to compare with them. They are what the store has, so a batch that failed must
/// take them with it.
#[derive(Debug, Default)]
pub(super) struct Following {
    events: Option<Events>,
}

/// What an article that is no copy is about.
pub(super) struct About {
    report: Report,
    /// Stories that it can't be in: those with articles of its series, or that an operator keeps apart from its own.
    not: Vec<StoryId>,
    pub mate: Option<Mate>,
}

impl Following {
    /// `series`: what the article is in a series with. `barred`: stories that an operator keeps apart from its own.
    pub(super) fn about(
        &mut self,
        batch: &Batch<'_>,
        Unjudged { before, article, .. }: &Unjudged,
        words: &ArticleWords,
        series: Option<&SeriesLink>,
        barred: Vec<StoryId>,
    ) -> Result<About, StoreError> {
        let published = before.published(article);
        let own = before.story.as_ref().map(|story| &story.id);
        let mut not = barred;
        if let Some(link) = series {
            not.extend(batch.stories_of_series(link, published - LONGEST)?);
        }
        let events = self.events(batch)?;
        let report = events.report(article, words, published, own.is_none());
        let mate = events.mate(&report, own, &not);
        Ok(About { report, not, mate })
    }

    /// Takes in where an article was placed; `about` is none for a copy.
    pub(super) fn place(
        &mut self,
        batch: &Batch<'_>,
        before: &Before,
        about: Option<&About>,
    ) -> Result<(), StoreError> {
        let events = self.events(batch)?;
        let own = before.story.as_ref().map(|story| &story.id);
        if let Some(about) = about
            && let Some((_, home)) = batch.group_of(before.id)?
        {
            if events.place(&about.report, own, &home) {
                batch.represent(&home.id, before.id)?;
            }
            // An article that founded its story was like no other a moment ago.
            let has_founded = own.is_none() && about.mate.is_none();
            if !has_founded
                && let Some(merger) = events.merger(&about.report, &home.id, &about.not)
                && batch.merge_stories(&merger)?
            {
                events.merge(&merger.younger, &merger.older);
            }
        }
        Ok(())
    }

    /// Takes in that an article turned out to be a copy of one in another story.
    pub(super) fn merged(&mut self, batch: &Batch<'_>, younger: &StoryId, older: &StoryId) -> Result<(), StoreError> {
        self.events(batch)?.merge(younger, older);
        Ok(())
    }

    /// Has nothing join a story any more.
    pub(super) fn close(&mut self, batch: &Batch<'_>, story: &StoryId) -> Result<(), StoreError> {
        if let Some(story) = batch.unmerged(story)? {
            self.events(batch)?.renew(&story, &[]);
        }
        Ok(())
    }

    /// Writes what became of the open stories in a batch.
    pub(super) fn write(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        self.events.as_mut().map_or(Ok(()), |events| batch.record_events(events))
    }

    fn events(&mut self, batch: &Batch<'_>) -> Result<&mut Events, StoreError> {
        match &mut self.events {
            Some(events) => Ok(events),
            none => Ok(none.insert(batch.events()?)),
        }
    }
}
