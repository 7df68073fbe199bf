//! A router in whose place another can be put while the server goes on.

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;

/// What the server answers with now. Clones share it.
#[derive(Clone)]
pub struct Front {
    shared: Arc<Shared>,
}

struct Shared {
    now: RwLock<Router>,
    answered: Box<dyn Fn(u16) + Send + Sync>,
}

impl Front {
    /// `answered` is told the status of every answer.
    pub fn new(router: Router, answered: impl Fn(u16) + Send + Sync + 'static) -> Self {
        Self { shared: Arc::new(Shared { now: RwLock::new(router), answered: Box::new(answered) }) }
    }

    /// Answers by `router` from the next request on; those under way are answered as they were begun.
    pub fn replace(&self, router: Router) {
        // Nothing panics while it is written, so a poisoned lock holds a whole router.
        *self.shared.now.write().unwrap_or_else(PoisonError::into_inner) = router;
    }

    pub(super) async fn answer(&self, request: Request) -> Response<Body> {
        let mut now = self.shared.now.read().unwrap_or_else(PoisonError::into_inner).clone();
        // A router is always ready, and never fails.
        let Ok(response) = tower_service::Service::call(&mut now, request).await;
        (self.shared.answered)(response.status().as_u16());
        response
    }
}

/// One that stays, and of whose answers nobody is told.
impl From<Router> for Front {
    fn from(router: Router) -> Self {
        Self::new(router, |_| ())
    }
}
