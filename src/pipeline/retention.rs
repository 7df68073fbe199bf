//! Purging what is past the time that the operator keeps news.

use std::time::Duration;

use super::grouping::Grouper;
use super::pass::Pass;
use super::{PassError, Pipeline};

/// Stories that are purged in one transaction: as many as are judged in one.
const PORTION: usize = 128;
/// Portions in a pass. The first passes after `keep` was set have years to purge; what they can't do waits for the next, so
/// that none keeps news waiting for more than some seconds.
const PORTIONS: usize = 16;

/// Between two portions. Who waits to write beside a pass (`bantin join`) tries again each tenth of a second at the latest, as
/// SQLite does it, and then gets in; without a pause, a wait was as long as all portions together, and longer than commands wait.
const LETS_OTHERS_IN: Duration = Duration::from_millis(110);

impl Pipeline {
    /// Purges stories that are too old. It comes after judging, so that what a source lists of long ago is gone before it
    /// is published.
    pub(super) async fn purge_old_stories(&mut self, pass: &mut Pass) -> Result<(), PassError> {
        let Some(before) = self.config.store.keep.and_then(|keep| pass.at.checked_sub(keep).ok()) else {
            return Ok(());
        };
        let mut keys = None;
        for _ in 0..PORTIONS {
            let old = self.store.old_stories(before, PORTION)?;
            if old.is_empty() {
                break;
            }
            // What is in memory is as it was before.
            self.grouper = Grouper::default();
            let batch = self.store.batch()?;
            let mut known = match keys.take() {
                Some(known) => known,
                None => batch.recent_keys()?,
            };
            batch.purge(&old, &mut known)?;
            batch.record_recent_keys(&mut known)?;
            batch.commit()?;
            keys = Some(known);
            pass.purged += old.len();
            if old.len() < PORTION {
                break;
            }
            // The daemon can be stopped here, too.
            tokio::time::sleep(LETS_OTHERS_IN).await;
        }
        Ok(())
    }
}
