//! Stories → documents → the folder and the daemon's readers.

use std::collections::HashMap;
use std::sync::Arc;

use super::pass::{Event, Pass, Watch};
use super::websub::feeds_among;
use super::{PassError, Pipeline, workers};
use crate::{publish, render};

impl Pipeline {
    /// Publishes the stories, unless nothing was judged since they were published last.
    pub(super) async fn publish_if_changed(&mut self, pass: &mut Pass, watch: Watch<'_>) -> Result<(), PassError> {
        if self.config.publish.directory.exists() && self.store.is_published(&self.site_digest)? {
            return Ok(());
        }
        watch(Event::Publishing);
        pass.changed = self.publish().await?;
        Ok(())
    }

    /// Publishes the stories as they are, and says whether readers see anything new.
    pub(super) async fn publish(&mut self) -> Result<bool, PassError> {
        let languages: HashMap<_, _> =
            self.config.sources.iter().map(|source| (&source.id, &source.language)).collect();
        let language = |id: &_| languages.get(id).copied().cloned().unwrap_or_default();
        let (stories, tombstones) = (self.store.stories(language)?, self.store.tombstones(language)?);
        let (config, serving) = (Arc::clone(&self.config), self.serving.clone());
        // Rendering and waiting for the disk would keep the daemon's readers waiting.
        let published = workers::blocking(move || {
            let documents = render::site_with(&config, &stories, &tombstones)?;
            let feeds = config.publish.hub.as_ref().map(|_| feeds_among(&documents)).unwrap_or_default();
            let written = publish::write(&config.publish.directory, &documents)?;
            if let Some(serving) = serving {
                serving.replace(documents);
            }
            Ok::<_, PassError>((written, feeds))
        });
        let (written, feeds) = published.await?;
        self.store.mark_published(&self.site_digest, &feeds)?;
        Ok(written != publish::Written::Unchanged)
    }
}
