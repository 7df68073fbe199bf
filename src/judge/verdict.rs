//! What rules say of an article.

use jiff::civil::Date;

use super::{FiledFact, PlaceHit, ProgrammeTopics, Tokenised, TopicHit, TopicRules};

/// What was judged of an article by rules, which may change while its text stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub topics: Vec<TopicHit>,
    pub places: Vec<PlaceHit>,
    pub facts: Vec<FiledFact>,
}

impl Verdict {
    /// `published`: the article's day where its readers are.
    pub fn on(
        article: &Tokenised<'_>,
        published: Option<Date>,
        rules: &TopicRules,
        programmes: &ProgrammeTopics,
    ) -> Self {
        let (topics, places) = (rules.judge(article), PlaceHit::judge(article));
        let facts = FiledFact::judge(article, published, (&topics, &places), programmes);
        Self { topics, places, facts }
    }
}
