//! A site in whose place another can be put while the server goes on.

use std::sync::{Arc, PoisonError, RwLock};

use hyper::Request;
use hyper::body::Incoming;

use super::answer::Answer;
use super::site::Site;

/// What the server answers with now. Clones share it.
#[derive(Clone)]
pub struct Front {
    shared: Arc<Shared>,
}

struct Shared {
    now: RwLock<Arc<Site>>,
    answered: Box<dyn Fn(u16) + Send + Sync>,
}

impl Front {
    /// `answered` is told the status of every answer.
    pub fn new(site: Site, answered: impl Fn(u16) + Send + Sync + 'static) -> Self {
        Self { shared: Arc::new(Shared { now: RwLock::new(Arc::new(site)), answered: Box::new(answered) }) }
    }

    /// Answers by `site` from the next request on; those under way are answered as they were begun.
    pub fn replace(&self, site: Site) {
        // Nothing panics while it is written, so a poisoned lock holds a whole site.
        *self.shared.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
    }

    pub(super) async fn answer(&self, request: Request<Incoming>) -> Answer {
        let now = Arc::clone(&self.shared.now.read().unwrap_or_else(PoisonError::into_inner));
        let answer = now.answer(request).await;
        (self.shared.answered)(answer.status().as_u16());
        answer
    }
}

/// One that stays, and of whose answers nobody is told.
impl From<Site> for Front {
    fn from(site: Site) -> Self {
        Self::new(site, |_| ())
    }
}
