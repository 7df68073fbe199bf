//! `[[feed]]`.

use toml::Spanned;

use super::ids::Ids;
use crate::config::mistake::Complaint;
use crate::config::suggest::did_you_mean;
use crate::config::table::{Table, Value};
use crate::config::{Feed, FeedContent, Without, value};
use crate::news::{FeedId, SourceId, TopicId};
use crate::text::places;

pub(super) fn read(mut table: Table<'_>, ids: &mut Ids, topic_ids: &Ids, source_ids: &Ids) -> Option<Feed> {
    let id = ids.give(&mut table);
    let title = table.required("title", "\"…\"", value::text);
    let description = table.optional("description", value::text);
    let topics = topics(&mut table, topic_ids);
    let sources = sources(&mut table, source_ids);
    let places = table.list("places", place);
    let languages = table.list("languages", value::language_tag);
    let mut left_out = table.table("without", "without", &[]);
    let without = Without {
        topics: self::topics(&mut left_out, topic_ids),
        sources: self::sources(&mut left_out, source_ids),
        places: left_out.list("places", place),
    };
    left_out.finish();
    let limit = table.optional("limit", value::count(1..=1000)).unwrap_or(50);
    let content = value::word(&[("summary", FeedContent::Summary), ("full", FeedContent::Full)]);
    let content = table.optional("content", content).unwrap_or(FeedContent::Summary);
    table.finish();
    Some(Feed {
        id: FeedId::new(id?.into_inner()),
        title: title?,
        description,
        topics,
        sources,
        places,
        languages,
        without,
        limit,
        content,
    })
}

fn topics(table: &mut Table<'_>, ids: &Ids) -> Vec<TopicId> {
    references("topics", table, ids).map(TopicId::new).collect()
}

fn sources(table: &mut Table<'_>, ids: &Ids) -> Vec<SourceId> {
    references("sources", table, ids).map(SourceId::new).collect()
}

fn references(key: &'static str, table: &mut Table<'_>, ids: &Ids) -> impl Iterator<Item = String> {
    let references = table.list(key, value::reference);
    for reference in &references {
        ids.resolve(reference, table.found());
    }
    references.into_iter().map(Spanned::into_inner)
}

/// A province or city, of today or of before July 2025, by its name or by that without its marks: "Bắc Kạn", `bac-kan`.
fn place(value: &Value<'_>) -> Result<String, Complaint> {
    let typed = value::string(value)?;
    let names = || places().all.iter().flat_map(|place| [place.name, place.today]);
    let slug = value::slug(typed);
    names().find(|name| value::slug(name) == slug).map(str::to_owned).ok_or_else(|| {
        let hint = did_you_mean(typed, names()).unwrap_or_else(|| {
            "give a province or a city under the central government, of today or of before July 2025".to_owned()
        });
        Complaint::new(format!("names no province: `{typed}`")).hint(hint)
    })
}
