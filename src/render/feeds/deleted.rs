//! Tombstones of withdrawn stories in an Atom feed (RFC 6721).

use std::collections::BTreeMap;

use atom_syndication::extension::{Extension, ExtensionMap};

use crate::config::Config;
use crate::judge::{Tombstone, WithdrawnBy};
use crate::news::StoryId;
use crate::render::channel::Channel;
use crate::render::{dates, names, plain, words};

const NAMESPACE: &str = "http://purl.org/atompub/tombstones/1.0";

/// Of a feed that has tombstones.
pub(super) fn namespaces(channel: &Channel) -> BTreeMap<String, String> {
    let named = || ("at".to_owned(), NAMESPACE.to_owned());
    (!channel.tombstones.is_empty()).then(named).into_iter().collect()
}

/// One for each id under which a withdrawn story was in readers' hands.
pub(super) fn entries(config: &Config, channel: &Channel) -> ExtensionMap {
    if channel.tombstones.is_empty() {
        return ExtensionMap::new();
    }
    let entries: Vec<Extension> = channel
        .tombstones
        .iter()
        .flat_map(|tombstone| tombstone.ids().map(|id| entry(config, tombstone, id)))
        .collect();
    let entries = BTreeMap::from([("deleted-entry".to_owned(), entries)]);
    BTreeMap::from([("at".to_owned(), entries)])
}

fn entry(config: &Config, tombstone: &Tombstone, id: &StoryId) -> Extension {
    let words = words::of(config.site.language);
    let (by, comment) = match &tombstone.by {
        WithdrawnBy::Operator { why } => (Some(config.site.title.as_str()), plain::line(why)),
        // Which of several is nobody's business.
        WithdrawnBy::Publisher => (None, words.gone_by_publishers.to_owned()),
    };
    let by = by.map(|name| {
        // In the namespace of Atom, which is the document's.
        let name = element("name", Some(name.to_owned()), []);
        Extension { children: BTreeMap::from([("name".to_owned(), vec![name])]), ..element("at:by", None, []) }
    });
    let comment = element("at:comment", Some(comment), [("xml:lang", words.code.to_owned())]);
    let when = dates::rfc3339(tombstone.withdrawn, &config.site.zone);
    Extension {
        children: BTreeMap::from([("by".to_owned(), by.into_iter().collect()), ("comment".to_owned(), vec![comment])]),
        ..element("at:deleted-entry", None, [("ref", names::story_tag(&config.site, id)), ("when", when)])
    }
}

/// The crate writes attributes as they are: ids, dates and codes of languages have nothing in them to be escaped.
fn element<const N: usize>(name: &str, value: Option<String>, attributes: [(&str, String); N]) -> Extension {
    Extension {
        name: name.to_owned(),
        value,
        attrs: attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        children: BTreeMap::new(),
    }
}
