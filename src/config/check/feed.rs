//! `[[feed]]`.

use super::ids::Ids;
use crate::config::table::Table;
use crate::config::{Feed, FeedContent, value};
use crate::news::{FeedId, SourceId, TopicId};

pub(super) fn read(mut table: Table<'_>, ids: &mut Ids, topic_ids: &Ids, source_ids: &Ids) -> Option<Feed> {
    let id = ids.give(&mut table);
    let title = table.required("title", "\"…\"", value::text);
    let description = table.optional("description", value::text);
    let topics = table.list("topics", value::reference);
    let sources = table.list("sources", value::reference);
    let limit = table.optional("limit", value::count(1..=1000)).unwrap_or(50);
    let content = value::word(&[("summary", FeedContent::Summary), ("full", FeedContent::Full)]);
    let content = table.optional("content", content).unwrap_or(FeedContent::Summary);
    for topic in &topics {
        topic_ids.resolve(topic, table.found());
    }
    for source in &sources {
        source_ids.resolve(source, table.found());
    }
    table.finish();
    Some(Feed {
        id: FeedId::new(id?.into_inner()),
        title: title?,
        description,
        topics: topics.into_iter().map(|topic| TopicId::new(topic.into_inner())).collect(),
        sources: sources.into_iter().map(|source| SourceId::new(source.into_inner())).collect(),
        limit,
        content,
    })
}
