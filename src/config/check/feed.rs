//! `[[feed]]`.

use serde_json::{Value as Json, json};
use toml::Spanned;

use super::ids::Ids;
use crate::config::kind::{Kind, Plain, Shown};
use crate::config::mistake::Complaint;
use crate::config::suggest::did_you_mean;
use crate::config::table::{Table, Value};
use crate::config::{Feed, FeedContent, Without, kind, value};
use crate::news::{FeedId, SourceId, TopicId};
use crate::text::places;

const CONTENTS: &[(&str, FeedContent)] = &[("summary", FeedContent::Summary), ("full", FeedContent::Full)];

pub(super) fn read(mut table: Table<'_>, ids: &mut Ids, topic_ids: &Ids, source_ids: &Ids) -> Option<Feed> {
    let id = ids.give(&mut table);
    let title = table.required("title", "\"…\"", "Its name, as readers see it.", kind::TEXT);
    let description = table.optional("description", "What is in it, in a sentence.", kind::TEXT);
    let topics =
        topics(&mut table, "Only stories under one of these topics or a topic below; all, if left out.", topic_ids);
    let sources = sources(&mut table, "Only stories that one of these sources reported; all, if left out.", source_ids);
    let places = table.list("places", "Only stories about one of these provinces; all, if left out.", PLACE);
    let about = "Only stories in one of these languages (BCP 47) or a variant of it; all, if left out.";
    let languages = table.list("languages", about, kind::LANGUAGE);
    let mut left_out = table.table("without", "without", "What it leaves out, whatever else would bring it in.", &[]);
    let without = Without {
        topics: self::topics(&mut left_out, "Stories under one of these topics or a topic below.", topic_ids),
        sources: self::sources(&mut left_out, "Stories that none but these sources reported.", source_ids),
        places: left_out.list("places", "Stories about one of these provinces.", PLACE),
    };
    left_out.finish();
    let limit =
        table.or("limit", 50, "Newest stories in the feed document; the rest is archived.", kind::count(1..=1000));
    let content = table.or("content", FeedContent::Summary, "What of an article its items have.", kind::word(CONTENTS));
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

fn topics(table: &mut Table<'_>, about: &'static str, ids: &Ids) -> Vec<TopicId> {
    references("topics", about, table, ids).map(TopicId::new).collect()
}

fn sources(table: &mut Table<'_>, about: &'static str, ids: &Ids) -> Vec<SourceId> {
    references("sources", about, table, ids).map(SourceId::new).collect()
}

fn references(
    key: &'static str,
    about: &'static str,
    table: &mut Table<'_>,
    ids: &Ids,
) -> impl Iterator<Item = String> {
    let references = table.list(key, about, kind::REFERENCE);
    for reference in &references {
        ids.resolve(reference, table.found());
    }
    references.into_iter().map(Spanned::into_inner)
}

impl Shown for FeedContent {
    fn shown(&self) -> Json {
        json!(CONTENTS.iter().find(|(_, content)| content == self).map(|(word, _)| *word))
    }
}

const PLACE: Plain<String> = Kind::new(place, kind::province);

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
