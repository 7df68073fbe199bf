//! The document, section by section, and then what holds between sections. Nothing here stops at a mistake.

mod feed;
mod fetch;
mod ids;
mod lineage;
mod publish;
mod site;
mod source;
mod source_kind;
mod store;
mod topic;

use std::path::Path;
use std::sync::Arc;

use toml::de::DeTable;

use self::ids::Ids;
pub(super) use self::site::base_address;
use super::Config;
use super::mistake::Found;
use super::table::Table;

/// The configuration, or none when something was found. `digest` is the text's; relative paths are resolved against
/// `base`.
pub(super) fn document(document: &DeTable<'_>, digest: String, base: &Path, found: &Found) -> Option<Config> {
    let mut root = Table::root(document, found);

    let site = root.table("site", "[site]", "What readers see.", &["title", "url", "tag"]);
    let site = site::read(site);
    let store = store::read(root.table("store", "[store]", "Where the news is kept, and how long.", &[]), base);
    let publish = root.table("publish", "[publish]", "Where the feeds and the site go.", &[]);
    let publish = publish::read(publish, base);
    let fetch = fetch::read(root.table("fetch", "[fetch]", "How bantin behaves on the net.", &["contact"]));

    let habits = site.as_ref().map(source::Habits::of).unwrap_or_default();
    let mut source_ids = Ids::new("source");
    let needed = Some("add at least one, with `id`, `name` and `url`: where the news comes from");
    let sources: Vec<_> = root
        .tables("source", "[[source]]", "Where the news comes from. `bantin add URL` writes one.", needed)
        .into_iter()
        .map(|table| source::read(table, &mut source_ids, &habits).map(Arc::new))
        .collect();

    let mut topic_ids = Ids::new("topic");
    let topics: Vec<_> = root
        .tables("topic", "[[topic]]", "A subject, and the rules that file articles under it.", None)
        .into_iter()
        .map(|table| topic::read(table, &mut topic_ids))
        .collect();
    let topics = lineage::parents_first(topics, &topic_ids, found);

    let mut feed_ids = Ids::new("feed");
    let needed = Some("add at least one, with `id` and `title`: what is published");
    let about = "A selection of the stories, published as feeds and a page. The first is the site's front page; every topic \
                 has one without asking.";
    let feeds: Vec<_> = root
        .tables("feed", "[[feed]]", about, needed)
        .into_iter()
        .map(|table| feed::read(table, &mut feed_ids, &topic_ids, &source_ids))
        .collect();

    root.finish();
    if !found.is_empty() {
        return None;
    }
    Some(Config {
        digest,
        site: site?,
        store,
        publish,
        fetch: fetch?,
        sources: sources.into_iter().collect::<Option<_>>()?,
        topics,
        feeds: feeds.into_iter().collect::<Option<_>>()?,
    })
}
