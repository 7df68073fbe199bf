//! What entries are known by.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Store, StoreError, from_json, json, timestamp};
use crate::judge::{KnownEntries, KnownEntry, Ladder, TextTrait, Traits};
use crate::news::{CanonicalUrl, EntryId, SourceId};
use crate::read::Entry;

/// So many of a source's latest entries a document is compared with, at least; twice as many as it has, if that is more.
/// The longest feed in use that was seen has 500. An older entry is still known by its guid or link as it was.
const LATEST: usize = 500;

/// So many older entries with one guid or link, the latest of them.
const MOST_ALIKE: usize = 8;

const COLUMNS: &str = "entry, digest, guid, link, date, title, text, text_length";

impl Store {
    /// What a document of `source` with these `entries` is to be compared with: the source's latest entries, those of its
    /// last document, and any other with the same guid or link.
    ///
    /// # Errors
    /// When the database fails.
    pub fn known_entries(&self, source: &SourceId, entries: &[Entry]) -> Result<KnownEntries, StoreError> {
        let (ladder, listed) = self.ladder(source)?;
        let mut known: Vec<(EntryId, Traits)> = Vec::new();
        let mut ids = HashSet::new();
        let mut add = |known: &mut Vec<_>, row: rusqlite::Result<(EntryId, Traits)>| {
            let (id, traits) = row?;
            if ids.insert(id) {
                known.push((id, traits));
            }
            Ok::<_, rusqlite::Error>(())
        };
        let sql = |condition: &str| format!("SELECT {COLUMNS} FROM identity WHERE source = ?1 AND {condition}");
        let limit = i64::try_from(LATEST.max(2 * entries.len())).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached(&sql("true ORDER BY entry DESC LIMIT ?2"))?
            .query_map(params![source.as_str(), limit], read_identity)?
            .try_for_each(|row| add(&mut known, row))?;
        let mut by_id = self.connection.prepare_cached(&sql("entry = ?2"))?;
        for id in &listed {
            by_id.query_map(params![source.as_str(), id.0], read_identity)?.try_for_each(|row| add(&mut known, row))?;
        }
        // Most are among those already, and need no looking up.
        let guids: HashSet<&str> = known.iter().filter_map(|(_, traits)| traits.guid.as_deref()).collect();
        let links: HashSet<&str> = known.iter().filter_map(|(_, traits)| traits.link.as_deref()).collect();
        let other_guids = entries.iter().filter_map(|entry| entry.guid.clone()).filter(|guid| !guids.contains(&**guid));
        let of_link = |entry: &Entry| Some(CanonicalUrl::of(entry.link.as_ref()?).as_str().to_owned());
        let other_links = entries.iter().filter_map(of_link).filter(|link| !links.contains(&**link));
        let (other_guids, other_links): (Vec<String>, Vec<String>) = (other_guids.collect(), other_links.collect());
        for (column, values) in [("guid", other_guids), ("link", other_links)] {
            // By its own index: the planner takes the primary key's for the order, and reads through the whole source.
            let mut query = self.connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM identity INDEXED BY identity_{column} WHERE source = ?1 AND {column} = ?2
                 ORDER BY entry DESC LIMIT {MOST_ALIKE}"
            ))?;
            for value in values {
                query.query_map([source.as_str(), &value], read_identity)?.try_for_each(|row| add(&mut known, row))?;
            }
        }
        known.sort_unstable_by_key(|(id, _)| *id);
        let listed: HashSet<EntryId> = listed.into_iter().collect();
        let entries = known.into_iter().map(|(id, traits)| KnownEntry { id, listed: listed.contains(&id), traits });
        Ok(KnownEntries { ladder, entries: entries.collect() })
    }

    fn ladder(&self, source: &SourceId) -> Result<(Ladder, Vec<EntryId>), StoreError> {
        let mut query = self.connection.prepare_cached("SELECT shared, listed FROM ladder WHERE source = ?1")?;
        let read =
            |row: &Row<'_>| Ok((from_json(0, &row.get::<_, String>(0)?)?, from_json(1, &row.get::<_, String>(1)?)?));
        Ok(query.query_row([source.as_str()], read).optional()?.unwrap_or_default())
    }
}

/// The entries in a source's last document, in its order.
pub(super) fn listed(transaction: &Transaction<'_>, source: &SourceId) -> Result<Vec<EntryId>, StoreError> {
    let mut query = transaction.prepare_cached("SELECT listed FROM ladder WHERE source = ?1")?;
    let listed = query.query_row([source.as_str()], |row| from_json(0, &row.get::<_, String>(0)?)).optional()?;
    Ok(listed.unwrap_or_default())
}

/// Remembers what a document taught, and which entries it had.
pub(super) fn write_ladder(
    transaction: &Transaction<'_>,
    source: &SourceId,
    ladder: &Ladder,
    listed: &[EntryId],
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO ladder (source, shared, listed) VALUES (?1, ?2, ?3)
             ON CONFLICT (source) DO UPDATE SET shared = ?2, listed = ?3 WHERE shared <> ?2 OR listed <> ?3",
        )?
        .execute(params![source.as_str(), json(ladder)?, json(&listed)?])?;
    Ok(())
}

/// Remembers what an entry is known by from now on.
pub(super) fn write_identity(
    transaction: &Transaction<'_>,
    source: &SourceId,
    entry: EntryId,
    traits: &Traits,
) -> Result<(), StoreError> {
    let sql =
        format!("INSERT OR REPLACE INTO identity (source, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    transaction.prepare_cached(&sql)?.execute(params![
        source.as_str(),
        entry.0,
        traits.digest,
        traits.guid,
        traits.link,
        traits.date.map(Timestamp::as_second),
        traits.title,
        traits.text.map(|text| text.digest),
        traits.text.map(|text| text.length),
    ])?;
    Ok(())
}

fn read_identity(row: &Row<'_>) -> rusqlite::Result<(EntryId, Traits)> {
    let text: Option<i64> = row.get(6)?;
    let length: Option<u32> = row.get(7)?;
    let traits = Traits {
        digest: row.get(1)?,
        guid: row.get(2)?,
        link: row.get(3)?,
        date: row.get::<_, Option<i64>>(4)?.map(|seconds| timestamp(4, seconds)).transpose()?,
        title: row.get(5)?,
        text: text.map(|digest| TextTrait { digest, length: length.unwrap_or_default() }),
    };
    Ok((EntryId(row.get(0)?), traits))
}
