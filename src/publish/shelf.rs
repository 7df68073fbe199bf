//! The documents being served: read from the published folder when they are first asked for, and kept ready to send.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::files::is_plain;
use super::held::Held;
use super::reading::{self, Entry};

/// Bytes that are kept in memory of documents and what was compressed of them, at most. A site's feeds and front pages
/// come to a few; the rest is for whoever reads in the archive.
const MOST_BYTES: usize = 64 << 20;

/// A handle on the documents that the server answers with. Clones share them.
#[derive(Clone)]
pub struct Serving {
    shared: Arc<Shared>,
}

struct Shared {
    root: PathBuf,
    kept: Mutex<Kept>,
}

/// Where a path leads.
pub(super) enum Found {
    Document(Arc<Held>),
    /// A folder that was asked for without its `/`.
    Folder,
    Nothing,
}

impl Serving {
    /// Serves what is published in `directory`, now and later.
    pub fn new(directory: &Path) -> Self {
        Self { shared: Arc::new(Shared { root: directory.to_owned(), kept: Mutex::default() }) }
    }

    /// Has the document at `path` be read again: it is another or gone.
    pub fn changed(&self, path: &str) {
        self.kept().forget(path);
    }

    /// What `path` leads to; decoded, without its leading slash. Waits for the disk where nobody asked for it before.
    pub(super) async fn find(&self, path: &str) -> Found {
        let is_page = path.is_empty() || path.ends_with('/');
        let name = if is_page { Cow::Owned(format!("{path}index.html")) } else { Cow::Borrowed(path) };
        match self.get(&name).await {
            Ok(held) => Found::Document(held),
            Err(Entry::Folder) if !is_page => match self.get(&format!("{path}/index.html")).await {
                Ok(_) => Found::Folder,
                Err(_) => Found::Nothing,
            },
            Err(_) => Found::Nothing,
        }
    }

    /// The document at `path`, or what is there instead.
    pub(super) async fn get(&self, path: &str) -> Result<Arc<Held>, Entry> {
        if !is_plain(path) {
            return Err(Entry::Nothing);
        }
        let begun = {
            let mut kept = self.kept();
            if let Some(held) = kept.get(path) {
                return Ok(held);
            }
            kept.changes
        };
        let (serving, path) = (self.clone(), path.to_owned());
        let read = move || match reading::read(&serving.shared.root, &path) {
            Entry::File { bytes, modified } => {
                let held = Arc::new(Held::new(&path, bytes, modified));
                serving.kept().put(path, &held, begun);
                Ok(held)
            }
            other => Err(other),
        };
        // An error says that the runtime is going down.
        tokio::task::spawn_blocking(read).await.unwrap_or(Err(Entry::Nothing))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing panics while it is changed, so a poisoned lock holds whole maps.
        self.shared.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was asked for lately. It is in two halves: what is asked for comes into the young one, and when that is full, it
/// becomes the old one, and what was in that and wasn't asked for since is forgotten.
#[derive(Default)]
struct Kept {
    young: HashMap<String, Arc<Held>>,
    old: HashMap<String, Arc<Held>>,
    /// Of the young half.
    bytes: usize,
    /// How often a document changed: what was begun to be read before may be what it was then.
    changes: u64,
}

impl Kept {
    fn get(&mut self, path: &str) -> Option<Arc<Held>> {
        if let Some(held) = self.young.get(path) {
            return Some(Arc::clone(held));
        }
        let (path, held) = self.old.remove_entry(path)?;
        self.insert(path, &held);
        Some(held)
    }

    fn put(&mut self, path: String, held: &Arc<Held>, begun: u64) {
        if self.changes == begun {
            self.insert(path, held);
        }
    }

    fn insert(&mut self, path: String, held: &Arc<Held>) {
        let bytes = held.cost() + path.len();
        if bytes > MOST_BYTES / 2 {
            return;
        }
        if self.bytes + bytes > MOST_BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += bytes;
        let length = path.len();
        if let Some(before) = self.young.insert(path, Arc::clone(held)) {
            self.bytes -= before.cost() + length;
        }
    }

    fn forget(&mut self, path: &str) {
        self.changes += 1;
        self.old.remove(path);
        if let Some(held) = self.young.remove(path) {
            self.bytes = self.bytes.saturating_sub(held.cost() + path.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::SystemTime;

    use proptest::prelude::*;

    use super::{Held, Kept, MOST_BYTES};

    const MEGABYTE: usize = 1 << 20;

    fn held(path: &str, megabytes: usize) -> Arc<Held> {
        Arc::new(Held::new(path, vec![b'a'; megabytes * MEGABYTE], SystemTime::UNIX_EPOCH))
    }

    fn bytes(kept: &Kept) -> usize {
        kept.young.iter().chain(&kept.old).map(|(path, held)| path.len() + held.cost()).sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

        #[test]
        fn no_more_is_kept_than_it_may_take(
            asked in proptest::collection::vec((0..30_usize, 0..16_usize, 0..4_u8), 1..60)
        ) {
            let mut kept = Kept::default();
            for (name, megabytes, what) in asked {
                let path = format!("{name}.json");
                if what == 0 {
                    kept.forget(&path);
                    prop_assert!(kept.get(&path).is_none());
                } else if kept.get(&path).is_none() {
                    let begun = kept.changes;
                    kept.put(path.clone(), &held(&path, megabytes), begun);
                }
                prop_assert!(bytes(&kept) <= MOST_BYTES, "{}", bytes(&kept));
                let young: usize = kept.young.iter().map(|(path, held)| path.len() + held.cost()).sum();
                prop_assert_eq!(kept.bytes, young);
            }
        }
    }

    #[test]
    fn what_is_asked_for_again_and_again_stays() {
        let mut kept = Kept::default();
        kept.put("often.json".to_owned(), &held("often.json", 1), 0);
        for number in 0..100 {
            let path = format!("{number}.json");
            kept.put(path.clone(), &held(&path, 1), 0);
            assert!(kept.get("often.json").is_some(), "{number}");
        }
        assert!(kept.get("0.json").is_none() && kept.get("99.json").is_some());
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept() {
        let mut kept = Kept::default();
        let begun = kept.changes;
        kept.forget("a.json");
        kept.put("a.json".to_owned(), &held("a.json", 1), begun);
        assert!(kept.get("a.json").is_none());
    }
}
