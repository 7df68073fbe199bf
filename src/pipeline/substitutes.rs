//! Whether a source still gives what it was asked for. Its entries count in any case: what is suspected is the operator's to
//! judge.

use super::Pipeline;
use crate::config::{Source, SourceKind};
use crate::judge;
use crate::news::{CanonicalUrl, HostKey};
use crate::read::Parsed;
use crate::store::StoreError;

impl Pipeline {
    /// What is odd about a feed that has just been recorded, in words. Entries are compared when there are new ones.
    pub(super) fn suspect_substitute(
        &mut self,
        source: &Source,
        parsed: &Parsed,
        has_news: bool,
    ) -> Result<Vec<String>, StoreError> {
        let mut suspicions = Vec::new();
        if let Some(now) = &parsed.title
            && let Some(before) = self.store.rename_source(&source.id, &source.url, now)?
            && judge::is_renamed(&before, now)
        {
            suspicions.push(format!(
                "{} calls itself “{now}”, and called itself “{before}” before: see whether it still gives what you \
                 want; this is said once",
                source.url
            ));
        }
        if has_news && let Some(other) = self.same_elsewhere(source, parsed)? {
            suspicions.push(format!(
                "{} gives the same entries as {} ({}): a site may answer a wrong address with its general feed; compare it \
                 with the feeds that the site lists, or `bantin discover` it",
                source.url, other.id, other.url
            ));
        }
        Ok(suspicions)
    }

    /// Another feed of the same host that gives the same entries.
    fn same_elsewhere(&self, source: &Source, parsed: &Parsed) -> Result<Option<&Source>, StoreError> {
        let links = parsed.entries.iter().filter_map(|entry| entry.link.as_ref());
        let addresses: Vec<String> = links.map(|link| CanonicalUrl::of(link).as_str().to_owned()).collect();
        let least = addresses.len() / 2;
        for id in self.store.sources_sharing(&source.id, &addresses, least)? {
            let Some(other) = self.config.source(&id) else { continue };
            let is_feed = other.kind == SourceKind::Feed && other.off.is_none();
            if !is_feed || HostKey::of(&other.url) != HostKey::of(&source.url) {
                continue;
            }
            let theirs = self.store.recent_addresses(&id, addresses.len())?;
            if judge::same_entries(&addresses, &theirs) {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }
}
