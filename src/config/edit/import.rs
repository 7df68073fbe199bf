//! What of an OPML file is new to feeds.toml.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::{Draft, FreeIds, NewKind, NewSource};
use crate::config::mistake::Complaint;
use crate::config::value::web_address;
use crate::news::{CanonicalUrl, SourceId};
use crate::read::{OutlinedFeed, Outlines};

/// The feeds of an OPML file, sorted out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// In the file's order; the first of each of its folders says so in a comment.
    pub new: Vec<NewSource>,
    /// There already, under these ids.
    pub known: Vec<(Url, SourceId)>,
    /// In the file more than once, in whatever form: the later ones.
    pub again: Vec<Url>,
    pub invalid: Vec<Invalid>,
}

/// An outline whose address is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    pub name: Option<String>,
    pub address: String,
    pub why: String,
}

impl Draft {
    /// Sorts out what a file lists. No feed is asked.
    pub fn import(&self, outlines: &Outlines) -> Imported {
        let config = self.config();
        let mut ids = FreeIds::beside(config);
        let known = config.sources.iter().map(|source| (CanonicalUrl::of(&source.url), &source.id));
        let known: HashMap<_, _> = known.collect();
        let mut imported = Imported::default();
        let mut seen = HashSet::new();
        let mut folder = None;
        for OutlinedFeed { name, address, language, folder: around } in &outlines.feeds {
            let url = match web_address(address) {
                Ok(url) => url,
                Err(Complaint { message, hint }) => {
                    let why = hint.map_or(message.clone(), |hint| format!("{message}: {hint}"));
                    imported.invalid.push(Invalid { name: name.clone(), address: address.clone(), why });
                    continue;
                }
            };
            let address = CanonicalUrl::of(&url);
            if let Some(id) = known.get(&address) {
                imported.known.push((url, (*id).clone()));
            } else if seen.insert(address) {
                let opens = around.as_ref().filter(|around| folder != Some(*around));
                folder = around.as_ref();
                imported.new.push(NewSource {
                    remarks: opens.iter().map(|around| format!("-- {around}")).collect(),
                    id: ids.give(&url),
                    name: name.as_deref().or(url.host_str()).unwrap_or_default().to_owned(),
                    language: config.site.other_language(language.as_deref()).map(str::to_owned),
                    kind: NewKind::Feed,
                    url,
                });
            } else {
                imported.again.push(url);
            }
        }
        imported
    }
}
