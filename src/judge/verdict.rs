//! What rules say of an article.

use super::{PlaceHit, Tokenised, TopicHit, TopicRules};

/// What was judged of an article by rules, which may change while its text stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub topics: Vec<TopicHit>,
    pub places: Vec<PlaceHit>,
}

impl Verdict {
    pub fn on(article: &Tokenised<'_>, rules: &TopicRules) -> Self {
        Self { topics: rules.judge(article), places: PlaceHit::judge(article) }
    }
}
