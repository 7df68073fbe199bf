//! `bantin withdraw` and `bantin republish`: like all decisions written down beside a running pass, and done by the next one.

use jiff::Timestamp;

use super::decisions::{DecisionError, Noted};
use super::items::{Item, ItemError, find_item};
use crate::config::Config;
use crate::store::{Listed, Scope, Store};

/// Has a story, or an article with its copies, be published no more from the next pass on, and never again.
///
/// # Errors
/// When `item` names nothing, or what is withdrawn already; when there is no reason; when the database fails.
pub fn withdraw(config: &Config, item: &str, why: &str, now: Timestamp) -> Result<Noted, DecisionError> {
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    if why.is_empty() {
        return Err(DecisionError::NoReason);
    }
    let database = Store::open_beside(&config.store.database)?;
    let found = find_item(config, &database, item)?;
    let (article, scope) = match &found {
        Item::Article(article) => (article.clone(), Scope::Copies),
        Item::Story(story) => {
            let representative = database.listed(story.representative)?;
            (representative.ok_or_else(|| ItemError::NoStory(story.id.to_string()))?, Scope::Story)
        }
    };
    let Listed { id, title, .. } = article;
    if database.withdrawn(id)?.is_some() && !database.has_waiting_withdrawals()? {
        return Err(DecisionError::Withdrawn { id, title });
    }
    database.withdraw(id, scope, Some(&why), now)?;
    let what = match &found {
        Item::Article(_) => format!("“{title}” ({id}) and its copies are withdrawn"),
        Item::Story(story) => {
            format!(
                "the story {} (“{title}”), with all {} of its articles, is withdrawn",
                story.id,
                story.members.len()
            )
        }
    };
    Ok(Noted {
        what: format!("{what} at the next pass, and won't come back from any source"),
        undo: format!("bantin republish {id}"),
    })
}

/// Has the next pass take back what withdrew a story or an article.
///
/// # Errors
/// When `item` names nothing, or what isn't withdrawn; when the database fails.
pub fn republish(config: &Config, item: &str, now: Timestamp) -> Result<Noted, DecisionError> {
    let database = Store::open_beside(&config.store.database)?;
    let articles = match find_item(config, &database, item)? {
        Item::Article(article) => vec![article],
        Item::Story(story) => story.members,
    };
    let is_waiting = database.has_waiting_withdrawals()?;
    let mut republished: Option<&Listed> = None;
    for article in &articles {
        if is_waiting || database.withdrawn(article.id)?.is_some() {
            database.republish(article.id, now)?;
            republished = republished.or(Some(article));
        }
    }
    match (republished, articles.first()) {
        (Some(Listed { id, title, .. }), _) => {
            let what = if database.withdrawn(*id)?.is_some() {
                format!("“{title}” ({id}) is published again at the next pass, with all that was withdrawn with it")
            } else {
                format!("“{title}” ({id}) stays published, should what waits for the next pass withdraw it")
            };
            Ok(Noted { what, undo: format!("bantin withdraw {id} --why '…'") })
        }
        (None, Some(Listed { id, title, .. })) => Err(DecisionError::NotWithdrawn { id: *id, title: title.clone() }),
        (None, None) => Err(ItemError::Unreadable(item.to_owned()).into()),
    }
}
