//! Sources whose clocks are wrong.

use jiff::{SignedDuration, Timestamp};

use crate::judge::{Recognised, Recognition};
use crate::read::Entry;

/// New entries of one document that must be dated ahead, and be more than half of its new ones: one or two are news that
/// its publisher has set a time for.
const FEWEST_AHEAD: usize = 3;
/// Clocks of servers are minutes apart.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// What to tell an operator about a source whose clock seems to be fast: its news waits until it is as late as it says.
pub(super) fn ahead(entries: &[Entry], recognition: &Recognition, now: Timestamp) -> Option<String> {
    let new = entries.iter().zip(&recognition.entries).filter(|(_, it)| matches!(it, Recognised::New { .. }));
    let dates: Vec<Timestamp> = new.filter_map(|(entry, _)| entry.published).collect();
    let ahead: Vec<SignedDuration> =
        dates.iter().map(|date| date.duration_since(now)).filter(|ahead| *ahead > AHEAD).collect();
    let furthest = ahead.iter().max().filter(|_| ahead.len() >= FEWEST_AHEAD && ahead.len() * 2 > dates.len())?;
    Some(format!(
        "{} new entries are dated ahead, by up to {} minutes, and are held until then: if its clock is wrong, say so with \
         `gmt_is_local = true`, `zone` or `date_order`",
        ahead.len(),
        furthest.as_mins()
    ))
}
