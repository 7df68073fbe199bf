//! What speaks against an article's being about a story's event.

use serde::Serialize;

use super::open::OpenStory;
use super::thresholds::{ALONE, CROWDED, MANY_OPEN, SAME_EVENT, TITLES_MEET, TITLES_MOST};
use super::{Events, Report};
use crate::news::StoryId;

/// A reason why an article is not in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// Title and lead name other days than all of its articles.
    OtherDays,
    OtherPlaces,
    OtherPlacesInTitles,
    /// Of documents and programmes.
    OtherNumbers,
    /// What is left of the similarity is too little.
    TooLittle,
    AnotherIsNearer,
    /// Several stories are as near: they have a subject in common, which is no event.
    Crowded,
    /// The titles have nothing in common.
    OtherTitles,
    /// Hardly anything but the titles is similar.
    OnlyTitles,
}

/// An open story that an article is not in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearStory {
    pub story: StoryId,
    /// Of the article to the centre of the story, 0 to 1.
    pub similarity: f32,
    /// What is left of that after what they name and the time between them.
    pub likeness: f32,
    /// What similarity is multiplied by for the time between them.
    pub time: f32,
    /// None where only an operator or a series keeps them apart, or the story came later.
    pub against: Vec<Against>,
}

impl Events {
    /// The open stories but its own that an article is nearest to, the nearest first.
    pub fn near(&self, report: &Report, own: Option<&StoryId>, most: usize) -> Vec<NearStory> {
        let likely = self.likely(report, own, &[]);
        let nearest = likely.iter().enumerate().take(most);
        let near = nearest.map(|(nth, (story, similarity, likeness))| {
            let mut against = story.marks_apart(report);
            against.extend(self.against(report, &likely, nth));
            let (similarity, likeness, time) = (*similarity, *likeness, story.time_factor(report));
            NearStory { story: story.story.id.clone(), similarity, likeness, time, against }
        });
        near.collect()
    }

    /// What speaks against the nth of the `likely` stories, each with an article's similarity and likeness; nothing if the
    /// article is about its event.
    pub(super) fn against(&self, report: &Report, likely: &[(&OpenStory, f32, f32)], nth: usize) -> Vec<Against> {
        let Some((story, similarity, likeness)) = likely.get(nth) else { return Vec::new() };
        let beside = |nth: usize| likely.get(nth).map_or(0.0, |(.., other)| other / likeness);
        let titles = report.titled.dot(story.centre());
        let is_alone = beside(1) <= ALONE && self.open.len() >= MANY_OPEN;
        let reasons = [
            (*likeness < SAME_EVENT, Against::TooLittle),
            (nth > 0, Against::AnotherIsNearer),
            (beside(2) > CROWDED, Against::Crowded),
            (titles < TITLES_MEET && !is_alone, Against::OtherTitles),
            (titles > TITLES_MOST * similarity, Against::OnlyTitles),
        ];
        reasons.into_iter().filter(|(speaks, _)| *speaks).map(|(_, against)| against).collect()
    }
}
