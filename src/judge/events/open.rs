//! Stories that articles may still join.

use jiff::Timestamp;

use super::marks::Marks;
use super::near::Against;
use super::report::Report;
use super::thresholds::{CENTRE_TERMS, LONGEST, NEAR_HOURS, SILENCE, SUM_TERMS, YOUNG_HOURS};
use super::vector::Vector;
use crate::judge::StoryRef;

/// A story, as far as articles are compared with it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenStory {
    pub story: StoryRef,
    /// Of its articles: when the first and the last came out.
    pub first: Timestamp,
    pub last: Timestamp,
    /// Without copies.
    pub articles: u32,
    /// Whether its representative has a text of its own ([`WHOLE_TEXT`](super::WHOLE_TEXT)).
    pub is_whole: bool,
    sum: Vector,
    /// None while it is the sum, that of one article.
    centre: Option<Vector>,
    marks: Marks,
}

impl OpenStory {
    pub(super) fn founded(story: StoryRef, report: &Report) -> Self {
        let (first, last) = (report.published, report.published);
        let (sum, marks) = (report.vector.clone(), report.marks.clone());
        Self { story, first, last, articles: 1, is_whole: report.is_whole, centre: None, sum, marks }
    }

    /// A story as it was written: `sum` and `marks` by [`OpenStory::sum`] and [`OpenStory::marks`].
    pub fn restored(
        story: StoryRef,
        (first, last): (Timestamp, Timestamp),
        (articles, is_whole): (u32, bool),
        sum: &[u8],
        marks: &[u8],
    ) -> Self {
        let sum = Vector::from_bytes(sum);
        let centre = (articles > 1).then(|| centre_of(&sum));
        Self { story, first, last, articles, is_whole, centre, sum, marks: Marks::from_bytes(marks) }
    }

    pub fn sum(&self) -> Vec<u8> {
        self.sum.to_bytes()
    }

    pub fn marks(&self) -> Vec<u8> {
        self.marks.to_bytes()
    }

    pub(super) fn centre(&self) -> &Vector {
        self.centre.as_ref().unwrap_or(&self.sum)
    }

    /// With an article more.
    pub(super) fn with(&self, report: &Report) -> Self {
        let times = (report.published, report.published);
        let is_whole = self.is_whole || report.is_whole;
        Self { is_whole, ..self.taking_in(&report.vector, &report.marks, 1, times) }
    }

    pub(super) fn merged(&self, other: &Self) -> Self {
        self.taking_in(&other.sum, &other.marks, other.articles, (other.first, other.last))
    }

    fn taking_in(&self, sum: &Vector, marks: &Marks, articles: u32, (first, last): (Timestamp, Timestamp)) -> Self {
        let sum = self.sum.plus(sum).strongest(SUM_TERMS);
        Self {
            story: self.story.clone(),
            first: self.first.min(first),
            last: self.last.max(last),
            articles: self.articles + articles,
            is_whole: self.is_whole,
            centre: Some(centre_of(&sum)),
            sum,
            marks: self.marks.and(marks),
        }
    }

    /// How similar an article is in all, where its vector is `similar` to the centre's.
    pub(super) fn likeness(&self, similar: f32, report: &Report) -> f32 {
        similar * self.time_factor(report) * self.marks.factor(&report.marks)
    }

    /// What similarity is multiplied by for the time between an article and the story's last and first.
    #[expect(clippy::cast_possible_truncation, reason = "a factor between 0 and 1")]
    pub(super) fn time_factor(&self, report: &Report) -> f32 {
        let nearest = report.published.clamp(self.first, self.last);
        let time = bell(hours(nearest, report.published) / NEAR_HOURS)
            * bell(hours(self.first, report.published) / YOUNG_HOURS);
        time as f32
    }

    pub(super) fn marks_apart(&self, report: &Report) -> Vec<Against> {
        self.marks.apart(&report.marks).map(|(against, _)| against).collect()
    }

    /// Whether nothing that they name tells them apart.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        self.marks.factor(&other.marks) >= 1.0
    }

    /// Whether nothing can join it any more when articles of `now` come.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.last) > SILENCE || now.duration_since(self.first) > LONGEST
    }
}

fn centre_of(sum: &Vector) -> Vector {
    sum.clone().strongest(CENTRE_TERMS).of_length(1.0)
}

fn hours(a: Timestamp, b: Timestamp) -> f64 {
    b.duration_since(a).as_secs_f64() / 3600.0
}

fn bell(deviations: f64) -> f64 {
    (-0.5 * deviations * deviations).exp()
}
