//! Stories about one event: which open story an article is about, by the words that both use, when they were written and
//! what they name.
//!
//! Online, in a single pass over the articles in time: an article joins the open story to whose centre (the sum of its
//! articles) it is most similar, or founds one. Similarity is that of hashed TF-IDF vectors (Salton 1988) over syllables
//! and pairs of them, which needs no segmenter. Only open stories are in memory: one closes after days of silence and
//! after its longest span. What is in memory follows from what the store has, so that it makes no difference when a
//! process ends.

mod common;
mod frequencies;
mod index;
mod marks;
mod near;
mod open;
mod report;
mod shelf;
mod terms;
mod thresholds;
mod vector;

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{ArticleWords, SameBecause, StoryRef};
use crate::news::StoryId;
use crate::read::Article;
use shelf::Shelf;
use thresholds::{CENTRES_FIT, CROWDED, FITS_BOTH, SAME_EVENT};

pub use frequencies::Frequencies;
pub use near::{Against, NearStory};
pub use open::OpenStory;
pub use report::Report;
pub use thresholds::{LONGEST, WHOLE_TEXT};

/// The open stories, and how frequent terms are.
#[derive(Clone, Debug, Default)]
pub struct Events {
    open: Shelf,
    frequencies: Frequencies,
    /// When the latest of the articles came out.
    now: Option<Timestamp>,
    changes: Changes,
}

/// What is to be written since it was asked last.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Stories as they are now; none for those that closed.
    pub stories: BTreeMap<StoryId, Option<OpenStory>>,
    /// The terms of articles that were counted, for [`Events::restored`].
    pub counted: Vec<Vec<u32>>,
}

/// A story that an article may belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Mate {
    pub story: StoryRef,
    pub why: SameBecause,
}

/// Two stories that turn out to be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Merger {
    pub younger: StoryId,
    pub older: StoryId,
    pub why: SameBecause,
}

impl Events {
    /// As they were when their changes were written. `counted`: the terms of the articles that were counted since
    /// `frequencies` were written.
    pub fn restored(mut frequencies: Frequencies, counted: &[Vec<u32>], stories: Vec<OpenStory>) -> Self {
        for terms in counted {
            frequencies.count(terms);
        }
        // The latest article's story is open: others close when an article comes, and that one joins or founds.
        let now = stories.iter().map(|story| story.last).max();
        let mut open = Shelf::default();
        for story in stories {
            open.put(story);
        }
        Self { open, frequencies, now, changes: Changes::default() }
    }

    pub fn frequencies(&self) -> &Frequencies {
        &self.frequencies
    }

    /// How many stories are open.
    pub fn open_stories(&self) -> usize {
        self.open.len()
    }

    pub fn take_changes(&mut self) -> Changes {
        std::mem::take(&mut self.changes)
    }

    /// What an article says, measured by the articles before it. `is_new`: it is counted, and time goes on to when it came
    /// out; not so for a revision.
    pub fn report(&mut self, article: &Article, words: &ArticleWords, published: Timestamp, is_new: bool) -> Report {
        let report = Report::of(article, words, published, &self.frequencies);
        if is_new {
            self.frequencies.count(&report.terms);
            self.changes.counted.push(report.terms.clone());
            self.close_until(published);
        }
        report
    }

    /// The open story that an article is about. `own`: the story that it is in already; it can turn out to be another only
    /// while no other article is in it. `not`: stories that it can't be in.
    pub fn mate(&self, report: &Report, own: Option<&StoryId>, not: &[StoryId]) -> Option<Mate> {
        if own.is_some_and(|own| self.open.get(own).is_none_or(|story| story.articles > 1)) {
            return None;
        }
        let (story, likeness) = self.nearest(report, own, not)?;
        Some(Mate { story: story.story.clone(), why: same_event(likeness) })
    }

