//! What operators decide of stories: commands write it down beside a running pass, and the next pass does it first.

use jiff::Timestamp;
use thiserror::Error;

use super::grouping::Grouper;
use super::items::{Item, ItemError, find_item, lines};
use super::pass::Pass;
use super::{PassError, Pipeline};
use crate::config::Config;
use crate::judge::ArticleWords;
use crate::news::{ArticleId, StoryId};
use crate::store::{Decision, Listed, Store, StoreError};

/// What a command wrote down, and how to take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub what: String,
    pub undo: String,
}

#[derive(Debug, Error)]
pub enum DecisionError {
    #[error(transparent)]
    Item(#[from] ItemError),
    #[error(
        "the story {story} has several articles: say by its number which of them is to leave it\n{}",
        lines(members)
    )]
    Which { story: StoryId, members: Vec<Listed> },
    #[error("“{title}” ({id}) is alone in its story: there is nothing to split")]
    Alone { id: ArticleId, title: String },
    #[error("both are in the story {0} already: there is nothing to join")]
    OneStory(StoryId),
    #[error("“{title}” ({id}) is in no story yet: it waits for its page or for the next pass")]
    Unjudged { id: ArticleId, title: String },
    #[error("“{title}” ({id}) is withdrawn already; `bantin republish {id}` takes that back")]
    Withdrawn { id: ArticleId, title: String },
    #[error("“{title}” ({id}) isn't withdrawn: there is nothing to republish")]
    NotWithdrawn { id: ArticleId, title: String },
    #[error("say why: readers are told")]
    NoReason,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DecisionError {
    /// As [`StoreError::is_unusable`].
    pub fn is_unusable(&self) -> bool {
        match self {
            Self::Store(error) => error.is_unusable(),
            Self::Item(error) => error.is_unusable(),
            _ => false,
        }
    }
}

impl Pipeline {
    pub(super) fn apply_decisions(&mut self, pass: &mut Pass) -> Result<(), PassError> {
        if !self.store.has_waiting_decisions()? && !self.store.has_waiting_withdrawals()? {
            return Ok(());
        }
        // What is in memory is as it was before.
        self.grouper = Grouper::default();
        let batch = self.store.batch()?;
        let (decided, withdrawn) = (batch.apply_decisions(pass.at)?, batch.apply_withdrawals(pass.at)?);
        let count = decided.count + withdrawn.count;
        if count == 0 {
            return Ok(());
        }
        pass.decided += count;
        let mut events = batch.events()?;
        for id in decided.open.iter().chain(&withdrawn.open) {
            let Some(story) = batch.unmerged(id)? else { continue };
            let mut reports = Vec::new();
            for (article, published) in batch.originals_in(id)? {
                let (article, _) = batch.article(article)?;
                reports.push(events.report(&article, &ArticleWords::of(&article), published, false));
            }
            events.renew(&story, &reports);
        }
        batch.record_events(&mut events)?;
        batch.commit()?;
        Ok(())
    }
}

/// Has the article that `item` names leave its story at the next pass.
///
/// # Errors
/// When it names no article, or one that is alone; when the database fails.
pub fn split(config: &Config, item: &str, now: Timestamp) -> Result<Noted, DecisionError> {
    let database = Store::open_beside(&config.store.database)?;
    let (article, mates) = match find_item(config, &database, item)? {
        Item::Article(article) => {
            let story = article.story.as_ref().map(|story| database.listed_story(story)).transpose()?.flatten();
            let Some(story) = story else { return Err(unjudged(article)) };
            let mates = story.members.into_iter().filter(|mate| mate.id != article.id).collect::<Vec<_>>();
            (article, mates)
        }
        Item::Story(mut story) if story.members.len() == 1 => (story.members.remove(0), Vec::new()),
        Item::Story(story) => return Err(DecisionError::Which { story: story.id, members: story.members }),
    };
    // What waits may join it to others.
    if mates.is_empty() && !database.has_waiting_decisions()? {
        return Err(DecisionError::Alone { id: article.id, title: article.title });
    }
    database.decide(Decision::Split(article.id), now)?;
    let Listed { id, title, .. } = article;
    let mate = mates.first().map_or("ITEM".to_owned(), |mate| mate.id.to_string());
    Ok(Noted {
        what: format!("“{title}” ({id}) leaves its story at the next pass, and is kept apart from those that stay"),
        undo: format!("bantin join {id} {mate}"),
    })
}

/// Has the stories that two items name or are in become one at the next pass.
///
/// # Errors
/// When one names nothing, or both the same story; when the database fails.
pub fn join(config: &Config, items: [&str; 2], now: Timestamp) -> Result<Noted, DecisionError> {
    let database = Store::open_beside(&config.store.database)?;
    let [one, two] = items.map(|item| member(&find_item(config, &database, item)?, &database));
    let ((one, one_story), (two, two_story)) = (one?, two?);
    if one_story == two_story && !database.has_waiting_decisions()? {
        return Err(DecisionError::OneStory(one_story));
    }
    database.decide(Decision::Join(one.id, two.id), now)?;
    Ok(Noted {
        what: format!(
            "the stories of “{}” ({}) and “{}” ({}) become one at the next pass; the younger one's link leads to the older",
            one.title, one.id, two.title, two.id
        ),
        undo: format!("bantin split {}", two.id),
    })
}

/// The article that stands for an item's story.
fn member(item: &Item, database: &Store) -> Result<(Listed, StoryId), DecisionError> {
    let article = match item {
        Item::Article(article) => article.clone(),
        Item::Story(story) => {
            database.listed(story.representative)?.ok_or_else(|| ItemError::NoStory(story.id.to_string()))?
        }
    };
    match article.story.clone() {
        Some(story) => Ok((article, story)),
        None => Err(unjudged(article)),
    }
}

fn unjudged(article: Listed) -> DecisionError {
    DecisionError::Unjudged { id: article.id, title: article.title }
}