    /// Another open story that turns out to have the same event, since an article fits it as well as `home`, where it was
    /// placed.
    pub fn merger(&self, report: &Report, home: &StoryId, not: &[StoryId]) -> Option<Merger> {
        let home = self.open.get(home)?;
        let (other, likeness) = self.nearest(report, Some(&home.story.id), not)?;
        let fits = likeness >= FITS_BOTH && home.centre().dot(other.centre()) >= CENTRES_FIT && home.may_be(other);
        let (older, younger) = if home.story < other.story { (home, other) } else { (other, home) };
        fits.then(|| Merger {
            younger: younger.story.id.clone(),
            older: older.story.id.clone(),
            why: same_event(likeness),
        })
    }

    /// Takes in that an article is in `home` now, and says whether it should represent it. `own`: the story that it was in
    /// before.
    pub fn place(&mut self, report: &Report, own: Option<&StoryId>, home: &StoryRef) -> bool {
        let (story, represents) = match (own, self.open.get(own.unwrap_or(&home.id))) {
            (None, None) => (OpenStory::founded(home.clone(), report), false),
            (None, Some(story)) => (story.with(report), report.is_whole && !story.is_whole),
            // A revised article is the story's centre as it is now, while it is the only one.
            (Some(_), Some(story)) if story.articles == 1 => (OpenStory::founded(story.story.clone(), report), false),
            (Some(_), _) => return false,
        };
        self.put(story);
        represents
    }

    /// Takes in that two stories are one. A story that is closed takes no other in.
    pub fn merge(&mut self, younger: &StoryId, older: &StoryId) {
        let Some(gone) = self.close(younger) else { return };
        if let Some(story) = self.open.get(older).map(|story| story.merged(&gone)) {
            self.put(story);
        }
    }

    /// The open story that an article is most similar to, all told, if it is about its event; of equal ones the oldest.
    fn nearest(&self, report: &Report, own: Option<&StoryId>, not: &[StoryId]) -> Option<(&OpenStory, f32)> {
        let likely = self.likely(report, own, not);
        let (nearest, _, likeness) = *likely.first()?;
        self.against(report, &likely, 0).is_empty().then_some((nearest, likeness))
    }

    /// The open stories that an article may be about, with its similarity and what is left of that after all that weighs
    /// against it; the likeliest first.
    fn likely(&self, report: &Report, own: Option<&StoryId>, not: &[StoryId]) -> Vec<(&OpenStory, f32, f32)> {
        let mut likely: Vec<(&OpenStory, f32, f32)> = self
            .open
            .similar(&report.vector, SAME_EVENT * CROWDED)
            .filter(|(story, _)| own != Some(&story.story.id) && !not.contains(&story.story.id))
            .map(|(story, similarity)| (story, similarity, story.likeness(similarity, report)))
            .collect();
        likely.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.story.cmp(&b.0.story)));
        likely
    }

    /// Has a story's centre be that of these reports, when an operator has moved some into it or out of it.
    pub fn renew(&mut self, story: &StoryRef, reports: &[Report]) {
        self.close(&story.id);
        if let Some((first, rest)) = reports.split_first() {
            let founded = OpenStory::founded(story.clone(), first);
            self.put(rest.iter().fold(founded, |story, report| story.with(report)));
        }
    }

    fn put(&mut self, story: OpenStory) {
        self.changes.stories.insert(story.story.id.clone(), Some(story.clone()));
        self.open.put(story);
    }

    fn close(&mut self, id: &StoryId) -> Option<OpenStory> {
        let story = self.open.take(id)?;
        self.changes.stories.insert(id.clone(), None);
        Some(story)
    }

    /// Closes what is over; once an hour, since all must be looked at.
    fn close_until(&mut self, published: Timestamp) {
        let hour = |at: Timestamp| at.as_second().div_euclid(3600);
        let before = self.now;
        let now = before.map_or(published, |now| now.max(published));
        self.now = Some(now);
        if before.map(hour) == Some(hour(now)) {
            return;
        }
        let over: Vec<StoryId> =
            self.open.all().filter(|story| story.is_over(now)).map(|story| story.story.id.clone()).collect();
        for id in &over {
            self.close(id);
        }
    }
}

fn same_event(likeness: f32) -> SameBecause {
    SameBecause::SameEvent { similarity: likeness.min(1.0) }
}
